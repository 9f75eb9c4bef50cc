"""What a person is asked in the open rounds: commitments to report on, with the last words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.changes.drafts import Sheet
from governance.models import Board, Draft, User
from governance.models.people import HIDDEN
from governance.queries import day
from governance.scope import Scope, scope_of
from priorities.models import (
    ActionState,
    Commitment,
    Contribution,
    DeliveryAction,
    HandedOn,
    ReportingRound,
)
from priorities.queries.asked import lead_asked, of_round, of_round_at_hand, standing

ANSWER = "answer"  # the form of a draft


@dataclass(frozen=True)
class DueItem:
    """One commitment in one open round: what was sent for it, and what was said the last time."""

    round: ReportingRound
    commitment: Commitment
    sent: Contribution | None
    last: Contribution | None
    handed: HandedOn | None
    draft: Mapping[str, Any]
    person: int

    @property
    def action(self) -> DeliveryAction:
        """The action it is a part of."""
        return self.commitment.action

    @property
    def number(self) -> str:
        """The action as a paper names it: 1.8."""
        return f"{self.action.plan.priority.number}.{self.action.number}"

    @property
    def title(self) -> str:
        """What is asked: the part, or the action where none is written."""
        return self.commitment.part or self.action.title

    @property
    def address(self) -> str:
        """The address of its page; it names the round, as two may be open at once."""
        return f"/answer/{self.commitment.pk}/?round={self.round.slug}"

    @property
    def due(self) -> str:
        """By when the action is to be done."""
        return day(self.action.due_on) if self.action.due_on else ""

    @property
    def last_words(self) -> str:
        """What was said in an earlier round."""
        return self._words(self.last)

    @property
    def last_is_hidden(self) -> bool:
        """Whether a sentence stands in the place of what was said."""
        return self.is_hidden(self.last)

    @property
    def sent_words(self) -> str:
        """What was sent in this round."""
        return self._words(self.sent)

    @property
    def reason_sent(self) -> str:
        """Why the date moves, as it was sent in this round."""
        if self.sent is None:
            return ""
        return HIDDEN if self.is_hidden(self.sent) else self.sent.new_due_reason

    def is_hidden(self, said: Contribution | None) -> bool:
        """Say whether somebody else said it, and took back the consent to show their words."""
        return said is not None and said.is_hidden and said.sent_by_id != self.person

    def _words(self, said: Contribution | None) -> str:
        if said is None:
            return ""
        return HIDDEN if self.is_hidden(said) else str(said)

    @property
    def state(self) -> str:
        """How it stands by what was said last; as the action does where nothing was."""
        said = self.sent or self.last
        return said.state if said and said.state else self.action.state

    @property
    def state_word(self) -> str:
        """The state in words."""
        return str(ActionState(self.state).label)

    @property
    def sheet(self) -> Sheet:
        """The form of the answer, as drafts are kept of it."""
        title = f"Answer for action {self.number}, {self.action.title}"
        key = draft_key(self.round, self.commitment)
        return Sheet(ANSWER, key, self.address, title)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was handed on to somebody else."""
        return self.handed is not None and self.handed.handed_to_id != self.person

    @property
    def is_declined(self) -> bool:
        """Whether the organisation has said in this round that it does not take the part."""
        return self.commitment.state == Commitment.State.DECLINED


def draft_key(in_round: ReportingRound, commitment: Commitment) -> str:
    """Return the key of a draft of the answer for `commitment` in a round."""
    return f"{in_round.pk}-{commitment.pk}"


def due_items(
    person: User, *, rounds: Collection[str] | None = None, declined_by_any: bool = False
) -> list[DueItem]:
    """Return what `person` is asked today, round by round, in the order of the plans.

    Among them is what they handed on, and what they declined since the round opened, or whoever
    did. Six queries at most. `rounds`: the addresses of the rounds that a link speaks of; None
    for all open ones.
    """
    scope = scope_of(person)
    if scope.person is None:
        return []
    opened = [each for each in open_rounds(scope) if _meant(each, rounds)]
    if not opened:
        return []
    handed = _handed(opened)
    asked = Q()
    for each in opened:
        asked |= of_round(each) & (
            _mine(scope, person, each) | Q(pk__in=_in_hands(handed, person))
        )
    declined = Q() if declined_by_any else Q(answered_by=person)
    commitments = list(standing(declined).filter(asked).distinct())
    said = _said(commitments)
    drafts = Draft.objects.filter(person=person, form=ANSWER).values_list("key", "values")
    kept = dict(drafts) if commitments else {}
    return [
        _item(each, in_round, said, handed, kept, person)
        for in_round in opened
        for each in commitments
        if _is_asked(each, in_round) and _is_mine(each, in_round, scope, handed)
    ]


