"""People by their posts: nobody is named, and only the accounts can sign in."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from governance.models import (
    Appointment,
    Board,
    Organisation,
    Place,
    Respondent,
    User,
)
from portal.demo.shelf import Shelf


def person(shelf: Shelf, organisation: str | None, post: str, **more: Any) -> User:
    """Return the person of that post and organisation, added the first time."""
    distinction = more.get("distinction", "")
    name = f"{organisation}/{post}/{distinction}"
    found = shelf.maybe(User, name)
    if found is None:
        employer = shelf.one(Organisation, organisation) if organisation else None
        more.setdefault("password", make_password(None))
        found = User(organisation=employer, post=post, **more)
        shelf.illustrate(found, name=name)
    return found


def appoint(
    shelf: Shelf,
    place: Place,
    holder: User,
    *,
    starts_on: date,
    ends_on: date | None = None,
    how: str = "",
    why_ended: str = "",
) -> Appointment:
    """Put a person in a place."""
    row = Appointment(
        place=place,
        seat=place.seat,
        holder=holder,
        starts_on=starts_on,
        ends_on=ends_on,
        how=how,
        why_ended=why_ended,
    )
    return shelf.illustrate(row)


def let_answer(
    shelf: Shelf, board: Board, holder: User, starts_on: date, ends_on: date | None = None
) -> Respondent:
    """Let a person answer for their own organisation on a board."""
    row = Respondent(
        person=holder,
        organisation=holder.organisation,
        board=board,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return shelf.illustrate(row)
