"""Scorecards: ordered, grouped lists of measures for a board or a plan, from one pool."""

from django.db import models
from django.db.models import Q

from governance.models import Board, Record, kept
from impact.models.measures import Measure
from priorities.models import Plan


@kept()
class Scorecard(Record):
    """An ordered, grouped list of measures for a board or a plan, from one pool."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="scorecards"
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="scorecards"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scorecard_is_a_boards_or_a_plans",
                condition=Q(board__isnull=False) | Q(plan__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the scorecard's page."""
        return f"/scorecards/{self.slug}/"


@kept()
class ScorecardRow(Record):
    """One measure in its group and order on a scorecard."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="rows")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="scorecard_rows")
    group = models.CharField(max_length=120, blank=True)
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="measure_stands_once_on_a_scorecard", fields=["scorecard", "measure"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} on {self.scorecard}"
