"""What the pages of organisations show: the list, and what one is, sits on and answers for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from governance.changes.drafts import Sheet
from governance.models import (
    Appointment,
    Board,
    Organisation,
    Place,
    Respondent,
    Seat,
    runs_on,
)
from governance.periods import DayShown
from governance.queries.about import LinkRow, link_row
from governance.queries.counting import how_many
from governance.queries.paging import Paged, paged
from governance.queries.sources import Origin, Sources
from governance.queries.standing import LATER, PLANNED, RUNS, standing_of
from governance.queries.ties import BodyTie, links, links_on
from governance.queries.wording import counted, span

ORGANISATIONS = 50  # on one page


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation in a list."""

    name: str
    short_name: str
    address: str
    kind: str
    sector: str
    parent: str
    seats: str
    when: str
    origin: Origin | None


@dataclass(frozen=True)
class OrganisationList:
    """The organisations whose names hold what was looked for, or all."""

    rows: Paged[OrganisationRow]
    text: str
    sources: Sources


def organisation_list(*, on: date, text: str = "", page: int = 1) -> OrganisationList:
    """Return the organisations of a page by name; two queries, one for a file."""
    sources = Sources()
    seats = Seat.objects.filter(_now(on), represents=OuterRef("pk"))
    found = Organisation.objects.annotate(seats_now=how_many(seats, of="represents"))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    rows = found.select_related("parent", "source__document").order_by(Lower("name"), "pk")
    pages = paged(rows, number=page, size=ORGANISATIONS)
    shown = [_listed(row, sources) for row in pages.rows]
    return OrganisationList(Paged(shown, pages.number, pages.last, pages.many), text, sources)


def _now(on: date) -> Q:
    """Return the condition on seats that they, and their board, are there today."""
    undated = Q(board__ends_on=None, board__status=Board.Status.HISTORIC)
    return runs_on(on) & runs_on(on, of="board") & ~undated


