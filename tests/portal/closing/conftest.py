"""A board with one open thing of each kind, and one that follows it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, User
from tests.factories import (
    ActionPointFactory,
    AppointmentFactory,
    BoardFactory,
    ChallengeFactory,
    MeasureFactory,
    MeetingFactory,
    OfficeFactory,
    PlanFactory,
    PriorityFactory,
    ReferralFactory,
    SponsorshipFactory,
    WorkProgrammeItemFactory,
)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def heir() -> Board:
    made: Board = BoardFactory(slug="safeguarding", name="Safeguarding Board")
    return made


@pytest.fixture
def board(heir: Board) -> Board:
    """A board with one open thing of each kind, a sponsor who sits on the heir too."""
    board: Board = BoardFactory(slug="improvement", name="Improvement Board")
    held = MeetingFactory(board=board, on=date(2024, 6, 1), state="held")
    ActionPointFactory(meeting=held, what="Find a room")
    ActionPointFactory(meeting=held, what="Done long ago", state="done")
    ChallengeFactory(board=board, question="Why is it late?")
    ReferralFactory(to_board=board, what="Look at the audit")
    plan = PlanFactory(board=board, title="Improvement plan", state="agreed")
    PlanFactory(board=board, title="Old plan", state="closed")
    priority = PriorityFactory(plan=plan, title="Early help")
    term = AppointmentFactory(place__seat__board=board, place__seat__title="Director")
    SponsorshipFactory(place=term.place, priority=priority)
    seat = {"place__seat__board": heir, "place__seat__title": "Chair of the heir"}
    AppointmentFactory(**seat, place__seat__role="chair", holder=term.holder)
    MeasureFactory(board=board, title="Children on a plan")
    WorkProgrammeItemFactory(board=board, title="Look at missing children")
    return board


@pytest.fixture
def me(client: Client) -> User:
    """Who keeps the membership of the partnership, signed in."""
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    person: User = OfficeFactory(board=None, **office).person
    client.force_login(person)
    return person
