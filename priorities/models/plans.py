"""What is to change: plans, outcomes, priorities, what inspectorates require, who sponsors."""

from django.db import models
from django.db.models import Q

from governance.models import (
    Board,
    DatedQuerySet,
    Organisation,
    Record,
    Span,
    kept,
    never_together,
    no_loop,
    searched,
)

PLAN_SEARCHED = ("title", "strapline", "note")


@kept()
class Plan(Record, Span):
    """What a board or an organisation set out to do; exactly one owns it."""

    class Kind(models.TextChoices):
        CHILDRENS_PLAN = "childrens_plan", "children's plan"
        STRATEGY = "strategy", "strategy"
        FOCUS_AREAS = "focus_areas", "focus areas"
        IMPROVEMENT_PROGRAMME = "improvement_programme", "improvement programme"
        WORK_STREAMS = "work_streams", "work streams"

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        CONSULTATION = "consultation", "in consultation"
        AGREED = "agreed", "agreed"
        CLOSED = "closed", "closed"

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    strapline = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="plans")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="plans"
    )
    state = models.CharField(max_length=14, choices=State.choices, default=State.DRAFT)
    note = models.TextField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="plan_has_exactly_one_owner",
                condition=Q(board__isnull=True) ^ Q(organisation__isnull=True),
                violation_error_message="A plan belongs to one board or one organisation.",
            ),
        ]
        indexes = searched("plan", *PLAN_SEARCHED)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the plan's page."""
        return f"/plans/{self.slug}/"


@kept()
class PlanFollow(Record, Span):
    """A board that follows another's plan: its report shows it in a section of its own."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="followers")
    board = models.ForeignKey(Board, models.PROTECT, related_name="follows")

    objects = DatedQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            never_together(
                name="board_follows_a_plan_once_at_a_time",
                same=["plan", "board"],
                message="The board follows that plan then already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} follows {self.plan}"


@kept()
class Outcome(Record):
    """What should be so for children: a tree of outcomes and aims."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", "outcome"
        AIM = "aim", "aim"
        AMBITION = "ambition", "ambition"
        THEME = "theme", "theme"

    slug = models.SlugField(unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="outcomes")
    framework = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OUTCOME)
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        triggers = [no_loop(name="outcomes_form_no_loop")]

    def __str__(self) -> str:
        return self.title


@kept()
class Statement(Record):
    """A sentence of a plan: what it will feel like, a next step, a promise of participation."""

    class Kind(models.TextChoices):
        EXPERIENCE = "experience", "what it will feel like"
        NEXT_STEP = "next_step", "next step"
        PARTICIPATION = "participation", "commitment on participation"
        ROLE = "role", "role of the authority"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="statements")
    outcome = models.ForeignKey(
        Outcome, models.CASCADE, null=True, blank=True, related_name="statements"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="statement_has_its_own_number",
                fields=["plan", "outcome", "kind", "number"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text


@kept()
class NeedsFinding(Record):
    """What a review of needs found: a success, an improvement, a challenge."""

    class Kind(models.TextChoices):
        SUCCESS = "success", "success"
        IMPROVEMENT = "improvement", "improvement"
        CHALLENGE = "challenge", "challenge"
        NEED = "need", "need"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="finding_has_its_own_number", fields=["plan", "kind", "number"]
            )
        ]

    def __str__(self) -> str:
        return self.text
