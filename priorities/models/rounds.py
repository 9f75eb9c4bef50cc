"""A quarter's round: when partners are asked, what they send, and that closing freezes it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import Board, Record, kept, law, never_together
from governance.models.people import HIDDEN
from priorities.models.delivery import ActionState, Commitment

CLOSED_ROUND_STAYS_CLOSED = law(
    name="closed_round_stays_closed",
    operation=pgtrigger.UpdateOf("closed_at"),
    condition=pgtrigger.Q(old__closed_at__isnull=False),
    broken="NEW.closed_at IS DISTINCT FROM OLD.closed_at",
    says="what comes late belongs to the next round",
)
CLOSED_BOARD_OPENS_NO_ROUND = law(
    name="closed_board_opens_no_round",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("board_id", "opens_on"),
    broken="""EXISTS (
        SELECT 1 FROM governance_board b WHERE b.id = NEW.board_id AND b.ends_on <= NEW.opens_on
    )""",
    says="the board has ended by then",
)


@kept()
class ReportingRound(Record):
    """One quarter (or term) of one board: when partners are asked, when it closes."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="rounds")
    slug = models.CharField("period, as 2013-14-q3", max_length=20)
    label = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField("day after the last day")
    opens_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="board_has_one_round_a_quarter",
                fields=["board", "slug"],
                violation_error_message="The board has a round for that quarter.",
            ),
            models.CheckConstraint(
                name="round_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="round_is_due_after_it_opens", condition=Q(due_on__gte=F("opens_on"))
            ),
            never_together(
                name="rounds_of_a_board_never_overlap",
                same=["board"],
                message="The board has a round for part of that time.",
            ),
        ]
        triggers = [CLOSED_ROUND_STAYS_CLOSED, CLOSED_BOARD_OPENS_NO_ROUND]

    def __str__(self) -> str:
        return f"{self.board}, {self.label}"

    def get_absolute_url(self) -> str:
        """Return the address of the round's page."""
        return f"/rounds/{self.board.slug}/{self.slug}/"


# The round is locked, so that it cannot close between the asking and the writing.
CLOSED = (
    "SELECT r.closed_at INTO closed FROM priorities_reportinground r WHERE r.id = {} FOR SHARE;"
)


def frozen_with_its_round(*, name: str, stamp: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps rows as their round's closing found them.

    `stamp`: the column with the instant that must lie before the closing of a new row's round;
    a paper's older rounds can thus be written down later.
    """
    return law(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("closed", "timestamptz")],
        first=f"""
        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        IF TG_OP <> 'INSERT' THEN {CLOSED.format("OLD.round_id")} END IF;
        IF TG_OP <> 'DELETE' AND closed IS NULL THEN {CLOSED.format("NEW.round_id")} END IF;
        """,
        broken=f"""closed IS NOT NULL AND (
            TG_OP <> 'INSERT' OR NEW.{stamp} IS NULL OR NEW.{stamp} > closed
        )""",
        says="the round is closed; what comes late belongs to the next one",
    )


def frozen_with_its_update(*, name: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps the parts of a report whose round is closed."""
    return law(
        name=name,
        operation=pgtrigger.Update | pgtrigger.Delete,
        broken="""(TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) AND EXISTS (
            SELECT 1 FROM priorities_progressupdate u
            JOIN priorities_reportinground r ON r.id = u.round_id
            WHERE u.id = OLD.update_id AND r.closed_at IS NOT NULL
        )""",
        says="the round is closed",
    )


@kept()
class Contribution(Record):
    """What an organisation says of its commitment in a round."""

    round = models.ForeignKey(ReportingRound, models.PROTECT, related_name="contributions")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="contributions")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ActionState.choices, blank=True)
    no_change_because = models.TextField(blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    new_due_reason = models.TextField(blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
    )
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_contribution_a_commitment_and_round",
                fields=["round", "commitment"],
                violation_error_message="There is an answer for this quarter already.",
            ),
            models.CheckConstraint(
                name="contribution_says_something",
                condition=~Q(text="") | ~Q(no_change_because=""),
                violation_error_message="Write what happened, or why nothing did.",
            ),
            models.CheckConstraint(
                name="new_date_has_a_reason",
                condition=Q(new_due_on=None) | ~Q(new_due_reason=""),
                violation_error_message="Say why the date moves.",
            ),
        ]
        triggers = [
            frozen_with_its_round(name="contribution_is_frozen_with_its_round", stamp="sent_at")
        ]

    def __str__(self) -> str:
        return self.text or self.no_change_because

    @property
    def is_hidden(self) -> bool:
        """Whether who sent it took back the consent to show their words; needs `sent_by`."""
        return self.sent_by is not None and self.sent_by.has_hidden_words

    @property
    def said_shown(self) -> str:
        """What it says as others read it; needs `sent_by`."""
        return HIDDEN if self.is_hidden else str(self)

    @property
    def new_due_reason_shown(self) -> str:
        """Why the date moves as others read it; needs `sent_by`."""
        return HIDDEN if self.is_hidden else self.new_due_reason


@kept()
class Nudge(models.Model):
    """That somebody reminded an organisation of its part, once a round; a clock does not count."""

    round = models.ForeignKey(ReportingRound, models.PROTECT, related_name="nudges")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="nudges")
    nudged_at = models.DateTimeField()
    nudged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="nudges")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commitment_is_nudged_once_a_round",
                fields=["round", "commitment"],
                violation_error_message="They were reminded this quarter already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment}, reminded"
