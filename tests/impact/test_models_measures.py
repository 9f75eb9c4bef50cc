"""Areas, measures, targets, scorecards: what the database refuses by itself."""

import pytest

from impact.models import Measure
from tests.factories import (
    ActionMeasureFactory,
    AreaFactory,
    MeasureFactory,
    NeighbourFactory,
    NeighbourSetFactory,
    ObservationFactory,
    PriorityMeasureFactory,
    ScorecardFactory,
    ScorecardRowFactory,
    TargetFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_partnership_has_one_area_of_its_own() -> None:
    home = AreaFactory(is_home=True)
    with refused("partnership_has_one_own_area"):
        insert_like(home, slug="another")
    AreaFactory.create_batch(2)


def test_areas_form_no_loop() -> None:
    region = AreaFactory()
    authority = AreaFactory(parent=region)
    with refused("areas_form_no_loop"):
        update(region, parent_id=authority.pk)


def test_an_area_has_one_list_of_neighbours_a_day() -> None:
    with refused("area_has_one_neighbour_list_a_day"):
        insert_like(NeighbourSetFactory())


def test_a_neighbour_has_its_own_rank() -> None:
    with refused("neighbour_rank_is_its_own"):
        insert_like(NeighbourFactory(), area_id=AreaFactory().pk)


def test_a_neighbour_is_listed_once() -> None:
    with refused("neighbour_is_listed_once"):
        insert_like(NeighbourFactory(rank=1), rank=2)


def test_a_measure_is_not_the_same_as_itself() -> None:
    measure = MeasureFactory()
    with refused("measure_is_not_the_same_as_itself"):
        update(measure, same_as_id=measure.pk)


def test_a_measure_has_six_decimals_at_most() -> None:
    with refused("measure_has_six_decimals_at_most"):
        update(MeasureFactory(), decimals=7)


def test_a_new_definition_starts_a_new_line() -> None:
    measure = MeasureFactory()
    update(measure, definition="Mended before the first figure.")
    ObservationFactory(measure=measure)
    with refused("definition_starts_a_new_line"):
        update(measure, definition="Counted another way.")


def test_a_missing_definition_may_be_written_down_later() -> None:
    measure = ObservationFactory(measure__definition="").measure
    update(measure, definition="As the paper gives it.")
    assert Measure.objects.get().definition == "As the paper gives it."


def test_a_measure_serves_a_priority_once() -> None:
    with refused("measure_serves_a_priority_once"):
        insert_like(PriorityMeasureFactory())
    with refused("measure_serves_a_priority_once"):
        insert_like(PriorityMeasureFactory(measure=None))


def test_a_measure_serves_an_action_once() -> None:
    with refused("measure_serves_an_action_once"):
        insert_like(ActionMeasureFactory())


def test_the_tolerance_of_a_target_is_not_negative() -> None:
    with refused("target_tolerance_is_not_negative"):
        update(TargetFactory(), tolerance=-1)


def test_one_target_a_measure_area_and_period() -> None:
    with refused("one_target_a_measure_area_and_period"):
        insert_like(TargetFactory(ends_on=None), value=30)


def test_a_scorecard_is_a_boards_or_a_plans() -> None:
    with refused("scorecard_is_a_boards_or_a_plans"):
        update(ScorecardFactory(), board_id=None)


def test_a_measure_stands_once_on_a_scorecard() -> None:
    with refused("measure_stands_once_on_a_scorecard"):
        insert_like(ScorecardRowFactory())
