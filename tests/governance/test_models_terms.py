"""What a meeting signs off and agrees: what the database refuses, of two at once too."""

from datetime import date, timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.factories import (
    FIRST_DAY,
    BoardFactory,
    BoardStatementFactory,
    MeetingFactory,
    MinutesFactory,
    OrganisationFactory,
    TermsOfReferenceFactory,
)
from tests.hands import at_once
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.mark.parametrize(
    "broken",
    [
        {"board_id": None},
        {"board_id": "another"},
        {"state": "published"},
        {"state": "inquorate"},
        {"on": FIRST_DAY + timedelta(days=1)},
    ],
    ids=str,
)
def test_terms_are_signed_off_at_a_held_meeting_of_their_board(broken: dict[str, Any]) -> None:
    draft = TermsOfReferenceFactory()
    if broken.get("board_id") == "another":
        broken = {"board_id": BoardFactory().pk}
    meeting = MeetingFactory(board=draft.board, on=FIRST_DAY, convened_by=OrganisationFactory())
    update(meeting, **broken)
    signed = {"signed_off_in_id": meeting.pk, "signed_off_on": FIRST_DAY}
    with refused("terms_were_signed_off_at_a_held_meeting"):
        update(draft, **signed)
    with refused("terms_were_signed_off_at_a_held_meeting"):
        insert_like(draft, number=2, **signed)


def test_terms_signed_off_at_a_meeting_have_the_day_of_the_sign_off() -> None:
    draft = TermsOfReferenceFactory()
    meeting = MeetingFactory(board=draft.board, on=FIRST_DAY)
    with refused("terms_were_signed_off_at_a_held_meeting"):
        update(draft, signed_off_in_id=meeting.pk)
    update(draft, signed_off_in_id=meeting.pk, signed_off_on=FIRST_DAY)


def test_a_meeting_that_signed_terms_off_stays_held_on_its_day_by_its_board() -> None:
    meeting = MeetingFactory(on=FIRST_DAY)
    TermsOfReferenceFactory(board=meeting.board, signed_off_in=meeting, signed_off_on=FIRST_DAY)
    for changed in (
        {"board_id": BoardFactory().pk},
        {"board_id": None, "convened_by_id": OrganisationFactory().pk},
        {"state": "inquorate"},
        {"on": FIRST_DAY + timedelta(days=1)},
    ):
        with refused("meeting_that_signed_terms_off_stays_held"):
            update(meeting, **changed)
    update(meeting, venue="The town hall", minutes_agreed_on=date(2024, 9, 11))
    update(MeetingFactory(), state="inquorate")


@pytest.mark.parametrize("broken", [{"state": "inquorate"}, {"on": NEXT_DAY}], ids=str)
def test_a_statement_is_signed_off_at_a_held_meeting_of_its_board(broken: dict[str, Any]) -> None:
    statement = BoardStatementFactory()
    meeting = MeetingFactory(board=statement.board, on=FIRST_DAY)
    signed = {"agreed_in_id": meeting.pk, "agreed_on": FIRST_DAY}
    with refused("statement_is_signed_off_at_a_held_meeting"):
        update(BoardStatementFactory(), **signed)
    update(statement, **signed)
    with refused("meeting_that_signed_statements_stays_held"):
        update(meeting, **broken)
    update(statement, agreed_in_id=None, agreed_on=None)
    update(meeting, **broken)
    with refused("statement_is_signed_off_at_a_held_meeting"):
        update(statement, **signed)


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        ({"state": "inquorate"}, "meeting_that_agreed_minutes_stays_held"),
        ({"on": FIRST_DAY}, "minutes_stay_agreed_at_a_later_meeting"),
        ({"board_id": None}, "minutes_stay_agreed_at_a_later_meeting"),
    ],
)
def test_minutes_are_agreed_at_a_later_held_meeting_of_their_board(
    broken: dict[str, Any], law: str
) -> None:
    minuted = MeetingFactory(on=FIRST_DAY)
    minutes = MinutesFactory(meeting=minuted)
    later = MeetingFactory(board=minuted.board, on=NEXT_DAY, convened_by=OrganisationFactory())
    agreed = {"agreed_in_id": later.pk, "content": "{}", "checksum": "0" * 64}
    update(later, **broken)
    with refused("minutes_are_agreed_at_a_later_held_meeting"):
        update(minutes, **agreed)
    update(later, state="held", on=NEXT_DAY, board_id=minuted.board_id)
    update(minutes, **agreed)
    with refused(law):
        update(later, **broken)
    with refused("minutes_stay_agreed_at_a_later_meeting"):
        update(minuted, on=NEXT_DAY)
    update(later, venue="The town hall")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["terms", "meeting"])
def test_terms_are_not_signed_off_at_a_meeting_that_is_unmade_at_once(first: str) -> None:
    draft = TermsOfReferenceFactory()
    meeting = MeetingFactory(board=draft.board, on=FIRST_DAY)
    written = Event()

    def act(row: Model) -> str:
        begins = (row == draft) == (first == "terms")
        signed = {"signed_off_in_id": meeting.pk, "signed_off_on": FIRST_DAY}
        changes = signed if row == draft else {"state": "inquorate"}
        if not begins:
            written.wait(timeout=20)
        try:
            with transaction.atomic():
                update(row, **changes)
                if begins:
                    written.set()
                    wait_until_one_waits()
        except IntegrityError as refusal:
            return str(refusal.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        return "written"

    answers = at_once(act, [draft, meeting])
    assert (
        answers
        == {
            "terms": ["written", "meeting_that_signed_terms_off_stays_held"],
            "meeting": ["terms_were_signed_off_at_a_held_meeting", "written"],
        }[first]
    )


def wait_until_one_waits() -> None:
    """Return as soon as another connection waits for a lock that this one holds."""
    waiting = """SELECT count(*) FROM pg_stat_activity
        WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"""
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute(waiting)
            if cursor.fetchone() != (0,):
                return
            sleep(0.05)
    pytest.fail("the second did not wait for the first")
