"""What a meeting decides and asks for: decisions, action points, votes, interests, minutes."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from governance.models.agenda import AgendaItem
from governance.models.boards import Board
from governance.models.laws import law
from governance.models.meetings import Meeting
from governance.models.people import User
from governance.models.records import Record, kept, known
from governance.models.searched import searched

DECISION_SEARCHED = ("text",)

# A decision may still be superseded and followed up.
DECISION_STANDS = law(
    name="decision_stands_once_minutes_are_agreed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    broken="""(TG_OP = 'DELETE' OR (
        OLD.board_id, OLD.meeting_id, OLD.item_id, OLD.municipal_year, OLD.number, OLD.kind,
        OLD.text, OLD."on", OLD.on_known
    ) IS DISTINCT FROM (
        NEW.board_id, NEW.meeting_id, NEW.item_id, NEW.municipal_year, NEW.number, NEW.kind,
        NEW.text, NEW."on", NEW.on_known
    )) AND EXISTS (
        SELECT 1 FROM governance_meeting m
        WHERE m.id = OLD.meeting_id AND m.minutes_agreed_on IS NOT NULL
    )""",
    says="the minutes are agreed; a later decision can supersede it",
)


@kept()
class Decision(Record):
    """What was decided or recommended; superseded, never edited, once minutes are agreed."""

    class Kind(models.TextChoices):
        RESOLVED = "resolved", "resolved"
        RECOMMENDED = "recommended", "recommended"
        NOTED = "noted", "noted"

    board = models.ForeignKey(Board, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    municipal_year = models.PositiveIntegerField("municipal year, by the year it begins in May")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.RESOLVED)
    text = models.TextField()
    on = models.DateField()
    on_known = known()
    follow_up_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decision_has_its_own_number_in_the_year",
                fields=["board", "municipal_year", "number"],
            ),
            models.CheckConstraint(
                name="decision_never_supersedes_itself",
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
            ),
        ]
        indexes = searched("decision", *DECISION_SEARCHED)
        triggers = [DECISION_STANDS]

    def __str__(self) -> str:
        return self.text


@kept()
class ActionPoint(Record):
    """What a meeting asked someone to do."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="action_points")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="action_points"
    )
    what = models.TextField()
    who = models.ForeignKey(User, models.PROTECT, related_name="action_points")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.TextField("what came of it", blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="action_points_settled"
    )
    passed_to = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="action_points_taken_over"
    )
    passed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="action_point_has_its_own_number", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="action_point_settling_has_who_and_when",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="action_point_open_is_not_settled",
                condition=~Q(state="open") | Q(settled_at=None),
                violation_error_message="What is settled is done or dropped.",
            ),
            models.CheckConstraint(
                name="action_point_passes_on_a_day",
                condition=Q(passed_to=None, passed_on=None)
                | Q(passed_to__isnull=False, passed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Return the address at which the point is settled."""
        return f"/action-points/{self.pk}/"


@kept()
class Declaration(Record):
    """An interest that somebody declared, and whether they withdrew for the item."""

    class Kind(models.TextChoices):
        PECUNIARY = "pecuniary", "disclosable pecuniary interest"
        REGISTRABLE = "registrable", "other registrable interest"
        OTHER = "other", "non-registrable interest"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="declarations")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="declarations"
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    interest = models.TextField()
    withdrew = models.BooleanField("left while the item was taken", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="interest_is_declared_once_for_an_item",
                fields=["meeting", "item", "person", "kind"],
                nulls_distinct=False,
                violation_error_message="This interest is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def interest_shown(self) -> str:
        """The interest as others read it; needs `person`."""
        return self.person.shown(self.interest)


@kept()
class Vote(Record):
    """A vote on an item: how many for, against and abstaining, and the chair's casting vote."""

    class Casting(models.TextChoices):
        FOR = "for", "for"
        AGAINST = "against", "against"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="votes")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="votes"
    )
    motion = models.TextField("what was voted on")
    votes_for = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField(default=0)
    casting = models.CharField("casting vote", max_length=8, choices=Casting.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casting_vote_breaks_a_tie",
                condition=Q(casting="") | Q(votes_for=F("against")),
                violation_error_message="A casting vote is given only where votes are equal.",
            ),
            models.UniqueConstraint(
                name="motion_is_voted_on_once",
                fields=["meeting", "item", "motion"],
                nulls_distinct=False,
                violation_error_message="The vote on this motion is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for} for, {self.against} against: {self.motion}"
