"""What the minutes of a meeting say: built from what was written down, or as it was frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from governance.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minutes,
    Place,
    Succession,
    Vote,
)
from governance.queries.agenda import exempt_under
from governance.queries.asking import questions_minuted
from governance.queries.expected import Expected, expected_at, lacked_quorum
from governance.queries.meetings import meeting_when, meeting_where
from governance.queries.wording import day
from governance.queries.written import decided_in_writing, decision_number
from governance.rules import reads_exempt
from governance.scope import Scope

Came = Attendance.Came
NO_QUORUM = "Not reached: what was resolved is to be decided again by a meeting that has one"
PRESENT = {Came.PRESENT: "", Came.REMOTE: " (remotely)"}


@dataclass(frozen=True)
class Minuted:
    """One item as the minutes have it; of an exempt one title and paragraph for most readers."""

    key: int
    number: int
    title: str
    exempt: str
    is_hidden: bool
    minute: str
    declared: Sequence[str]
    votes: Sequence[str]
    decisions: Sequence[Mapping[str, Any]]
    points: Sequence[Mapping[str, Any]]

    @property
    def tells_exempt(self) -> bool:
        """Whether it tells more of an exempt item than everybody may know."""
        told = (self.minute, self.declared, self.votes, self.decisions, self.points)
        return bool(self.exempt) and not self.is_hidden and any(told)


@dataclass(frozen=True)
class MinutesPage:
    """The minutes for one reader."""

    title: str
    board: str
    when: str
    where: str
    presided: str
    present: Sequence[str]
    apologies: Sequence[str]
    absent: Sequence[str]
    quorum: str
    opening: str
    in_writing: Sequence[Mapping[str, Any]]
    asked: Sequence[Mapping[str, Any]]
    items: Sequence[Minuted]
    rest: Minuted
    standing: str
    is_agreed: bool
    checksum: str

    @property
    def tells_exempt(self) -> bool:
        """Whether it tells what is kept from the public."""
        return any(item.tells_exempt for item in self.items)


def minutes_content(meeting: Meeting, minutes: Minutes | None) -> dict[str, Any]:
    """Return all that the minutes hold, as JSON can; ten queries, whatever their length."""
    expected = expected_at(meeting)
    declared = list(meeting.declarations.select_related("person").order_by("pk"))
    votes = list(meeting.votes.order_by("pk"))
    decisions = list(meeting.decisions.order_by("municipal_year", "number"))
    points = list(meeting.action_points.select_related("who").order_by("number"))
    kept = _By(declared, votes, decisions, points)
    presided = meeting.presided_by
    return {
        "board": str(meeting.board),
        "title": meeting.title or _capital(meeting.get_kind_display()),
        "on": meeting.on.isoformat(),
        "when": meeting_when(meeting),
        "where": meeting_where(meeting),
        "presided": presided.called if presided else "",
        **_register(expected),
        "quorum": NO_QUORUM if lacked_quorum(meeting, expected) else "",
        "opening": minutes.opening if minutes else "",
        "in_writing": [
            _decision(each.decision) for each in decided_in_writing(meeting) if each.decision
        ],
        "asked": questions_minuted(meeting),
        "items": [kept.of(each) for each in meeting.items.order_by("number")],
        "rest": kept.of(None),
    }


def minutes_page(meeting: Meeting, minutes: Minutes | None, *, scope: Scope) -> MinutesPage:
    """Return the minutes for a reader: as frozen once they are agreed, else as they stand now."""
    frozen = minutes.content if minutes else None
    content = frozen or minutes_content(meeting, minutes)
    sees = reads_exempt(scope, meeting)
    return MinutesPage(
        **{name: content[name] for name in ("title", "board", "when", "where", "presided")},
        **{name: content[name] for name in ("present", "apologies", "absent", "opening")},
        quorum=content.get("quorum", ""),  # older minutes were frozen without
        in_writing=content.get("in_writing", ()),
        asked=content.get("asked", ()),
        items=[_minuted(each, sees_exempt=sees) for each in content["items"]],
        rest=_minuted(content["rest"], sees_exempt=sees),
        standing=_standing(meeting, minutes),
        is_agreed=frozen is not None,
        checksum=minutes.checksum[:12] if minutes else "",
    )


def meetings_to_agree_at(meeting: Meeting) -> "QuerySet[Meeting]":
    """Return the later meetings that were held, at which minutes can be agreed."""
    held = later_meetings(meeting).filter(state=Meeting.State.HELD)
    return held.select_related("board").order_by("on", "pk")


def later_meetings(meeting: Meeting) -> "QuerySet[Meeting]":
    """Return the later meetings of the same board, and of those that followed it."""
    heirs = Succession.objects.filter(from_board=meeting.board_id).values("to_board")
    whose = Q(board=meeting.board_id) | Q(board__in=heirs)
    return Meeting.objects.filter(whose, on__gt=meeting.on)


class _By:
    """What belongs to each item, and what belongs to none."""

    def __init__(
        self,
        declared: Iterable[Declaration],
        votes: Iterable[Vote],
        decisions: Iterable[Decision],
        points: Iterable[ActionPoint],
    ) -> None:
        self._declared, self._votes = declared, votes
        self._decisions, self._points = decisions, points

    def of(self, item: AgendaItem | None) -> dict[str, Any]:
        key = item.pk if item else None
        return {
            "key": key or 0,
            "number": item.number if item else 0,
            "title": item.title if item else "",
            "exempt": item.exempt_paragraphs if item and item.exempt else "",
            "minute": item.minute if item else "",
            "declared": [_declared(each) for each in self._declared if each.item_id == key],
            "votes": [_vote(each) for each in self._votes if each.item_id == key],
            "decisions": [_decision(each) for each in self._decisions if each.item_id == key],
            "points": [_point(each) for each in self._points if each.item_id == key],
        }


def _register(expected: Sequence[Expected]) -> dict[str, list[str]]:
    """Return who was present, sent apologies or was absent, by post and seat."""
    present: list[str] = []
    apologies: list[str] = []
    absent: list[str] = []
    for each in expected:
        row = each.row
        if row.came == Came.DEPUTY:
            present.append(f"{_deputy(row)} for {_seat(each.place)}")
        elif row.came in PRESENT:
            present.append(f"{_holder(each)}{PRESENT[Came(row.came)]}")
        elif row.came == Came.ABSENT:
            gone = apologies if row.reply == Attendance.Reply.APOLOGIES else absent
            gone.append(_holder(each))
    return {"present": present, "apologies": apologies, "absent": absent}


def _holder(each: Expected) -> str:
    return each.holder.called if each.holder else _seat(each.place)


def _deputy(row: Attendance) -> str:
    return row.deputy.called if row.deputy else row.deputy_called or "A deputy"


def _seat(place: Place) -> str:
    return place.seat.title


def _declared(each: Declaration) -> str:
    left = " and left while the item was taken" if each.withdrew else ""
    said = f"{each.person.called}: {each.get_kind_display()}, {each.interest_shown}{left}"
    return f"{said}{_made_up(each)}"


def _vote(each: Vote) -> str:
    counted = f"{each.votes_for} for, {each.against} against, {each.abstained} abstained"
    cast = f"; the chair’s casting vote was {each.get_casting_display()}" if each.casting else ""
    return f"{each.motion}: {counted}{cast}{_made_up(each)}"


def _made_up(each: Declaration | Vote) -> str:
    return " (illustrative)" if each.illustrative else ""


def _decision(each: Decision) -> dict[str, Any]:
    return {
        "key": each.pk,
        "number": decision_number(each),
        "kind": _capital(each.get_kind_display()),
        "text": each.text,
        "illustrative": each.illustrative,
    }


def _point(each: ActionPoint) -> dict[str, Any]:
    return {
        "key": each.pk,
        "number": each.number,
        "what": each.what,
        "who": each.who.called,
        "due": day(each.due_on) if each.due_on else "",
        "illustrative": each.illustrative,
    }


def _minuted(data: Mapping[str, Any], *, sees_exempt: bool) -> Minuted:
    hidden = bool(data["exempt"]) and not sees_exempt
    empty: dict[str, Any] = {"declared": [], "votes": [], "decisions": [], "points": []}
    shown = empty if hidden else {name: data[name] for name in empty}
    return Minuted(
        key=data["key"],
        number=data["number"],
        title=data["title"],
        exempt=exempt_under(data["exempt"]),
        is_hidden=hidden,
        minute="" if hidden else data["minute"],
        **shown,
    )


def _standing(meeting: Meeting, minutes: Minutes | None) -> str:
    if minutes is not None and minutes.agreed_in is not None:
        return f"Agreed on {day(minutes.agreed_in.on)}"
    if meeting.minutes_agreed_on is not None:
        return f"Agreed on {day(meeting.minutes_agreed_on)}"
    sent = minutes is not None and minutes.circulated_on is not None
    return "Draft, sent round and not yet agreed" if sent else "Draft"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
