"""The desk: what is due, what changed, what comes next, for each kind of person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance import audit
from governance.models import Board, User
from portal.queries import changed
from portal.queries.due import due_from
from priorities.models import Commitment, DeliveryAction, Priority, ReportingRound
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DecisionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    DraftFactory,
    IssueFactory,
    MeetingFactory,
    MilestoneFactory,
    NominationFactory,
    NudgeFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SeatFactory,
    SlipFactory,
    SponsorshipFactory,
    UserFactory,
    WrittenAnswerFactory,
    WrittenProcedureFactory,
)
from tests.pages import tidy
from tests.principals import PRINCIPALS

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
LAST = datetime(2024, 6, 10, 8, 51, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(name="The Alliance")
    return made


@pytest.fixture
def priority(board: Board) -> Priority:
    made: Priority = DeliveryPlanFactory(
        priority__plan__board=board,
        priority__plan__slug="plan",
        priority__number=1,
        priority__title="Early help",
    ).priority
    return made


@pytest.fixture
def opened(board: Board) -> ReportingRound:
    made: ReportingRound = ReportingRoundFactory(board=board)
    return made


@pytest.fixture
def sponsor(client: Client, priority: Priority) -> User:
    place = SponsorshipFactory(priority=priority).place
    person: User = AppointmentFactory(place=place).holder
    client.force_login(person)
    return person


def part(priority: Priority, **more: Any) -> Commitment:
    made: Commitment = CommitmentFactory(action__plan=priority.delivery_plan, **more)
    return made


def desk(client: Client) -> str:
    return tidy(client.get("/home/"))


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


def test_the_next_meeting_says_what_one_replied(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    meeting = MeetingFactory(board=opened.board, on=date(2024, 6, 27), state="published")
    place = sponsor.appointments.get().place
    reply = AttendanceFactory(meeting=meeting, place=place, reply="none", came="unknown")
    page = desk(client)
    assert "<h1>One thing waits for you before the partnership board meets on 27 June</h1>" in page
    assert "You have not said yet whether you come." in page
    reply.reply, reply.deputy = "deputy", UserFactory(post="Team Manager")
    reply.save()
    assert "Team Manager comes in your place." in desk(client)
    client.force_login(reply.deputy)
    page = desk(client)
    assert f"You come as deputy for the {place.seat.title}." in page
    assert "<h1>You come to the partnership board on 27 June as a deputy</h1>" in page
    assert "Seats are added by" not in page


def test_the_next_meeting_says_how_much_there_is_and_which_of_it_is_ones_own(
    client: Client, board: Board
) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    meeting = MeetingFactory(board=board, on=date(2024, 6, 27), state="planned")
    client.force_login(person)
    page = desk(client)
    assert "You have not said yet whether you come." in page
    assert f'href="{meeting.get_absolute_url()}">See the meeting</a>' in page
    AgendaItemFactory(meeting=meeting, number=1)
    assert '<p class="mt-s">One item.</p>' in desk(client)
    AgendaItemFactory(meeting=meeting, number=2, title="Early help", lead=person)
    page = desk(client)
    assert "Two items. Yours: item 2, Early help." in page
    assert f'href="{meeting.get_absolute_url()}">Read the papers</a>' in page


def test_an_officer_sees_who_is_silent_in_each_open_round(
    client: Client, priority: Priority, opened: ReportingRound
) -> None:
    client.force_login(OfficeFactory(board=None).person)
    silent = [part(priority, organisation__name=f"Partner {n}") for n in range(5)]
    ContributionFactory(round=opened, commitment=part(priority))
    ReportingRoundFactory(board=BoardFactory(name="Closed one"), closed_at=NOW)
    page = desk(client)
    assert (
        '<a href="' + opened.get_absolute_url() + '">The Alliance, Quarter 1, 2024/25</a>' in page
    )
    assert "1 of 6 parts reported" in page
    assert "Silent: Partner 0, Partner 1, Partner 2 and 2 more." in page
    assert "Closed one" not in page
    assert "<h1>1 of 6 parts reported in the rounds that run</h1>" in page
    for each in silent:
        ContributionFactory(round=opened, commitment=each)
    assert "Nobody is silent." in desk(client)


def test_of_many_open_rounds_those_due_first_are_shown(client: Client) -> None:
    client.force_login(OfficeFactory(board=None).person)
    for number in range(8):
        ReportingRoundFactory(board__name=f"Board {number}")
    page = desk(client)
    assert "Those due first; 2 more run." in page
    assert "reported in the rounds due first</h1>" in page
    assert page.count("Nobody is silent.") == 6


def test_an_officer_of_another_board_sees_no_round(client: Client, opened: ReportingRound) -> None:
    client.force_login(OfficeFactory().person)
    assert "Rounds that run" not in desk(client)


def test_an_administrator_sees_vacancies_and_terms_that_end(client: Client, board: Board) -> None:
    office = OfficeFactory(board=None, kind="membership_administrator")
    client.force_login(office.person)
    vacant = PlaceFactory(seat__board=board, seat__title="Voice of parents")
    AppointmentFactory(place=vacant, ends_on=date(2024, 6, 1))
    PlaceFactory(seat__title="Of a board of which nobody is known")
    for days in (30, 31, 90, 91):
        AppointmentFactory(
            place__seat__board=board,
            holder__post=f"Ends in {days}",
            ends_on=NOW.date() + timedelta(days=days),
        )
    page = desk(client)
    assert "<h1>One place is vacant, three terms end soon</h1>" in page
    assert "Changed since" not in page
    assert f'<a href="{vacant.get_absolute_url()}">Voice of parents</a>' in page
    assert f'<a href="{vacant.get_absolute_url()}appoint/">Appoint' in page
    assert "Since 1 June 2024, 20 days" in page
    assert "nobody is known" not in page
    for days, within in ((30, 30), (31, 60), (90, 90)):
        assert f"In {days} days" in page
        assert f"within {within} days" in page
    assert "Ends in 91" not in page
    assert page.count("/renew/") == 3


def test_an_administrator_sees_how_nominations_stand_and_who_follows(
    client: Client, board: Board
) -> None:
    client.force_login(OfficeFactory(board=board, kind="membership_administrator").person)
    AppointmentFactory(place__seat__board=board)
    seats = [SeatFactory(board=board, nominated_by=OrganisationFactory()) for _ in range(3)]
    silent, named, unasked = (PlaceFactory(seat=seat) for seat in seats)
    NominationFactory(place=silent, due_on=date(2024, 6, 1))
    by = {"answered_at": NOW, "answered_by": UserFactory()}
    NominationFactory(place=named, state="answered", post="Head of Elm", **by)
    ends = AppointmentFactory(place__seat__board=board, ends_on=date(2024, 7, 1))
    AppointmentFactory(place=ends.place, holder__post="Head of Oak", starts_on=date(2024, 7, 1))
    page = desk(client)
    assert "Asked, overdue since 1 June 2024" in page
    assert "Head of Elm is named" in page
    assert f'<a href="{unasked.get_absolute_url()}nominate/">Ask for a nomination' in page
    assert "Head of Oak follows" in page
    assert "/renew/" not in page


def test_drafts_one_left_lead_back_to_their_form(client: Client) -> None:
    person = UserFactory()
    DraftFactory(person=person, title="Action 4", address="/plans/p/1/delivery/4/", kept_at=NOW)
    DraftFactory(title="Somebody else's", address="/")
    client.force_login(person)
    page = desk(client)
    assert '<a href="/plans/p/1/delivery/4/">Action 4</a>' in page
    assert "20 June 2024, 13.00" in page
    assert "Somebody else" not in page


def signed_in_before(client: Client, at: datetime = LAST) -> None:
    """Let the session say when the person signed in the time before."""
    session = client.session
    session["last_here"] = at.isoformat()
    session.save()


def test_what_others_changed_since_the_last_visit_stands_newest_first(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    signed_in_before(client)
    item = part(priority, organisation__name="The Trust", action__number=6)
    ContributionFactory(round=opened, commitment=item, sent_at=NOW - timedelta(days=1))
    Commitment.objects.filter(pk=item.pk).update(state="accepted", answered_on=date(2024, 6, 12))
    IssueFactory(priority=priority, what="Two posts are vacant.", raised_on=date(2024, 6, 14))
    SlipFactory(action=item.action, told_on=date(2024, 6, 13))
    held = MeetingFactory(board=opened.board, on=date(2024, 6, 15))
    DecisionFactory(board=opened.board, meeting=held, text="Agreed.", on=date(2024, 6, 15))
    page = desk(client)
    assert "Since Monday 10 June 2024, 9.51, when you signed in before this." in page
    told = (
        "1 partner has reported on Early help",
        "Agreed.</a>",
        "Two posts are vacant.",
        "Action 1.6 is now due 30 June 2025, was 31 March 2025",
        "The Trust accepted its part in action 1.6",
    )
    places = [page.index(words) for words in told]
    assert places == sorted(places)


def test_the_moved_date_of_a_milestone_is_news_as_far_as_it_was_known(
    client: Client, priority: Priority, sponsor: User
) -> None:
    signed_in_before(client)
    milestone = MilestoneFactory(plan=priority.plan, priority=priority, what="The hub opens.")
    told = {"milestone": milestone, "action": None, "told_on": date(2024, 6, 13)}
    SlipFactory(**told, from_on=date(2025, 3, 1), from_known="month")
    SlipFactory(**told, from_on=date(2025, 6, 30), to_on=None)
    page = desk(client)
    assert "“The hub opens.” is now due 30 June 2025, was March 2025" in page
    assert "“The hub opens.” has no date any more, was 30 June 2025" in page
    assert f"{priority.delivery_plan.get_absolute_url()}#milestone-{milestone.pk}" in page


def test_what_is_older_or_ones_own_is_no_news(
    client: Client, priority: Priority, opened: ReportingRound, sponsor: User
) -> None:
    signed_in_before(client)
    ContributionFactory(round=opened, commitment=part(priority), sent_at=LAST - timedelta(days=1))
    ContributionFactory(round=opened, commitment=part(priority), sent_at=NOW, sent_by=sponsor)
    part(priority, state="declined", answered_on=date(2024, 6, 12), answered_by=sponsor)
    page = desk(client)
    assert "Nothing changed on your boards and in your plans." in page


def test_an_action_that_somebody_edited_is_news_once(
    client: Client, priority: Priority, sponsor: User
) -> None:
    action = DeliveryActionFactory(plan=priority.delivery_plan, number=2, title="Open a hub")
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    assert "Open a hub" not in desk(client)
    for state in ("at_risk", "off_track"):
        DeliveryAction.objects.update(state=state, state_reason="Staff left.")
    page = desk(client)
    assert page.count("Open a hub</a>") == 1
    assert f'href="/plans/plan/1/delivery/#action-{action.pk}"' in page
    assert "Off track" in page


def test_what_one_edited_last_or_what_is_gone_is_no_news(
    client: Client, priority: Priority, sponsor: User
) -> None:
    mine, gone = (
        DeliveryActionFactory(plan=priority.delivery_plan, number=number, title=title)
        for number, title in ((2, "Open a hub"), (3, "Train staff"))
    )
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    DeliveryAction.objects.update(state="at_risk", state_reason="Staff left.")
    with audit.change(by=sponsor, what="edited it"):
        DeliveryAction.objects.filter(pk=mine.pk).update(state="off_track")
    DeliveryAction.objects.filter(pk=gone.pk).update(removed_at=NOW)
    page = desk(client)
    assert "Open a hub</a>" not in page
    assert "Train staff</a>" not in page


def test_only_the_newest_of_many_edited_actions_are_read(
    client: Client, priority: Priority, sponsor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, title in ((2, "Open a hub"), (3, "Train staff")):
        DeliveryActionFactory(plan=priority.delivery_plan, number=number, title=title)
    signed_in_before(client, datetime(2000, 1, 1, tzinfo=UTC))
    for number in (3, 2):
        action = DeliveryAction.objects.filter(number=number)
        action.update(state="at_risk", state_reason="Staff left.")
    monkeypatch.setattr(changed, "READ", 1)
    page = desk(client)
    assert "Open a hub</a>" in page
    assert "Train staff</a>" not in page


def test_news_of_another_board_is_not_told(client: Client, priority: Priority) -> None:
    IssueFactory(priority=priority, raised_on=date(2024, 6, 19), what="Not for you")
    client.force_login(AppointmentFactory().holder)
    assert "Not for you" not in desk(client)
    client.force_login(OfficeFactory(board=None).person)
    assert "Not for you" in desk(client)


def test_looking_at_the_desk_writes_nothing(
    client: Client, sponsor: User, opened: ReportingRound, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as asking:
        client.get("/home/")
    verbs = {query["sql"].lstrip("(").split()[0] for query in asking.captured_queries}
    assert verbs == {"SELECT"}


def test_signing_in_keeps_when_one_did_so_before(client: Client) -> None:
    person = UserFactory(email="me@example.org", last_login=LAST)
    person.set_password("four words that hold")
    person.save()
    OfficeFactory(person=person)
    said = {"login": "me@example.org", "password": "four words that hold"}
    assert client.post("/accounts/login/", said).status_code == 302
    page = desk(client)
    assert "Since Monday 10 June 2024, 9.51" in page
    person.refresh_from_db()
    assert person.last_login == NOW
