"""The build reads figures, scorecards, registers and what stands behind them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from governance.models import Attendance, Meeting, Source
from impact.models import Area
from portal.reports import content as paper
from portal.reports.build import build, reader
from portal.reports.build.figures import run_chart
from tests.factories import (
    AreaFactory,
    AttendanceFactory,
    BoardFactory,
    BoardLinkFactory,
    CommitmentFactory,
    DocumentFactory,
    GlossaryTermFactory,
    MeasureFactory,
    MeetingFactory,
    ObservationFactory,
    PlaceFactory,
    PlanFollowFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    RequirementFactory,
    ScorecardFactory,
    ScorecardRowFactory,
    SourceFactory,
    TargetFactory,
)
from tests.portal.build.building import ON, PERIOD, action, figure, found, only, report

pytestmark = pytest.mark.django_db


def test_no_figure_is_read_whose_period_ended_after_the_day(board, priority):
    measure = MeasureFactory(unit="%", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    for month, value in ((8, 20), (9, 18), (10, 5)):
        figure(measure, month, value)
    (read_,) = only(board).measures
    assert [each.period for each in read_.own.readings] == ["August 2024", "September 2024"]
    assert (
        read_.sentence == "18% in September 2024, down from 20% in August 2024; no target agreed."
    )


def test_a_figure_of_another_kind_of_period_stands_on_no_line(board, priority):
    measure = MeasureFactory(unit="%", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 9, 18)
    home = Area.objects.get(is_home=True)
    ObservationFactory(
        measure=measure, area=home, starts_on=date(2024, 4, 1), ends_on=date(2024, 10, 1),
        label="April to September 2024", value=45,
    )  # fmt: skip
    (read_,) = only(board).measures
    assert len(read_.own.readings) == 1
    assert read_.also == "Also 45% for April to September 2024."


def test_a_symbol_is_kept_as_its_word_and_is_a_gap(board, priority):
    measure = MeasureFactory()
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 8, 20)
    figure(measure, 9, None, symbol="suppressed")
    (read_,) = only(board).measures
    assert [(each.value, each.symbol) for each in read_.own.readings] == [
        (Decimal(20), ""),
        (None, "suppressed"),
    ]


def test_every_read_figure_says_where_it_is_from(board, priority):
    document = DocumentFactory(title="The paper", kind="plan", dated_on=date(2024, 5, 1))
    source = SourceFactory(
        kind=Source.Kind.PAPER, document=document, place="ch. 2", line=71
    )  # fmt: skip
    measure = MeasureFactory()
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 9, 18, source=source)
    content = build(format_code="board", board=board, period=PERIOD, today=ON)
    (datum,) = content.data
    assert content.sources[datum.source - 1] == paper.Source(
        key=1, label="2024 plan, line 71", paper="The paper", place="ch. 2, line 71"
    )


def test_the_target_that_holds_is_read_with_its_distance(board, priority):
    measure = MeasureFactory(unit="%", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 9, 18)
    TargetFactory(measure=measure, area=Area.objects.get(is_home=True), value=16, starts_on=None,
                  ends_on=date(2024, 10, 1))  # fmt: skip
    (read_,) = only(board).measures
    assert (read_.target_words, read_.target_met) == ("2 above", False)


def test_a_target_that_is_made_up_is_marked_wherever_it_stands(board, priority):
    measure = MeasureFactory(unit="%", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 8, 20)
    figure(measure, 9, 18)
    TargetFactory(
        measure=measure, area=Area.objects.get(is_home=True), value=16, illustrative=True
    )
    (read_,) = only(board).measures
    assert read_.target_words == "2 above (illustrative)"
    assert "2 percentage points above the illustrative target of 16%" in read_.sentence
    assert run_chart(read_).target_illustrative is True


def test_the_scorecard_keeps_its_groups_and_leaves_out_what_has_no_figure(board):
    card = ScorecardFactory(board=board)
    for order, group in enumerate(("Health", "School", "Health")):
        row = ScorecardRowFactory(scorecard=card, group=group, order=order)
        if order != 1:
            figure(row.measure, 9, 18)
    read_ = found(board)
    assert [each.group for each in read_.scorecard] == ["Health", "Health"]
    assert read_.measures_left_out == 1


def test_attendance_counts_deputies_by_the_boards_rule(board):
    meeting = MeetingFactory(board=board, on=date(2024, 6, 3), state=Meeting.State.HELD)
    for came in (Attendance.Came.PRESENT, Attendance.Came.DEPUTY, Attendance.Came.ABSENT):
        AttendanceFactory(meeting=meeting, place=PlaceFactory(seat__board=board), came=came)
    (register,) = found(board).registers
    assert (register.total.present, register.total.deputies, register.total.expected) == (1, 1, 3)
    board.deputies_count = False
    board.save()
    (register,) = found(board).registers
    assert (register.total.present, register.total.deputies) == (1, 0)


def test_a_meeting_after_the_day_is_in_no_register(board):
    meeting = MeetingFactory(board=board, on=date(2024, 10, 1), state=Meeting.State.HELD)
    AttendanceFactory(meeting=meeting, came=Attendance.Came.PRESENT)
    assert found(board).registers == ()


def test_a_plan_of_others_is_shown_while_the_board_follows_it(board):
    follow = PlanFollowFactory(board=board, starts_on=date(2024, 4, 1))
    for number, demands in enumerate((("dfe",), ("ofsted",), ("dfe", "ofsted")), start=1):
        theme = PriorityFactory(plan=follow.plan, number=number)
        for demand in demands:
            RequirementFactory(priority=theme, demand=demand)
    (plan,) = found(board).followed
    assert [theme.asked_by for theme in plan.themes] == [("DfE",), ("Ofsted",), ("DfE", "Ofsted")]
    type(follow).objects.update(ends_on=date(2024, 9, 1))
    assert found(board).followed == ()


def test_the_four_duties_come_from_the_rows(board, priority):
    type(priority).objects.update(measures_agreed_on=date(2024, 4, 2))
    CommitmentFactory(action=action(priority), asked_on=date(2024, 4, 1))
    report(priority)
    assert [duty.state for duty in only(board).duties] == ["met", "begun", "open", "met"]


def test_a_paper_of_a_running_quarter_speaks_of_today(board, priority):
    content = build(format_code="board", board=board, period=PERIOD, today=date(2024, 8, 5))
    assert content.dated == date(2024, 8, 5)
    content = build(format_code="board", board=board, period=PERIOD, today=date(2026, 1, 1))
    assert content.dated == date(2024, 9, 30)


def test_built_again_it_is_the_same_paper(board, priority):
    report(priority)
    action(priority)
    first, again = (
        build(format_code="board", board=board, period=PERIOD, today=ON) for _ in range(2)
    )
    assert paper.checksum(first) == paper.checksum(again)


def test_registers_of_groups_the_board_delegates_to_stand_behind_its_own(board):
    group = BoardFactory(name="Quality group", kind="sub_group")
    BoardLinkFactory(from_board=board, to_board=group, kind="delegates_to")
    for each in (group, board, BoardFactory(name="Somebody else")):
        meeting = MeetingFactory(board=each, on=date(2024, 6, 3), state=Meeting.State.HELD)
        AttendanceFactory(meeting=meeting, came=Attendance.Came.PRESENT)
    assert [each.board for each in found(board).registers] == ["Board", "Quality group"]


def test_england_stands_beside_for_periods_of_the_same_kind(board, priority):
    measure = MeasureFactory(unit="%", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    england = AreaFactory(name="England", kind=Area.Kind.ENGLAND)
    figure(measure, 9, 18)
    beside = {"measure": measure, "area": england, "value": 15}
    ObservationFactory(starts_on=date(2024, 9, 1), ends_on=date(2024, 10, 1), **beside)
    ObservationFactory(starts_on=date(2023, 9, 1), ends_on=date(2024, 9, 1), **beside)
    (read_,) = only(board).measures
    assert [(each.area, len(each.readings)) for each in read_.others] == [("England", 1)]


def test_a_later_definition_is_a_line_of_its_own(board, priority):
    first, later = MeasureFactory(title="Obese"), MeasureFactory(title="Overweight or obese")
    type(later).objects.filter(pk=later.pk).update(same_as=first)
    PriorityMeasureFactory(priority=priority, measure=first)
    figure(first, 8, 20)
    figure(later, 9, 35)
    (read_,) = only(board).measures
    assert [each.breakdown for each in read_.later] == ["Overweight or obese"]
    assert len(read_.own.readings) == 1


def test_a_scenario_is_told_and_not_drawn(board, priority):
    measure = MeasureFactory(unit="%", decimals=1)
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 9, 22)
    figure(measure, 9, Decimal("14.4"), kind="scenario", scenario="with offers counted")
    (read_,) = only(board).measures
    assert read_.also == "Also 14.4% in September 2024 with offers counted."


def test_a_wanted_measure_without_figures_is_named(board, priority):
    measure = MeasureFactory(title="Children who feel heard", standing="wanted")
    PriorityMeasureFactory(priority=priority, measure=measure)
    assert only(board).wanted == ("Children who feel heard",)


def test_an_official_file_asks_for_its_sentence_and_is_named_shortly(board, priority):
    source = SourceFactory(
        kind=Source.Kind.OFFICIAL, document=None, place="", line=None,
        file_name="DfE workforce table.csv", licence="OGL v3",
    )  # fmt: skip
    measure = MeasureFactory()
    PriorityMeasureFactory(priority=priority, measure=measure)
    figure(measure, 9, 18, source=source)
    read_ = found(board)
    assert [(each.label, each.paper, each.place) for each in read_.sources] == [
        ("DfE, official file", "Official files", "DfE workforce table.csv, OGL v3")
    ]
    assert read_.licences == (
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    )


def test_thirteen_figures_are_judged_and_carry_their_limits(board, priority):
    measure = MeasureFactory(unit="cases", decimals=0)
    PriorityMeasureFactory(priority=priority, measure=measure)
    home = Area.objects.get(is_home=True)
    for month in range(13):
        year, number = divmod(2023 * 12 + 8 + month, 12)
        following = divmod(2023 * 12 + 9 + month, 12)
        ObservationFactory(
            measure=measure, area=home, value=20 + month % 3, label=f"Month {month}",
            starts_on=date(year, number + 1, 1), ends_on=date(following[0], following[1] + 1, 1),
        )  # fmt: skip
    (read_,) = only(board).measures
    assert (read_.variation, read_.variation_words) == ("spc-common", "Usual range")
    assert [(each.start, each.n) for each in read_.limits] == [(0, 13)]


def test_the_paper_goes_to_the_next_meeting(board):
    MeetingFactory(board=board, on=date(2024, 10, 17), state=Meeting.State.PLANNED)
    MeetingFactory(board=board, on=date(2024, 12, 5), state=Meeting.State.PLANNED)
    assert found(board).meeting == "Meeting of 17 October 2024"


def test_an_abbreviation_with_two_meanings_gives_both(board):
    GlossaryTermFactory(term="ICS", meaning="Integrated Children's System", context="social care")
    GlossaryTermFactory(term="ICS", meaning="Integrated care system", context="health")
    (term,) = found(board).glossary
    assert term.meaning == (
        "Integrated Children's System (social care); or Integrated care system (health)"
    )


@pytest.mark.django_db(transaction=True)
def test_everything_is_read_as_it_stood_at_one_moment():
    made = BoardFactory()
    build(format_code="board", board=made, period=PERIOD, today=ON)
    with reader.one_moment(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
