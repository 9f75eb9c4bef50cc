"""What a board means to do: its work programme, and the calendars that people subscribe to."""

from django.db import models
from django.db.models import Q

from governance.models.agenda import AgendaItem
from governance.models.boards import Board
from governance.models.meetings import Meeting
from governance.models.people import User
from governance.models.records import Record, Subject, kept, known


@kept()
class WorkProgrammeItem(Record):
    """Planned business of a board: for a month, then for a meeting, then on its agenda."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "ordinary item"
        THEMED = "themed", "themed slot"
        DEEP_DIVE = "deep_dive", "deep dive"

    board = models.ForeignKey(Board, models.PROTECT, related_name="work_programme")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ORDINARY)
    purpose = models.CharField(
        max_length=8, choices=AgendaItem.Purpose.choices, default=AgendaItem.Purpose.DISCUSS
    )
    due_on = models.DateField(null=True, blank=True)
    due_known = known()
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="programme"
    )
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="programme_items"
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="programme"
    )
    item = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="planned_as"
    )
    note = models.TextField(blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_item_on_an_agenda_is_not_dropped",
                condition=Q(item=None) | Q(dropped_because=""),
                violation_error_message="What is on an agenda is not dropped.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class CalendarFeed(models.Model):
    """A person's own calendar: an address that only its hash is kept of, and that can be ended."""

    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_has_one_calendar_feed",
                fields=["person"],
                condition=Q(revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
