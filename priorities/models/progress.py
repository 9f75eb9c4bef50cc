"""What the sponsor reports each quarter: three boxes, a rating, evidence, issues."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import Organisation, Record, kept, law
from priorities.models.delivery import ActionState, DeliveryAction
from priorities.models.priorities import Priority
from priorities.models.rounds import (
    ReportingRound,
    frozen_with_its_round,
    frozen_with_its_update,
)


class Rating(models.TextChoices):
    """How a priority stands in a quarter; the words of the action states."""

    COMPLETE = "complete", "Complete"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    NOT_STARTED = "not_started", "Not started"


@kept()
class ProgressUpdate(Record):
    """The sponsor's report on a priority in a round: three boxes and a rating."""

    round = models.ForeignKey(ReportingRound, models.PROTECT, related_name="updates")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="updates")
    action_taken = models.TextField("action taken, a line a point", blank=True)
    evidence = models.TextField("evidence of impact, a line a point", blank=True)
    still_to_do = models.TextField("still to do, a line a point", blank=True)
    rating = models.CharField("rating typed", max_length=12, choices=Rating.choices, blank=True)
    rating_reason = models.TextField("why it is better than worked out", blank=True)
    rating_worked_out = models.CharField(max_length=12, choices=Rating.choices, blank=True)
    worked_out_because = models.TextField(blank=True)
    rating_expected = models.CharField(
        "rating expected next quarter", max_length=12, choices=Rating.choices, blank=True
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates_signed",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_update_a_priority_and_round",
                fields=["round", "priority"],
                violation_error_message="The priority has a report for that quarter.",
            ),
            models.CheckConstraint(
                name="sign_off_has_who_and_when",
                condition=Q(signed_off_at=None, signed_off_by=None)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
            ),
        ]
        triggers = [
            frozen_with_its_round(name="update_is_frozen_with_its_round", stamp="signed_off_at")
        ]

    def __str__(self) -> str:
        return f"{self.priority}, {self.round.label}"


@kept()
class ReportedState(models.Model):
    """How an action stood when the sponsor reported."""

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="states")
    action = models.ForeignKey(DeliveryAction, models.CASCADE, related_name="reported")
    state = models.CharField(max_length=12, choices=ActionState.choices)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="action_is_reported_once_an_update", fields=["update", "action"]
            )
        ]
        triggers = [frozen_with_its_update(name="reported_state_is_frozen_with_its_round")]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_state_display()}"


@kept()
class EvidenceItem(Record):
    """One claim of impact and what it rests on; limited data is a state, not green."""

    class Kind(models.TextChoices):
        DATA = "data", "data"
        AUDIT = "audit", "audit"
        SURVEY = "survey", "survey"
        OBSERVATION = "observation", "observation"
        ANECDOTE = "anecdote", "anecdote"
        NONE_YET = "none_yet", "no evidence yet"
        UNGRADED = "ungraded", "not graded"

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="evidence_items")
    number = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UNGRADED)
    baseline_agreed = models.BooleanField(null=True, blank=True)
    independent = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="evidence_has_its_own_number", fields=["update", "number"]
            )
        ]
        triggers = [frozen_with_its_update(name="evidence_is_frozen_with_its_round")]

    def __str__(self) -> str:
        return self.text


ISSUE_IS_ON_AN_ACTION_OF_ITS_PRIORITY = law(
    name="issue_is_on_an_action_of_its_priority",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("action_id", "priority_id"),
    broken="""NEW.action_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM priorities_deliveryaction a
        JOIN priorities_deliveryplan p ON p.id = a.plan_id
        WHERE a.id = NEW.action_id AND p.priority_id = NEW.priority_id
    )""",
    says="the action belongs to another priority",
)


@kept()
class Issue(Record):
    """What may delay or limit progress, what follows, and what the board is asked."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="issues")
    action = models.ForeignKey(
        DeliveryAction, models.PROTECT, null=True, blank=True, related_name="issues"
    )
    what = models.TextField()
    consequence = models.TextField(blank=True)
    ask = models.TextField("what the board is asked", blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="issues"
    )
    raised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="issue_closes_on_or_after_it_is_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("raised_on")),
            )
        ]
        triggers = [ISSUE_IS_ON_AN_ACTION_OF_ITS_PRIORITY]

    def __str__(self) -> str:
        return self.what
