"""What people said, and what changed."""

from datetime import date

from django.db import models

from governance.models import Board, Organisation, Record, kept, known, searched
from priorities.models import DeliveryAction, Outcome


@kept()
class Engagement(Record):
    """A piece of listening: a study, a survey, a forum, an event."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    on = models.DateField(null=True, blank=True)
    on_known = known()
    until = models.DateField("day after the last day", null=True, blank=True)
    as_written = models.CharField(max_length=40, blank=True)
    what = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


SAID_SEARCHED = ("said", "changed", "did_it_work", "reason")


class YouSaidQuerySet(models.QuerySet["YouSaid"]):
    """What was said, by whether it may be repeated."""

    def agreed_to(self, day: date) -> "YouSaidQuerySet":
        """Return what may be read on `day`: whoever said it has not taken their consent back."""
        return self.filter(models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=day))


@kept()
class YouSaid(Record):
    """What was said, by whom, and what changed; unseen once consent to repeat it is withdrawn."""

    class State(models.TextChoices):
        HEARD = "heard", "heard"
        ACTING = "acting", "acting"
        CHANGED = "changed", "changed"
        CANNOT = "cannot", "cannot"

    slug = models.SlugField(unique=True)
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="said"
    )
    voice = models.CharField(max_length=80)
    said = models.TextField()
    changed = models.TextField(blank=True)
    did_it_work = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HEARD)
    reason = models.TextField(blank=True)
    action = models.ForeignKey(
        DeliveryAction, models.PROTECT, null=True, blank=True, related_name="said"
    )
    on = models.DateField(null=True, blank=True)
    on_known = known()
    people = models.PositiveIntegerField("how many said it", null=True, blank=True)
    withdrawn_on = models.DateField("day consent was withdrawn", null=True, blank=True)

    objects = YouSaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cannot_has_a_reason",
                condition=~models.Q(state="cannot") | ~models.Q(reason=""),
                violation_error_message="Say why it cannot be done.",
            ),
            models.CheckConstraint(
                name="changed_says_what",
                condition=~models.Q(state="changed") | ~models.Q(changed=""),
                violation_error_message="Say what changed.",
            ),
        ]
        indexes = searched("said", *SAID_SEARCHED)

    def __str__(self) -> str:
        return self.said
