"""Rounds open and close by the clock, once for a board and quarter."""

from datetime import UTC, date, datetime

import pytest

from governance.models import Board, Message
from governance.periods import quarter_of
from priorities.changes import rounds
from priorities.models import Plan, ReportingRound
from priorities.tasks import turn_rounds
from tests.factories import (
    BoardFactory,
    CommitmentFactory,
    DeliveryPlanFactory,
    PauseFactory,
    ReportingRoundFactory,
    RespondentFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 25)
NOW = datetime(2025, 10, 25, 9, tzinfo=UTC)


def board_with_a_delivery_plan(**options):
    board = BoardFactory(**options)
    DeliveryPlanFactory(
        priority__plan__board=board,
        priority__plan__organisation=None,
        priority__plan__starts_on=date(2025, 4, 1),
        priority__plan__ends_on=None,
    )
    return board


def open_today():
    return [(r.board, r.slug) for r in rounds.open_due_rounds(on=TODAY, at=NOW)]


def test_a_board_that_delivers_gets_the_round_of_todays_quarter():
    board = board_with_a_delivery_plan()
    assert open_today() == [(board, "2025-26-q3")]


def test_a_board_with_terms_gets_the_round_of_the_term():
    board = board_with_a_delivery_plan(calendar=Board.Calendar.ACADEMIC)
    assert open_today() == [(board, "2025-26-autumn")]


def test_answers_are_due_three_weeks_before_the_end():
    board_with_a_delivery_plan()
    [opened] = rounds.open_due_rounds(on=TODAY, at=NOW)
    assert (opened.opens_on, opened.due_on) == (date(2025, 10, 1), date(2025, 12, 11))


def test_turning_twice_opens_nothing_twice():
    board_with_a_delivery_plan()
    assert open_today() == open_today()
    assert ReportingRound.objects.count() == 1


@pytest.mark.parametrize("status", [Board.Status.HISTORIC, Board.Status.PLANNED])
def test_a_board_that_is_not_at_work_opens_no_rounds(status):
    board_with_a_delivery_plan(status=status)
    assert open_today() == []


def test_a_board_without_a_delivery_plan_or_with_a_closed_one_opens_no_rounds():
    BoardFactory()
    board_with_a_delivery_plan()
    Plan.objects.update(state=Plan.State.CLOSED)
    assert open_today() == []


def test_a_round_closes_two_weeks_after_its_quarter():
    period = quarter_of(date(2025, 9, 1), "financial")
    past = ReportingRoundFactory(
        slug=period.slug,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opens_on=period.starts_on,
        due_on=date(2025, 9, 10),
        closed_at=None,
    )
    assert rounds.close_past_rounds(on=date(2025, 10, 14), at=NOW) == 0
    assert rounds.close_past_rounds(on=date(2025, 10, 15), at=NOW) == 1
    past.refresh_from_db()
    assert past.closed_at == NOW
    assert rounds.close_past_rounds(on=date(2025, 10, 16), at=NOW) == 0


def test_what_the_clock_would_write_in_a_pause_waits_for_the_day_after(time_machine):
    board = board_with_a_delivery_plan()
    respondent = RespondentFactory(board=board)
    CommitmentFactory(
        action__plan__priority__plan__board=board, organisation=respondent.organisation
    )
    PauseFactory(board=board, starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 11))
    PauseFactory(starts_on=date(2025, 10, 1), ends_on=date(2026, 1, 1))
    for day, mails in ((1, 0), (10, 0), (11, 1), (12, 1)):
        time_machine.move_to(datetime(2025, 10, day, 9, 0, tzinfo=UTC))
        turn_rounds()
        assert (ReportingRound.objects.count(), Message.objects.count()) == (1, mails), day


def test_the_clock_calls_both(time_machine):
    time_machine.move_to(NOW)
    board = board_with_a_delivery_plan()
    turn_rounds()
    assert list(ReportingRound.objects.values_list("board", "slug")) == [(board.pk, "2025-26-q3")]
