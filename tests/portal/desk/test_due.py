"""The desk: what waits for a person, and until when."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, User
from portal.queries.due import due_from
from priorities.models import Commitment, Priority, ReportingRound
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    ContributionFactory,
    DeliveryActionFactory,
    MeetingFactory,
    MilestoneFactory,
    NudgeFactory,
    PlaceFactory,
    ProgressUpdateFactory,
    RespondentFactory,
    UserFactory,
    WrittenAnswerFactory,
    WrittenProcedureFactory,
)
from tests.portal.desk.seen import NOW, desk, part
from tests.principals import PRINCIPALS

pytestmark = pytest.mark.django_db


def test_what_a_board_asks_in_writing_waits_until_its_last_day_or_the_answer(
    client: Client, board: Board
) -> None:
    place = PlaceFactory(seat__board=board)
    person = AppointmentFactory(place=place).holder
    asked = WrittenProcedureFactory(board=board, closes_on=date(2024, 6, 20))
    WrittenProcedureFactory(board=board, closes_on=date(2024, 6, 19))
    client.force_login(person)
    page = desk(client)
    assert page.count(f"Answer {board.name} in writing") == 1
    assert asked.get_absolute_url() in page
    WrittenAnswerFactory(procedure=asked, place=place)
    assert f"Answer {board.name} in writing" not in desk(client)


def test_who_has_no_vote_is_not_asked_in_writing(client: Client, board: Board) -> None:
    place = PlaceFactory(seat__board=board, seat__voting=False)
    WrittenProcedureFactory(board=board, closes_on=date(2024, 6, 30))
    client.force_login(AppointmentFactory(place=place).holder)
    assert "in writing" not in desk(client)


def test_a_sponsor_owes_a_report_until_it_is_signed_off(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    part(priority)
    page = desk(client)
    assert "<h1>One thing waits for you</h1>" in page
    assert "You sponsor Early help: 0 of 1 parts are reported this quarter," in page
    assert "and your report is not begun." in page
    assert 'href="/plans/plan/1/progress/2024-25-q1/">Progress report on Early help</a>' in page
    assert "In 22 days" in page
    assert "12 July" in page
    assert "About 5 minutes" in page
    report = ProgressUpdateFactory(round=opened, priority=priority)
    assert "Begun, not signed off." in desk(client)
    report.signed_off_at, report.signed_off_by = NOW, sponsor
    report.save()
    page = desk(client)
    assert "Progress report on" not in page
    assert "and your report is filed." in page


def test_what_is_late_says_so(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    opened.due_on = date(2024, 6, 18)
    opened.save()
    assert '<span class="late">2 days overdue</span>' in desk(client)


def test_the_four_duties_stand_with_their_next_step(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    item = part(priority)
    page = desk(client)
    assert page.count("<h3>") == 4
    assert '<a href="/plans/plan/1/">See its measures</a>' in page
    assert '<a href="/plans/plan/1/delivery/#commitments">See who has not answered</a>' in page
    assert '<a href="/plans/plan/1/progress/2024-25-q1/#partners">Remind who is silent</a>' in page
    assert '<a href="/plans/plan/1/progress/2024-25-q1/#report">Write it</a>' in page
    NudgeFactory(round=opened, commitment=item)
    assert "Remind who is silent" in desk(client)  # somebody else did
    NudgeFactory(round=opened, commitment=part(priority), nudged_by=sponsor)
    page = desk(client)
    assert "Remind who is silent" not in page
    assert "0 of 2 commitments reported; the sponsor asked or raised it." in page


def test_the_quarters_questions_wait_in_one_line(
    client: Client, priority: Priority, opened: ReportingRound
) -> None:
    who = RespondentFactory(board=opened.board)
    items = [part(priority, organisation=who.organisation) for _ in range(3)]
    client.force_login(who.person)
    page = desk(client)
    assert '<a href="/answer/">Say how it goes with 3 parts of yours</a>' in page
    assert "The Alliance, Quarter 1, 2024/25" in page
    assert "2 minutes" in page
    for item in items:
        ContributionFactory(round=opened, commitment=item)
    page = desk(client)
    assert f"<h1>You answer for {who.organisation}: nothing waits today</h1>" in page
    assert f"Answers for {who.organisation}" in page


def test_a_commitment_waits_for_its_answer(client: Client, priority: Priority) -> None:
    who = RespondentFactory(board=priority.plan.board)
    item = part(priority, organisation=who.organisation, asked_on=date(2024, 6, 1))
    client.force_login(who.person)
    page = desk(client)
    assert f'href="/plans/plan/1/delivery/commitments/{item.pk}/">Answer for' in page
    assert "Asked 1 June 2024" in page
    Commitment.objects.update(state="accepted", answered_on=date(2024, 6, 2))
    assert "Due from you" not in desk(client)


def test_another_part_waits_for_the_sponsor(
    client: Client, priority: Priority, sponsor: User
) -> None:
    item = part(priority, state="amended", answered_on=date(2024, 6, 2))
    assert f'/commitments/{item.pk}/">{item.organisation} takes another part' in desk(client)


def test_a_submitted_plan_waits_for_the_chair(client: Client, priority: Priority) -> None:
    chair = PRINCIPALS["chair"](priority.plan.board)
    client.force_login(chair)  # type: ignore[arg-type]
    assert "Due from you" not in desk(client)
    priority.delivery_plan.state = "submitted"
    priority.delivery_plan.save()
    page = desk(client)
    assert 'href="/plans/plan/1/delivery/versions/">Agree the delivery plan of Early help' in page


def test_who_leads_an_action_sees_that_it_is_due(client: Client, priority: Priority) -> None:
    lead = UserFactory()
    action = DeliveryActionFactory(
        plan=priority.delivery_plan,
        number=4,
        title="Open a hub",
        lead_person=lead,
        due_on=date(2024, 6, 20),
    )
    client.force_login(lead)
    page = desk(client)
    assert f'<a href="/plans/plan/1/delivery/{action.pk}/">Open a hub</a>' in page
    assert "You lead action 1.4: on track." in page
    assert "Today" in page


def test_a_milestone_and_what_a_meeting_asked_wait_in_their_order(
    client: Client, priority: Priority, sponsor: User
) -> None:
    MilestoneFactory(
        plan=priority.plan, priority=priority, what="First report", due_on=date(2024, 7, 1)
    )
    MilestoneFactory(
        plan=priority.plan, priority=priority, what="Long ago", due_on=date(2020, 7, 1)
    )
    MilestoneFactory(plan=priority.plan, what="Of the plan", due_on=date(2024, 7, 1))
    ActionPointFactory(who=sponsor, what="Name a building", due_on=date(2024, 6, 14))
    ActionPointFactory(who=sponsor, what="Was done", state="done")
    page = desk(client)
    assert "<h1>Two things wait for you</h1>" in page
    assert page.index("Name a building") < page.index("First report")
    for words in ("Long ago", "Of the plan", "Was done"):
        assert words not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_what_meetings_asked_stands_overdue_first_with_its_board_meeting_and_day(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    meeting = MeetingFactory(board=board, on=date(2024, 6, 12))
    points = [
        ActionPointFactory(
            meeting=meeting,
            who=person,
            what=f"Due on the {by}th",
            due_on=date(2024, 6, by),
        )
        for by in (24, 14, 18)[:rows]
    ]
    ActionPointFactory(meeting=meeting, what="Somebody else's")
    ActionPointFactory(meeting=meeting, who=person, what="Was done", state="done")
    ActionPointFactory(meeting=meeting, who=person, what="Was dropped", state="dropped")
    client.force_login(person)
    with django_assert_num_queries(22):
        page = desk(client)
    assert page.count("Asked of you by The Alliance, ordinary meeting of 12 June 2024.") == rows
    for point in points:
        assert f'<a href="/action-points/{point.pk}/">{point.what}</a>' in page
    named = sorted(points, key=lambda point: point.due_on)
    places = [page.index(point.what) for point in named]
    assert places == sorted(places)
    assert page.count('class="late"') == rows - 1
    for words in ("Somebody else", "Was done", "Was dropped"):
        assert words not in page


def test_what_a_meeting_asked_goes_from_the_desk_once_it_is_settled_or_handed_over(
    client: Client, board: Board
) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    asked = {"meeting__board": board, "who": person}
    done = ActionPointFactory(what="Find a room", **asked)
    passed = ActionPointFactory(
        what="Ring the school",
        passed_to=BoardFactory(name="The Next"),
        passed_on=date(2024, 6, 1),
        **asked,
    )
    client.force_login(person)
    assert "It passed to The Next." in desk(client)
    sent = {"state": "done", "outcome": "Room 4.", "version": 1}
    assert client.post(done.get_absolute_url(), sent).status_code == 302
    page = desk(client)
    assert "Find a room" not in page
    assert "Ring the school" in page
    passed.who = UserFactory()
    passed.save()
    assert "Due from you" not in desk(client)
    client.force_login(passed.who)
    assert "Ring the school" in desk(client)


def test_who_left_has_no_desk_and_nothing_is_due_from_them(client: Client) -> None:
    person = UserFactory(left_on=date(2024, 6, 20))
    ActionPointFactory(who=person, what="Find a room")
    assert due_from(person, on=date(2024, 6, 20)) == []
    assert [row.what for row in due_from(person, on=date(2024, 6, 19))] == ["Find a room"]


def test_the_words_of_an_exempt_item_stand_on_the_desk_of_who_reads_them_alone(
    client: Client, board: Board
) -> None:
    exempt = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "X"}
    item = AgendaItemFactory(meeting__board=board, **exempt)
    member = AppointmentFactory(place__seat__board=board).holder
    guest = AppointmentFactory(
        place__seat__board=board, place__seat__role="observer", place__seat__voting=False
    ).holder
    for number, who in enumerate((member, guest), start=1):
        ActionPointFactory(
            meeting=item.meeting, item=item, number=number, who=who, what="Sign the contract."
        )
    client.force_login(member)
    assert "Sign the contract." in desk(client)
    client.force_login(guest)
    page = desk(client)
    assert "Sign the contract." not in page
    assert "Action point 2, of an exempt item</a>" in page
