"""What a board meets about: agenda items, their papers, clearances, members' private notes."""

import pgtrigger
from django.db import models
from django.db.models import Q

from governance.models.laws import append_only, law
from governance.models.meetings import Meeting
from governance.models.people import User
from governance.models.records import Record, Subject, kept

MINUTE_STANDS = law(
    name="minute_stands_once_agreed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    broken="""(TG_OP = 'DELETE' OR (OLD.number, OLD.title, OLD.minute)
        IS DISTINCT FROM (NEW.number, NEW.title, NEW.minute)) AND EXISTS (
        SELECT 1 FROM governance_meeting m
        WHERE m.id = OLD.meeting_id AND m.minutes_agreed_on IS NOT NULL
    )""",
    says="the minutes are agreed",
)


class Paragraph(models.TextChoices):
    """The paragraphs of Schedule 12A of the Local Government Act 1972, for England."""

    INDIVIDUAL = "1", "information about an individual"
    IDENTITY = "2", "what is likely to reveal who an individual is"
    BUSINESS = "3", "financial or business affairs of a person or the authority"
    LABOUR = "4", "consultations or negotiations on labour relations"
    PRIVILEGE = "5", "legal professional privilege"
    NOTICES = "6", "notices or orders that the authority proposes"
    CRIME = "7", "prevention, investigation or prosecution of crime"


class OnTheAgenda(models.Manager["AgendaItem"]):
    """The items that stand: one that was taken off is kept, and can be brought back."""

    def get_queryset(self) -> "models.QuerySet[AgendaItem]":
        """Leave out what was taken off."""
        return super().get_queryset().filter(removed_at=None)


@kept()
class AgendaItem(Record):
    """One item of business; an exempt one says why it is.

    `objects` holds those on the agenda, `every` also those taken off it.
    """

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
    exempt_review_on = models.DateField(null=True, blank=True)
    presenter = models.CharField("who presents it", max_length=200, blank=True)
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="items_brought"
    )
    late_agreed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="late_items_agreed"
    )
    out_on = models.DateField("when it came out in an agenda", null=True, blank=True)
    supplement = models.PositiveIntegerField("supplementary agenda it came out in", default=0)
    minute = models.TextField("what the minutes say of it", blank=True)
    removed_at = models.DateTimeField("when it was taken off", null=True, blank=True)

    objects = OnTheAgenda()
    every = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_has_its_own_number",
                fields=["meeting", "number"],
                condition=Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="late_item_says_why_and_who_agreed",
                condition=Q(supplement=0) | (~Q(late_reason="") & Q(late_agreed_by__isnull=False)),
                violation_error_message="Give the chair’s reason for a late item, and who agreed"
                " to it.",
            ),
            models.CheckConstraint(
                name="exempt_item_says_why",
                condition=Q(exempt=False)
                | ~(Q(exempt_paragraphs="") | Q(exempt_reason="") | Q(exempt_by="")),
                violation_error_message="Name the paragraphs of Schedule 12A, the public-interest"
                " reason and who decided.",
            ),
        ]
        triggers = [MINUTE_STANDS]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@kept()
class MeetingPaper(Record):
    """A paper to an item: written here, or sent as a file; a late one takes the older's place."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField("the paper, where it is written here", blank=True)
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="papers_owed"
    )
    due_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    is_suitable = models.BooleanField("suitable for young people's representatives", default=False)
    withdrawn_on = models.DateField("when it was taken out of the pack", null=True, blank=True)
    withdrawn_because = models.TextField("why it was taken out", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="paper_has_its_own_number_in_the_item", fields=["item", "number"]
            ),
            models.CheckConstraint(
                name="paper_taken_out_says_why",
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_because=""),
                violation_error_message="Say why the paper is taken out.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the paper's page."""
        return f"/meetings/{self.item.meeting_id}/papers/{self.pk}/"


class PaperFile(models.Model):
    """One edition of a paper that was sent as a PDF; the newest is the one in the pack."""

    paper = models.ForeignKey(MeetingPaper, models.CASCADE, related_name="files")
    edition = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="papers_sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="paper_file_has_its_own_edition", fields=["paper", "edition"]
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.name}, edition {self.edition}"


@kept()
class PaperClearance(Record):
    """Who looked a paper through before it went out, and when."""

    class Kind(models.TextChoices):
        FINANCE = "finance", "finance"
        LEGAL = "legal", "legal"
        EQUALITY = "equality", "equality"
        DIRECTOR = "director", "director"

    paper = models.ForeignKey(MeetingPaper, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cleared_on = models.DateField()
    officer = models.CharField("post of who cleared it", max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="paper_is_cleared_once_of_a_kind",
                fields=["paper", "kind"],
                violation_error_message="That clearance is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.officer}"


class PrivateNote(models.Model):
    """What a member notes for themselves, at an item and a paragraph; nobody else reads it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="private_notes")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="private_notes")
    paragraph = models.CharField("paragraph or page it belongs to", max_length=40, blank=True)
    text = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="note_stands_once_at_a_paragraph",
                fields=["person", "item", "paragraph"],
                violation_error_message="You have a note there already.",
            )
        ]

    def __str__(self) -> str:
        return f"note at {self.item}"
