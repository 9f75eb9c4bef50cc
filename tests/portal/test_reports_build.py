"""The reader: once, in a fixed number of queries, as things stood when the period ended."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Attendance, Meeting, Source
from governance.periods import period_from_slug
from impact.models import Area
from portal.reports import content as paper
from portal.reports.build import UnknownFormat, build, reader
from portal.reports.build.figures import run_chart
from portal.reports.build.reader import read
from priorities.changes.redrafting import open_draft
from priorities.models import DeliveryAction, DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    AreaFactory,
    AttendanceFactory,
    BoardFactory,
    BoardLinkFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    DocumentFactory,
    EvidenceItemFactory,
    GlossaryTermFactory,
    IssueFactory,
    MeasureFactory,
    MeetingFactory,
    ObservationFactory,
    OrganisationFactory,
    PlaceFactory,
    PlanFactory,
    PlanFollowFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ProgressUpdateFactory,
    ReportedStateFactory,
    ReportingRoundFactory,
    RequirementFactory,
    ScorecardFactory,
    ScorecardRowFactory,
    SlipFactory,
    SourceFactory,
    SponsorshipFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PERIOD = period_from_slug("2024-25-q2")
ON = date(2024, 9, 30)
LATER = datetime(2024, 10, 9, 12, tzinfo=UTC)


@pytest.fixture
def board():
    """Return a board with a plan and two rounds, of which the second is the paper's."""
    made = BoardFactory(name="The Board", slug="the-board")
    PlanFactory(board=made, title="The plan", starts_on=date(2024, 4, 1))
    ReportingRoundFactory(board=made, closed_at=datetime(2024, 7, 15, tzinfo=UTC))
    ReportingRoundFactory(
        board=made,
        slug="2024-25-q2",
        label="Quarter 2, 2024/25",
        starts_on=PERIOD.starts_on,
        ends_on=PERIOD.ends_on,
        opens_on=date(2024, 9, 16),
        due_on=date(2024, 10, 11),
    )
    AreaFactory(name="Walsall", slug="walsall", is_home=True)
    return made


@pytest.fixture
def priority(board):
    """Return the board's only priority, with a sponsor who holds the place."""
    made = PriorityFactory(plan=board.plans.get(), number=1, title="Early help")
    place = PlaceFactory(seat__board=board, seat__title="Head of Early Help")
    SponsorshipFactory(priority=made, place=place)
    AppointmentFactory(place=place)
    DeliveryPlanFactory(priority=made, state="published")
    return made


def found(board, *, on=ON, period=PERIOD):
    """Return what the reader finds."""
    return read(board, period, on=on)


def only(board, **known):
    """Return the only priority the reader finds."""
    (priority,) = found(board, **known).priorities
    return priority


def last_round(board):
    """Return the paper's own round."""
    return board.rounds.get(slug="2024-25-q2")


def close(board):
    """Close the paper's round."""
    board.rounds.filter(slug="2024-25-q2").update(closed_at=LATER)


def report(priority, **changes):
    """File the sponsor's report of the paper's round."""
    person = UserFactory()
    known = {
        "round": last_round(priority.plan.board),
        "signed_off_at": datetime(2024, 9, 30, 9, tzinfo=UTC),
        "signed_off_by": person,
    }
    return ProgressUpdateFactory(priority=priority, **{**known, **changes})


def action(priority, **changes):
    """Add an action to the priority's delivery plan."""
    return DeliveryActionFactory(plan=priority.delivery_plan, **changes)


