"""What partners chose to change: priorities, what asks for them, who sponsors, what by when."""

import pgtrigger
from django.db import models
from django.db.models import Q

from governance.models import (
    DatedQuerySet,
    Organisation,
    Place,
    Record,
    Span,
    kept,
    known,
    law,
    never_together,
    searched,
)
from priorities.models.plans import Plan
from priorities.models.wording import changed_wording_opens_a_draft

PRIORITY_SEARCHED = ("title", "why", "definition", "ambition")


@kept()
class Priority(Record):
    """What the partners chose to change together."""

    class Level(models.TextChoices):
        CORPORATE = "corporate", "corporate ambition"
        SINGLE_AGENCY = "single_agency", "single agency"
        PARTNERSHIP = "partnership", "partnership"

    slug = models.SlugField(unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    why = models.TextField("why it matters", blank=True)
    definition = models.TextField(blank=True)
    ambition = models.TextField(blank=True)
    level = models.CharField(max_length=14, choices=Level.choices, default=Level.PARTNERSHIP)
    accountable = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    measures_agreed_on = models.DateField(null=True, blank=True)
    page = models.PositiveIntegerField("page in the paper", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="priority_number_is_its_own_in_the_plan",
                fields=["plan", "number"],
                violation_error_message="The plan has a priority of that number.",
            ),
            models.CheckConstraint(
                name="priority_number_begins_at_one", condition=Q(number__gte=1)
            ),
        ]
        indexes = searched("priority", *PRIORITY_SEARCHED)

    def __str__(self) -> str:
        return f"Priority {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the priority's page."""
        return f"{self.plan.get_absolute_url()}{self.number}/"

    def progress_url(self, period: str) -> str:
        """Return the address of its report in a round, whose period is written as 2013-14-q3."""
        return f"{self.get_absolute_url()}progress/{period}/"

    @property
    def called(self) -> str:
        """The title used in a table: the short one where there is one."""
        return self.short_title or self.title


def plan_of_its_priority(*, name: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a plan other than that of the row's priority."""
    return law(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("plan_id", "priority_id"),
        broken="""EXISTS (
            SELECT 1 FROM priorities_priority p
            WHERE p.id = NEW.priority_id AND p.plan_id <> NEW.plan_id
        )""",
        says="its priority belongs to another plan",
    )


@kept()
class Requirement(Record):
    """What a department or an inspectorate asks for, and the priority that answers it."""

    class Demand(models.TextChoices):
        DFE = "dfe", "DfE priority"
        OFSTED = "ofsted", "Ofsted recommendation"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="requirements")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="requirements")
    demand = models.CharField("who asks", max_length=8, choices=Demand.choices)
    text = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="requirement_stands_once_a_priority", fields=["priority", "demand"]
            )
        ]
        triggers = [plan_of_its_priority(name="requirement_is_of_its_prioritys_plan")]

    def __str__(self) -> str:
        return self.text or f"{self.get_demand_display()}: {self.priority.title}"


class SponsorshipQuerySet(DatedQuerySet):
    """Sponsorships by day."""


@kept()
class Sponsorship(Record, Span):
    """A place that sponsors a priority; the person follows from the appointment."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="sponsorships")
    place = models.ForeignKey(Place, models.PROTECT, related_name="sponsorships")

    objects = SponsorshipQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="sponsorship_has_a_first_day", condition=Q(starts_on__isnull=False)
            ),
            never_together(
                name="priority_has_one_sponsor_at_a_time",
                same=["priority"],
                message="The priority has a sponsor then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} sponsors {self.priority}"


@kept()
class Milestone(Record):
    """What is to be reached by when; kept even where nobody reported whether it was."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="milestones")
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    slug = models.SlugField(unique=True)
    what = models.TextField("what is to be reached")
    due_on = models.DateField("by when", null=True, blank=True)
    due_known = known()
    due_until = models.DateField("day after the last day of the span", null=True, blank=True)
    due_as_written = models.CharField(max_length=40, blank=True)
    first_due_on = models.DateField("first agreed date", null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    reached_known = known()
    told_as = models.CharField("what the paper says of it", max_length=20, blank=True)
    position = models.PositiveIntegerField("its place, else by date", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_span_ends_after_it_starts",
                condition=Q(due_until=None) | Q(due_until__gt=models.F("due_on")),
            )
        ]
        triggers = [
            plan_of_its_priority(name="milestone_is_of_its_prioritys_plan"),
            changed_wording_opens_a_draft(
                *("what", "first_due_on", "removed_at"), plan="priority_id = NEW.priority_id"
            ),
        ]

    def __str__(self) -> str:
        return self.what
