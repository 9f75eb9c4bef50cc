"""People who come and go, and their offices."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from governance import audit
from governance.editing import refusals_in_words
from governance.models import Appointment, Board, Office, Organisation, Respondent, User


@dataclass(frozen=True)
class Left:
    """What a person's leaving ended: places, offices, and whom they answered for."""

    appointments: int
    offices: int
    answers: int


def add_person(
    *,
    post: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    email: str | None = None,
    distinction: str = "",
) -> User:
    """Write down a person by their post; without a password they cannot sign in yet.

    :raises Refused: the post or the address is somebody else's
    """
    with refusals_in_words(User), audit.change(by=by, what=f"added {post}"):
        return User.objects.create_user(
            email, post=post, distinction=distinction, organisation=organisation, joined_at=at
        )


def leave(person: User, *, on: date, by: User) -> Left:
    """End all that a person holds from the day `on`: from then they are as the public.

    What would only begin later is taken back. The places stay and are vacant.
    """
    with audit.change(by=by, what=f"let {person} leave"):
        User.objects.filter(pk=person.pk).update(left_on=on)
        person.refresh_from_db()
        return Left(
            _end(Appointment.objects.filter(holder=person), on),
            _end(Office.objects.filter(Q(person=person) | Q(assists=person)), on),
            _end(Respondent.objects.filter(person=person), on),
        )


def charge(
    person: User,
    *,
    kind: Office.Kind,
    starts_on: date,
    by: User,
    board: Board | None = None,
    assists: User | None = None,
) -> Office:
    """Give `person` an office for `board`, or for the whole partnership where none is named.

    :raises Refused: an assistant without whom they assist, or another with one
    """
    what = f"charged {person} as {kind.label}"
    with refusals_in_words(Office), audit.change(by=by, what=what):
        return Office.objects.create(
            person=person, kind=kind, board=board, assists=assists, starts_on=starts_on
        )


def _end(held: "QuerySet[Any]", on: date) -> int:
    """End what runs beyond `on`, take back what would begin then; return how many ended."""
    held.filter(starts_on__gte=on).delete()
    return held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on, ends_known="day")
