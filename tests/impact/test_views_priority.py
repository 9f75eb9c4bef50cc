"""The page of a priority: its measures, its report, and to whom a draft opens."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from impact.models import Area
from priorities.models import ReportingRound
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    DeliveryPlanFactory,
    EvidenceItemFactory,
    MeasureFactory,
    PlanFactory,
    PriorityFactory,
    PriorityMeasureFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    RequirementFactory,
    SourceFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.impact.yearly import figures, priority
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


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
