"""What is asked of partners: challenges and their answers."""

from django.db import models
from django.db.models import Q

from governance.models.boards import Board
from governance.models.people import Organisation, User
from governance.models.records import Record, Subject, kept


@kept()
class Challenge(Record):
    """A question put to a partner about a subject; who and when is kept for good."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        ANSWERED = "answered", "answered"
        CLOSED = "closed", "closed"

    board = models.ForeignKey(Board, models.PROTECT, related_name="challenges")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    question = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="challenges_asked")
    asked_at = models.DateTimeField()
    put_to = models.ForeignKey(Organisation, models.PROTECT, related_name="challenges")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="challenges_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    led_to = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="challenges_closed"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="challenge_answer_has_who_and_when",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="challenge_closing_has_who_and_when",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="challenge_state_follows_from_its_dates",
                condition=Q(state="asked", answered_at=None, closed_at=None)
                | Q(state="answered", answered_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                violation_error_message="An answered challenge has an answer, a closed one an"
                " end.",
            ),
            models.CheckConstraint(
                name="challenge_answer_has_words",
                condition=Q(answered_at=None) | ~Q(answer=""),
                violation_error_message="Write the answer.",
            ),
        ]

    def __str__(self) -> str:
        return self.question
