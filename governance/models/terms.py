"""What a board binds itself to: statements, terms of reference, quorum, times without chasing."""

import pgtrigger
from django.db import models
from django.db.models import Q

from governance.models.boards import Board
from governance.models.laws import law
from governance.models.people import Organisation
from governance.models.records import Record, Span, kept
from governance.models.seats import Seat


def signed_at_a_held_meeting(*, name: str, at: str, day: str, says: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a row whose meeting was not held by its board on its day.

    `at`: the column of the meeting; `day`: the column of the day. The meeting is locked, so that
    it is not moved, or held no more, meanwhile.
    """
    return law(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("board_id", day, f"{at}_id"),
        condition=pgtrigger.Q(**{f"new__{at}__isnull": False}),
        declare=[("meeting", "governance_meeting%ROWTYPE")],
        first=f"""
    SELECT m.* INTO meeting FROM governance_meeting m
    WHERE m.id = NEW.{at}_id FOR SHARE;
    """,  # noqa: S608 -- a column of ours
        broken=f"""(meeting.board_id, meeting.state, meeting."on")
        IS DISTINCT FROM (NEW.board_id, 'held', NEW.{day})""",
        says=says,
    )


STATEMENT_SIGNED_AT_A_MEETING = signed_at_a_held_meeting(
    name="statement_is_signed_off_at_a_held_meeting",
    at="agreed_in",
    day="agreed_on",
    says="a statement is signed off at a meeting of the board, on the day it was held",
)


@kept()
class BoardStatement(Record):
    """What a board says of itself: vision, moral purpose, promises, values, ways of working."""

    class Kind(models.TextChoices):
        VISION = "vision", "vision"
        MORAL_PURPOSE = "moral_purpose", "moral purpose"
        PROMISE = "promise", "promise"
        PROMISE_MEANS = "promise_means", "what the promise means"
        VALUE = "value", "value"
        WAY = "way", "way of working"
        COMMITMENT = "commitment", "commitment"
        LEVEL = "level", "level of board business"
        DEEP_DIVE = "deep_dive", "deep dive theme"
        SPONSOR_DUTY = "sponsor_duty", "duty of a priority sponsor"
        COMMISSIONING = "commissioning", "step of the commissioning cycle"
        OUTCOME_QUESTION = "outcome_question", "outcomes based accountability question"
        AMBITION = "ambition", "service ambition"

    board = models.ForeignKey(Board, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField()
    text = models.TextField()
    agreed_on = models.DateField("signed off on", null=True, blank=True)
    agreed_in = models.ForeignKey(
        "governance.Meeting", models.PROTECT, null=True, blank=True, related_name="statements"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="board_statement_has_its_own_number", fields=["board", "kind", "number"]
            )
        ]
        triggers = [STATEMENT_SIGNED_AT_A_MEETING]

    def __str__(self) -> str:
        return self.text


TERMS_STAND = law(
    name="terms_stand_once_signed_off",
    operation=pgtrigger.Update | pgtrigger.Delete,
    broken="""OLD.signed_off_on IS NOT NULL AND (TG_OP = 'DELETE' OR (
        OLD.board_id, OLD.number, OLD.text, OLD.signed_off_on, OLD.signed_off_in_id
    ) IS DISTINCT FROM (
        NEW.board_id, NEW.number, NEW.text, NEW.signed_off_on, NEW.signed_off_in_id
    ))""",
    says="the terms are signed off; a change of them is a new version",
)
TERMS_SIGNED_AT_A_MEETING = signed_at_a_held_meeting(
    name="terms_were_signed_off_at_a_held_meeting",
    at="signed_off_in",
    day="signed_off_on",
    says="terms are signed off at a meeting of the board, on the day it was held",
)


@kept()
class TermsOfReference(Record):
    """One version of a board's terms of reference: a draft until a meeting signs it off."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    text = models.TextField()
    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_in = models.ForeignKey(
        "governance.Meeting", models.PROTECT, null=True, blank=True, related_name="terms"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="terms_have_their_own_number", fields=["board", "number"]
            ),
            models.UniqueConstraint(
                name="board_has_one_draft_of_its_terms",
                fields=["board"],
                condition=Q(signed_off_on=None),
                violation_error_message="The board has a draft of its terms already.",
            ),
        ]
        triggers = [TERMS_STAND, TERMS_SIGNED_AT_A_MEETING]

    def __str__(self) -> str:
        return f"{self.board}: terms of reference, version {self.number}"


SIGNED_AFTERWARDS = law(
    name="signature_follows_the_sign_off",
    operation=pgtrigger.Insert | pgtrigger.Update,
    broken="""NOT EXISTS (
        SELECT 1 FROM governance_termsofreference t
        WHERE t.id = NEW.terms_id AND t.signed_off_on <= NEW.signed_on
    )""",
    says="nobody signs terms before the board signed them off",
)


@kept()
class Signature(Record):
    """An organisation that bound itself to one version of a board's terms, and when."""

    terms = models.ForeignKey(TermsOfReference, models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="signatures")
    signed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_signs_a_version_once",
                fields=["terms", "organisation"],
                violation_error_message="They signed this version already.",
            )
        ]
        triggers = [SIGNED_AFTERWARDS]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.terms}"


@kept()
class QuorumNeed(Record):
    """Who must be there besides the bare number: one seat, or somebody of a sector."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="quorum_needs")
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="quorum_needs"
    )
    sector = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField("how many of them", default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quorum_needs_a_seat_or_a_sector",
                condition=Q(seat__isnull=False, sector="") | (Q(seat=None) & ~Q(sector="")),
                violation_error_message="Name one seat or one sector.",
            ),
            models.CheckConstraint(
                name="quorum_needs_one_or_more",
                condition=Q(number__gte=1),
                violation_error_message="At least one of them.",
            ),
            models.UniqueConstraint(
                name="quorum_needs_each_once",
                fields=["board", "seat", "sector"],
                nulls_distinct=False,
                violation_error_message="The quorum asks for them already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.seat or self.sector}"


@kept()
class Pause(Record, Span):
    """A time in which a board chases nobody: school holidays, the days before an election."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=200)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="pause_has_both_ends",
                condition=Q(starts_on__isnull=False, ends_on__isnull=False),
                violation_error_message="Give the first and the last day.",
            ),
        ]

    def __str__(self) -> str:
        return self.why
