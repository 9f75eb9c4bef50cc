"""Reminding a silent partner, from the round's page or from the sponsor's report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from governance.http import Request, allow, number_in, signed_in
from priorities.changes import asking
from priorities.models import Commitment, ReportingRound
from priorities.queries.asked import asked_in


def remind(request: Request, in_round: ReportingRound) -> None:
    """Remind who answers for the commitment that the form names, once a round; say what was done.

    :raises Http404: the round does not ask about it
    :raises PermissionDenied: neither sponsor nor officer
    """
    wanted = number_in(request.POST.get("remind", ""))
    commitment: Commitment = get_object_or_404(asked_in(in_round), pk=wanted)
    allow(request, "priorities.nudge", commitment, board=in_round.board_id)
    _, is_new = asking.nudge(
        commitment, in_round=in_round, by=signed_in(request), at=timezone.now()
    )
    name = commitment.organisation.called
    told = f"{name} is reminded." if is_new else f"{name} was reminded this quarter already."
    messages.info(request, told)
