"""How people come to a table and go: nominations, mentoring, reviews, mergers, new addresses."""

from django.db import models
from django.db.models import F, Q

from governance.models.people import Organisation, User
from governance.models.records import Record, Span, kept
from governance.models.seats import Appointment, Place, Seat


@kept()
class Nomination(Record):
    """A nominating organisation is asked for somebody to take a place, and answers."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        ANSWERED = "answered", "answered"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "not taken up"
        WITHDRAWN = "withdrawn", "withdrawn"
        NOBODY = "nobody", "nobody named"

    place = models.ForeignKey(Place, models.PROTECT, related_name="nominations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="nominations")
    asked = models.ForeignKey(
        User, models.PROTECT, related_name="nominations_asked_for", verbose_name="who is asked"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="nominations_sent")
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="nominations_reminded_of"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    post = models.CharField("post of the person named", max_length=200, blank=True)
    email = models.EmailField("their e-mail address", blank=True)
    words = models.TextField("what else was said", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="nominations_made"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="nominations_settled"
    )
    reason = models.TextField(blank=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="nomination"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_has_one_open_nomination",
                fields=["place"],
                condition=Q(state__in=["asked", "answered"]),
                violation_error_message="Somebody is asked for this place already.",
            ),
            models.CheckConstraint(
                name="nomination_answer_has_who_and_when",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_reminder_has_who_and_when",
                condition=Q(reminded_at=None, reminded_by=None)
                | Q(reminded_at__isnull=False, reminded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_answer_names_somebody",
                condition=Q(answered_at=None) | ~Q(post=""),
                violation_error_message="Give the post of the person you name.",
            ),
            models.CheckConstraint(
                name="nomination_settling_has_who_and_when",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_state_follows_from_its_dates",
                condition=Q(state="asked", answered_at=None, settled_at=None, appointment=None)
                | Q(
                    state="answered",
                    answered_at__isnull=False,
                    settled_at=None,
                    appointment=None,
                )
                | Q(state="accepted", settled_at__isnull=False, appointment__isnull=False)
                | (
                    Q(state__in=["declined", "withdrawn", "nobody"], appointment=None)
                    & Q(settled_at__isnull=False)
                    & ~Q(reason="")
                ),
                violation_error_message="A nomination that is taken up has its appointment; one"
                " that is not says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.place}"

    def get_absolute_url(self) -> str:
        """Return the address at which the nomination is looked at and settled."""
        return f"{self.place.get_absolute_url()}nominations/{self.pk}/"


@kept()
class Mentoring(Record, Span):
    """Who held a seat helps who comes next, for a time in which both are there."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mentoring")
    mentor = models.ForeignKey(User, models.PROTECT, related_name="mentors")
    successor = models.ForeignKey(User, models.PROTECT, related_name="mentored")
    notes = models.TextField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="nobody_mentors_themselves",
                condition=~Q(mentor=F("successor")),
                violation_error_message="Nobody is their own mentor.",
            ),
            models.UniqueConstraint(
                name="successor_is_mentored_once_in_a_seat",
                fields=["seat", "mentor", "successor"],
                violation_error_message="This mentoring is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} with {self.successor}"


@kept()
class AccessReview(Record):
    """Somebody looked at what a person may see on a day, and kept or ended it."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "kept"
        TO_END = "to_end", "to be ended"

    person = models.ForeignKey(User, models.PROTECT, related_name="access_reviews")
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="reviews_made")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_reviews_their_own_access",
                condition=~Q(person=F("reviewed_by")),
                violation_error_message="Somebody else reviews your own access.",
            ),
            models.CheckConstraint(
                name="access_to_be_ended_says_why",
                condition=~Q(outcome="to_end") | ~Q(note=""),
                violation_error_message="Say why the access is to end.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"


@kept()
class Merger(models.Model):
    """Two records of one person became one; what moved is kept so that it can be undone."""

    stays = models.ForeignKey(User, models.PROTECT, related_name="mergers")
    gone = models.ForeignKey(User, models.PROTECT, related_name="merged_into")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="mergers_made")
    moved = models.JSONField("model, key and column of each reference moved", default=list)
    before = models.JSONField("columns of the gone record that were changed", default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="mergers_undone"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="merger_is_of_two_records", condition=~Q(stays=F("gone"))),
            models.UniqueConstraint(
                name="record_is_merged_once",
                fields=["gone"],
                condition=Q(undone_at=None),
                violation_error_message="This record is merged already.",
            ),
            models.CheckConstraint(
                name="merger_undoing_has_who_and_when",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.stays}"


@kept(exclude=["old_sha256", "new_sha256"])
class NewAddress(models.Model):
    """A change of e-mail address, good once confirmed at the old and at the new address."""

    person = models.ForeignKey(User, models.CASCADE, related_name="new_addresses")
    address = models.EmailField()
    old_sha256 = models.CharField("hash of the token sent to the old address", max_length=64)
    new_sha256 = models.CharField("hash of the token sent to the new address", max_length=64)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="new_addresses_asked")
    until = models.DateTimeField()
    old_confirmed_at = models.DateTimeField(null=True, blank=True)
    new_confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_changes_one_address_at_a_time",
                fields=["person"],
                condition=Q(done_at=None, cancelled_at=None),
                violation_error_message="A change of this address waits already.",
            ),
            models.CheckConstraint(
                name="address_changes_once_confirmed_at_both",
                condition=Q(done_at=None)
                | Q(
                    old_confirmed_at__isnull=False,
                    new_confirmed_at__isnull=False,
                    cancelled_at=None,
                ),
            ),
            models.CheckConstraint(
                name="address_change_ends_after_it_is_asked",
                condition=Q(until__gt=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.address}"
