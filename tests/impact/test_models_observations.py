"""Figures, symbols, revisions, voices: what the database refuses and keeps by itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from impact.models import Observation, Revision
from tests.factories import FIRST_INSTANT, ObservationFactory, YouSaidFactory
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_one_observation_a_key() -> None:
    figure = ObservationFactory()
    with refused("one_observation_a_key"):
        insert_like(figure, value=30)
    insert_like(figure, breakdown="sex=girls")
    insert_like(figure, kind="projection")


def test_two_scenarios_of_one_period_are_two_figures() -> None:
    figure = ObservationFactory(kind="scenario", scenario="More workers")
    insert_like(figure, scenario="Fewer workers")
    assert Observation.objects.count() == 2


def test_a_symbol_is_never_a_number() -> None:
    figure = ObservationFactory()
    with refused("symbol_is_never_a_number"):
        update(figure, symbol="low")
    with refused("symbol_is_never_a_number"):
        update(figure, value=None)
    update(figure, symbol="low", value=None)


def test_a_figures_period_ends_after_it_starts() -> None:
    with refused("observation_ends_after_it_starts"):
        update(ObservationFactory(), ends_on=date(2023, 4, 1))


def test_a_scenario_has_its_name_and_nothing_else_has_one() -> None:
    figure = ObservationFactory()
    with refused("scenario_has_its_name"):
        update(figure, kind="scenario")
    with refused("scenario_has_its_name"):
        update(figure, scenario="More workers")


def test_an_interval_lies_around_the_value() -> None:
    figure = ObservationFactory()
    update(figure, lower="26.9", upper="26.9")
    with refused("interval_lies_around_the_value"):
        update(figure, lower="27")


@pytest.mark.parametrize("part", ["numerator", "lower", "upper"])
def test_a_suppressed_figure_hides_its_parts(part: str) -> None:
    figure = ObservationFactory(symbol="suppressed", value=None)
    with refused("suppressed_figure_hides_its_parts"):
        update(figure, **{part: 3})


def test_a_changed_figure_leaves_a_revision_however_it_was_changed() -> None:
    figure = ObservationFactory()
    update(figure, value="20.7", qualifier="about")
    Observation.objects.update(value=Decimal("20.8"))
    figure.refresh_from_db()
    figure.save()
    first, second = Revision.objects.order_by("pk")
    assert first.before == {"value": "26.90000000", "qualifier": "exact"}
    assert first.after == {"value": "20.70000000", "qualifier": "about"}
    assert second.after == {"value": "20.80000000"}
    assert first.at is not None
    assert (first.by, first.reason) == (None, "")


def test_a_revision_is_never_changed_nor_cut() -> None:
    update(ObservationFactory(), value="20.7")
    revision = Revision.objects.get()
    connection.check_constraints()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        update(revision, at=FIRST_INSTANT)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        delete(revision)
    with (
        pytest.raises(ProgrammingError, match="history is never cut"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE impact_revision")


def test_what_cannot_be_done_has_a_reason() -> None:
    with refused("cannot_has_a_reason"):
        update(YouSaidFactory(), state="cannot")


def test_what_changed_is_said() -> None:
    with refused("changed_says_what"):
        update(YouSaidFactory(), state="changed")
