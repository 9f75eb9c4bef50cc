"""Where terms were signed off: what the database refuses, also of two who write at once."""

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
    MeetingFactory,
    OrganisationFactory,
    TermsOfReferenceFactory,
)
from tests.hands import at_once
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


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
