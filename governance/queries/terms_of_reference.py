"""The terms of reference of a board: the version in force, those before, the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from governance.changes.drafts import Sheet
from governance.models import Board, Meeting, Signature, TermsOfReference
from governance.queries.wording import day


@dataclass(frozen=True)
class Signed:
    """One version that was signed off: its number, when, and at which meeting."""

    number: int
    when: str
    meeting: Meeting | None
    illustrative: bool


@dataclass(frozen=True)
class Terms:
    """The terms of a board on a day: those in force, and all signed off until then."""

    in_force: TermsOfReference | None
    versions: Sequence[Signed]
    draft: TermsOfReference | None


def terms_on(board: Board, *, on: date, sees_draft: bool) -> Terms:
    """Return the terms of a board as they stood on a day, newest first; one query."""
    rows = list(board.terms.select_related("signed_off_in").order_by("-number"))
    signed = [row for row in rows if row.signed_off_on and row.signed_off_on <= on]
    draft = next((row for row in rows if row.signed_off_on is None), None)
    return Terms(
        in_force=signed[0] if signed else None,
        versions=[signed_off(row) for row in signed],
        draft=draft if sees_draft else None,
    )


def signed_off(row: TermsOfReference) -> Signed:
    """Return how one version was signed off."""
    when = day(row.signed_off_on) if row.signed_off_on else ""
    return Signed(row.number, when, row.signed_off_in, row.illustrative)


def version_before(row: TermsOfReference) -> TermsOfReference | None:
    """Return the version that `row` followed."""
    before = row.board.terms.filter(number__lt=row.number, signed_off_on__isnull=False)
    return before.order_by("-number").first()


def in_force(board: Board, *, on: date) -> TermsOfReference | None:
    """Return the version of a board's terms that is in force on a day."""
    return board.terms.filter(signed_off_on__lte=on).order_by("-number").first()


def was_signature(board: Board, pk: int) -> bool:
    """Say whether the board's terms bore a signature of that key that was taken back."""
    kept = Signature.pgh_event_model.objects.filter(pgh_label="delete", pgh_obj_id=pk)  # type: ignore[attr-defined]
    return bool(kept.filter(terms__board=board).exists())


def draft_of(board: Board) -> TermsOfReference | None:
    """Return the draft of a board's terms, where there is one."""
    return board.terms.filter(signed_off_on=None).first()


def meetings_to_sign_off_at(board: Board) -> "QuerySet[Meeting]":
    """Return the meetings of a board that were held, the newest first."""
    return board.meetings.filter(state=Meeting.State.HELD).order_by("-on", "-pk")


def terms_sheet(board: Board, form: str, row: TermsOfReference | None) -> Sheet:
    """Return a form of a board's terms, as drafts of it are kept."""
    address = f"{board.get_absolute_url()}terms/{form}/"
    key = str(row.pk) if row else f"new-of-{board.pk}"
    return Sheet(f"terms-{form.partition('/')[2] or form}", key, address, f"{board}: terms"[:300])
