"""A board closes: all that is open there goes on elsewhere, in one change, after a look at it."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.changes.challenges import remind
from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Meeting,
    Nomination,
    Notification,
    Respondent,
    Succession,
    User,
)
from impact.models import Measure
from priorities.models import Plan, ReportingRound, Sponsorship
from tests.factories import (
    ActionPointFactory,
    AppointmentFactory,
    BoardFactory,
    ChallengeFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    MeasureFactory,
    MeetingFactory,
    NominationFactory,
    OfficeFactory,
    PlanFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReferralFactory,
    ReportingRoundFactory,
    RespondentFactory,
    SponsorshipFactory,
    WorkProgrammeItemFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
PAGE = "/boards/improvement/keep/succession/"
CLOSED = date(2024, 9, 1)  # the day after the last


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


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form on a page, as it stands."""
    form = page.partition('<form action="/boards/improvement')[2].partition("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "value"))
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        sent[name] = (chosen or first or [""] * 2)[1]
    return sent


def homes(client: Client, *heirs: Board) -> dict[str, Any]:
    """Choose the last day and who follows; return the form of what is open."""
    sent = {**fields(client.get(PAGE).text), "ends_on": "2024-08-31", "deed": "homes"}
    sent["successors"] = [str(each.pk) for each in heirs]
    return {**fields(client.post(PAGE, sent).text), "successors": sent["successors"]}


def looked_at(client: Client, sent: dict[str, Any]) -> dict[str, Any]:
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 200, tidy(page)
    return {**fields(page.text), "successors": sent["successors"]}


def test_each_open_thing_is_listed_and_nothing_that_is_settled(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = homes(client, heir)
    kinds = [name.partition("-")[0] for name in sent if re.fullmatch(r"[a-z]+-\d+", name)]
    assert sorted(kinds) == [
        *("challenge", "measure", "plan", "planned", "point", "referral", "sponsorship"),
    ]
    place = Appointment.objects.get(seat__board=heir).place_id
    assert sent[f"sponsorship-{Sponsorship.objects.get().pk}"] == str(place)
    assert sent[f"plan-{Plan.objects.get(title='Improvement plan').pk}"] == str(heir.pk)


def test_a_look_says_what_it_comes_to_and_does_nothing(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    page = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    for words in (
        "Improvement Board closes after 31 August 2024",
        "Action point “Find a room”: to Safeguarding Board",
        "Plan “Improvement plan”: to Safeguarding Board",
        "Chair of the heir of Safeguarding Board",
        "The meeting of 1 October 2024: cancelled",
        "ends after 31 August 2024",
    ):
        assert words in page
    assert not Succession.objects.exists()
    assert Appointment.objects.filter(ends_on=None).count() == 2
    board.refresh_from_db()
    assert board.ends_on is None


def test_all_goes_on_at_the_successor_in_one_change(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    round_of_it = ReportingRoundFactory(board=board)
    asked = NominationFactory(place__seat__board=board)
    sent = looked_at(client, {**homes(client, heir), "papers_first_until": "2024-12-31"})
    for _ in range(2):  # a double click
        assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302
    for rows in (
        ActionPoint.objects.filter(what="Find a room"),
        board.challenges.all(),
        board.referrals_in.all(),
    ):
        assert list(rows.values_list("passed_to", "passed_on")) == [(heir.pk, CLOSED)]
    assert Plan.objects.get(title="Improvement plan").board == heir
    assert Plan.objects.get(title="Old plan").board == board
    assert Measure.objects.get().board == heir
    assert heir.work_programme.get().title == "Look at missing children"
    old, new = Sponsorship.objects.order_by("pk")
    assert (old.ends_on, new.starts_on, new.ends_on) == (CLOSED, CLOSED, None)
    assert new.place.seat.board == heir
    assert Appointment.objects.get(seat__board=board).ends_on == CLOSED
    assert Meeting.objects.get(on=date(2024, 10, 1)).state == "cancelled"
    asked.refresh_from_db()
    assert asked.state == Nomination.State.WITHDRAWN
    assert ReportingRound.objects.get(pk=round_of_it.pk).closed_at is not None
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (CLOSED, "historic")
    row = Succession.objects.get()
    assert (row.on, row.papers_first_until) == (CLOSED, date(2024, 12, 31))
    assert row.what == "1 action point, 1 question, 1 referral, 1 planned item, 1 plan, 1 measure"
    assert Notification.objects.filter(event__startswith="follows").count() == 1


def test_what_was_opened_since_is_told_and_nothing_is_done(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = looked_at(client, homes(client, heir))
    late = ActionPointFactory(meeting=board.meetings.get(), what="Ring the school")
    page = client.post(PAGE, {**sent, "deed": "pass"})
    assert page.status_code == 422
    assert "Opened or changed meanwhile, so nothing was done" in tidy(page)
    assert "Ring the school" in tidy(page)
    assert not Succession.objects.exists()
    again = {**fields(page.text), "successors": sent["successors"]}
    assert client.post(PAGE, {**looked_at(client, again), "deed": "pass"}).status_code == 302
    late.refresh_from_db()
    assert late.passed_to == heir


@pytest.mark.parametrize("what", ["settled", "planned"])
def test_what_was_settled_or_planned_since_is_told(
    client: Client, board: Board, heir: Board, me: User, what: str
) -> None:
    sent = looked_at(client, homes(client, heir))
    if what == "settled":
        ActionPoint.objects.filter(state="open").update(state="done")
    else:
        MeetingFactory(board=board, on=date(2024, 10, 1), state="planned")
    page = client.post(PAGE, {**sent, "deed": "pass"})
    assert page.status_code == 422
    assert "so nothing was done" in tidy(page)
    assert not Succession.objects.exists()


def test_things_go_to_several_boards_or_are_closed_with_a_reason(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    sent = homes(client, heir, other)
    point = f"point-{ActionPoint.objects.get(state='open').pk}"
    measure = f"measure-{Measure.objects.get().pk}"
    planned = f"planned-{board.work_programme.get().pk}"
    sent |= {point: "drop", measure: str(other.pk), planned: "drop"}
    sent[f"{planned}-why"] = "it was looked at in May"
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 422
    assert "Say why it is closed here" in tidy(page)
    sent = looked_at(client, {**sent, f"{point}-why": "the room is found"})
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302
    closed = ActionPoint.objects.get(what="Find a room")
    assert (closed.state, closed.outcome) == ("dropped", "the room is found")
    assert Measure.objects.get().board == other
    assert board.work_programme.get().dropped_because == "it was looked at in May"
    took = Succession.objects.order_by("to_board__name").values_list("to_board__name", "what")
    assert list(took) == [
        ("Safeguarding Board", "1 question, 1 referral, 1 plan"),
        ("Youth Board", "1 measure"),
    ]


def test_a_sponsor_sits_on_the_board_that_takes_the_plan(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    sent = homes(client, heir, other)
    sent[f"plan-{Plan.objects.get(title='Improvement plan').pk}"] = str(other.pk)
    page = client.post(PAGE, {**sent, "deed": "look"})
    assert page.status_code == 422
    assert "sits on another board than the one its plan goes to." in tidy(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "2024-09-03"}, "What is open is known only when the last day has come"),
        ({"successors": []}, "Choose which board follows it"),
        ({"papers_first_until": "2024-08-01"}, "Give a day after the last day of the board"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(
    client: Client, board: Board, heir: Board, me: User, typed: dict[str, Any], said: str
) -> None:
    sent = {"ends_on": "2024-08-31", "successors": [str(heir.pk)], "deed": "homes", **typed}
    page = client.post(PAGE, sent)
    assert page.status_code == 422
    assert said in tidy(page)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client: Client, board: Board, heir: Board, me: User, many: int, django_assert_num_queries: Any
) -> None:
    held = board.meetings.get()
    ActionPointFactory.create_batch(many, meeting=held)
    sent = {"ends_on": "2024-08-31", "successors": [str(heir.pk)], "deed": "homes"}
    with django_assert_num_queries(17):
        client.post(PAGE, sent)


def closed(client: Client, heir: Board, **more: str) -> None:
    """Close the board in favour of `heir`, through the page."""
    sent = looked_at(client, {**homes(client, heir), **more})
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302


def test_both_boards_show_what_passed_on_and_what_holds_for_a_time(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir, papers_first_until="2024-12-31", attendance_until="2025-03-31")
    for page, verb in (("improvement", "was followed by"), ("safeguarding", "follows")):
        shown = tidy(client.get(f"/boards/{page}/"))
        assert f"It {verb}" in shown
        assert "1 action point, 1 question" in shown
        assert "papers go to Safeguarding Board first until 31 December 2024" in shown
        assert "members of the old board sit there until 31 March 2025" in shown
    old = tidy(client.get("/boards/improvement/"))
    assert "<dt>Followed by</dt><dd>Safeguarding Board</dd>" in old
    assert "<dt>Papers</dt><dd>Go first to Safeguarding Board for now</dd>" in old
    then = tidy(client.get("/boards/improvement/?as_at=2024-08-31"))
    assert "Followed by" not in then


def test_the_old_board_stays_readable_and_its_plan_is_found_from_both(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    client.logout()
    old = tidy(client.get("/boards/improvement/plans/"))
    assert "Improvement plan" in old.partition("Passed on to others")[2]
    assert "Improvement plan" in tidy(client.get("/boards/safeguarding/plans/"))
    for page in ("", "members/", "meetings/"):
        assert client.get(f"/boards/improvement/{page}").status_code == 200
    then = tidy(client.get("/boards/improvement/?as_at=2024-08-31"))
    assert "At work on 31 August 2024" in then


def test_the_successor_takes_up_questions_points_and_referrals(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    client.force_login(Appointment.objects.get(seat__board=heir).holder)
    question, asked = board.challenges.get(), board.referrals_in.get()
    shown = tidy(client.get(question.get_absolute_url()))
    assert "Passed to Safeguarding Board on 1 September 2024" in shown
    done = client.post(f"{question.get_absolute_url()}close/", {"led_to": "More", "version": 2})
    assert done.status_code == 302
    question.refresh_from_db()
    assert question.state == "closed"
    assert asked.what in tidy(client.get("/referrals/?board=safeguarding"))
    point = ActionPoint.objects.get(what="Find a room")
    assert client.get(point.get_absolute_url()).status_code == 200
    assert "Why is it late?" in tidy(client.get("/challenges/?board=safeguarding"))


def test_who_sits_with_a_successor_reads_what_the_old_board_referred(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = ReferralFactory(from_board=board, what="Consider the shortfall")
    look = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    assert f"Referral “Consider the shortfall”: {sent.to_board} still responds" in look
    closed(client, heir)
    client.force_login(Appointment.objects.get(seat__board=heir).holder)
    assert client.get(sent.get_absolute_url()).status_code == 200
    assert "Consider the shortfall" in tidy(client.get("/referrals/"))


def test_rights_at_the_old_board_end_with_it(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    member = AppointmentFactory(place__seat__board=board).holder
    question = board.challenges.get().get_absolute_url()
    client.force_login(member)
    assert client.get(question).status_code == 200
    client.force_login(me)
    closed(client, heir)
    client.force_login(member)
    assert client.get(question).status_code == 404


def test_a_board_gets_no_last_day_while_something_is_left_without_an_owner(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    page, sent = "/boards/improvement/keep/close/", {"ends_on": "2024-08-31", "version": 1}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Still open there: 1 action point, 1 question, 1 referral." in tidy(refused)
    closed(client, heir)
    board.refresh_from_db()
    again = {"ends_on": "2024-08-30", "version": board.version}
    assert client.post(page, again).status_code == 302


def test_members_sit_with_the_successor_for_a_time_without_a_vote(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = AppointmentFactory(place__seat__board=board, place__seat__title="Police").holder
    AppointmentFactory(place__seat__board=board, place__seat__role="young_person")
    closed(client, heir, attendance_until="2025-03-31")
    seat = heir.seats.get(title="From Improvement Board")
    assert (seat.role, seat.voting, seat.ends_on) == ("invitee", False, date(2025, 4, 1))
    sits = Appointment.objects.get(seat=seat)  # the director sits there already
    assert (sits.holder, sits.starts_on, sits.ends_on) == (other, CLOSED, date(2025, 4, 1))
    client.force_login(other)
    assert client.get("/boards/safeguarding/attendance/").status_code == 200
    with time_machine.travel("2025-04-01T12:00:00+01:00"):
        assert client.get("/boards/safeguarding/attendance/").status_code != 200


@pytest.mark.parametrize("who", ["chair", "guest", "asked", "former", "stranger"])
def test_lists_show_exactly_the_passed_on_things_whose_pages_open(
    client: Client, board: Board, heir: Board, me: User, who: str
) -> None:
    former = AppointmentFactory(place__seat__board=board).holder
    question, asked = board.challenges.get(), board.referrals_in.get()
    closed(client, heir)
    people = {
        "chair": lambda: Appointment.objects.get(seat__board=heir).holder,
        "guest": lambda: _seated(heir, role="observer", voting=False),
        "asked": lambda: _seated(heir, represents=question.put_to),
        "former": lambda: former,
        "stranger": lambda: _seated(BoardFactory()),
    }
    client.force_login(people[who]())
    sees = who in {"chair", "guest", "asked"}
    for row, address in ((question, "/challenges/"), (asked, "/referrals/")):
        assert (client.get(row.get_absolute_url()).status_code == 200) is sees
        assert (row.get_absolute_url() in tidy(client.get(address))) is sees


def _seated(board: Board, **seat: Any) -> User:
    columns = {f"place__seat__{name}": value for name, value in seat.items()}
    person: User = AppointmentFactory(place__seat__board=board, **columns).holder
    return person


def test_who_is_asked_is_reminded_at_the_successor(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    question = board.challenges.get()
    voice = _seated(heir, represents=question.put_to)
    closed(client, heir)
    remind(on=question.due_on, at=timezone.now())
    assert Notification.objects.filter(person=voice, event="due soon").count() == 1
    client.force_login(voice)
    page = f"{question.get_absolute_url()}answer/"
    sent = {"answer": "It is not.", "evidence": "", "version": 2}
    assert client.post(page, sent).status_code == 302


def test_what_a_board_left_open_when_its_day_came_is_shown_and_passed_on(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    keep = "/boards/improvement/keep/"
    assert "still open there" not in tidy(client.get(keep))
    Board.objects.filter(pk=board.pk).update(ends_on=CLOSED)
    words = "It is closed, and still open there: 1 action point, 1 question, 1 referral."
    assert words in tidy(client.get(keep))
    closed(client, heir)
    assert "still open there" not in tidy(client.get(keep))


def test_the_rounds_of_the_old_board_tell_what_they_told(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    priority = Plan.objects.get(title="Improvement plan").priorities.get()
    action = DeliveryActionFactory(plan__priority=priority, plan__state="published")
    said = CommitmentFactory(action=action, part="We audit")
    CommitmentFactory(action=action, part="We count")
    in_round = ReportingRoundFactory(board=board)
    ContributionFactory(round=in_round, commitment=said, text="Audited in May")
    ProgressUpdateFactory(round=in_round, priority=priority)
    officer = OfficeFactory(board=None, kind="partnership_officer").person
    pages = (in_round.get_absolute_url(), priority.progress_url(in_round.slug))
    client.force_login(officer)
    before = [tidy(client.get(page)) for page in pages]
    client.force_login(me)
    closed(client, heir)
    client.force_login(officer)
    after = [tidy(client.get(page)) for page in pages]
    for text in ("We audit", "We count", "Audited in May"):
        assert [text in page for page in after] == [text in page for page in before]
    assert "Audited in May" in after[0]
    assert "Audited in May" in after[1]


def test_respondents_answer_on_and_who_has_no_voice_is_named(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    row = RespondentFactory(board=board)
    question = board.challenges.get()
    look = tidy(client.post(PAGE, {**homes(client, heir), "deed": "look"}))
    assert f"Safeguarding Board: nobody answers there for {question.put_to}" in look
    closed(client, heir)
    there = Respondent.objects.get(board=heir)
    assert (there.person, there.organisation) == (row.person, row.organisation)
    assert (there.starts_on, there.ends_on) == (CLOSED, None)
    row.refresh_from_db()
    assert row.ends_on == CLOSED


def test_a_question_that_passed_to_a_board_that_closed_is_read_only(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    question = board.challenges.get()
    voice = _seated(heir, represents=question.put_to)
    closed(client, heir)
    client.force_login(voice)
    page = f"{question.get_absolute_url()}answer/"
    assert client.get(page).status_code == 200
    Board.objects.filter(pk=heir.pk).update(ends_on=CLOSED)
    assert client.get(page).status_code == 403
