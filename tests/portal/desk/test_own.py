"""The desk: whose it is, what is one's own, for each kind of person."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, User
from priorities.models import DeliveryAction
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    CommitmentFactory,
    ContributionFactory,
    DecisionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    DraftFactory,
    IssueFactory,
    MeetingFactory,
    MilestoneFactory,
    NudgeFactory,
    OfficeFactory,
    PlaceFactory,
    ReportingRoundFactory,
    SlipFactory,
    SponsorshipFactory,
    UserFactory,
    WrittenProcedureFactory,
)
from tests.portal.desk.seen import NOW, desk
from tests.principals import PRINCIPALS

pytestmark = pytest.mark.django_db


def test_the_desk_of_a_person_without_a_seat_says_so(client: Client) -> None:
    client.force_login(UserFactory())
    page = desk(client)
    assert "<h1>You hold no seat today</h1>" in page
    assert "Seats are added by the membership administrator." in page
    assert "Changed since" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_the_same_however_much_is_ones_own(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    person = UserFactory()
    for number in range(1, rows + 1):
        _everything(person, number)
    client.force_login(person)
    with django_assert_num_queries(46):
        page = desk(client)
    assert page.count("Delivery plan<") == rows
    assert page.count("Partnership officer of Board") == rows
    assert "Thursday 12 September 2024" in page


def _everything(person: User, number: int) -> None:
    """Make a board on which `person` has something of each kind."""
    delivery = DeliveryPlanFactory(priority__number=number, state="submitted")
    board = delivery.priority.plan.board
    quarter = ReportingRoundFactory(board=board)
    chair = {"seat__represents": UserFactory().organisation, "seat__role": "chair"}
    place = PlaceFactory(seat__board=board, **chair)
    SponsorshipFactory(priority=delivery.priority, place=place)
    AppointmentFactory(place=place, holder=person)
    for kind in ("partnership_officer", "membership_administrator"):
        OfficeFactory(person=person, board=board, kind=kind)
    action = DeliveryActionFactory(plan=delivery, lead_person=person, due_on=date(2024, 6, 30))
    asked = CommitmentFactory(action=action, organisation=place.seat.represents)
    CommitmentFactory(action=action, state="amended", answered_on=date(2024, 6, 19))
    ContributionFactory(round=quarter, commitment=asked, sent_at=NOW)
    CommitmentFactory(action__plan=delivery, organisation=place.seat.represents)
    NudgeFactory(round=quarter, commitment=asked, nudged_by=person)
    IssueFactory(priority=delivery.priority, raised_on=date(2024, 6, 19))
    SlipFactory(action=action, told_on=date(2024, 6, 19))
    milestone = MilestoneFactory(plan=delivery.priority.plan, priority=delivery.priority)
    SlipFactory(action=None, milestone=milestone, told_on=date(2024, 6, 19))
    DeliveryAction.objects.filter(pk=action.pk).update(state="complete")
    meeting = MeetingFactory(board=board, on=date(2024, 9, 12), state="published")
    AgendaItemFactory(meeting=meeting)
    AttendanceFactory(meeting=meeting, place=place, reply="coming", came="unknown")
    held = MeetingFactory(board=board)
    DecisionFactory(board=board, meeting=held)
    ActionPointFactory(meeting=held, who=person)
    DraftFactory(person=person, address="/", title="Begun")
    WrittenProcedureFactory(board=board, closes_on=date(2024, 6, 30))


@pytest.mark.parametrize("kind", PRINCIPALS)
def test_every_kind_of_person_has_a_desk(client: Client, board: Board, kind: str) -> None:
    person = PRINCIPALS[kind](board)
    if not isinstance(person, User) or not person.is_active:
        assert client.get("/home/").status_code == 302
        return
    client.force_login(person)
    assert client.get("/home/").status_code == 200


def test_what_has_ended_is_no_longer_ones_own(client: Client) -> None:
    person = UserFactory()
    place = SponsorshipFactory(priority__title="Once mine").place
    AppointmentFactory(place=place, holder=person, ends_on=date(2024, 6, 20))
    client.force_login(person)
    page = desk(client)
    assert "You hold no seat today" in page
    assert "Once mine" not in page


def test_drafts_one_left_lead_back_to_their_form(client: Client) -> None:
    person = UserFactory()
    DraftFactory(person=person, title="Action 4", address="/plans/p/1/delivery/4/", kept_at=NOW)
    DraftFactory(title="Somebody else's", address="/")
    client.force_login(person)
    page = desk(client)
    assert '<a href="/plans/p/1/delivery/4/">Action 4</a>' in page
    assert "20 June 2024, 13.00" in page
    assert "Somebody else" not in page
