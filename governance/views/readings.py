"""What is exempt is given only with a note of who read it."""

from collections.abc import Iterable

from django.utils import timezone

from governance.changes.readings import note_readings
from governance.http import Request
from governance.models import AgendaItem, Decision, Meeting, User
from governance.queries.written import decision_number


def is_read(request: Request, meeting: Meeting, what: str) -> None:
    """Note that the person is given something exempt; asking for the head alone gives nothing."""
    if request.method == "GET" and isinstance(request.user, User):
        given = [(meeting.pk, what, request.path)]
        note_readings(given, by=request.user, at=timezone.now())


def is_read_of(request: Request, meeting: Meeting, item: AgendaItem | None, what: str) -> None:
    """Note what the person is given of an item where that is exempt."""
    if item is not None and item.exempt:
        is_read(request, meeting, f"{what}, item {item.number}")


def decisions_are_read(request: Request, found: Iterable[Decision], where: str) -> None:
    """Note each exempt decision that the person is given on a page of several meetings' words.

    Each is an entry of its own, since it may be of another meeting; needs `item`.
    """
    if request.method != "GET" or not isinstance(request.user, User):
        return
    given = [
        (
            each.meeting_id,
            f"decision {decision_number(each)}, {where}",
            f"{request.path}#{each.pk}",
        )
        for each in found
        if each.meeting_id and each.item is not None and each.item.exempt
    ]
    if given:
        note_readings(given, by=request.user, at=timezone.now())
