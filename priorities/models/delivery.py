"""Who does what by when: delivery plans, actions, what each organisation commits to."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import Organisation, Record, Version, kept, known, law, searched
from priorities.models.priorities import Milestone, Priority
from priorities.models.wording import changed_wording_opens_a_draft


class ActionState(models.TextChoices):
    """How an action stands; the words and marks of the whole portal."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    COMPLETE = "complete", "Complete"
    PAUSED = "paused", "Paused"


WORDING = ("number", "title", "outcome", "lead", "starts_on", "first_due_on", "removed_at")

EVERY_COMMITMENT_ANSWERED = law(
    name="plan_is_agreed_with_commitments_answered",
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(
        old__state__in=["draft", "submitted"],
        new__state__in=["agreed", "published"],
        new__override_reason="",
    ),
    broken="""EXISTS (
        SELECT 1 FROM priorities_deliveryaction a
        JOIN priorities_commitment c ON c.action_id = a.id
        WHERE a.plan_id = NEW.id AND a.removed_at IS NULL
        AND c.state IN ('proposed', 'amended')
    )""",
    says="a commitment is unanswered, and no reason is given to agree all the same",
)


@kept()
class DeliveryPlan(Record):
    """The delivery plan of a priority: its sponsor owns it."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"
        AGREED = "agreed", "agreed"
        PUBLISHED = "published", "published"

    priority = models.OneToOneField(Priority, models.PROTECT, related_name="delivery_plan")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    agreed_on = models.DateField(null=True, blank=True)
    override_reason = models.TextField(
        "why it was agreed with an unanswered commitment", blank=True
    )

    published_version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="what everybody sees while a draft is open",
    )

    class Meta:
        triggers = [EVERY_COMMITMENT_ANSWERED]

    def __str__(self) -> str:
        return f"Delivery plan of {self.priority}"

    def get_absolute_url(self) -> str:
        """Return the address of the delivery plan's page."""
        return f"{self.priority.get_absolute_url()}delivery/"


ACTION_SEARCHED = ("title", "outcome")


@kept()
class DeliveryAction(Record):
    """One thing to be done, by one lead organisation, with an outcome and a date."""

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    title = models.CharField("what will be done", max_length=300)
    outcome = models.TextField("expected outcome", blank=True)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="actions_led"
    )
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_led",
    )
    stage = models.CharField("commissioning stage", max_length=40, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField("first agreed date", null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=ActionState.choices, default=ActionState.NOT_STARTED
    )
    state_reason = models.TextField("why it worsened", blank=True)
    completed_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="action_number_is_its_own_in_the_plan",
                fields=["plan", "number"],
                condition=Q(removed_at=None),
                violation_error_message="The plan has an action of that number by now.",
            ),
            models.CheckConstraint(
                name="action_is_due_on_or_after_its_start",
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="An action is not due before it starts.",
            ),
            models.CheckConstraint(
                name="bad_state_has_a_reason",
                condition=~Q(state__in=["at_risk", "off_track"]) | ~Q(state_reason=""),
                violation_error_message="Say why it is at risk or off track.",
            ),
        ]
        indexes = searched("action", *ACTION_SEARCHED)
        triggers = [changed_wording_opens_a_draft(*WORDING, plan="id = NEW.plan_id")]

    def __str__(self) -> str:
        return self.title


@kept()
class Slip(Record):
    """A due date that moved, or was taken away, and why: of an action, or of a milestone."""

    action = models.ForeignKey(
        DeliveryAction, models.CASCADE, null=True, blank=True, related_name="slips"
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="slips"
    )
    from_on = models.DateField()
    from_known = known()
    from_until = models.DateField("day after the last day of the span", null=True, blank=True)
    to_on = models.DateField("to, or no date any more", null=True, blank=True)
    reason = models.TextField()
    told_on = models.DateField()
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slip_is_of_an_action_or_a_milestone",
                condition=Q(action__isnull=False, milestone=None)
                | Q(action=None, milestone__isnull=False),
            ),
            models.CheckConstraint(name="slip_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="slip_moves_the_date", condition=~Q(from_on=F("to_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} to {self.to_on or 'no date'}"


@kept()
class Commitment(Record):
    """An organisation's part in an action; only that organisation can answer."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        AMENDED = "amended", "Amended, waiting for the sponsor"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    action = models.ForeignKey(DeliveryAction, models.CASCADE, related_name="commitments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    part = models.TextField("its part", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    asked_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments_answered",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_commits_once_to_an_action",
                fields=["action", "organisation"],
            ),
            models.CheckConstraint(
                name="answered_commitment_says_when",
                condition=Q(state__in=["proposed", "withdrawn"]) | Q(answered_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"

    @property
    def reason_shown(self) -> str:
        """Why it is declined or another, as others read it; needs `answered_by`."""
        by, words = self.answered_by, self.reason
        return by.shown(words) if by and words else words
