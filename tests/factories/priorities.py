"""Rows of the second storey, with constant and boring values."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from priorities.models import (
    Commitment,
    Contribution,
    Criterion,
    DeliveryAction,
    DeliveryPlan,
    EvidenceItem,
    HandedOn,
    Issue,
    Milestone,
    NeedsFinding,
    Nudge,
    Outcome,
    Plan,
    PlanFollow,
    Priority,
    ProgressUpdate,
    Prompt,
    ReportedState,
    ReportingRound,
    Requirement,
    SelectionRound,
    Slip,
    Sponsorship,
    Statement,
)
from tests.factories.governance import (
    FIRST_DAY,
    FIRST_INSTANT,
    BoardFactory,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)


class PlanFactory(DjangoModelFactory):
    """A board's agreed plan."""

    class Meta:
        model = Plan

    slug = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)
    kind = Plan.Kind.CHILDRENS_PLAN
    board = factory.SubFactory(BoardFactory)
    state = Plan.State.AGREED


class PlanFollowFactory(DjangoModelFactory):
    """A board that follows another's plan."""

    class Meta:
        model = PlanFollow

    plan = factory.SubFactory(PlanFactory)
    board = factory.SubFactory(BoardFactory)
    starts_on = FIRST_DAY


class OutcomeFactory(DjangoModelFactory):
    """An outcome without parts."""

    class Meta:
        model = Outcome

    slug = factory.Sequence("outcome-{}".format)
    plan = factory.SubFactory(PlanFactory)
    title = "Children are safe"


class StatementFactory(DjangoModelFactory):
    """What it will feel like."""

    class Meta:
        model = Statement

    plan = factory.SubFactory(PlanFactory)
    kind = Statement.Kind.EXPERIENCE
    number = factory.Sequence(lambda n: n + 1)
    text = "I am listened to."


class NeedsFindingFactory(DjangoModelFactory):
    """A challenge that a review of needs found."""

    class Meta:
        model = NeedsFinding

    plan = factory.SubFactory(PlanFactory)
    kind = NeedsFinding.Kind.CHALLENGE
    number = factory.Sequence(lambda n: n + 1)
    text = "Too many wait."


class PriorityFactory(DjangoModelFactory):
    """A priority of a plan."""

    class Meta:
        model = Priority

    slug = factory.Sequence("priority-{}".format)
    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Early help"


class RequirementFactory(DjangoModelFactory):
    """What the department asks for."""

    class Meta:
        model = Requirement

    priority = factory.SubFactory(PriorityFactory)
    plan = factory.SelfAttribute("priority.plan")
    demand = Requirement.Demand.DFE


class SponsorshipFactory(DjangoModelFactory):
    """A place on the plan's own board that sponsors a priority."""

    class Meta:
        model = Sponsorship

    priority = factory.SubFactory(PriorityFactory)
    place = factory.SubFactory(
        PlaceFactory, seat__board=factory.SelfAttribute("...priority.plan.board")
    )
    starts_on = FIRST_DAY


class MilestoneFactory(DjangoModelFactory):
    """A milestone that nobody has reported as reached."""

    class Meta:
        model = Milestone

    plan = factory.SubFactory(PlanFactory)
    slug = factory.Sequence("milestone-{}".format)
    what = "The hub opens."
    due_on = date(2025, 3, 31)
    first_due_on = date(2025, 3, 31)


class DeliveryPlanFactory(DjangoModelFactory):
    """A draft delivery plan."""

    class Meta:
        model = DeliveryPlan

    priority = factory.SubFactory(PriorityFactory)


