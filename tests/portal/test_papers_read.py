"""Facts of a board for papers: read once, as they stood on the day, whatever the format."""

from datetime import UTC, date, datetime

import pytest

from governance.periods import period_from_slug
from portal.models import ReportFormat
from portal.reports import content as paper
from portal.reports import formats, papers
from portal.reports.build import UnknownFormat
from portal.reports.build.facts_board import Asked
from portal.reports.build.read_board import read_board
from portal.reports.formats import from_data
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    ChallengeFactory,
    DecisionFactory,
    DocumentFactory,
    EngagementFactory,
    OrganisationFactory,
    PlaceFactory,
    PlanFactory,
    PlanFollowFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReferralFactory,
    ReportFormatFactory,
    ReportingRoundFactory,
    RequirementFactory,
    SeatFactory,
    SourceFactory,
    UserFactory,
    YouSaidFactory,
)

pytestmark = pytest.mark.django_db

PERIOD = period_from_slug("2024-25-q2")
YEAR = period_from_slug("2024-25")
ON = date(2024, 9, 30)


@pytest.fixture
def board():
    return BoardFactory(name="Learning Alliance", slug="learning-alliance")


def found(board, period=PERIOD, on=ON):
    """Return the facts of `board` on the day."""
    return read_board(board, period, on=on)


def test_a_seat_counts_its_places_and_those_who_hold_them_on_the_day(board):
    body = OrganisationFactory(name="Association of head teachers")
    seat = SeatFactory(board=board, title="Head teachers", nominated_by=body)
    first, second = (PlaceFactory(seat=seat, number=number) for number in (1, 2))
    AppointmentFactory(place=first, starts_on=date(2023, 9, 1))
    AppointmentFactory(place=second, starts_on=date(2023, 9, 1), ends_on=date(2024, 9, 1))
    SeatFactory(board=board, title="Gone", starts_on=date(2020, 1, 1), ends_on=date(2024, 1, 1))
    SeatFactory(title="Of another board")
    ((title, nominated_by, places, held),) = (
        (each.title, each.nominated_by, each.places, each.held) for each in found(board).seats
    )
    assert (title, nominated_by, places, held) == (
        "Head teachers",
        "Association of head teachers",
        2,
        1,
    )


def test_listening_of_the_last_five_years_is_told_and_nothing_later(board):
    for on in (date(2018, 1, 1), date(2024, 10, 1)):
        EngagementFactory(title=f"Not told {on}", on=on)
    EngagementFactory(title="Big conversation", on=date(2021, 6, 1), on_known="season")
    paper_of_2023 = SourceFactory(document=DocumentFactory(dated_on=date(2023, 9, 1)))
    EngagementFactory(title="Undated", on=None, source=paper_of_2023)
    assert [(each.title, each.when) for each in found(board).listened] == [
        ("Big conversation", "summer 2021"),
        ("Undated", ""),
    ]


def test_what_was_said_stands_with_what_changed(board):
    YouSaidFactory(said="Too old", on=date(2010, 1, 1))
    YouSaidFactory(
        said="Quicker access.", changed="Six weeks.", state="changed", on=date(2024, 2, 1)
    )
    assert [(each.said, each.changed, each.state) for each in found(board).heard] == [
        ("Quicker access.", "Six weeks.", "changed")
    ]


def test_decisions_are_those_of_the_period_up_to_the_day(board):
    for on in (date(2024, 6, 12), date(2024, 7, 3), date(2024, 10, 2)):
        DecisionFactory(board=board, on=on, text=f"On {on}.")
    DecisionFactory(on=date(2024, 7, 3))
    assert [(each.text, each.on) for each in found(board).decided] == [
        ("On 2024-07-03.", "3 July 2024")
    ]


def test_the_tracker_holds_plans_that_somebody_asked_for_own_ones_first(board):
    followed = PlanFactory(title="Of another")
    PlanFollowFactory(board=board, plan=followed, starts_on=date(2024, 1, 1))
    RequirementFactory(priority=PriorityFactory(plan=followed))
    own = PlanFactory(title="Our own", board=board)
    PriorityFactory(plan=PlanFactory(title="Asked for by nobody", board=board))
    for number in (2, 1):
        theme = PriorityFactory(plan=own, number=number)
        for demand in ("dfe", "ofsted"):
            RequirementFactory(priority=theme, demand=demand)
    assert [
        (plan.title, [(theme.number, theme.asked_by) for theme in plan.themes])
        for plan in found(board).tracker
    ] == [
        ("Our own", [(1, ("DfE", "Ofsted")), (2, ("DfE", "Ofsted"))]),
        ("Of another", [(followed.priorities.get().number, ("DfE",))]),
    ]


