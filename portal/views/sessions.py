"""How long one stays signed in: not idle for long, never for ever, and only as who one was."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from governance.models import User
from governance.scope import ASSISTANT, CHAIRS, scope_of

BEGAN, SEEN, ROLES = "began", "seen", "roles"
NOTED_EVERY = 60  # seconds: being here is written down no more often


def begin(request: HttpRequest, person: User) -> None:
    """Write into a new session when it began, and in which roles."""
    now = timezone.now().timestamp()
    request.session.update({BEGAN: now, SEEN: now, ROLES: roles(person)})


def is_over(request: HttpRequest, person: User) -> bool:
    """Say whether a session has ended: too old, left alone too long, or the roles are others."""
    now, session = timezone.now().timestamp(), request.session
    first = person.last_login.timestamp() if person.last_login else 0.0
    began, seen = session.get(BEGAN, first), session.get(SEEN, first)
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > _idle(person, now - seen):
        return True
    return ROLES in session and session[ROLES] != roles(person)


def note(request: HttpRequest) -> None:
    """Write down that the person is here, once a minute at most."""
    now = timezone.now().timestamp()
    if SEEN in request.session and now - request.session[SEEN] > NOTED_EVERY:
        request.session[SEEN] = now


def roles(person: User) -> list[str]:
    """Return the roles in which a person acts for others: offices, chairs, keeping the system."""
    scope = scope_of(person)
    held = [f"{each.kind} {each.board}" for each in scope.offices if each.kind != ASSISTANT]
    held += [f"{each.role} {each.board}" for each in scope.seats if each.role in CHAIRS]
    return sorted([*held, *(["system"] if scope.is_system_administrator else [])])


def _idle(person: User, away: float) -> int:
    """Return how long a person may be away; asks for their roles only where it matters."""
    shorter: int = settings.IDLE_SECONDS_IN_OFFICE
    longer: int = settings.IDLE_SECONDS
    return shorter if away > shorter and roles(person) else longer
