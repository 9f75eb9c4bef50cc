"""The agenda of a meeting as each reader sees it, and what its officers need to keep it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.models import (
    AgendaItem,
    Appointment,
    Board,
    Classification,
    Meeting,
    Office,
    Paragraph,
    Respondent,
    User,
)
from governance.queries.notice import Notice, notice_of
from governance.queries.paging import Paged
from governance.queries.papers import PaperLine, papers_of
from governance.queries.readings import ReadingLine, exempt_readings
from governance.queries.sources import Origin, Sources
from governance.rules import OFFICER, items_seen, reads_exempt
from governance.scope import CHAIRS, Scope

PURPOSES = {
    AgendaItem.Purpose.DECIDE: "To decide",
    AgendaItem.Purpose.DISCUSS: "To discuss",
    AgendaItem.Purpose.NOTE: "To note",
}
READ_WITH = ("subject", "lead", "late_agreed_by", "source__document")


@dataclass(frozen=True)
class Item:
    """One item of an agenda; of an exempt one title and paragraph only for who may not read it.

    `supplement`: in which supplementary agenda a late item came out; `is_waiting`: it has not.
    """

    pk: int
    number: int
    title: str
    purpose: str
    exempt: str
    presenter: str
    about: tuple[str, str] | None
    late: str
    supplement: int
    is_waiting: bool
    reads: bool
    papers: Sequence[PaperLine]
    origin: Origin | None

    @property
    def tells_exempt(self) -> bool:
        """Whether it tells more of an exempt item than everybody may know."""
        return bool(self.exempt) and self.reads


@dataclass(frozen=True)
class AgendaPage:
    """The agenda as its officers keep it."""

    meeting: Meeting
    items: Sequence[Item]
    taken_off: Sequence[AgendaItem]
    notice: Notice
    next_supplement: int
    readings: Paged[ReadingLine] | None

    @property
    def tells_exempt(self) -> bool:
        """Whether it tells what is kept from the public."""
        return any(item.tells_exempt for item in self.items)

    @property
    def waiting(self) -> int:
        """How many late items wait for a supplementary agenda."""
        return sum(item.is_waiting for item in self.items)

    @property
    def is_planned(self) -> bool:
        """Whether the agenda is still to come out."""
        return self.meeting.state == Meeting.State.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether its order is still free."""
        return self.meeting.agenda_out_on is None and self.is_kept

    @property
    def is_kept(self) -> bool:
        """Whether items may still be put on it and taken off."""
        return self.meeting.state in ("planned", "published", "postponed")


def agenda_items(
    meeting: Meeting, *, scope: Scope, sources: Sources, is_inside: bool
) -> list[Item]:
    """Return the items that the person sees, in order, with their papers; two queries."""
    reads, papers = reads_exempt(scope, meeting), papers_of(meeting, scope=scope)
    rows = meeting.items.filter(Q() if is_inside else items_seen(scope))
    return [
        item_line(row, sources, reads=reads, is_inside=is_inside, papers=papers.get(row.pk, ()))
        for row in rows.select_related(*READ_WITH).order_by("number")
    ]


def item_line(
    item: AgendaItem,
    sources: Sources,
    *,
    reads: bool,
    is_inside: bool,
    papers: Sequence[PaperLine] = (),
) -> Item:
    """Return one item; `reads`: the person reads exempt ones; `is_inside`: sits with the board."""
    shown = reads or not item.exempt
    return Item(
        pk=item.pk,
        number=item.number,
        title=item.title,
        purpose=PURPOSES[AgendaItem.Purpose(item.purpose)] if shown else "",
        exempt=exempt_words(item),
        presenter=_presenter(item) if shown else "",
        about=_about(item, is_inside=is_inside) if shown else None,
        late=_late(item) if shown else "",
        supplement=item.supplement,
        is_waiting=item.out_on is None and bool(item.late_reason),
        reads=shown,
        papers=papers,
        origin=sources.of(item),
    )


def agenda_page(meeting: Meeting, *, scope: Scope, page: int = 1) -> AgendaPage:
    """Return the agenda of `meeting` for who keeps it; three queries, five with exempt items.

    `page`: which page of the readings of what is exempt.
    """
    items = agenda_items(meeting, scope=scope, sources=Sources(), is_inside=True)
    is_exempt = any(item.exempt for item in items)
    off = AgendaItem.every.filter(meeting=meeting, removed_at__isnull=False)
    return AgendaPage(
        meeting=meeting,
        items=items,
        taken_off=list(off.order_by("removed_at")),
        notice=notice_of(meeting, on=scope.day),
        next_supplement=max((item.supplement for item in items), default=0) + 1,
        readings=exempt_readings(meeting, page=page) if is_exempt else None,
    )


def item_by(meeting: int, pk: int) -> QuerySet[AgendaItem]:
    """Return the query for an item, taken off or not, by its address."""
    rows = AgendaItem.every.select_related("meeting__board", "meeting__convened_by")
    return rows.filter(pk=pk, meeting=meeting)


def people_around(board: Board, *, on: date) -> QuerySet[User]:
    """Return who sits on `board`, keeps it or answers on it on a day: who may bring business."""
    seated = Appointment.objects.on(on).filter(seat__board=board).values("holder")
    officers = Office.objects.on(on).filter(kind=OFFICER)
    in_office = officers.filter(Q(board=board) | Q(board=None)).values("person")
    answering = Respondent.objects.on(on).filter(board=board).values("person")
    around = Q(pk__in=seated) | Q(pk__in=in_office) | Q(pk__in=answering)
    return User.objects.filter(around, is_young=False).order_by("post", "distinction", "pk")


def chairs_of(board: Board, *, on: date) -> QuerySet[User]:
    """Return who chairs `board` on a day, or stands in for the chair."""
    held = Appointment.objects.on(on).filter(seat__board=board, seat__role__in=CHAIRS)
    return User.objects.filter(pk__in=held.values("holder")).order_by("post", "pk")


def exempt_words(item: AgendaItem) -> str:
    """Say under which paragraphs an item is exempt; nothing of one that is not."""
    return exempt_under(item.exempt_paragraphs) if item.exempt else ""


def exempt_under(paragraphs: str) -> str:
    """Say under which paragraphs, named by their numbers, something is exempt.

    >>> exempt_under("1,3"), exempt_under("")
    ('Exempt under paragraphs 1 and 3 of Schedule 12A', '')
    """
    found = [each for each in re.findall(r"\d", paragraphs) if each in Paragraph]
    if not found:
        return "Exempt under Schedule 12A" if paragraphs else ""
    if len(found) == 1:
        meaning = Paragraph(found[0]).label
        return f"Exempt under paragraph {found[0]} of Schedule 12A: {meaning}"
    numbers = " and ".join(filter(None, [", ".join(found[:-1]), found[-1] if found else ""]))
    return f"Exempt under paragraphs {numbers} of Schedule 12A"


def _presenter(item: AgendaItem) -> str:
    return item.presenter or (item.lead.called if item.lead else "")


def _about(item: AgendaItem, *, is_inside: bool) -> tuple[str, str] | None:
    """Return title and address of what an item is about, where the person may know of it."""
    subject = item.subject
    if subject is None or subject.classification == Classification.EXEMPT:
        return None
    seen = is_inside or subject.classification == Classification.PUBLIC
    return (subject.title, subject.address) if seen else None


def _late(item: AgendaItem) -> str:
    if not item.late_reason:
        return ""
    agreed = f" Agreed by {item.late_agreed_by.called}." if item.late_agreed_by else ""
    return f"Late item: {item.late_reason}{agreed}"