def queries(board) -> int:
    """Return how many queries building takes."""
    with CaptureQueriesContext(connection) as counted:
        build(format_code="board", board=board, period=PERIOD, today=ON)
    return len(counted)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_costs_the_same_queries_however_much_there_is(board, rows):
    for number in range(1, rows + 1):
        priority = PriorityFactory(plan=board.plans.get(), number=number)
        place = PlaceFactory(seat__board=board)
        SponsorshipFactory(priority=priority, place=place)
        AppointmentFactory(place=place)
        plan = DeliveryPlanFactory(priority=priority, state="published")
        for _ in range(rows):
            commitment = CommitmentFactory(action=DeliveryActionFactory(plan=plan))
            ContributionFactory(round=last_round(board), commitment=commitment)
        update = report(priority)
        EvidenceItemFactory(update=update)
        IssueFactory(priority=priority)
        measure = MeasureFactory()
        PriorityMeasureFactory(priority=priority, measure=measure)
        ObservationFactory(measure=measure, area=Area.objects.get(is_home=True))
    followed = PlanFollowFactory(board=board).plan
    for number in range(1, rows + 1):
        RequirementFactory(priority=PriorityFactory(plan=followed, number=number))
    assert queries(board) == 30


def test_a_format_that_is_not_built_is_refused_by_name(board):
    with pytest.raises(UnknownFormat, match="format haiku can be written yet; there is board"):
        build(format_code="haiku", board=board, period=PERIOD)


def test_a_board_without_a_plan_gets_a_paper_that_says_so():
    content = build(format_code="board", board=BoardFactory(), period=PERIOD, today=ON)
    assert content.sections[0].blocks[0].words == (
        paper.Run("The Board has no plan with priorities in this quarter."),
    )


def test_the_sponsor_is_the_post_and_a_vacant_place_has_none(board, priority):
    assert only(board).sponsor == "Head of Early Help"
    priority.sponsorships.get().place.appointments.update(ends_on=date(2024, 9, 1))
    assert only(board).sponsor == ""


def test_a_report_that_is_not_signed_off_is_no_report(board, priority):
    report(priority, signed_off_at=None, signed_off_by=None, rating="on_track")
    read_ = only(board)
    assert (read_.reported, read_.ratings[-1].code, read_.action_taken) == (False, "no_update", ())


def test_a_typed_rating_is_printed_with_the_one_worked_out_beside_it(board, priority):
    report(priority, rating="on_track", rating_worked_out="at_risk", worked_out_because="One is.")
    read_ = only(board)
    assert (read_.ratings[-1].code, read_.worked_out, read_.reason) == (
        "on_track",
        "at_risk",
        "One is.",
    )


def test_silence_is_counted_over_the_rounds_and_ends_with_a_report(board, priority):
    assert only(board).silent_for == 2
    report(priority)
    assert only(board).silent_for == 0


def test_a_box_of_the_report_is_a_line_a_point(board, priority):
    report(priority, action_taken="One.\n\n Two. \n")
    assert [said.text for said in only(board).action_taken] == ["One.", "Two."]


def test_evidence_says_its_kind_and_what_was_not_graded_says_none(board, priority):
    update = report(priority)
    EvidenceItemFactory(update=update, number=1, text="Waits fell.", kind="data")
    EvidenceItemFactory(update=update, number=2, text="Staff say so.")
    assert [(said.text, said.kind) for said in only(board).evidence] == [
        ("Waits fell.", "data"),
        ("Staff say so.", ""),
    ]


def test_a_date_that_moved_after_the_day_stands_as_it_stood(board, priority):
    moved = action(priority, due_on=date(2024, 12, 31))
    SlipFactory(
        action=moved,
        from_on=date(2024, 8, 31),
        to_on=date(2024, 12, 31),
        told_on=date(2024, 10, 5),
    )
    (then,) = only(board).actions
    assert (then.due, then.days_overdue, then.times_moved) == ("31 August 2024", 30, 0)
    (now,) = only(board, on=date(2024, 10, 6), period=period_from_slug("2024-25-q3")).actions
    assert (now.due, now.days_overdue, now.times_moved) == ("31 December 2024", 0, 1)


