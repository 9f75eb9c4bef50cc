"""What a pack is made of, read from the database for every circle of readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from governance.models import Meeting
from governance.queries import Sources
from governance.queries.agenda import Item, agenda_items
from governance.queries.arising import OpenQuestion, arising
from governance.queries.meetings import NOT_HELD, meeting_when, meeting_where
from governance.queries.papers import Body, PaperLine, bodies_named
from governance.queries.points import PointRow
from governance.queries.written import reported
from portal.models.packs import Circle
from portal.reports.content import PackContent, PackItem, PackPaper, Reading, StillOpen, Told
from portal.rules.packs import is_inside, somebody_of

Bodies = Mapping[int, Body]


@dataclass(frozen=True)
class Gathered:
    """What a pack is made of, and how many bytes its files hold."""

    content: PackContent
    size: int


def gather(meeting: Meeting) -> Gathered:
    """Return the pack of `meeting` as it would be made now; at most 14 queries.

    The scopes are of nobody: what a circle reads, whoever is in it.
    """
    agendas = {each: _agenda(meeting, each) for each in _circles(meeting)}
    lines = [paper for items in agendas.values() for item in items for paper in _in(item)]
    bodies = bodies_named({each.pk for each in lines})
    told = _told(meeting)
    # One telling for all who are inside: what guests may read too.
    found = arising(meeting, scope=somebody_of(Circle.BOARD, meeting), on=meeting.on)
    points, questions = tuple(map(_point, found.points)), tuple(map(_question, found.questions))
    content = PackContent(
        place=settings.PLACE,
        board=str(meeting.board or meeting.convened_by),
        board_slug=meeting.board.slug if meeting.board else "",
        subtitle=_called(meeting),
        when=meeting_when(meeting),
        where=meeting_where(meeting),
        dated=meeting.on,
        illustrative=meeting.illustrative,
        readings=tuple(
            Reading(
                circle=each.value,
                items=tuple(_item(item, bodies) for item in items),
                told=told if is_inside(each) else (),
                points=points if is_inside(each) else (),
                questions=questions if is_inside(each) else (),
            )
            for each, items in agendas.items()
        ),
    )
    return Gathered(content, sum(each.size for each in bodies.values()))


def _called(meeting: Meeting) -> str:
    """Return how a meeting is called; of one that is called off that, too."""
    called = meeting.title or meeting.get_kind_display().capitalize()
    return f"{called}, {meeting.get_state_display()}" if meeting.state in NOT_HELD else called


def _circles(meeting: Meeting) -> Iterable[Circle]:
    """Return the circles that have a pack: nobody of the public before the agenda is out."""
    for each in Circle:
        if each == Circle.PUBLIC and meeting.state == Meeting.State.PLANNED:
            continue
        if meeting.board_id is not None or each in (Circle.PUBLIC, Circle.WHOLE):
            yield each


def _agenda(meeting: Meeting, circle: Circle) -> list[Item]:
    scope = somebody_of(circle, meeting)
    return agenda_items(meeting, scope=scope, sources=Sources(), is_inside=is_inside(circle))


def _in(item: Item) -> list[PaperLine]:
    """Return the papers of an item that are in and were not taken out."""
    return [each for each in item.papers if item.reads and each.is_in and not each.is_out]


def _item(item: Item, bodies: Bodies) -> PackItem:
    return PackItem(
        key=item.pk,
        number=item.number,
        title=item.title,
        purpose=item.purpose,
        presenter=item.presenter,
        exempt=item.exempt,
        late=item.late,
        is_open=item.reads,
        illustrative=item.origin is not None and item.origin.illustrative,
        papers=tuple(_paper(each, bodies[each.pk]) for each in _in(item)),
    )


def _paper(line: PaperLine, body: Body) -> PackPaper:
    held = {"file": body.file, "sha256": body.sha256, "pages": body.pages}
    return PackPaper(
        key=line.pk,
        title=line.title,
        illustrative=line.illustrative,
        **(held if body.file else {"text": body.text}),
    )


def _told(meeting: Meeting) -> tuple[Told, ...]:
    if meeting.board_id is None:
        return ()
    return tuple(
        Told(asked=asked, became=became, illustrative=illustrative)
        for asked, became, _, illustrative in reported(meeting)
    )


def _point(row: PointRow) -> StillOpen:
    due = f", by {row.due}" if row.due else ""
    whose = f"{row.who}{due}, {row.asked}"
    return StillOpen(key=row.pk, asked=row.what, whose=whose, illustrative=row.illustrative)


def _question(row: OpenQuestion) -> StillOpen:
    whose = f"Answered by {row.put_to}" if row.answer else f"{row.put_to}, to answer by {row.due}"
    return StillOpen(
        key=row.pk,
        asked=row.question,
        whose=whose,
        became=row.answer,
        illustrative=row.illustrative,
    )
