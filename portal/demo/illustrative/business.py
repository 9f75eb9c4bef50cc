"""How the present alliances do business: papers, interests, votes, questions, in writing."""

from datetime import date, timedelta
from typing import Any

from governance.models import (
    AgendaItem,
    Declaration,
    Meeting,
    MeetingPaper,
    PublicQuestion,
    Subject,
    User,
    Vote,
    WorkProgrammeItem,
    WrittenAnswer,
    WrittenProcedure,
)
from portal.demo.illustrative.alliances import Alliance, meeting_of
from portal.demo.timing import at

QUESTIONS = "That it takes questions of the public is illustrative, too."
ANSWERS = {
    "a": WrittenAnswer.Answer.AGREE,
    "d": WrittenAnswer.Answer.DISAGREE,
    "b": WrittenAnswer.Answer.ABSTAIN,
    "m": WrittenAnswer.Answer.MEET,
}


def do_business(alliance: Alliance, said: dict[str, Any], officer: User) -> None:
    """Add what was brought, declared, voted, asked and planned."""
    for each in said.get("papers", ()):
        _paper(alliance, each)
    for each in said.get("declared", ()):
        _declare(alliance, each)
    for each in said.get("votes", ()):
        _vote(alliance, each)
    if "questions_days" in said:
        alliance.board.questions_days = said["questions_days"]
        alliance.board.note = f"{alliance.board.note} {QUESTIONS}"
    for each in said.get("public", ()):
        _ask(alliance, each, officer)
    for each in said["written"]:
        _put_in_writing(alliance, each, officer)
    for each in said.get("programme", ()):
        _plan(alliance, each)


def _item(alliance: Alliance, said: dict[str, Any]) -> dict[str, Any]:
    """Return the meeting and the item that the words are about, as columns."""
    meeting = meeting_of(alliance, said["meeting"])
    items = alliance.shelf.all(AgendaItem)
    is_it = (each for each in items if (each.meeting, each.number) == (meeting, said["item"]))
    return {"meeting": meeting, "item": next(is_it)}


def _paper(alliance: Alliance, said: dict[str, Any]) -> None:
    row = MeetingPaper(
        item=_item(alliance, said)["item"],
        number=1,
        title=said["title"],
        text=said["text"],
        lead=alliance.holder(alliance.place(said["by"])),
        due_on=alliance.timing.day(-3),
        received_on=alliance.timing.day(-4),
    )
    alliance.shelf.illustrate(row)


def _declare(alliance: Alliance, said: dict[str, Any]) -> None:
    row = Declaration(
        **_item(alliance, said),
        person=alliance.holder(alliance.place(said["who"])),
        kind=said["kind"],
        interest=said["interest"],
        withdrew=said["withdrew"],
    )
    alliance.shelf.illustrate(row)


def _vote(alliance: Alliance, said: dict[str, Any]) -> None:
    row = Vote(
        **_item(alliance, said),
        motion=said["motion"],
        votes_for=said["for"],
        against=said["against"],
        abstained=said["abstained"],
        casting=said["casting"],
    )
    alliance.shelf.illustrate(row)


def _ask(alliance: Alliance, said: dict[str, Any], officer: User) -> None:
    """Add a question of the public and what became of it; one to a meeting to come is new."""
    meeting = meeting_of(alliance, said["meeting"])
    asked = alliance.shelf.all(PublicQuestion)
    is_past = "before" in said
    day = meeting.on - timedelta(days=said["before"]) if is_past else alliance.timing.day(-1)
    is_settled = said["state"] != PublicQuestion.State.RECEIVED
    row = PublicQuestion(
        meeting=meeting,
        number=1 + sum(each.meeting is meeting for each in asked),
        called=said["called"],
        contact=said["contact"],
        text=said["text"],
        received_at=at(day, 8),
        state=said["state"],
        reason=said.get("reason", ""),
        answer=said.get("answer", ""),
        settled_at=at(day, 15) if is_settled else None,
        settled_by=officer if is_settled else None,
    )
    alliance.shelf.illustrate(row)


def _put_in_writing(alliance: Alliance, said: dict[str, Any], officer: User) -> None:
    """Add a question put in writing: one that is open, or one counted after the last meeting."""
    last = meeting_of(alliance, 2).on
    opened = last + timedelta(days=said["after"]) if "after" in said else None
    begins = opened or alliance.timing.day(said["opened"])
    row = WrittenProcedure(
        board=alliance.board,
        question=said["question"],
        opened_at=at(begins, 9),
        opened_by=officer,
        closes_on=begins + timedelta(days=said["days"]),
    )
    if opened:
        _count(alliance, row, last + timedelta(days=said["closed"] + 1), officer)
    alliance.shelf.illustrate(row)
    places = [each for each in alliance.held if each.holder and each.place.seat.voting]
    for hour, (held, letter) in enumerate(zip(places, said["answers"], strict=True)):
        if letter in ANSWERS:
            answer = WrittenAnswer(
                procedure=row,
                place=held.place,
                answer=ANSWERS[letter],
                words=said["words"].get(letter, ""),
                answered_at=at(begins + timedelta(days=hour % 3), 8 + hour % 9),
                answered_by=held.holder,
            )
            alliance.shelf.illustrate(answer)


def _count(alliance: Alliance, row: WrittenProcedure, day: date, officer: User) -> None:
    """Close a question that was agreed: it is a decision."""
    decision = alliance.shelf.number(alliance.board, on=day, text=row.question)
    row.state = WrittenProcedure.State.AGREED
    row.closed_at, row.closed_by = at(day, 10), officer
    row.decision = alliance.shelf.illustrate(decision)


def _plan(alliance: Alliance, said: dict[str, Any]) -> None:
    is_set = "meeting" in said
    if "theme" in said:
        meeting = meeting_of(alliance, said["meeting"])
        meeting.kind = Meeting.Kind.DEEP_DIVE
        meeting.theme = alliance.shelf.one(Subject, said["theme"])
    row = WorkProgrammeItem(
        board=alliance.board,
        title=said["title"],
        kind=said["kind"],
        purpose=said["purpose"],
        meeting=meeting_of(alliance, said["meeting"]) if is_set else None,
        due_on=None if is_set else alliance.timing.month(said["month"]),
        due_known="month",
        lead=alliance.holder(alliance.place(said["lead"])) if "lead" in said else None,
        note=said.get("note", ""),
    )
    alliance.shelf.illustrate(row)
