"""What the walks of rights need of what is asked between meetings and around them."""

from collections.abc import Callable
from typing import Any

import pymupdf
from django.urls import reverse

from governance.models import Board
from portal.reports.content import pack_data
from portal.reports.gathering import gather
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    MeetingFactory,
    PackDocumentFactory,
    PrivateNoteFactory,
    PublicQuestionFactory,
    WrittenProcedureFactory,
)
from tests.rights_meetings import a_meeting
from tests.rights_strays import NOT_THERE, REFUSED, Sent, Stray, always, of_board

NEVER = "2099-01-07"


def with_a_vote(board: Board, state: str) -> dict[str, Any]:
    """Return a board at which somebody votes."""
    AppointmentFactory(place__seat__board=board)
    return of_board(board, state)


def a_procedure(board: Board, state: str) -> dict[str, Any]:
    """Return a question that is open, and so decided on once its only place answers."""
    return {"pk": WrittenProcedureFactory(board=board, closes_on=NEVER).pk}


def a_procedure_over(board: Board, state: str) -> dict[str, Any]:
    return {"pk": WrittenProcedureFactory(board=board, closes_on="2024-04-02").pk}


def a_meeting_that_is_asked(board: Board, state: str) -> dict[str, Any]:
    """Return a meeting to come of a board that takes questions of the public."""
    Board.objects.filter(pk=board.pk).update(questions_days=3)
    return {"pk": MeetingFactory(board=board, state=state, on=NEVER).pk}


def a_question(board: Board, state: str) -> dict[str, Any]:
    rest = {"state": state, "reason": "No.", "called": "A name"} if state else {}
    row = PublicQuestionFactory(meeting__board=board, **rest)
    return {"pk": row.meeting_id, "question": row.pk}


def an_item(board: Board, state: str) -> dict[str, Any]:
    """Return an item at which somebody else of the board has a note."""
    item = AgendaItemFactory(meeting__board=board)
    PrivateNoteFactory(item=item)
    return {"pk": item.meeting_id, "item": item.pk}


def an_empty_sheet() -> bytes:
    """Return a PDF of one sheet with nothing on it."""
    with pymupdf.open() as printed:
        printed.new_page()
        return bytes(printed.tobytes())


def a_pack(board: Board, state: str) -> dict[str, Any]:
    """Return the pack of a published meeting as one circle has it; `state` is the circle."""
    meeting = MeetingFactory(board=board, state="published")
    pack = {"pack__meeting": meeting, "pack__content": pack_data(gather(meeting).content)}
    PackDocumentFactory(**pack, circles=[state], body=an_empty_sheet())
    return {"pk": meeting.pk, "edition": 1, "circle": state}


def settled(thing: dict[str, Any]) -> dict[str, Any]:
    return {"state": "accepted", "meeting": thing["pk"], "version": 1}


THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:procedure-list": of_board,
    "governance:procedure-add": with_a_vote,
    "governance:procedure-view": a_procedure_over,
    "governance:procedure-answer": a_procedure,
    "governance:item-notes": an_item,
    "portal:agenda-pack": a_meeting,
    "portal:pack-file": a_pack,
    "governance:question-ask": a_meeting_that_is_asked,
    "governance:question-list": a_meeting_that_is_asked,
    "governance:question-settle": a_question,
}
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:procedure-add", "send round"): always(question="Agreed?", closes_on=NEVER),
    ("governance:procedure-view", "close"): always(deed="close"),
    ("governance:procedure-view", "take back"): always(deed="take back", because="It was wrong."),
    ("governance:procedure-answer", "answer"): always(answer="agree"),
    ("governance:item-notes", "keep"): always(paragraph="2.1", text="Ask about it."),
    ("portal:agenda-pack", "ask"): always(),
    ("governance:question-ask", "ask"): always(text="When does the centre open?"),
    ("governance:question-settle", "settle"): settled,
    ("governance:question-settle", "forget"): always(deed="forget"),
}
OF_THEIR_ADDRESS = {
    ("governance:procedure-add", "send round"),
    ("governance:procedure-view", "close"),
    ("governance:procedure-view", "take back"),
    ("governance:question-ask", "ask"),
    ("governance:question-settle", "forget"),
    ("portal:agenda-pack", "ask"),
}


def place_of_another(world: Any) -> Stray:
    """Return an answer for one's own place, and for that of somebody else at the same table."""
    board, sent = world.boards["own"], {"answer": "agree"}
    place = reverse("governance:procedure-answer", kwargs=a_procedure(board, ""))
    own = world.people["member"].appointments.get().place_id
    other = AppointmentFactory(place__seat__board=board).place_id
    right, wrong = (f"{place}?place={each}" for each in (own, other))
    return "member", (right, sent), (wrong, sent), NOT_THERE


def question_of_another(world: Any) -> Stray:
    one, other = (a_question(world.boards["own"], "") for _ in range(2))
    right, wrong = (
        reverse("governance:question-settle", kwargs={**one, "question": each["question"]})
        for each in (one, other)
    )
    return "officer", (right, settled(one)), (wrong, settled(one)), NOT_THERE


def meeting_of_another_board(world: Any) -> Stray:
    thing = a_question(world.boards["own"], "")
    place, sent = reverse("governance:question-settle", kwargs=thing), settled(thing)
    wrong = {**sent, "meeting": MeetingFactory(on=NEVER).pk}
    return "officer", (place, sent), (place, wrong), REFUSED


def note_of_another(world: Any) -> Stray:
    """Return a change of one's own note, and of one that somebody else keeps at the same item."""
    item, sent = an_item(world.boards["own"], ""), {"deed": "remove"}
    own = PrivateNoteFactory(item_id=item["item"], person=world.people["member"])
    other = PrivateNoteFactory(item_id=item["item"])
    place = reverse("governance:item-notes", kwargs=item)
    right, wrong = (f"{place}?note={each.pk}" for each in (own, other))
    return "member", (right, sent), (wrong, sent), NOT_THERE


def item_of_another(world: Any) -> Stray:
    one, other = (an_item(world.boards["own"], "") for _ in range(2))
    right, wrong = (
        reverse("governance:item-notes", kwargs={**one, "item": each["item"]})
        for each in (one, other)
    )
    sent = DEEDS["governance:item-notes", "keep"](one)
    return "member", (right, sent), (wrong, sent), NOT_THERE


STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {
    ("governance:procedure-answer", "answer", "the place of somebody else"): place_of_another,
    ("governance:item-notes", "keep", "a note of somebody else"): note_of_another,
    ("governance:item-notes", "keep", "an item of another meeting"): item_of_another,
    ("governance:question-settle", "settle", "a question to another meeting"): question_of_another,
    ("governance:question-settle", "settle", "another board's meeting"): meeting_of_another_board,
}