class DeliveryActionFactory(DjangoModelFactory):
    """An action on track, due at the end of the year 2024/25."""

    class Meta:
        model = DeliveryAction

    plan = factory.SubFactory(DeliveryPlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence("Action {}".format)
    outcome = "Families are helped sooner."
    lead = factory.SubFactory(OrganisationFactory)
    starts_on = FIRST_DAY
    due_on = date(2025, 3, 31)
    first_due_on = date(2025, 3, 31)
    state = "on_track"


class SlipFactory(DjangoModelFactory):
    """A due date that moved by a quarter."""

    class Meta:
        model = Slip

    action = factory.SubFactory(DeliveryActionFactory)
    from_on = date(2025, 3, 31)
    to_on = date(2025, 6, 30)
    reason = "Recruitment took longer."
    told_on = date(2025, 1, 15)


class CommitmentFactory(DjangoModelFactory):
    """A commitment that waits for its answer."""

    class Meta:
        model = Commitment

    action = factory.SubFactory(DeliveryActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    part = "Second two workers."
    asked_on = FIRST_DAY


class ReportingRoundFactory(DjangoModelFactory):
    """The first quarter of 2024/25, not yet closed."""

    class Meta:
        model = ReportingRound

    board = factory.SubFactory(BoardFactory)
    slug = "2024-25-q1"
    label = "Quarter 1, 2024/25"
    starts_on = date(2024, 4, 1)
    ends_on = date(2024, 7, 1)
    opens_on = date(2024, 6, 17)
    due_on = date(2024, 7, 12)


class ContributionFactory(DjangoModelFactory):
    """What a partner sent in a round."""

    class Meta:
        model = Contribution

    round = factory.SubFactory(ReportingRoundFactory)
    commitment = factory.SubFactory(CommitmentFactory)
    text = "Two workers began."
    state = "on_track"
    sent_at = FIRST_INSTANT


class ProgressUpdateFactory(DjangoModelFactory):
    """A sponsor's report that is not signed off."""

    class Meta:
        model = ProgressUpdate

    round = factory.SubFactory(ReportingRoundFactory)
    priority = factory.SubFactory(PriorityFactory)
    action_taken = "The hub opened."


class ReportedStateFactory(DjangoModelFactory):
    """How an action stood in a report."""

    class Meta:
        model = ReportedState

    update = factory.SubFactory(ProgressUpdateFactory)
    action = factory.SubFactory(DeliveryActionFactory)
    state = "on_track"


class EvidenceItemFactory(DjangoModelFactory):
    """One claim of impact."""

    class Meta:
        model = EvidenceItem

    update = factory.SubFactory(ProgressUpdateFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Waits fell by a third."


class IssueFactory(DjangoModelFactory):
    """What may delay a priority."""

    class Meta:
        model = Issue

    priority = factory.SubFactory(PriorityFactory)
    what = "Two posts are vacant."
    raised_on = FIRST_DAY


class SelectionRoundFactory(DjangoModelFactory):
    """A board's choice of priorities."""

    class Meta:
        model = SelectionRound

    board = factory.SubFactory(BoardFactory)
    decided_on = FIRST_DAY


class PromptFactory(DjangoModelFactory):
    """A question that a proposal answers."""

    class Meta:
        model = Prompt

    round = factory.SubFactory(SelectionRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "What is the need?"


class CriterionFactory(DjangoModelFactory):
    """A test that a draft must pass."""

    class Meta:
        model = Criterion

    round = factory.SubFactory(SelectionRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Only together can it be done."


class NudgeFactory(DjangoModelFactory):
    """That a partner was reminded."""

    class Meta:
        model = Nudge

    round = factory.SubFactory(ReportingRoundFactory)
    commitment = factory.SubFactory(CommitmentFactory)
    nudged_at = FIRST_INSTANT
    nudged_by = factory.SubFactory(UserFactory)


class HandedOnFactory(DjangoModelFactory):
    """An item that a colleague of the organisation has in hand."""

    class Meta:
        model = HandedOn

    round = factory.SubFactory(ReportingRoundFactory)
    commitment = factory.SubFactory(CommitmentFactory)
    handed_to = factory.SubFactory(
        UserFactory, organisation=factory.SelfAttribute("..commitment.organisation")
    )
    handed_by = factory.SubFactory(UserFactory)
    handed_at = FIRST_INSTANT
