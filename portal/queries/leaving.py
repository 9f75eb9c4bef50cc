"""Somebody who leaves or has left: what became of what they held, and which seats are vacant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from governance.models import Appointment, Nomination, Place, User
from governance.queries import day
from governance.queries.nominations import OPEN
from governance.queries.places import called
from portal.models import Leaving

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Vacated:
    """A seat that nobody holds afterwards, and who may be asked to name somebody."""

    what: str
    board: str
    address: str
    nominated_by: str
    is_asked: bool


@dataclass(frozen=True)
class LeavingPage:
    """How somebody leaves."""

    leaving: Leaving
    last_day: str
    may_stay: bool
    decided: str
    steps: Sequence[str]
    vacated: Sequence[Vacated]


def leaving_of(person: User) -> Leaving | None:
    """Return how `person` leaves or left, unless that was undone or they came back; one query."""
    if person.left_on is None:
        return None
    rows = Leaving.objects.filter(person=person, undone_at=None, leaves_on=person.left_on)
    return rows.select_related("decided_by").first()


def leaving_page(leaving: Leaving, *, on: date) -> LeavingPage:
    """Return what became of what they held; one query."""
    return LeavingPage(
        leaving=leaving,
        last_day=day(leaving.leaves_on - A_DAY),
        may_stay=leaving.leaves_on > on,
        decided=f"{leaving.decided_by}, {day(leaving.decided_at.date())}",
        steps=[step["words"] for step in leaving.steps],
        vacated=[_vacated(each) for each in _vacant_places(leaving)],
    )


def _vacant_places(leaving: Leaving) -> Any:
    """Return the places that they held and that nobody holds from the day on."""
    held = Appointment.objects.filter(holder=leaving.person_id, ends_on=leaving.leaves_on)
    next_one = Appointment.objects.on(leaving.leaves_on).filter(place=OuterRef("pk"))
    asked = Nomination.objects.filter(place=OuterRef("pk"), state__in=OPEN)
    rows = Place.objects.filter(~Exists(next_one), pk__in=held.values("place"))
    rows = rows.annotate(is_asked=Exists(asked))
    return rows.select_related("seat__board", "seat__nominated_by").order_by("pk")


def _vacated(place: Any) -> Vacated:
    seat = place.seat
    return Vacated(
        what=called(place),
        board=seat.board.name,
        address=place.get_absolute_url(),
        nominated_by=str(seat.nominated_by or ""),
        is_asked=place.is_asked,
    )
