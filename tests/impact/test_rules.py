"""Who may do what with measures and figures."""

import pytest
import rules

from governance.rules import WHO
from governance.scope import scope_of
from impact.models import Measure, Scorecard
from impact.rules import board_of, kept_seen
from tests.factories import (
    BoardFactory,
    MeasureFactory,
    OrganisationFactory,
    PlanFactory,
    PriorityFactory,
    ScorecardFactory,
)
from tests.principals import PRINCIPALS, holders, opening, people

pytestmark = pytest.mark.django_db

AT_THE_TABLE = {
    *("member", "chair", "vice chair", "young person", "sponsor"),
    *("critical friend", "observer", "invitee"),
}
OFFICERS = {"officer", "officer everywhere"}


def test_a_measure_is_everybodys_unless_its_plan_is_a_draft() -> None:
    plan = PlanFactory(state="draft")
    persons = people(plan.board)
    measure = MeasureFactory(plan=plan)
    inside = AT_THE_TABLE | OFFICERS
    assert holders(persons, "impact.view_measure", measure) == inside
    assert holders(persons, "impact.view_measure", MeasureFactory()) == set(PRINCIPALS)


def test_who_keeps_types_and_releases() -> None:
    board = BoardFactory()
    persons = people(board)
    measure, other = MeasureFactory(board=board), MeasureFactory(board=BoardFactory())
    for name, who in {
        "impact.change_measure": OFFICERS,
        "impact.type_figure": OFFICERS,
        "impact.release_figure": {"approver"},
    }.items():
        assert holders(persons, name, measure) == who
        assert holders(persons, name, other) == who & {"officer everywhere"}


def test_who_ties_measures_to_a_priority() -> None:
    board = BoardFactory()
    persons = people(board)
    priority = PriorityFactory(plan__board=board)
    assert holders(persons, "impact.tie_measure", priority) == OFFICERS
    priority.plan.state = "closed"
    assert holders(persons, "impact.tie_measure", priority) == set()


def test_who_brings_in_files() -> None:
    board = BoardFactory()
    persons = people(board)
    assert holders(persons, "impact.import_figures", board) == OFFICERS
    assert holders(persons, "impact.import_figures", None) == {"officer everywhere"}


def test_lists_show_exactly_the_pages_that_open() -> None:
    board, other = BoardFactory.create_batch(2)
    for each in (board, other):
        for state in ("draft", "agreed"):
            plan = PlanFactory(board=each, state=state)
            for kept_by in (each, None, board):
                MeasureFactory(plan=plan, board=kept_by)
                ScorecardFactory(plan=plan, board=kept_by)
    lonely = PlanFactory(board=None, organisation=OrganisationFactory(), state="draft")
    MeasureFactory(plan=lonely)
    MeasureFactory()
    for person in people(board).values():
        condition = kept_seen(scope_of(person))
        measures, cards = Measure.objects.filter(condition), Scorecard.objects.filter(condition)
        assert set(measures) == opening(person, "impact.view_measure", Measure)
        assert set(cards) == opening(person, "impact.view_scorecard", Scorecard)


def test_a_measure_belongs_to_its_board_or_that_of_its_plan() -> None:
    plan, board = PlanFactory(), BoardFactory()
    assert board_of(MeasureFactory(plan=plan, board=board)) == board.pk
    assert board_of(MeasureFactory(plan=plan)) == plan.board_id
    assert board_of(MeasureFactory()) is None


def test_every_right_has_the_sentence_who_has_it() -> None:
    names = {name for name in WHO if name.startswith("impact.")}
    assert names == {name for name in rules.permissions.permissions if "impact." in name}
