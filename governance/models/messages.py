"""What people are told and how they answer without an account: notices, mail, signed links."""

from django.db import models
from django.db.models import Q

from governance.models.boards import Board
from governance.models.people import Organisation, User
from governance.models.records import Subject, kept


class Notification(models.Model):
    """Something told to a person about a subject: once for each event."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="notifications")
    event = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_is_told_once_of_an_event", fields=["person", "subject", "event"]
            )
        ]

    def __str__(self) -> str:
        return self.text


class Message(models.Model):
    """One mail to one person, written with the change that causes it; the worker sends it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"
        FAILED = "failed", "could not be sent"
        DROPPED = "dropped", "not sent: no longer due"

    person = models.ForeignKey(User, models.PROTECT, related_name="messages")
    key = models.CharField("what it is about, once", max_length=200)
    title = models.CharField(max_length=200)
    body = models.TextField()
    address = models.EmailField("where it goes, if not to the person's own", blank=True)
    leads_to = models.CharField("page that the signed link opens", max_length=60, blank=True)
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    written_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="person_is_written_to_once", fields=["person", "key"]),
            models.CheckConstraint(
                name="sent_message_says_when",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="failed_message_says_why", condition=~Q(state="failed") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


@kept(exclude=["last_used_at"])
class SignedLink(models.Model):
    """A link that opens one person's due items without an account. Only its hash is kept."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", "answer what is due"
        NOMINATE = "nominate", "name somebody for a place"
        INVITE = "invite", "make an account one's own"

    token_sha256 = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="signed_links")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="signed_links"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    subjects = models.ManyToManyField(Subject, related_name="signed_links")
    made_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="links_asked_for"
    )
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_ends_after_it_is_made", condition=Q(until__gt=models.F("made_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.person}"
