"""Challenges: a question put to a partner, its answer with evidence, what it led to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Coalesce

from governance import audit
from governance.changes.spans import only_to_come
from governance.changes.telling import tell
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import (
    Appointment,
    Board,
    Challenge,
    Classification,
    Meeting,
    Organisation,
    Subject,
    User,
)
from governance.queries.pausing import boards_in_pause
from governance.queries.things import Thing, subject_of
from governance.queries.voices import voices_on
from governance.queries.wording import day
from governance.scope import CHAIRS

State = Challenge.State
SOON = timedelta(days=3)
UNANSWERED = "It has no answer: say what came of it, or why it is closed without one."


def ask(
    board: Board,
    *,
    question: str,
    put_to: Organisation,
    due_on: date,
    by: User,
    at: datetime,
    key: str = "",
    about: Thing | None = None,
    raised_in: Meeting | None = None,
) -> Challenge:
    """Put a question to a partner, about a thing or in general; sent again it is the same one.

    :raises Refused: the day is past
    """
    what = f"asked {put_to} a question"
    with refusals_in_words(Challenge), audit.change(by=by, what=what, key=key):
        made = audit.made_by_form(board.challenges.filter(asked_by=by), key)
        if made is not None:
            again: Challenge = made
            return again
        only_to_come(due_on, at=at)
        challenge = Challenge.objects.create(
            board=board,
            subject=subject_of(about) if about else None,
            question=question,
            asked_by=by,
            asked_at=at,
            put_to=put_to,
            due_on=due_on,
            raised_in=raised_in,
        )
        text = f"{board} asks {put_to} a question. The answer is due by {day(due_on)}."
        mail = f"{board} asks {put_to.called} a question, due by {day(due_on)}"
        _tell(challenge, _voices(challenge), event="asked", text=text, mail=mail, at=at)
        return challenge


def answer(
    challenge: Challenge,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Answer a challenge, or put the answer better as long as the chair has not closed it.

    :raises Refused: it is closed, or there are no words
    :raises StaleEdit: somebody else answered otherwise first
    """

    def first_time(row: Challenge) -> dict[str, Any]:
        if row.state == State.CLOSED:
            raise Refused("The chair closed the question; the answer stands as it is.")
        is_first = row.state == State.ASKED
        return {"state": State.ANSWERED, "answered_at": at, "answered_by": by} if is_first else {}

    was_asked = challenge.state == State.ASKED
    saved = save_edit(
        challenge,
        version=version,
        values=values,
        by=by,
        what=f"answered for {challenge.put_to}",
        key=key,
        follows=first_time,
    )
    if was_asked and saved.changed:
        text = f"{challenge.put_to} answered the question of {challenge.board}."
        people = {challenge.asked_by, *_chairs(challenge)} - {by}
        _tell(challenge, people, event="answered", text=text, mail=text.rstrip("."), at=at)
    return saved


def close(
    challenge: Challenge, *, version: int, led_to: str, by: User, at: datetime, key: str = ""
) -> Saved:
    """Close a challenge and keep what it led to; nothing, where nothing changed.

    :raises Refused: it is closed already, or has no answer and nothing is said of it
    :raises StaleEdit: somebody else changed it first
    """

    def still_open(row: Challenge) -> dict[str, Any]:
        if row.state == State.CLOSED:
            raise Refused("The question is closed already.")
        if row.state == State.ASKED and not led_to:
            raise Refused(UNANSWERED)
        return {"state": State.CLOSED, "closed_at": at, "closed_by": by}

    saved = save_edit(
        challenge,
        version=version,
        values={"led_to": led_to},
        by=by,
        what=f"closed the question to {challenge.put_to}",
        key=key,
        follows=still_open,
    )
    if saved.changed:
        people = {challenge.asked_by, *_voices(challenge)} - {by}
        text = f"The question of {challenge.board} to {challenge.put_to} is closed."
        _tell(challenge, people, event="closed", text=text, mail=text.rstrip("."), at=at)
    return saved


def remind(*, on: date, at: datetime) -> int:
    """Remind who is to answer, once before the day and once after; return of how many.

    Safe to run twice, also at once: each person is told once of each event. While a board chases
    nobody it waits.
    """
    waiting = Challenge.objects.filter(state=State.ASKED, due_on__lte=on + SOON)
    waiting = waiting.annotate(heard=Coalesce("passed_to", "board"))
    running = waiting.filter(heard__in=Board.objects.filter(status=Board.Status.ACTIVE))
    running = running.exclude(heard__in=boards_in_pause(on))
    late = 0
    for each in running.select_related("board", "put_to").order_by("pk"):
        is_late = each.due_on < on
        word = "was due" if is_late else "is due"
        text = f"The answer of {each.put_to} to {each.board} {word} by {day(each.due_on)}."
        event = "late" if is_late else "due soon"
        _tell(each, _voices(each), event=event, text=text, mail=text.rstrip("."), at=at)
        late += 1
    return late


def subject_of_challenge(challenge: Challenge) -> Subject:
    """Return what people are told about a challenge by; as exempt as what it asks about."""
    about = challenge.subject
    is_exempt = about is not None and about.classification == Classification.EXEMPT
    return Subject.objects.get_or_create(
        address=challenge.get_absolute_url(),
        defaults={
            "kind": "challenge",
            "title": f"Question to {challenge.put_to}"[:300],
            "board": challenge.board,
            "classification": Classification.EXEMPT if is_exempt else Classification.PARTNERSHIP,
        },
    )[0]


def _voices(challenge: Challenge) -> set[User]:
    """Return who speaks for the organisation asked, at the successor or where it began."""
    asked = challenge.put_to_id
    heard = voices_on(challenge.heard_by_id, [asked]) or voices_on(challenge.board_id, [asked])
    return heard.get(asked, set())


def _chairs(challenge: Challenge) -> set[User]:
    seated = Appointment.objects.filter(seat__board=challenge.heard_by_id, seat__role__in=CHAIRS)
    now = seated.on(challenge.answered_at.date()) if challenge.answered_at else seated.none()
    return {each.holder for each in now.select_related("holder__supporter")}


def _tell(
    challenge: Challenge, people: set[User], *, event: str, text: str, mail: str, at: datetime
) -> None:
    subject = subject_of_challenge(challenge)
    for person in sorted(people, key=lambda each: each.pk):
        tell(person, subject=subject, event=event, text=text, mail=mail, at=at)
