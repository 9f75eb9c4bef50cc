"""What stands of a meeting afterwards, and what is decided between meetings."""

import pgtrigger
from django.db import models
from django.db.models import Q

from governance.models.boards import Board
from governance.models.deciding import Decision
from governance.models.laws import law, of_no_heir
from governance.models.meetings import Meeting
from governance.models.people import User
from governance.models.records import Record, kept
from governance.models.seats import Place

MINUTES_STAND = law(
    name="minutes_stand_once_agreed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    broken="""OLD.content IS NOT NULL AND (TG_OP = 'DELETE' OR (
        OLD.meeting_id, OLD.opening, OLD.content, OLD.checksum, OLD.agreed_in_id
    ) IS DISTINCT FROM (
        NEW.meeting_id, NEW.opening, NEW.content, NEW.checksum, NEW.agreed_in_id
    ))""",
    says="the minutes are agreed",
)
# All are locked, so that neither meeting is moved, or held no more, and the one board follows.
MINUTES_AGREED_AT_A_MEETING = law(
    name="minutes_are_agreed_at_a_later_held_meeting",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("meeting_id", "agreed_in_id"),
    condition=pgtrigger.Q(new__agreed_in__isnull=False),
    declare=[
        ("minuted", "governance_meeting%ROWTYPE"),
        ("later", "governance_meeting%ROWTYPE"),
    ],
    first="""
    SELECT m.* INTO minuted FROM governance_meeting m WHERE m.id = NEW.meeting_id FOR SHARE;
    SELECT m.* INTO later FROM governance_meeting m WHERE m.id = NEW.agreed_in_id FOR SHARE;
    PERFORM s.id FROM governance_succession s
        WHERE s.from_board_id = minuted.board_id AND s.to_board_id = later.board_id FOR SHARE;
    """,
    broken=f"""later."on" <= minuted."on" OR later.state <> 'held'
        OR {of_no_heir("minuted.board_id", "later.board_id")}""",
    says="minutes are agreed at a later meeting, that was held, of the board or one that follows",
)


@kept()
class Minutes(Record):
    """The minutes of a meeting: a draft until a later meeting agrees them; then frozen."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    opening = models.TextField("what stands before the first item", blank=True)
    circulated_on = models.DateField(null=True, blank=True)
    agreed_in = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="minutes_agreed"
    )
    content = models.JSONField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreed_minutes_are_frozen",
                condition=Q(agreed_in=None, content=None, checksum="")
                | (Q(agreed_in__isnull=False, content__isnull=False) & ~Q(checksum="")),
            ),
        ]
        triggers = [MINUTES_STAND, MINUTES_AGREED_AT_A_MEETING]

    def __str__(self) -> str:
        return f"minutes of {self.meeting}"


@kept()
class WrittenProcedure(Record):
    """A question decided between meetings: every voting place is asked in writing."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        AGREED = "agreed", "agreed"
        REFUSED = "refused", "not agreed"
        WITHDRAWN = "withdrawn", "withdrawn"

    board = models.ForeignKey(Board, models.PROTECT, related_name="written_procedures")
    question = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="procedures_opened")
    closes_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="procedures_closed"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="procedure"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="procedure_closing_has_who_and_when",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="procedure_state_follows_from_its_closing",
                condition=Q(state="open", closed_at=None, decision=None)
                | Q(state="agreed", closed_at__isnull=False, decision__isnull=False)
                | Q(
                    state__in=["refused", "withdrawn"],
                    closed_at__isnull=False,
                    decision=None,
                ),
                violation_error_message="What is agreed in writing is a decision.",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """Return the address of the question's page."""
        return f"/written/{self.pk}/"


@kept()
class WrittenAnswer(Record):
    """What the holder of one place answered to a question put in writing."""

    class Answer(models.TextChoices):
        AGREE = "agree", "agree"
        DISAGREE = "disagree", "do not agree"
        ABSTAIN = "abstain", "abstain"
        MEET = "meet", "want it at a meeting"

    procedure = models.ForeignKey(WrittenProcedure, models.CASCADE, related_name="answers")
    place = models.ForeignKey(Place, models.PROTECT, related_name="written_answers")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="written_answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_answers_once_in_writing", fields=["procedure", "place"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_answer_display()}"

    @property
    def words_shown(self) -> str:
        """The words as others read them; needs `answered_by`."""
        return self.answered_by.shown(self.words) if self.words else ""
