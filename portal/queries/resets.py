"""Lost second steps: what waits for a second administrator, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from governance.models import Office, User
from governance.queries import Paged, day, paged
from governance.rules import ADMINISTRATOR
from portal.changes.resets import STANDS_FOR
from portal.models import FactorReset

A_PAGE = 20


@dataclass(frozen=True)
class ResetRow:
    """A second step that is or was to be reset."""

    pk: int
    person: str
    how_known: str
    who: str
    when: str
    state: str
    may_confirm: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Resets:
    """What waits, and a page of what has ended."""

    waiting: Sequence[ResetRow]
    ended: Paged[ResetRow]


def resets(reader: User, *, page: int, at: datetime) -> Resets:
    """Return what waits for a second administrator, and a page of the rest; three queries."""
    rows = FactorReset.objects.select_related(
        "person", "asked_by", "confirmed_by", "withdrawn_by"
    ).order_by("-asked_at", "-pk")
    open_ = Q(confirmed_at=None, withdrawn_at=None, asked_at__gt=at - STANDS_FOR)
    ended = paged(rows.exclude(open_), number=page, size=A_PAGE)
    return Resets(
        waiting=[_row(each, reader, is_open=True) for each in rows.filter(open_)],
        ended=replace(ended, rows=[_row(each, reader, is_open=False) for each in ended.rows]),
    )


def administrators(*, on: datetime, but: set[int]) -> list[User]:
    """Return who may reset a second step today, without those whose keys are in `but`."""
    today = timezone.localdate(on)
    kept = Office.objects.on(today).filter(kind=ADMINISTRATOR, board=None).values("person")
    stays = Q(left_on=None) | Q(left_on__gt=today)
    people = User.objects.filter(stays, Q(is_staff=True) | Q(pk__in=kept), is_active=True)
    return list(people.exclude(pk__in=but).select_related("supporter").order_by("pk"))


def _row(reset: FactorReset, reader: User, *, is_open: bool) -> ResetRow:
    who, when, state = _last(reset)
    if state == "asked" and not is_open:
        state = "lapsed"
    concerned = {reset.asked_by_id, reset.person_id}
    return ResetRow(
        pk=reset.pk,
        person=str(reset.person),
        how_known=reset.how_known,
        who=who,
        when=when,
        state=state,
        may_confirm=is_open and reader.pk not in concerned,
        may_withdraw=is_open,
    )


def _last(reset: FactorReset) -> tuple[str, str, str]:
    """Return who did the last thing, when, and how it stands since."""
    if reset.confirmed_at:
        who = f"asked by {reset.asked_by}, confirmed by {reset.confirmed_by}"
        return who, _day(reset.confirmed_at), "reset"
    if reset.withdrawn_at:
        who = f"asked by {reset.asked_by}, withdrawn by {reset.withdrawn_by}"
        return who, _day(reset.withdrawn_at), "withdrawn"
    return f"asked by {reset.asked_by}", _day(reset.asked_at), "asked"


def _day(at: datetime) -> str:
    return day(timezone.localdate(at))
