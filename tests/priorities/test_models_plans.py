"""Plans, priorities, sponsors, selection: what the database refuses by itself."""

from datetime import date

import pytest

from tests.factories import (
    CriterionFactory,
    MilestoneFactory,
    NeedsFindingFactory,
    OrganisationFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanFollowFactory,
    PriorityFactory,
    PromptFactory,
    RequirementFactory,
    SelectionRoundFactory,
    SponsorshipFactory,
    StatementFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_plan_has_exactly_one_owner() -> None:
    plan = PlanFactory()
    with refused("plan_has_exactly_one_owner"):
        update(plan, organisation_id=OrganisationFactory().pk)
    with refused("plan_has_exactly_one_owner"):
        update(plan, board_id=None)


def test_a_board_follows_a_plan_once_at_a_time() -> None:
    follow = PlanFollowFactory(ends_on=date(2025, 4, 1))
    with refused("board_follows_a_plan_once_at_a_time"):
        insert_like(follow, starts_on=date(2025, 3, 31), ends_on=None)
    insert_like(follow, starts_on=date(2025, 4, 1), ends_on=None)


def test_outcomes_form_no_loop() -> None:
    whole = OutcomeFactory()
    part = OutcomeFactory(parent=whole)
    with refused("outcomes_form_no_loop"):
        update(whole, parent_id=part.pk)


def test_a_statement_has_its_own_number() -> None:
    with refused("statement_has_its_own_number"):
        insert_like(StatementFactory())


def test_a_finding_has_its_own_number() -> None:
    with refused("finding_has_its_own_number"):
        insert_like(NeedsFindingFactory())


def test_a_priority_has_its_own_number_in_the_plan() -> None:
    priority = PriorityFactory()
    with refused("priority_number_is_its_own_in_the_plan"):
        insert_like(priority, slug="another")
    insert_like(priority, slug="another", plan_id=PlanFactory().pk)


def test_the_number_of_a_priority_begins_at_one() -> None:
    with refused("priority_number_begins_at_one"):
        update(PriorityFactory(), number=0)


def test_a_requirement_stands_once_a_priority() -> None:
    with refused("requirement_stands_once_a_priority"):
        insert_like(RequirementFactory())


def test_a_requirement_is_of_its_prioritys_plan() -> None:
    with refused("requirement_is_of_its_prioritys_plan"):
        update(RequirementFactory(), plan_id=PlanFactory().pk)


def test_a_milestone_is_of_its_prioritys_plan() -> None:
    with refused("milestone_is_of_its_prioritys_plan"):
        update(MilestoneFactory(), priority_id=PriorityFactory().pk)


def test_the_span_of_a_milestone_ends_after_it_starts() -> None:
    with refused("milestone_span_ends_after_it_starts"):
        update(MilestoneFactory(), due_until=date(2025, 3, 31))


def test_a_priority_has_one_sponsor_at_a_time() -> None:
    sponsorship = SponsorshipFactory(ends_on=date(2025, 4, 1))
    other = PlaceFactory()
    with refused("priority_has_one_sponsor_at_a_time"):
        insert_like(sponsorship, place_id=other.pk, starts_on=date(2025, 3, 31), ends_on=None)
    insert_like(sponsorship, place_id=other.pk, starts_on=date(2025, 4, 1), ends_on=None)


def test_a_sponsorship_has_a_first_day() -> None:
    with refused("sponsorship_has_a_first_day"):
        update(SponsorshipFactory(), starts_on=None)


def test_a_board_chooses_once_on_a_day() -> None:
    with refused("board_chooses_once_on_a_day"):
        insert_like(SelectionRoundFactory(decided_on=None))


def test_a_prompt_has_its_own_number() -> None:
    with refused("prompt_has_its_own_number"):
        insert_like(PromptFactory())


def test_a_criterion_has_its_own_number() -> None:
    with refused("criterion_has_its_own_number"):
        insert_like(CriterionFactory())