def _item(
    each: Commitment,
    in_round: ReportingRound,
    said: Mapping[int, Sequence[Contribution]],
    handed: Mapping[tuple[int, int], HandedOn],
    kept: Mapping[str, Mapping[str, Any]],
    person: User,
) -> DueItem:
    sent = [one for one in said.get(each.pk, ()) if one.round_id == in_round.pk]
    before = [one for one in said.get(each.pk, ()) if one.round.ends_on < in_round.ends_on]
    return DueItem(
        round=in_round,
        commitment=each,
        sent=sent[0] if sent else None,
        last=before[0] if before else None,
        handed=handed.get((in_round.pk, each.pk)),
        draft=kept.get(draft_key(in_round, each), {}),
        person=person.pk,
    )


def open_rounds(scope: Scope) -> "QuerySet[ReportingRound]":
    """Return the rounds that run today in which the person is asked, the older first.

    They sit on the board or answer for a partner there, lead an action of one of its plans, or
    were handed an item of the round.
    """
    handed = HandedOn.objects.filter(round=OuterRef("pk"), handed_to=scope.person)
    led = DeliveryAction.objects.filter(
        plan__priority__plan__board=OuterRef("board"), lead_person=scope.person, removed_at=None
    )
    boards = {seat.board for seat in scope.seats} | {board for board, _ in scope.answers}
    return (
        ReportingRound.objects.filter(
            board__status=Board.Status.ACTIVE, opens_on__lte=scope.day, closed_at=None
        )
        .filter(Q(board__ends_on=None) | Q(board__ends_on__gt=scope.day))
        .filter(Q(board__in=boards) | Exists(led) | Exists(handed))
        .select_related("board")
        .order_by("ends_on", "board__slug")
    )


def _meant(each: ReportingRound, rounds: Collection[str] | None) -> bool:
    return rounds is None or each.get_absolute_url() in rounds


def _is_asked(commitment: Commitment, in_round: ReportingRound) -> bool:
    """Say whether a round asks about a commitment; not of one declined before it opened."""
    if commitment.state == Commitment.State.DECLINED:
        answered_on = commitment.answered_on
        if answered_on is None or answered_on < in_round.opens_on:
            return False
    return of_round_at_hand(commitment, in_round)


def _is_mine(
    commitment: Commitment,
    in_round: ReportingRound,
    scope: Scope,
    handed: Mapping[tuple[int, int], HandedOn],
) -> bool:
    """Say whether the person answers for it, or it was put into their hands in this round."""
    lead, hands = lead_asked(commitment), handed.get((in_round.pk, commitment.pk))
    return (
        commitment.organisation_id in scope.organisations(in_round.board_id)
        or (lead is not None and lead.pk == scope.person)
        or (hands is not None and hands.handed_to_id == scope.person)
    )


def _mine(scope: Scope, person: User, in_round: ReportingRound) -> Q:
    """Return the condition that the person's organisations are meant, or an action they lead."""
    own = Q(organisation=F("action__lead")) | Q(organisation=person.organisation_id)
    return Q(organisation__in=scope.organisations(in_round.board_id)) | (
        Q(action__lead_person=person) & own
    )


def _handed(opened: Sequence[ReportingRound]) -> dict[tuple[int, int], HandedOn]:
    rows = HandedOn.objects.filter(round__in=opened).select_related("handed_to", "handed_by")
    return {(row.round_id, row.commitment_id): row for row in rows}


def _in_hands(handed: Mapping[tuple[int, int], HandedOn], person: User) -> list[int]:
    return [row.commitment_id for row in handed.values() if row.handed_to_id == person.pk]


def _said(commitments: Sequence[Commitment]) -> dict[int, list[Contribution]]:
    """Return what was ever sent for each commitment, newest round first."""
    said: dict[int, list[Contribution]] = {}
    sent = Contribution.objects.filter(commitment__in=commitments).select_related(
        "round", "sent_by"
    )
    for each in sent.order_by("-round__ends_on"):
        said.setdefault(each.commitment_id, []).append(each)
    return said
