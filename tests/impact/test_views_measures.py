"""The pages of measures and priorities: figures with unit, period, sentence and source."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from impact.models import Area, Measure
from impact.queries import choosing
from priorities.models import DeliveryAction, ReportingRound
from tests.factories import (
    ActionMeasureFactory,
    AppointmentFactory,
    AreaFactory,
    BoardFactory,
    DeliveryPlanFactory,
    EvidenceItemFactory,
    MeasureFactory,
    ObservationFactory,
    PlanFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    RequirementFactory,
    SourceFactory,
    SponsorshipFactory,
    TargetFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def home() -> Area:
    made: Area = AreaFactory(slug="home", name="Walsall", is_home=True, kind="authority")
    return made


def figures(measure: Measure, area: Area, *values: float, **more: Any) -> None:
    """Yearly figures that end with 2023."""
    for back, value in enumerate(reversed(values)):
        year = 2023 - back
        ObservationFactory(
            measure=measure,
            area=area,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 1, 1),
            label=str(year),
            value=Decimal(str(value)),
            **more,
        )


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


# choosing


def shown(client: Client, **asked: str) -> set[str]:
    """Return the titles of the measures that a choice leaves."""
    page = client.get("/measures/", asked).content.decode()
    return {title for title in ("Ours", "Theirs", "Wanted") if f">{title}<" in page}


def test_the_list_is_chosen_from_by_board_plan_priority_and_judgement(
    client: Client, home: Area
) -> None:
    board = BoardFactory(slug="ours", name="Board of ours")
    ours = MeasureFactory(title="Ours", board=board, better="lower")
    figures(ours, home, *[5, 6] * 6, 20)
    theirs = MeasureFactory(title="Theirs", plan=PlanFactory(slug="theirs", board__slug="b"))
    figures(theirs, home, 5, 6)
    TargetFactory(measure=theirs, area=home, value=Decimal(1))
    MeasureFactory(title="Wanted")
    PriorityMeasureFactory(measure=ours, priority=priority(), order=1)
    assert shown(client) == {"Ours", "Theirs", "Wanted"}
    assert shown(client, board="ours") == {"Ours"}
    assert shown(client, board="b") == {"Theirs"}
    assert shown(client, serves="plan") == {"Ours"}
    assert shown(client, serves="plan/1") == {"Ours"}
    assert shown(client, judged="concern") == {"Ours"}
    assert shown(client, judged="few") == {"Theirs"}
    assert shown(client, judged="missed") == {"Theirs"}
    assert shown(client, judged="wanted") == {"Wanted"}
    assert shown(client, judged="met") == set()
    assert shown(client, board="ours", judged="few") == set()
    assert shown(client, board="none", judged="of course") == {"Ours", "Theirs", "Wanted"}


def test_of_many_plans_only_the_chosen_one_offers_its_priorities(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    PriorityMeasureFactory(measure=MeasureFactory(title="Ours"), priority=priority(), order=1)
    offered = '<option value="plan/1"'
    assert offered in tidy(client.get("/measures/"))
    monkeypatch.setattr(choosing, "PLANS", 0)
    assert offered not in tidy(client.get("/measures/"))
    assert offered in tidy(client.get("/measures/?serves=plan"))
    assert shown(client, serves="plan/1") == {"Ours"}


def test_of_too_many_boards_and_plans_the_name_is_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = MeasureFactory(title="Ours", board=BoardFactory(slug="ours", name="Board of ours"))
    MeasureFactory(title="Theirs", plan=PlanFactory(title="Theirs alone", board__slug="b"))
    PriorityMeasureFactory(measure=ours, priority=priority(), order=1)
    monkeypatch.setattr(choosing, "OFFERED", 1)
    page = tidy(client.get("/measures/?board=OF+OURS"))
    assert 'name="board" value="OF OURS" placeholder="All boards"' in page
    assert 'name="serves" value="" placeholder="All plans"' in page
    assert shown(client, board="OF OURS") == {"Ours"}
    assert shown(client, board="ours", serves="plan/1") == {"Ours"}
    assert shown(client, serves="plan/2") == set()
    assert shown(client, serves="theirs al") == {"Theirs"}
    assert shown(client, board="nobody's") == set()


def test_a_choice_says_how_many_of_how_many_and_offers_all(client: Client, home: Area) -> None:
    figures(MeasureFactory(), home, 5, 6)
    MeasureFactory(title="Wanted")
    page = tidy(client.get("/measures/?judged=wanted"))
    assert "<h1>1 of 2 measures</h1>" in page
    assert '<option value="wanted" selected>' in page
    assert '<a href="/measures/">Show all</a>' in page
    assert "No measure fits all of that." in tidy(client.get("/measures/?judged=met"))


def test_a_draft_plan_is_named_to_its_board_only(client: Client, home: Area) -> None:
    measure = MeasureFactory(code="m")
    draft = PlanFactory(slug="draft", title="Plan in the making", state="draft")
    PriorityMeasureFactory(measure=measure, priority=PriorityFactory(plan=draft))
    pages = ["/measures/", "/measures/m/"]
    assert ["Plan in the making" in tidy(client.get(page)) for page in pages] == [False] * 2
    client.force_login(AppointmentFactory(place__seat__board=draft.board).holder)
    assert ["Plan in the making" in tidy(client.get(page)) for page in pages] == [True] * 2


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


# priorities


def priority(**more: Any) -> Any:
    return PriorityFactory(plan__slug="plan", number=1, title="Belonging", **more)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_priority_costs_the_same_however_many_measures(
    client: Client, home: Area, rows: int, django_assert_num_queries: Any
) -> None:
    shown = priority()
    AppointmentFactory(place=SponsorshipFactory(priority=shown).place)
    for number in range(rows):
        link = PriorityMeasureFactory(priority=shown, order=number)
        figures(link.measure, home, 5, 6, 7)
        quarter = ReportingRoundFactory(
            board=shown.plan.board,
            slug=f"{number}",
            starts_on=date(2020 + number, 4, 1),
            ends_on=date(2020 + number, 7, 1),
        )
        update = ProgressUpdateFactory(priority=shown, round=quarter, **signed_off())
        EvidenceItemFactory(update=update)
    ReportingRound.objects.update(closed_at="2024-07-20T09:00:00Z")
    # plan, priority, sponsorship, holder, links, figures, targets, reports, evidence,
    # requirements, milestones
    with django_assert_num_queries(11):
        page = tidy(client.get("/plans/plan/1/"))
    assert page.count("The table behind it") == rows
    assert page.count("<h3>Evidence of impact</h3>") == rows


def test_a_priority_shows_the_measures_sentence_chart_and_table(
    client: Client, home: Area
) -> None:
    link = PriorityMeasureFactory(priority=priority(), measure__unit="%", measure__decimals=1)
    figures(link.measure, home, 5, 6, 7.5, source=SourceFactory(place="3.1", line=4))
    page = tidy(client.get("/plans/plan/1/"))
    assert "7.5% in 2023, up from 6.0% in 2022; no target agreed." in page
    assert page.count('class="chart chart-') == 3
    assert '<td class="n">7.5%</td>' in page
    assert "3.1, line 4" in page


def test_two_points_are_told_and_not_drawn(client: Client, home: Area) -> None:
    link = PriorityMeasureFactory(priority=priority())
    figures(link.measure, home, 5, 6)
    page = tidy(client.get("/plans/plan/1/"))
    assert "2 of the 13 points" in page
    assert 'class="chart' not in page
    assert '<details class="inset" open>' in page


def test_a_wanted_measure_is_named(client: Client, home: Area) -> None:
    PriorityMeasureFactory(priority=priority(), measure=None, note="no figure in the papers")
    page = tidy(client.get("/plans/plan/1/"))
    assert "Measures wanted" in page
    assert "No figure in the papers" in page


def test_who_asked_for_it_is_said(client: Client) -> None:
    RequirementFactory(priority=priority(), demand="ofsted")
    assert "Ofsted recommendation" in tidy(client.get("/plans/plan/1/"))


def signed_off() -> dict[str, Any]:
    """Return the columns of a report that its sponsor signed."""
    return {"signed_off_at": "2024-07-10T09:00:00Z", "signed_off_by": UserFactory()}


def test_a_report_that_is_signed_off_is_public_once_its_round_is_closed(client: Client) -> None:
    shown = priority()
    quarter = ReportingRoundFactory(board=shown.plan.board)
    report = {"priority": shown, "round": quarter, "action_taken": "We trained 40 people."}
    ProgressUpdateFactory(**report, **signed_off())
    before = {"slug": "before", "starts_on": date(2023, 4, 1), "ends_on": date(2023, 7, 1)}
    unsigned = ReportingRoundFactory(board=shown.plan.board, **before)
    ProgressUpdateFactory(priority=shown, round=unsigned, action_taken="Half a word.")
    assert "We trained 40 people." not in tidy(client.get("/plans/plan/1/"))
    client.force_login(AppointmentFactory(place__seat__board=shown.plan.board).holder)
    assert "We trained 40 people." in tidy(client.get("/plans/plan/1/"))
    client.logout()
    ReportingRound.objects.update(closed_at="2024-07-20T09:00:00Z")
    page = tidy(client.get("/plans/plan/1/"))
    assert ("We trained 40 people." in page, "Half a word." in page) == (True, False)


def test_the_measure_of_a_draft_plan_is_not_shown_on_the_page_of_another(
    client: Client, home: Area
) -> None:
    shown = priority()
    kept = MeasureFactory(title="Kept inside", plan=PlanFactory(state="draft"))
    PriorityMeasureFactory(priority=shown, measure=kept)
    figures(kept, home, 5, 6)
    assert "Kept inside" not in tidy(client.get("/plans/plan/1/"))
    assert "Kept inside" not in tidy(client.get("/"))


def test_the_delivery_plan_is_offered_to_those_who_may_read_it(client: Client) -> None:
    DeliveryPlanFactory(priority=priority(), state="draft")
    assert "See the delivery plan" not in tidy(client.get("/plans/plan/1/"))


def test_a_priority_of_a_draft_opens_for_its_board_only(client: Client) -> None:
    plan = PlanFactory(slug="draft", state="draft")
    PriorityFactory(plan=plan, number=1)
    assert client.get("/plans/draft/1/").status_code == 404
    client.force_login(AppointmentFactory(place__seat__board=BoardFactory()).holder)
    assert client.get("/plans/draft/1/").status_code == 404
    client.force_login(AppointmentFactory(place__seat__board=plan.board).holder)
    assert client.get("/plans/draft/1/").status_code == 200


def test_a_number_that_the_plan_does_not_have_is_not_found(client: Client) -> None:
    priority()
    assert client.get("/plans/plan/2/").status_code == 404
    assert client.get("/measures/none/").status_code == 404