def test_a_year_speaks_of_its_last_quarter_with_a_report(board):
    plan = PlanFactory(board=board)
    theme = PriorityFactory(plan=plan)
    for number, starts_on, ends_on in (
        (1, date(2024, 4, 1), date(2024, 7, 1)),
        (2, date(2024, 7, 1), date(2024, 10, 1)),
    ):
        asked = ReportingRoundFactory(
            board=board, slug=f"2024-25-q{number}", starts_on=starts_on, ends_on=ends_on
        )
        if number == 1:
            ProgressUpdateFactory(
                round=asked,
                priority=theme,
                rating="on_track",
                signed_off_at=datetime(2024, 7, 9, 12, tzinfo=UTC),
                signed_off_by=UserFactory(),
            )
    known = found(board, YEAR, date(2025, 3, 31)).found
    assert (known.period_slug, known.period_short, known.ends_on) == (
        "2024-25",
        "2024/25",
        date(2025, 4, 1),
    )
    assert [each.reported for each in known.priorities] == [True]


def test_a_year_without_a_report_speaks_of_its_last_quarter(board):
    PriorityFactory(plan=PlanFactory(board=board))
    known = found(board, YEAR, date(2025, 3, 31)).found
    assert (known.period, known.quarters) == ("2024/25, April 2024 to March 2025", ("Quarter 4",))


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_cost_the_same_queries_however_many_there_are(
    board, rows, django_assert_num_queries
):
    for number in range(rows):
        seat = SeatFactory(board=board, title=f"Seat {number}")
        AppointmentFactory(place=PlaceFactory(seat=seat), starts_on=date(2023, 9, 1))
        EngagementFactory(on=date(2024, 1, 1))
        YouSaidFactory(on=date(2024, 1, 1))
        DecisionFactory(board=board, on=date(2024, 7, 3))
        theme = PriorityFactory(plan=PlanFactory(board=board))
        RequirementFactory(priority=theme)
    with django_assert_num_queries(QUERIES):
        found(board)


# Beside those of the board report: own plans, their themes, demands, updates and claims; seats,
# places, appointments; listening, voices, decisions.
QUERIES = 26


def test_a_paper_that_nobody_typed_takes_every_fact_and_says_what_is_missing(board):
    made = papers.build(
        format_code="scrutiny-2023", board=board, period=PERIOD, today=date(2025, 1, 1)
    )
    assert (made.format, made.board, made.period_slug) == (
        "scrutiny-2023",
        "Learning Alliance",
        "2024-25-q2",
    )
    assert made.dated == ON
    said = [words for words in paper.texts(made.sections) if words.startswith("Nothing has been")]
    assert len(said) == 10


def test_questions_and_referrals_are_counted_as_they_stood_on_the_day(board):
    early, late = datetime(2024, 5, 1, 9, tzinfo=UTC), datetime(2024, 10, 2, 9, tzinfo=UTC)
    answer = {"state": "answered", "answer": "So.", "answered_by": UserFactory()}
    for answered_at in (early, late):
        ChallengeFactory(
            board=board, asked_at=early, due_on=early, answered_at=answered_at, **answer
        )
    ChallengeFactory(board=board, asked_at=early, due_on=early)
    ChallengeFactory(board=board, asked_at=late, due_on=late)
    ChallengeFactory(asked_at=early, due_on=early)
    response = {"responded_by": UserFactory(), "response": "partly", "reason": "Half of it."}
    ReferralFactory(from_board=board, referred_at=early, responded_at=early, **response)
    ReferralFactory(to_board=board, referred_at=early)
    assert found(board, YEAR).asked == Asked(
        questions=3, answered=1, in_time=1, referred=1, responded=1, adopted=1, received=1
    )


def test_the_board_report_comes_through_the_same_door(board):
    made = papers.build(format_code="board", board=board, period=PERIOD, today=ON)
    assert made.format == "board"


def test_a_running_period_speaks_of_today(board):
    made = papers.build(format_code="annual", board=board, period=YEAR, today=date(2024, 5, 2))
    assert made.dated == date(2024, 5, 2)


def test_a_format_that_is_only_a_row_is_written_too(board):
    ReportFormatFactory(
        code="green",
        title="Green paper",
        sections=[{"code": "aim", "title": "Aim", "numbers": "all", "required": True}],
    )
    made_of = papers.format_named("green")
    typed = papers.TypedPaper(title="Trees", texts={"aim": "To plant them."})
    made = papers.build_typed(typed, made_of, board=board, period=PERIOD, today=ON)
    assert made.may_be_published
    assert [(each.number, each.title) for each in made.content.sections] == [("1", "Aim")]


@pytest.mark.parametrize(
    ("sections", "because"),
    [
        (None, "There is no format green."),
        (
            [{"title": "Aim"}],
            "No paper of the format green can be written. Section Aim has no code.",
        ),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(board, sections, because):
    if sections:
        ReportFormatFactory(code="green", sections=sections)
    with pytest.raises(UnknownFormat) as refusal:
        papers.build(format_code="green", board=board, period=PERIOD)
    assert str(refusal.value) == because


def test_every_format_of_the_house_is_a_row_from_the_first_day():
    rows = ReportFormat.objects.filter(code__in=formats.FORMATS).order_by("code")
    assert [each.code for each in rows] == sorted(formats.FORMATS)
    for each in rows:
        assert papers.format_named(each.code) == formats.named(each.code)
    assert from_data({"code": "x", "title": "X", "sections": rows[0].sections}).sections