def test_an_open_draft_leaves_the_agreed_wording_in_the_paper(board, priority):
    stays = action(priority, number=1, title="Open a hub", lead__name="Health")
    goes = action(priority, number=2, title="Train staff")
    answered = {"state": "accepted", "answered_on": date(2024, 5, 9)}
    CommitmentFactory(action=stays, asked_on=date(2024, 5, 1), **answered)
    open_draft(priority.delivery_plan, by=UserFactory(), at=LATER)
    goes.removed_at = datetime(2024, 9, 1, tzinfo=UTC)
    goes.save()
    CommitmentFactory(action=stays, asked_on=date(2024, 9, 1))
    DeliveryAction.objects.filter(pk=stays.pk).update(
        number=3, title="Open two hubs", lead=OrganisationFactory(name="Police"), state="paused"
    )
    action(priority, number=1, title="Hold a summit")
    for on in (ON, date(2024, 10, 20)):
        first, second = only(board, on=on).actions
        assert (first.number, first.what, first.lead) == ("1.1", "Open a hub", "Health")
        assert (first.state, first.asked) == ("paused", 1)
        assert (second.number, second.what) == ("1.2", "Train staff")


def test_a_delivery_plan_that_was_never_agreed_stays_out_of_the_paper(board, priority):
    action(priority, number=1, title="Open a hub")
    DeliveryPlan.objects.update(state="submitted")
    assert only(board).actions == ()


def test_an_action_completed_after_the_day_is_not_complete_on_it(board, priority):
    action(priority, state="complete", completed_on=date(2024, 10, 20))
    assert only(board).actions[0].state == "on_track"


def test_what_the_sponsor_reported_stands_once_the_round_is_closed(board, priority):
    later = action(priority, state="complete")
    ReportedStateFactory(update=report(priority), action=later, state="at_risk")
    close(board)
    assert only(board).actions[0].state == "at_risk"


def test_a_state_of_an_earlier_round_is_never_printed_as_if_it_were_of_now(board, priority):
    one, other, done = (action(priority, number=number, state="paused") for number in (1, 2, 3))
    earlier = board.rounds.get(slug="2024-25-q1")
    in_time = datetime(2024, 6, 30, 9, tzinfo=UTC)
    update = report(priority, round=earlier, signed_off_at=in_time)
    for each, state in ((one, "at_risk"), (other, "at_risk"), (done, "complete")):
        ReportedStateFactory(update=update, action=each, state=state)
    commitment = CommitmentFactory(action=other, organisation=other.lead)
    ContributionFactory(round=last_round(board), commitment=commitment, state="off_track")
    close(board)
    assert [each.state for each in only(board).actions] == ["no_update", "off_track", "complete"]


def test_an_answer_given_after_the_day_is_still_awaited_on_it(board, priority):
    CommitmentFactory(
        action=action(priority), state="accepted", answered_on=date(2024, 10, 2)
    )  # fmt: skip
    assert (only(board).commitments, only(board).accepted) == (1, 0)


def test_a_partner_that_sent_nothing_is_named_with_how_long(board, priority):
    silent = OrganisationFactory(name="Council Housing")
    CommitmentFactory(action=action(priority), organisation=silent, asked_on=date(2024, 4, 1))
    close(board)
    (silence,) = only(board).silences
    assert (silence.who, silence.quarters, silence.actions) == ("Council Housing", 2, 1)


def test_nobody_is_silent_in_a_round_that_is_not_due_yet(board, priority):
    commitment = CommitmentFactory(action=action(priority), asked_on=date(2024, 4, 1))
    ContributionFactory(round=board.rounds.get(slug="2024-25-q1"), commitment=commitment)
    assert only(board).silences == ()


def test_an_issue_closed_by_the_day_is_gone_and_an_open_one_asks(board, priority):
    IssueFactory(priority=priority, what="Old.", closed_on=date(2024, 9, 1))
    IssueFactory(priority=priority, what="Posts are vacant", ask="Fund two", consequence="Waits")
    read_ = only(board)
    assert [said.text for said in read_.issues] == ["Posts are vacant. Waits."]
    assert [said.text for said in read_.asks] == ["Fund two"]


def figure(measure, month: int, value: int | None, **changes):
    """Record a month's figure of 2024 for the home area."""
    starts_on = date(2024, month, 1)
    ends_on = (starts_on + timedelta(days=32)).replace(day=1)
    return ObservationFactory(
        measure=measure,
        area=Area.objects.get(is_home=True),
        starts_on=starts_on,
        ends_on=ends_on,
        label=f"{starts_on:%B %Y}",
        value=value,
        **changes,
    )


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
