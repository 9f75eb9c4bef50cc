"""When a board meets: agenda, register, decisions, what it asked people to do."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from governance.models.boards import Board
from governance.models.laws import law
from governance.models.people import Organisation, User
from governance.models.records import Record, Subject, kept, known
from governance.models.searched import searched
from governance.models.seats import Place

MEETING_SEARCHED = ("title", "what")
DECISION_SEARCHED = ("text",)


@kept()
class Meeting(Record):
    """A meeting of a board, past or to come."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "ordinary meeting"
        THEMED = "themed", "themed meeting"
        DEEP_DIVE = "deep_dive", "deep dive"
        SUMMIT = "summit", "summit"
        WORKSHOP = "workshop", "workshop"
        REVIEW = "review", "review"
        CONFERENCE = "conference", "conference"
        CONSULTATION = "consultation", "consultation event"

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        PUBLISHED = "published", "published"
        HELD = "held", "held"
        INQUORATE = "inquorate", "inquorate"
        ADJOURNED = "adjourned", "adjourned"
        POSTPONED = "postponed", "postponed"
        CANCELLED = "cancelled", "cancelled"

    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    convened_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    slug = models.SlugField(unique=True)
    on = models.DateField()
    on_known = known()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    hybrid = models.BooleanField(default=False)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.ORDINARY)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    title = models.CharField(max_length=200, blank=True)
    what = models.TextField(blank=True)
    note = models.TextField(blank=True)
    head_count = models.PositiveIntegerField(
        "people present, where only that is known", null=True, blank=True
    )
    late_reason = models.TextField("why the agenda was late", blank=True)
    agenda_out_on = models.DateField(null=True, blank=True)
    minutes_agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_is_somebodys",
                condition=Q(board__isnull=False) | Q(convened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="A meeting ends after it starts.",
            ),
        ]
        indexes = searched("meeting", *MEETING_SEARCHED)

    def __str__(self) -> str:
        return self.title or f"{self.board}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """Return the address of the meeting's page."""
        return f"/meetings/{self.pk}/"


@kept()
class AgendaItem(Record):
    """One item of business; an exempt one says why it is."""

    class Purpose(models.TextChoices):
        DECIDE = "decide", "decide"
        DISCUSS = "discuss", "discuss"
        NOTE = "note", "note"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.DISCUSS)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="+")
    late_reason = models.TextField(blank=True)
    exempt = models.BooleanField(default=False)
    exempt_paragraphs = models.CharField(max_length=40, blank=True)
    exempt_reason = models.TextField(blank=True)
    exempt_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_has_its_own_number", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="exempt_item_says_why",
                condition=Q(exempt=False)
                | ~(Q(exempt_paragraphs="") | Q(exempt_reason="") | Q(exempt_by="")),
                violation_error_message="Name the paragraphs of Schedule 12A, the public-interest"
                " reason and who decided.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@kept()
class Attendance(Record):
    """One place expected at one meeting: what was replied, who came."""

    class Reply(models.TextChoices):
        NONE = "none", "no reply"
        COMING = "coming", "coming"
        APOLOGIES = "apologies", "apologies"
        DEPUTY = "deputy", "deputy named"

    class Came(models.TextChoices):
        UNKNOWN = "unknown", "not yet known"
        PRESENT = "present", "present"
        REMOTE = "remote", "remote"
        DEPUTY = "deputy", "deputy present"
        ABSENT = "absent", "absent"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="register")
    place = models.ForeignKey(Place, models.PROTECT, related_name="register")
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.NONE)
    came = models.CharField(max_length=8, choices=Came.choices, default=Came.UNKNOWN)
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputised"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_is_registered_once_a_meeting", fields=["meeting", "place"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_came_display()}"


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
    what = models.TextField()
    who = models.ForeignKey(User, models.PROTECT, related_name="action_points")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="action_point_has_its_own_number", fields=["meeting", "number"]
            )
        ]

    def __str__(self) -> str:
        return self.what
