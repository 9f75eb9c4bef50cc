"""The pages of measures: figures with unit, period, sentence and source."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from impact.models import Area
from priorities.models import DeliveryAction
from tests.factories import (
    ActionMeasureFactory,
    AppointmentFactory,
    AreaFactory,
    DeliveryPlanFactory,
    MeasureFactory,
    ObservationFactory,
    PriorityMeasureFactory,
    SourceFactory,
    TargetFactory,
)
from tests.impact.yearly import figures, priority
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, home: Area, rows: int, django_assert_num_queries: Any
) -> None:
    for measure in MeasureFactory.create_batch(rows, unit="%"):
        figures(measure, home, 10, 12)
        TargetFactory(measure=measure, area=home)
        PriorityMeasureFactory(measure=measure)
    # boards and plans to choose from, how many, which, measures, figures, targets
    with django_assert_num_queries(7):
        page = tidy(client.get("/measures/"))
    assert page.count('id="measure-') == rows
    assert page.count('class="spark"') == rows


def test_a_large_pool_stands_on_pages_those_with_figures_first(client: Client, home: Area) -> None:
    MeasureFactory.create_batch(41, topic="a")
    figures(MeasureFactory(title="Figured", topic="b"), home, 5, 6)
    first = tidy(client.get("/measures/"))
    assert first.index(">Figured<") < first.index('id="wanted"')
    assert "<h1>42 measures" in first
    assert '<a rel="next" href="?page=2">The next page</a>' in first
    second = tidy(client.get("/measures/?page=2"))
    assert "With figures" not in second
    assert second.count('<li><a href="/measures/') == 2
    chosen = tidy(client.get("/measures/?judged=wanted"))
    assert '<a rel="next" href="?judged=wanted&amp;page=2">The next page</a>' in chosen
    assert client.get("/measures/?format=csv").content.count(b"\r\n") == 1 + 42


def test_a_row_carries_figure_unit_period_change_and_how_many_points(
    client: Client, home: Area
) -> None:
    measure = MeasureFactory(title="Infant deaths", unit="per 1,000 live births", better="lower")
    figures(measure, home, 6.2, 5.4)
    page = tidy(client.get("/measures/"))
    assert '<span class="big">5.4</span>' in page
    assert "per 1,000 live births" in page
    assert ">2023</td>" in page
    assert "<span>Better</span>" in page
    assert "2 of 13 points" in page


def test_a_measure_without_a_figure_is_listed_as_wanted(client: Client, home: Area) -> None:
    MeasureFactory(title="Children who feel heard")
    page = tidy(client.get("/measures/"))
    assert "Wanted, no figure yet" in page
    assert "Children who feel heard" in page
    assert "With figures" not in page


def test_a_symbol_is_never_a_number(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m")
    figures(measure, home, 10, 12)
    ObservationFactory(
        measure=measure,
        area=home,
        starts_on=date(2024, 1, 1),
        ends_on=date(2025, 1, 1),
        label="2024",
        value=None,
        symbol="suppressed",
    )
    page = tidy(client.get("/measures/m/"))
    assert '<td class="n">suppressed</td>' in page
    assert "No figure in 2024 (suppressed); 12" in page


@pytest.mark.parametrize("rows", [3, 9])
def test_a_measure_costs_the_same_however_many_figures(
    client: Client, home: Area, rows: int, django_assert_num_queries: Any
) -> None:
    measure = MeasureFactory(code="m")
    figures(measure, home, *range(10, 10 + rows))
    for number in range(rows):
        figures(measure, AreaFactory(slug=f"a-{number}", kind="authority"), 11)
        PriorityMeasureFactory(measure=measure)
    with django_assert_num_queries(5):  # measure, figures, targets, priorities, other lines
        page = tidy(client.get("/measures/m/"))
    assert page.count('class="barcell"') == rows + 1
    assert page.count("Early help") == rows


def test_a_measure_stands_among_its_neighbours(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m", better="lower", title="Suspensions", unit="%")
    figures(measure, home, 4, 5, 6)
    for name, value in (("Derby", 5), ("Bolton", 9)):
        figures(measure, AreaFactory(slug=name.lower(), name=name, kind="authority"), value)
    figures(measure, AreaFactory(slug="england", name="England", kind="england"), 3, 4, 5)
    page = tidy(client.get("/measures/m/"))
    assert "2nd of 3; 1st is lowest" in page
    order = [page.index(words) for words in ("Derby<", "Walsall</b></th>", "Bolton<")]
    assert order == sorted(order)
    assert "England 5" in page
    assert page.count('class="chart chart-') == 3


def test_official_figures_carry_the_licence(client: Client, home: Area) -> None:
    source = SourceFactory(kind="official", document=None, place="", line=None, file_name="f.csv")
    figures(MeasureFactory(code="m"), home, 4, 5, source=source)
    page = tidy(client.get("/measures/m/"))
    assert "Official file f.csv" in page
    sentence = (
        "Contains public sector information licensed under the Open Government Licence v3.0."
    )
    assert page.count(sentence) == 2


def test_an_illustrative_figure_is_marked(client: Client, home: Area) -> None:
    figures(MeasureFactory(code="m"), home, 4, 5, illustrative=True)
    page = tidy(client.get("/measures/m/"))
    assert "(illustrative)" in page
    assert page.count('<span class="made-up">illustrative</span>') == 3


def test_thirteen_points_are_judged(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m", better="lower", unit="%")
    figures(measure, home, *[5, 6] * 6, 20)
    page = tidy(client.get("/measures/m/"))
    assert "<span>Concern, high</span>" in page
    assert "Worse than chance explains" in page


def test_a_target_says_how_far_it_is(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m", better="lower", unit="%", decimals=1)
    figures(measure, home, 11, 12)
    TargetFactory(measure=measure, area=home, value=Decimal(10))
    assert "2.0 percentage points above" in tidy(client.get("/measures/m/"))


# what a priority and its actions should move


@pytest.mark.parametrize("rows", [1, 3])
def test_the_measures_of_a_priority_cost_the_same_however_many(
    client: Client, home: Area, rows: int, django_assert_num_queries: Any
) -> None:
    asked = priority()
    delivery = DeliveryPlanFactory(priority=asked, state="published")
    for number in range(rows):
        link = ActionMeasureFactory(action__plan=delivery, action__number=number + 1)
        figures(link.measure, home, 5, 6)
        PriorityMeasureFactory(priority=asked, order=number)
    # plan, priority with its delivery plan, actions' measures, priority's, figures, targets
    with django_assert_num_queries(6):
        page = tidy(client.get("/plans/plan/1/measures/"))
    assert page.count('data-label="Moved by"') == rows * 2
    assert page.count("No figure yet") == rows


def test_a_measure_names_the_actions_that_should_move_it(client: Client, home: Area) -> None:
    delivery = DeliveryPlanFactory(priority=priority(), state="published")
    link = ActionMeasureFactory(
        action__plan=delivery, action__number=2, action__title="Open a hub"
    )
    ActionMeasureFactory(
        action__plan=delivery, action__number=1, action__title="Train", measure=link.measure
    )
    gone = ActionMeasureFactory(action__plan=delivery, action__number=3)
    DeliveryAction.objects.filter(pk=gone.action_id).update(removed_at="2024-06-01T09:00:00Z")
    figures(link.measure, home, 5, 6, illustrative=True)
    page = tidy(client.get("/plans/plan/1/measures/"))
    assert page.index("1.1 Train") < page.index("1.2 Open a hub")
    assert gone.measure.title not in page
    assert page.count("Last figure") == 2
    assert '<span class="made-up">illustrative</span>' in page


def test_htmx_gets_the_measures_alone_and_the_plan_links_to_them(
    client: Client, home: Area
) -> None:
    asked = priority()
    DeliveryPlanFactory(priority=asked, state="published")
    answer = client.get("/plans/plan/1/measures/", headers={"HX-Request": "true"})
    assert tidy(answer).startswith(f'<div id="measures-of-{asked.pk}">')
    assert "HX-Request" in answer.headers["Vary"]
    plan = tidy(client.get("/plans/plan/1/delivery/"))
    assert f'<p id="measures-of-{asked.pk}"><a href="/plans/plan/1/measures/"' in plan


def test_measures_of_an_unpublished_delivery_plan_are_not_told(client: Client, home: Area) -> None:
    delivery = DeliveryPlanFactory(priority=priority(), state="draft")
    link = ActionMeasureFactory(action__plan=delivery, action__title="Open a hub")
    figures(link.measure, home, 5, 6)
    assert "Open a hub" not in tidy(client.get("/plans/plan/1/measures/"))
    board = delivery.priority.plan.board
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert "Open a hub" in tidy(client.get("/plans/plan/1/measures/"))
