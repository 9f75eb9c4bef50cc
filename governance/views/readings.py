"""What is exempt is given only with a note of who read it."""

from django.utils import timezone

from governance.changes.readings import note_reading
from governance.http import Request
from governance.models import Meeting, User


def is_read(request: Request, meeting: Meeting, what: str) -> None:
    """Note that the person is given something exempt; asking for the head alone gives nothing."""
    if request.method == "GET" and isinstance(request.user, User):
        note_reading(meeting, what=what, address=request.path, by=request.user, at=timezone.now())
