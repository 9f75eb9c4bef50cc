"""When a board meets, and who is expected there."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from governance.models.boards import Board
from governance.models.laws import law, of_no_heir
from governance.models.people import Organisation, User
from governance.models.records import Record, Subject, kept, known
from governance.models.searched import searched
from governance.models.seats import Place

MEETING_SEARCHED = ("title", "what")


def stays_where_it_signed(
    *, name: str, table: str, at: str, day: str, says: str
) -> pgtrigger.Trigger:
    """Return the trigger that refuses to unmake a meeting that signed a row of `table` off.

    `at`: the column there that names the meeting; `day`: that of the day of the sign-off.
    """
    return law(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("board", "state", "on"),
        broken=f"""EXISTS (
        SELECT 1 FROM {table} t WHERE t.{at}_id = NEW.id
        AND (t.board_id, 'held', t.{day})
            IS DISTINCT FROM (NEW.board_id, NEW.state, NEW."on")
    )""",  # noqa: S608 -- a table and columns of ours
        says=says,
    )


MEETING_STAYS_WHERE_IT_SIGNED = stays_where_it_signed(
    name="meeting_that_signed_terms_off_stays_held",
    table="governance_termsofreference",
    at="signed_off_in",
    day="signed_off_on",
    says="the meeting signed terms of reference off: it stays held, of its board and on its day",
)
STATEMENTS_STAY_SIGNED_OFF = stays_where_it_signed(
    name="meeting_that_signed_statements_stays_held",
    table="governance_boardstatement",
    at="agreed_in",
    day="agreed_on",
    says="the meeting signed statements off: it stays held, of its board and on its day",
)
MINUTES_STAY_AGREED_LATER = law(
    name="minutes_stay_agreed_at_a_later_meeting",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("board", "on"),
    broken=f"""EXISTS (
        SELECT 1 FROM governance_minutes k JOIN governance_meeting m ON m.id = k.meeting_id
        WHERE k.agreed_in_id = NEW.id
        AND (NEW."on" <= m."on" OR {of_no_heir("m.board_id", "NEW.board_id")})
    ) OR EXISTS (
        SELECT 1 FROM governance_minutes k JOIN governance_meeting m ON m.id = k.agreed_in_id
        WHERE k.meeting_id = NEW.id
        AND (m."on" <= NEW."on" OR {of_no_heir("NEW.board_id", "m.board_id")})
    )""",  # noqa: S608 -- columns of ours
    says="its minutes, or those agreed there, are of meetings of one board or of one that follows"
    " it, in their order",
)
MEETING_STAYS_WHERE_IT_AGREED = law(
    name="meeting_that_agreed_minutes_stays_held",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("state"),
    broken="""NEW.state <> 'held' AND EXISTS (
        SELECT 1 FROM governance_minutes m WHERE m.agreed_in_id = NEW.id
    )""",
    says="the meeting agreed minutes of an earlier one: it stays held, with its quorum",
)


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
    joining = models.CharField("how to take part remotely", max_length=300, blank=True)
    theme = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="themed_meetings"
    )
    papers_due_on = models.DateField(null=True, blank=True)
    late_reason = models.TextField("why the agenda was late", blank=True)
    agenda_out_on = models.DateField(null=True, blank=True)
    minutes_agreed_on = models.DateField(null=True, blank=True)
    state_reason = models.TextField("why it was not held as planned", blank=True)
    goes_on_in = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="goes_on_from"
    )
    presided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="meetings_presided"
    )

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
            models.CheckConstraint(
                name="meeting_never_goes_on_in_itself",
                condition=Q(goes_on_in=None) | ~Q(goes_on_in=F("id")),
                violation_error_message="A meeting goes on in another one.",
            ),
            models.CheckConstraint(
                name="meeting_not_held_as_planned_says_why",
                condition=~Q(state__in=["postponed", "cancelled", "adjourned"])
                | ~Q(state_reason=""),
                violation_error_message="Say why.",
            ),
        ]
        indexes = searched("meeting", *MEETING_SEARCHED)
        triggers = [
            MEETING_STAYS_WHERE_IT_SIGNED,
            STATEMENTS_STAY_SIGNED_OFF,
            MEETING_STAYS_WHERE_IT_AGREED,
            MINUTES_STAY_AGREED_LATER,
        ]

    def __str__(self) -> str:
        return self.title or f"{self.board}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """Return the address of the meeting's page."""
        return f"/meetings/{self.pk}/"


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
    deputy_called = models.CharField(
        "post of a deputy who has no account", max_length=200, blank=True
    )
    from_afar = models.BooleanField("will take part remotely", default=False)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="replies_given"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_is_registered_once_a_meeting", fields=["meeting", "place"]
            ),
            models.CheckConstraint(
                name="reply_has_who_and_when",
                condition=Q(replied_at=None, replied_by=None)
                | Q(replied_at__isnull=False, replied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="deputy_is_a_person_or_a_post",
                condition=Q(deputy=None) | Q(deputy_called=""),
                violation_error_message="Name a person or a post, not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_came_display()}"
