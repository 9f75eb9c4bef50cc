"""What is asked of partners, boards and by the public: challenges, referrals, questions."""

from django.db import models
from django.db.models import F, Q

from governance.models.boards import Board
from governance.models.deciding import Decision
from governance.models.meetings import Meeting
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
    raised_in = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    passed_to = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="challenges_taken_over"
    )
    passed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="challenge_passes_on_a_day",
                condition=Q(passed_to=None, passed_on=None)
                | Q(passed_to__isnull=False, passed_on__isnull=False),
            ),
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

    @property
    def question_shown(self) -> str:
        """The question as others read it; needs `asked_by`."""
        return self.asked_by.shown(self.question)

    @property
    def answer_shown(self) -> str:
        """The answer as others read it; needs `answered_by`."""
        return self.answered_by.shown(self.answer) if self.answered_by else ""

    @property
    def evidence_shown(self) -> str:
        """The evidence as others read it; needs `answered_by`."""
        by, words = self.answered_by, self.evidence
        return by.shown(words) if by and words else ""

    def get_absolute_url(self) -> str:
        """Return the address of the challenge's page."""
        return f"/challenges/{self.pk}/"

    @property
    def heard_by(self) -> Board:
        """The board that hears the answer: a successor, where the first was closed."""
        return self.passed_to or self.board

    @property
    def heard_by_id(self) -> int:
        """The key of the board that hears the answer."""
        return self.passed_to_id or self.board_id


@kept()
class Referral(Record):
    """A board asks another to consider something and to respond; both boards show it."""

    class Response(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        PARTLY = "partly", "accepted in part"
        DECLINED = "declined", "declined"
        NOTED = "noted", "noted"

    from_board = models.ForeignKey(Board, models.PROTECT, related_name="referrals_out")
    to_board = models.ForeignKey(Board, models.PROTECT, related_name="referrals_in")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    what = models.TextField("what is recommended or asked")
    referred_at = models.DateTimeField()
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="referrals_made")
    respond_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="referrals_acknowledged"
    )
    response = models.CharField(max_length=10, choices=Response.choices, blank=True)
    reason = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="referrals_answered"
    )
    passed_to = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="referrals_taken_over"
    )
    passed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_refers_to_another",
                condition=~Q(from_board=F("to_board")),
                violation_error_message="A board refers to another board.",
            ),
            models.CheckConstraint(
                name="referral_acknowledging_has_who_and_when",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_responding_has_who_and_when",
                condition=Q(responded_at=None, responded_by=None)
                | Q(responded_at__isnull=False, responded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_response_says_why",
                condition=Q(response="", responded_at=None)
                | (~Q(response="") & ~Q(reason="") & Q(responded_at__isnull=False)),
                violation_error_message="Each response has its reason.",
            ),
            models.CheckConstraint(
                name="referral_passes_on_a_day",
                condition=Q(passed_to=None, passed_on=None)
                | Q(passed_to__isnull=False, passed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def what_shown(self) -> str:
        """What is asked as others read it; needs `referred_by`."""
        return self.referred_by.shown(self.what)

    @property
    def reason_shown(self) -> str:
        """The reason of the response as others read it; needs `responded_by`."""
        return self.responded_by.shown(self.reason) if self.responded_by else ""

    def get_absolute_url(self) -> str:
        """Return the address of the referral's page."""
        return f"/referrals/{self.pk}/"

    @property
    def heard_by_id(self) -> int:
        """The board that is to respond: a successor, where the first was closed."""
        return self.passed_to_id or self.to_board_id


# Who asked is kept in the row alone, so that nothing remembers it once it is forgotten there.
@kept(exclude=["called", "contact"])
class PublicQuestion(Record):
    """A question that somebody of the public puts to a meeting.

    Who asked is forgotten at `forgotten_at`; the question, and what became of it, stays.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        ACCEPTED = "accepted", "accepted for the meeting"
        REFUSED = "refused", "not accepted"
        ANSWERED = "answered", "answered"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="public_questions")
    number = models.PositiveIntegerField()
    called = models.CharField("how the asker wants to be called", max_length=120, blank=True)
    contact = models.CharField("where the asker is reached", max_length=254, blank=True)
    text = models.TextField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="public_questions_settled"
    )
    forgotten_at = models.DateTimeField("who asked is forgotten", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="public_question_has_its_own_number", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="public_question_settling_has_who_and_when",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="public_question_refused_says_why",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message="Say why the question is not accepted.",
            ),
            models.CheckConstraint(
                name="public_question_answered_has_its_answer",
                condition=~Q(state="answered") | ~Q(answer=""),
                violation_error_message="Write the answer.",
            ),
            models.CheckConstraint(
                name="public_question_forgotten_says_not_who_asked",
                condition=Q(forgotten_at=None) | Q(called="", contact=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text
