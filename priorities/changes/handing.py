"""Handing on what is asked: a colleague answers instead, by a link of their own."""

from datetime import datetime

from governance import audit
from governance.editing import Refused, refusals_in_words
from governance.models import User
from governance.queries import day
from priorities.changes.asking import write_with_link
from priorities.models import Commitment, Contribution, HandedOn, ReportingRound


def hand_on(
    commitment: Commitment, *, in_round: ReportingRound, to: User, by: User, at: datetime
) -> HandedOn:
    """Let the colleague `to` answer for a commitment in a round; they get a mail with a link.

    Handed on again it is in the newest hands. Sent twice it is done once.

    :raises Refused: to oneself or outside the organisation, answered already, round closed
    """
    what = f"handed on the part of {commitment.organisation} to {to}"
    with refusals_in_words(HandedOn), audit.change(by=by, what=what):
        if Contribution.objects.filter(round=in_round, commitment=commitment).exists():
            raise Refused("It is answered already.")
        new = {"handed_to": to, "handed_by": by, "handed_at": at}
        handed, is_new = HandedOn.objects.select_for_update().get_or_create(
            round=in_round, commitment=commitment, defaults=new
        )
        if not is_new and handed.handed_to_id != to.pk:
            HandedOn.objects.filter(pk=handed.pk).update(**new)
            handed.refresh_from_db()
        write_with_link(
            in_round,
            to,
            key=f"handed on {commitment.pk}",
            title=f"A colleague asks you to answer by {day(in_round.due_on)}",
            words=f"{by.called} asks you to answer for {commitment.organisation}: one item.",
            at=at,
        )
        return handed


def take_back(commitment: Commitment, *, in_round: ReportingRound, by: User, at: datetime) -> None:
    """Answer oneself after all; taken back before, nothing happens.

    :raises Refused: the round is closed
    """
    what = f"took back the part of {commitment.organisation}"
    with refusals_in_words(HandedOn), audit.change(by=by, what=what):
        HandedOn.objects.filter(round=in_round, commitment=commitment).delete()
