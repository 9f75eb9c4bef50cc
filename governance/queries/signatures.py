"""Who signed the terms of a board: the organisations at its table that did, and the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.changes.drafts import Sheet
from governance.models import Board, Organisation, Seat, Signature, TermsOfReference, runs_on
from governance.queries.sources import Origin, Sources
from governance.queries.wording import counted, day


@dataclass(frozen=True)
class Signer:
    """One organisation that signed, and when."""

    pk: int
    organisation: Organisation
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class Signers:
    """Who signed a version by a day; `missing` are those at the table that did not."""

    signed: Sequence[Signer]
    missing: Sequence[Organisation]
    many: int
    of: int

    @property
    def words(self) -> str:
        """How many of those at the table signed."""
        return f"Signed by {self.many} of {counted(self.of, 'organisation')} at the table"


def at_the_table(board: Board, *, on: date) -> "QuerySet[Organisation]":
    """Return the organisations that a seat of `board` stands for on a day."""
    seats = Seat.objects.filter(runs_on(on), board=board)
    there = Q(ends_on=None) | Q(ends_on__gt=on)
    return Organisation.objects.filter(there, pk__in=seats.values("represents")).order_by("name")


def signers(terms: TermsOfReference, *, on: date, sources: Sources) -> Signers:
    """Return who signed a version of the terms by a day; two queries."""
    table = list(at_the_table(terms.board, on=on))
    rows = terms.signatures.filter(signed_on__lte=on).order_by("signed_on", "organisation__name")
    signed = [
        Signer(row.pk, row.organisation, day(row.signed_on), sources.of(row))
        for row in rows.select_related("organisation", "source__document")
    ]
    have = {each.organisation.pk for each in signed}
    missing = [each for each in table if each.pk not in have]
    return Signers(signed, missing, many=len(table) - len(missing), of=len(table))


def signature_sheet(board: Board, row: Signature | None) -> Sheet:
    """Return the form of a signature, as drafts are kept of it."""
    place = f"{board.get_absolute_url()}terms/signatures/"
    key, end = (str(row.pk), row.pk) if row else (f"new-of-{board.pk}", "add")
    return Sheet("signature", key, f"{place}{end}/", f"{board}: a signature"[:300])