def _listed(row: Any, sources: Sources) -> OrganisationRow:
    return OrganisationRow(
        name=row.name,
        short_name=row.short_name,
        address=row.get_absolute_url(),
        kind=_capital(row.kind),
        sector=_capital(row.sector),
        parent=row.parent.name if row.parent else "",
        seats=counted(row.seats_now, "seat") if row.seats_now else "",
        when=span(row),
        origin=sources.of(row),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class SeatHeld:
    """A seat that an organisation sits in or nominates for, with who holds it today."""

    board: str
    address: str
    title: str
    places: str
    holders: Sequence[str]
    illustrative: bool


@dataclass(frozen=True)
class Answering:
    """Who answers for an organisation on a board."""

    board: str
    address: str
    post: str
    illustrative: bool


@dataclass(frozen=True)
class OrganisationPage:
    """What an organisation is, where it sits, what it nominates for and who answers for it."""

    organisation: Organisation
    facts: Sequence[tuple[str, str]]
    parent: Organisation | None
    parts: Sequence[Organisation]
    sits: Sequence[SeatHeld]
    nominates: Sequence[SeatHeld]
    sat: Sequence[SeatHeld]
    answers: Sequence[Answering]
    links: Sequence[LinkRow]
    origin: Origin | None
    sources: Sources


def organisation_by(slug: str) -> QuerySet[Organisation]:
    """Return the organisation of that address, ready for its pages."""
    rows = Organisation.objects.filter(slug=slug)
    return rows.select_related("parent", "source__document")


def organisation_page(organisation: Organisation, *, day: DayShown) -> OrganisationPage:
    """Return what the page of an organisation shows as on a day; six queries."""
    sources, on = Sources(), day.on
    origin = sources.of(organisation)
    seats = _seats(organisation, day=day)
    now = [seat for seat in seats if seat.runs_now]
    return OrganisationPage(
        organisation=organisation,
        facts=_facts(organisation),
        parent=organisation.parent,
        parts=list(organisation.parts.filter(runs_on(on)).order_by("name")),
        sits=[_held(seat) for seat in now if seat.represents_id == organisation.pk],
        nominates=[_held(seat) for seat in now if seat.nominated_by_id == organisation.pk],
        sat=[_held(seat) for seat in seats if not seat.runs_now],
        answers=_answers(organisation, on=on),
        links=[link_row(each, organisation) for each in _ties(organisation, sources, on=on)],
        origin=origin,
        sources=sources,
    )


def _facts(row: Organisation) -> list[tuple[str, str]]:
    facts = [
        ("What it is", _capital(row.kind)),
        ("Sector", _capital(row.sector)),
        ("Short name", row.short_name),
        ("When", _capital(span(row))),
        ("Note", row.note),
    ]
    return [(label, words) for label, words in facts if words]


def _seats(organisation: Organisation, *, day: DayShown) -> list[Any]:
    """Return the seats it sits in or nominates for, each with its places and holders of a day.

    Those still to come then are left out; `runs_now` says of each whether it was there.
    """
    on = day.on
    held = Appointment.objects.on(on).select_related("holder").order_by("pk")
    places = Place.objects.on(on)
    own = Q(represents=organisation) | Q(nominated_by=organisation)
    rows: list[Any] = list(
        Seat.objects.filter(own)
        .exclude(starts_on__gt=on)
        .select_related("board")
        .prefetch_related(
            Prefetch("places", places, to_attr="places_now"),
            Prefetch("appointments", held, to_attr="held_by"),
        )
        .order_by(Lower("board__name"), "order", "pk")
    )
    for seat in rows:
        seat.standing = standing_of(seat.board, on, is_past=day.is_past)
        is_there = seat.ends_on is None or seat.ends_on > on
        seat.runs_now = is_there and seat.standing in {RUNS, PLANNED}
    return [seat for seat in rows if seat.standing != LATER]


def _held(seat: Any) -> SeatHeld:
    return SeatHeld(
        board=seat.board.name,
        address=f"{seat.board.get_absolute_url()}members/",
        title=seat.title,
        places=counted(len(seat.places_now), "place"),
        holders=[each.holder.called for each in seat.held_by],
        illustrative=seat.illustrative or any(each.illustrative for each in seat.held_by),
    )


def _answers(organisation: Organisation, *, on: date) -> list[Answering]:
    rows = Respondent.objects.on(on).filter(organisation=organisation)
    rows = rows.select_related("person", "board").order_by(Lower("board__name"), "pk")
    return [
        Answering(
            board=each.board.name,
            address=each.board.get_absolute_url(),
            post=each.person.called,
            illustrative=each.illustrative,
        )
        for each in rows
    ]


def _ties(organisation: Organisation, sources: Sources, *, on: date) -> list[BodyTie]:
    own = Q(from_organisation=organisation) | Q(to_organisation=organisation)
    return links(own & links_on(on), sources)


@dataclass(frozen=True)
class Holding:
    """Something that an organisation still holds, and where it is changed."""

    words: str
    address: str


def still_holds(organisation: Organisation, *, on: date) -> list[Holding]:
    """Return what an organisation holds on a day, to be read before it ends; four queries."""
    board = {"board__status__in": [Board.Status.ACTIVE, Board.Status.PLANNED]}
    own = Q(represents=organisation) | Q(nominated_by=organisation)
    seats = Seat.objects.filter(own, runs_on(on), **board).select_related("board")
    answers = Respondent.objects.on(on).filter(organisation=organisation)
    people = organisation.people.filter(left_on=None).count()
    return [
        *(
            Holding(f"{_tie(seat, organisation)} {seat.title}, {seat.board}", _members(seat.board))
            for seat in seats.order_by(Lower("board__name"), "order", "pk")
        ),
        *(
            Holding(f"{each.person.called} answers for it on {each.board}", _members(each.board))
            for each in answers.select_related("board", "person").order_by("pk")
        ),
        *(
            Holding(f"{part} is a part of it", part.get_absolute_url())
            for part in organisation.parts.filter(ends_on=None).order_by("name")
        ),
        *_known(people),
    ]


def _known(people: int) -> list[Holding]:
    if not people:
        return []
    are = "is" if people == 1 else "are"
    return [Holding(f"{counted(people, 'person', 'people')} of it {are} known here", "")]


def _tie(seat: Seat, organisation: Organisation) -> str:
    return "Sits as" if seat.represents_id == organisation.pk else "Nominates for"


def _members(board: Board) -> str:
    return f"{board.get_absolute_url()}members/"


def organisations_now() -> QuerySet[Organisation]:
    """Return the organisations that may be chosen: those that have no end."""
    return Organisation.objects.filter(ends_on=None).order_by("name")


def parents_to_choose(organisation: Organisation | None = None) -> QuerySet[Organisation]:
    """Return what an organisation can be part of: the others that are still there."""
    rows = organisations_now()
    return rows if organisation is None else rows.exclude(pk=organisation.pk)


def words_in_use(name: str) -> list[str]:
    """Return the kinds or sectors of organisations in use, to choose from as one types."""
    rows = Organisation.objects.exclude(**{name: ""}).order_by(name)
    return list(rows.values_list(name, flat=True).distinct())


def organisation_sheet(organisation: Organisation | None, form: str = "") -> Sheet:
    """Return the form of an organisation, or of a new one, as drafts are kept of it."""
    if organisation is None:
        return Sheet("organisation", "new", "/organisations/new/", "A new organisation")
    address = f"{organisation.get_absolute_url()}{form}/"
    return Sheet(f"organisation-{form}", str(organisation.pk), address, str(organisation))
