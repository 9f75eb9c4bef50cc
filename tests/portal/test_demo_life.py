"""The demonstration is alive on whatever day it is laid out: five days easy to get wrong."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.db.models import F, Q
from django.utils.timezone import localdate

from governance.models import (
    Appointment,
    Attendance,
    Challenge,
    Meeting,
    Office,
    Place,
    Respondent,
    User,
)
from governance.periods import is_working_day, quarter_of
from portal.demo import is_stale
from portal.demo.accounts import ACCOUNTS
from priorities import progress
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    DeliveryPlan,
    ProgressUpdate,
    ReportingRound,
    Slip,
    Sponsorship,
)
from tests.pages import tidy
from tests.portal.demonstration import PASSWORD, laid_out

DAYS = (
    date(2026, 4, 1),
    date(2028, 2, 29),
    date(2025, 10, 25),
    date(2026, 12, 31),
    date(2027, 8, 15),
)
PRESENT = ("cyp-alliance", "wla")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True, params=DAYS, ids=str)
def today(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_out(request.param):
        yield request.param


@pytest.fixture(params=PRESENT)
def board(request):
    return request.param


def priorities_of(board):
    return Q(action__plan__priority__plan__board__slug=board)


def test_an_open_round_covers_the_day_and_is_due_soon(today, board):
    asked = ReportingRound.objects.get(board__slug=board, closed_at=None)
    period = quarter_of(today, asked.board.calendar)
    assert (asked.slug, asked.starts_on, asked.ends_on) == (
        period.slug,
        period.starts_on,
        period.ends_on,
    )
    assert asked.opens_on <= today < asked.due_on <= today + timedelta(days=12)


def test_a_fifth_to_two_fifths_of_the_contributions_are_missing(today, board):
    asked = ReportingRound.objects.get(board__slug=board, closed_at=None)
    promised = Commitment.objects.filter(
        priorities_of(board), state__in=[Commitment.State.ACCEPTED, Commitment.State.AMENDED]
    )
    missing = promised.exclude(contributions__round=asked)
    assert 0.2 <= missing.count() / promised.count() <= 0.4


def test_three_rounds_before_are_closed_and_rated(today, board):
    closed = ReportingRound.objects.filter(board__slug=board, closed_at__isnull=False)
    assert closed.count() == 3
    for each in closed:
        assert localdate(each.closed_at) < each.ends_on <= today
        assert each.updates.exclude(rating="").exists()


def test_the_next_meeting_lies_ahead_with_its_agenda_out_and_replies(today, board):
    ahead = Meeting.objects.filter(board__slug=board, on__gt=today).order_by("on")
    following, later = ahead
    assert following.state == Meeting.State.PUBLISHED
    assert following.agenda_out_on <= today
    assert following.on <= today + timedelta(days=14)
    assert later.state == Meeting.State.PLANNED
    assert all(is_working_day(each.on) for each in ahead)
    replies = set(following.register.values_list("reply", flat=True))
    assert replies >= {Attendance.Reply.COMING, Attendance.Reply.APOLOGIES, Attendance.Reply.NONE}


def test_meetings_behind_have_register_decisions_and_what_was_asked(today, board):
    held = Meeting.objects.filter(board__slug=board, state="held", illustrative=True)
    assert held.count() == 3
    for each in held:
        assert each.on < today
        assert each.decisions.exists()
        assert each.action_points.exists()
        assert not each.register.filter(came=Attendance.Came.UNKNOWN).exists()


def test_nothing_was_sent_signed_or_finished_after_the_day(today):
    assert not Contribution.objects.filter(sent_at__date__gt=today).exists()
    assert not ProgressUpdate.objects.filter(signed_off_at__date__gt=today).exists()
    assert not DeliveryAction.objects.filter(completed_on__gt=today).exists()
    assert not Commitment.objects.filter(answered_on__gt=today).exists()


def test_what_has_not_started_starts_later_and_what_started_says_so(today, board):
    actions = DeliveryAction.objects.filter(plan__priority__plan__board__slug=board)
    waiting = actions.filter(state="not_started")
    assert waiting.exists()
    assert not waiting.filter(starts_on__lte=today).exists()
    assert not actions.exclude(state="not_started").filter(starts_on__gt=today).exists()


def test_each_priority_has_six_to_twelve_whole_actions(today):
    for plan in DeliveryPlan.objects.all():
        actions = plan.actions.all()
        assert 6 <= actions.count() <= 12
        whole = actions.filter(lead__isnull=False, due_on__isnull=False).exclude(outcome="")
        assert whole.count() == actions.count()


def test_a_better_rating_than_the_one_worked_out_has_its_sentence(today):
    for update in ProgressUpdate.objects.exclude(rating_worked_out=""):
        if progress.is_better(update.rating, update.rating_worked_out):
            assert update.rating_reason


def test_commitments_stand_in_every_state_and_one_action_has_five_of_seven(today):
    present = Commitment.objects.filter(priorities_of("cyp-alliance"))
    states = set(present.values_list("state", flat=True))
    assert states == {"accepted", "amended", "declined", "proposed"}
    hub = present.filter(action__title__startswith="Family hub")
    assert (hub.filter(state="accepted").count(), hub.count()) == (5, 7)


def test_one_date_of_the_present_plans_moved_twice(today):
    moved = Slip.objects.filter(action__plan__priority__plan__board__slug__in=PRESENT)
    assert moved.count() == 2
    assert moved.values("action").distinct().count() == 1
    overdue = DeliveryAction.objects.get(slips__in=moved.order_by("-told_on")[:1])
    assert overdue.due_on < today


def test_an_agreed_plan_has_no_open_commitment_without_a_printed_reason(today):
    agreed = DeliveryPlan.objects.filter(state__in=["agreed", "published"], override_reason="")
    unanswered = Commitment.objects.filter(
        action__plan__in=agreed, state__in=["proposed", "amended"]
    )
    assert not unanswered.exists()


def test_one_challenge_to_the_alliance_is_due(today):
    asked = Challenge.objects.get(board__slug="cyp-alliance", state="asked")
    assert today < asked.due_on <= today + timedelta(days=7)


def test_the_learning_alliance_is_full_and_the_alliance_has_one_vacancy(today):
    def filled(board):
        places = Place.objects.filter(seat__board__slug=board)
        held = Appointment.objects.on(today).filter(place__in=places)
        return held.values("place").distinct().count(), places.count()

    assert filled("wla") == (16, 16)
    assert filled("cyp-alliance") == (14, 15)


def test_every_sponsor_of_today_is_held_by_a_person(today, board):
    sponsored = Sponsorship.objects.on(today).filter(priority__plan__board__slug=board)
    held = Appointment.objects.on(today).filter(place__sponsorships__in=sponsored)
    assert held.count() == sponsored.count() == {"cyp-alliance": 2, "wla": 5}[board]


def test_every_account_can_sign_in_and_nobody_else_can(today):
    able = User.objects.exclude(email=None)
    assert set(able.values_list("email", flat=True)) == set(ACCOUNTS)
    assert all(check_password(PASSWORD, each.password) for each in able[:2])
    assert not User.objects.filter(email=None, password__startswith="argon2").exists()


def test_each_account_really_holds_its_role(today):
    def places(name):
        held = Appointment.objects.on(today).filter(holder__email=f"{name}@example.org")
        return set(held.values_list("seat__board__slug", "seat__role"))

    assert places("chair") == {("cyp-alliance", "chair")}
    assert places("sponsor") == places("member") == {("cyp-alliance", "member")}
    assert places("head") == {("wla", "member")}
    for without in ("admin", "officer", "scrutiny", "approver", "lead", "deputy", "noseat"):
        assert places(without) == set()
    assert places("former") == set()
    assert Appointment.objects.filter(holder__email="former@example.org").count() == 1
    offices = dict(Office.objects.on(today).values_list("person__email", "kind"))
    assert offices == {
        "admin@example.org": "membership_administrator",
        "officer@example.org": "partnership_officer",
        "scrutiny@example.org": "scrutiny_officer",
        "approver@example.org": "data_approver",
    }
    assert User.objects.get(is_staff=True).email == "system@example.org"
    sponsored = Sponsorship.objects.on(today).get(
        place__appointments__holder__email="sponsor@example.org"
    )
    assert sponsored.priority.slug == "a22-1"
    assert DeliveryAction.objects.filter(lead_person__email="lead@example.org").exists()
    assert Respondent.objects.on(today).filter(person__email="lead@example.org").exists()
    meeting = Meeting.objects.get(register__deputy__email="deputy@example.org")
    assert meeting.on > today


def test_the_demonstration_is_stale_once_its_quarter_or_term_is_over(today):
    ends_on = min(quarter_of(today, each).ends_on for each in ("financial", "academic"))
    assert not is_stale(today)
    assert not is_stale(ends_on - timedelta(days=1))
    assert is_stale(ends_on)


def test_the_third_quarter_of_2013_is_as_its_paper_needs_it(today):
    asked = ReportingRound.objects.get(board__slug="cyp-partnership-board", slug="2013-14-q3")
    rated = asked.updates.order_by("priority__number")
    assert dict(rated.values_list("priority__number", "rating")) == {
        1: "at_risk",
        2: "on_track",
        3: "on_track",
        5: "at_risk",
        6: "complete",
        8: "off_track",
    }
    silent = asked.board.rounds.exclude(updates__priority__slug="p13-7")
    assert set(silent.values_list("slug", flat=True)) == {"2013-14-q2", "2013-14-q3"}
    asks = asked.updates.filter(~Q(priority__issues__ask=""), priority__issues__isnull=False)
    assert asks.count() == 2
    later = ProgressUpdate.objects.filter(
        round__board=asked.board, signed_off_at__date__gte=F("round__ends_on")
    )
    assert not later.exists()


def test_the_board_of_2013_met_in_each_quarter_with_a_register(today):
    met = Meeting.objects.filter(board__slug="cyp-partnership-board", register__isnull=False)
    quarters = {quarter_of(each.on).slug for each in met}
    assert quarters == {"2013-14-q1", "2013-14-q2", "2013-14-q3", "2013-14-q4"}


def test_four_accounts_find_something_to_do_on_their_desk(today, client):
    def found(name, address="/home/"):
        with time_machine.travel(datetime.combine(today, time(12)), tick=False):
            client.force_login(User.objects.get(email=f"{name}@example.org"))
            return tidy(client.get(address))

    sponsor = found("sponsor")
    assert "Progress report on First 1001 days</a>" in sponsor
    assert "Notices, 1 new" in sponsor
    told = found("sponsor", "/notifications/")
    assert "as the new date of action 1.4" in told
    assert '<span class="made-up">illustrative</span>' in told
    assert "Say how it goes with 3 parts of yours</a>" in found("lead")
    assert "Children and Young People Strategic Alliance, " in found("officer")
    admin = found("admin")
    assert "Black Country Healthcare representative</a>" in admin
    assert "Chair of Governors (secondary school), " in admin
