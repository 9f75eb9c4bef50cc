"""What the walks of rights need of questions, referrals, the room and the minutes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import ActionPoint, Board, Meeting
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    ChallengeFactory,
    DecisionFactory,
    MeetingFactory,
    OrganisationFactory,
    ReferralFactory,
    SeatFactory,
    WorkProgrammeItemFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, Sent, Stray, always, of_board

NEXT = date(2024, 9, 11)


def a_meeting_minuted(board: Board, state: str) -> dict[str, Any]:
    agreed = {"minutes_agreed_on": "2024-09-11"} if state == "agreed" else {}
    return {"pk": MeetingFactory(board=board, **agreed).pk}


def a_document(board: Board, state: str) -> dict[str, Any]:
    return {**a_meeting_minuted(board, state), "kind": "docx"}


def a_planned_item(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug, "pk": WorkProgrammeItemFactory(board=board).pk}


def a_feed(board: Board, state: str) -> dict[str, Any]:
    return {"token": "guessed"}


def a_minute(board: Board, state: str) -> dict[str, Any]:
    item = AgendaItemFactory(meeting__board=board)
    return {"pk": item.meeting_id, "item": item.pk}


def a_decision(board: Board, state: str) -> dict[str, Any]:
    return {"pk": DecisionFactory(board=board).pk}


def a_point(board: Board, state: str) -> dict[str, Any]:
    return {"pk": ActionPointFactory(meeting__board=board).pk}


def a_challenge(board: Board, state: str) -> dict[str, Any]:
    return {"pk": ChallengeFactory(board=board).pk}


def a_referral(board: Board, state: str) -> dict[str, Any]:
    return {"pk": ReferralFactory(to_board=board).pk}


THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:meeting-room": a_meeting_minuted,
    "governance:minutes-view": a_meeting_minuted,
    "portal:minutes-document": a_document,
    "governance:minutes-opening": a_meeting_minuted,
    "governance:minute-edit": a_minute,
    "governance:decision-edit": a_decision,
    "governance:point-settle": a_point,
    "governance:point-edit": a_point,
    "governance:programme-view": of_board,
    "governance:planned-add": of_board,
    "governance:planned-edit": a_planned_item,
    "governance:board-feed": of_board,
    "governance:person-feed": a_feed,
    "governance:challenge-ask": of_board,
    "governance:challenge-view": a_challenge,
    "governance:challenge-answer": a_challenge,
    "governance:challenge-close": a_challenge,
    "governance:referral-add": of_board,
    "governance:referral-view": a_referral,
    "governance:referral-respond": a_referral,
}


def question_put(thing: dict[str, Any]) -> dict[str, Any]:
    seat = SeatFactory(board=Board.objects.get(slug=thing["slug"]))
    return {"question": "Why is it late?", "put_to": seat.represents_id, "due_on": "2026-12-31"}


def agreed_later(thing: dict[str, Any]) -> dict[str, Any]:
    board = Meeting.objects.get(pk=thing["pk"]).board
    return {"deed": "agree", "meeting": MeetingFactory(board=board, on=NEXT).pk}


def point_changed(thing: dict[str, Any]) -> dict[str, Any]:
    board = ActionPoint.objects.get(pk=thing["pk"]).meeting.board
    somebody = AppointmentFactory(place__seat__board=board).holder
    return {"what": "Send them.", "who": somebody.pk, "version": 1}


def referred(thing: dict[str, Any]) -> dict[str, Any]:
    return {"to_board": BoardFactory().pk, "what": "Consider it.", "respond_by": "2026-12-31"}


def planned(thing: dict[str, Any]) -> dict[str, Any]:
    board = Board.objects.get(slug=thing["slug"])
    meeting = MeetingFactory(board=board, on="2099-01-07", state="planned")
    return {"planned": WorkProgrammeItemFactory(board=board, meeting=meeting).pk}


BUSINESS = {"title": "Early help", "kind": "ordinary", "purpose": "discuss"}

DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:meeting-room", "take down"): always(deed="decision", line="The plan is agreed."),
    ("governance:minutes-view", "circulate"): always(deed="circulate"),
    ("governance:minutes-view", "agree"): agreed_later,
    ("governance:minutes-opening", "write"): always(opening="The chair welcomed everybody."),
    ("governance:minute-edit", "write"): always(minute="The chair explained.", version=1),
    ("governance:decision-edit", "save"): always(kind="noted", text="It was noted.", version=1),
    ("governance:point-edit", "save"): point_changed,
    ("governance:point-settle", "settle"): always(state="done", outcome="Sent.", version=1),
    ("governance:programme-view", "put on agenda"): planned,
    ("governance:planned-add", "plan"): always(**BUSINESS),
    ("governance:planned-edit", "save"): always(**BUSINESS, version=1),
    ("governance:calendar", "make"): always(deed="make"),
    ("governance:calendar", "end"): always(deed="end"),
    ("governance:challenge-ask", "ask"): question_put,
    ("governance:challenge-answer", "answer"): always(answer="Two posts were filled.", version=1),
    ("governance:challenge-close", "close"): always(led_to="A new rota.", version=1),
    ("governance:referral-add", "refer"): referred,
    ("governance:referral-view", "acknowledge"): always(),
    ("governance:referral-respond", "respond"): always(
        response="accepted", reason="It is in the plan.", version=1
    ),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {
    ("governance:calendar", "make"),
    ("governance:calendar", "end"),
    ("governance:minutes-view", "circulate"),
    ("governance:minutes-opening", "write"),
    ("governance:decision-edit", "save"),
    ("governance:point-settle", "settle"),
    ("governance:challenge-answer", "answer"),
    ("governance:challenge-close", "close"),
    ("governance:referral-view", "acknowledge"),
    ("governance:referral-respond", "respond"),
}
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {}


def in_a_form(
    address: str,
    deed: str,
    name: str,
    what: str,
    wrong: Callable[[], Any],
    answer: str = REFUSED,
) -> None:
    """Register a form in which `name` is `what`, of somewhere else."""

    def make(world: Any) -> Stray:
        thing = THINGS[address](world.boards["own"], "")
        place, sent = reverse(address, kwargs=thing), DEEDS[address, deed](thing)
        return "officer", (place, sent), (place, {**sent, name: wrong()}), answer

    STRAYS[address, deed, what] = make


in_a_form(
    "governance:challenge-ask",
    "ask",
    "put_to",
    "an organisation that is not at the table",
    lambda: OrganisationFactory().pk,
)
in_a_form(
    "governance:referral-add",
    "refer",
    "to_board",
    "a board that is closed",
    lambda: BoardFactory(status=Board.Status.HISTORIC).pk,
)
in_a_form(
    "governance:meeting-room",
    "take down",
    "item",
    "an item of another meeting",
    lambda: AgendaItemFactory().pk,
)
in_a_form(
    "governance:minutes-view",
    "agree",
    "meeting",
    "a meeting of another board",
    lambda: MeetingFactory(on=NEXT).pk,
)
in_a_form(
    "governance:point-edit",
    "save",
    "who",
    "somebody of another table",
    lambda: AppointmentFactory().holder_id,
)


def minute_of_another_meeting(world: Any) -> Stray:
    address, sent = "governance:minute-edit", {"minute": "The chair explained.", "version": 1}
    own = a_minute(world.boards["own"], "")
    other = {**own, "item": AgendaItemFactory().pk}
    right, wrong = (reverse(address, kwargs=each) for each in (own, other))
    return "officer", (right, sent), (wrong, sent), NOT_THERE


def business_of_another_board(world: Any) -> Stray:
    address, sent = "governance:planned-edit", {**BUSINESS, "version": 1}
    own = a_planned_item(world.boards["own"], "")
    other = {**own, "pk": WorkProgrammeItemFactory().pk}
    right, wrong = (reverse(address, kwargs=each) for each in (own, other))
    return "officer", (right, sent), (wrong, sent), NOT_THERE


STRAYS["governance:minute-edit", "write", "an item of another meeting"] = minute_of_another_meeting
STRAYS["governance:planned-edit", "save", "business of another board"] = business_of_another_board


in_a_form(
    "governance:programme-view",
    "put on agenda",
    "planned",
    "business of another board",
    lambda: WorkProgrammeItemFactory().pk,
    NOT_THERE,
)
in_a_form(
    "governance:planned-add",
    "plan",
    "meeting",
    "a meeting of another board",
    lambda: MeetingFactory(on="2099-01-07").pk,
)
