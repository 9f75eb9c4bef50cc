"""Who sits where: seats, the places at the table, who is appointed to them."""

import pgtrigger
from django.db import models
from django.db.models import Q

from governance.models.boards import Board, never_together
from governance.models.laws import law
from governance.models.people import DatedQuerySet, Organisation, User
from governance.models.records import Record, Span, kept

TITLE_TAKEN = "Another seat of the board is called so then: one seat can have many places."


@kept()
class Seat(Record, Span):
    """A line of a board's membership: an office with one chair or more at the table."""

    class Role(models.TextChoices):
        CHAIR = "chair", "chair"
        VICE_CHAIR = "vice_chair", "vice chair"
        MEMBER = "member", "member"
        CRITICAL_FRIEND = "critical_friend", "critical friend"
        OBSERVER = "observer", "observer"
        YOUNG_PERSON = "young_person", "young people's representative"
        INVITEE = "invitee", "standing invitee"

    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    order = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    sector = models.CharField(max_length=120, blank=True)
    represents = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="seats"
    )
    nominated_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="nominates"
    )
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    voting = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            never_together(
                name="seat_title_is_its_own_on_a_board",
                same=["board", "title"],
                message=TITLE_TAKEN,
            ),
            models.CheckConstraint(
                name="guests_have_no_vote",
                condition=Q(voting=False)
                | ~Q(role__in=["critical_friend", "observer", "invitee"]),
                violation_error_message="A critical friend, observer or invitee has no vote.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


PLACE_STAYS_WHILE_HELD = law(
    name="place_is_not_ended_while_held",
    operation=pgtrigger.UpdateOf("ends_on"),
    condition=pgtrigger.Q(new__ends_on__isnull=False),
    broken="""EXISTS (
        SELECT 1 FROM governance_appointment a WHERE a.place_id = NEW.id
        AND (a.ends_on IS NULL OR a.ends_on > NEW.ends_on)
    )""",
    says="somebody holds the place then",
)
PLACE_STAYS_IN_ITS_SEAT = law(
    name="place_stays_in_its_seat",
    operation=pgtrigger.UpdateOf("seat_id"),
    broken="NEW.seat_id <> OLD.seat_id",
    says="a place of another seat is a new place",
)
# Place and seat are locked: neither can be ended meanwhile, and of two who appoint at once the
# second waits and is refused, where the exclusion constraints alone would let both wait.
APPOINTMENT_ENDS_WITH_ITS_PLACE = law(
    name="appointment_ends_with_its_place",
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("place", "governance_place%ROWTYPE")],
    first="""
    SELECT p.* INTO place FROM governance_place p JOIN governance_seat s ON s.id = p.seat_id
    WHERE p.id = NEW.place_id FOR NO KEY UPDATE;
    NEW.seat_id := place.seat_id;
    """,
    broken="place.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > place.ends_on)",
    says="the place is there for a shorter time",
)


@kept()
class Place(Record, Span):
    """One chair at the table: a seat line of two has two."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="places")
    number = models.PositiveIntegerField(default=1)
    # It follows the seat's last day, and goes on where that is taken back; ended by itself not.
    ends_with_seat = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                name="place_has_its_own_number_in_the_seat", fields=["seat", "number"]
            ),
            models.CheckConstraint(name="place_number_begins_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="place_that_ends_with_its_seat_has_a_last_day",
                condition=Q(ends_with_seat=False) | Q(ends_on__isnull=False),
            ),
        ]
        triggers = [PLACE_STAYS_WHILE_HELD, PLACE_STAYS_IN_ITS_SEAT]

    def __str__(self) -> str:
        return f"{self.seat}, place {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the place's page."""
        return f"{self.seat.board.get_absolute_url()}members/{self.pk}/"


class AppointmentQuerySet(DatedQuerySet):
    """Appointments by day, board and person."""

    def of(self, board: Board) -> "AppointmentQuerySet":
        """Return those on `board`."""
        return self.filter(place__seat__board=board)


@kept()
class Appointment(Record, Span):
    """One person in one place, from `starts_on` until (not including) `ends_on`."""

    class Standing(models.TextChoices):
        SUBSTANTIVE = "substantive", "substantive"
        ACTING = "acting", "acting"

    place = models.ForeignKey(Place, models.PROTECT, related_name="appointments")
    holder = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    # The seat once more, so that the database can refuse one person twice in one seat.
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="appointments")
    standing = models.CharField(
        max_length=12, choices=Standing.choices, default=Standing.SUBSTANTIVE
    )
    how = models.CharField("how appointed", max_length=200, blank=True)
    why_extended = models.CharField("why the term was extended", max_length=200, blank=True)
    why_ended = models.CharField(max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="appointment_has_a_first_day", condition=Q(starts_on__isnull=False)
            ),
            never_together(
                name="place_has_one_holder_at_a_time",
                same=["place"],
                message="Somebody holds this place then.",
            ),
            never_together(
                name="person_sits_once_in_a_seat_at_a_time",
                same=["seat", "holder"],
                message="This person sits in that seat then already.",
            ),
        ]
        triggers = [APPOINTMENT_ENDS_WITH_ITS_PLACE]

    def __str__(self) -> str:
        return f"{self.holder} as {self.place}"
