"""Who sits where: appointing people to places and standing them down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance import audit
from governance.changes.people import add_person
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Appointment, Attendance, Organisation, Place, User
from governance.models.seats import AppointmentQuerySet
from governance.queries.places import goes_on_after

SOMEBODYS = "Somebody has that e-mail address already."


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is not in the portal yet, as they are written down when they are appointed."""

    post: str
    organisation: Organisation | None = None
    email: str | None = None
    distinction: str = ""


def appoint(
    *,
    place: Place,
    holder: User | Newcomer,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
    standing: Appointment.Standing = Appointment.Standing.SUBSTANTIVE,
    how: str = "",
    key: str = "",
) -> Appointment:
    """Give `holder` the place from `starts_on` until, not including, `ends_on`.

    A newcomer is written down with it. `key`: the mark of the form; sent twice, it appoints once.

    :raises Refused: somebody holds the place then, the person sits in that seat already, or the
        newcomer's post or address is somebody else's
    """
    with appointing(by=by, what=f"appointed {called(holder)} to {place}", key=key):
        held = held_for_writing(place)
        before = audit.made_by_form(held, key)
        if before is not None:
            appointed: Appointment = before
            return appointed
        made = Appointment.objects.create(
            place=place,
            seat_id=place.seat_id,
            holder=written_down(holder, by=by, at=at),
            starts_on=starts_on,
            ends_on=ends_on,
            standing=standing,
            how=how,
        )
        forget_replies(made)
        return made


def stand_down(
    appointment: Appointment,
    *,
    version: int,
    ends_on: date,
    by: User,
    why: str = "",
    key: str = "",
) -> Saved:
    """End an appointment: `ends_on` is the day after the last.

    Whose place it was, where the one stood down acted for them, goes on from that day.

    :raises Refused: it would end before it starts, or run into the next holder's time
    :raises StaleEdit: somebody else gave it another end first
    """
    return end_on(
        appointment,
        version=version,
        values={"ends_on": ends_on, "ends_known": "day", "why_ended": why},
        what=f"stood {appointment.holder} down from {appointment.place}",
        by=by,
        key=key,
    )


def end_on(
    appointment: Appointment,
    *,
    version: int,
    values: dict[str, Any],
    what: str,
    by: User,
    key: str,
) -> Saved:
    """Give a term another end, and who is acted for their return on that day."""
    with appointing(by=by, what=what, key=key):
        held_for_writing(appointment.place)
        goes_on = goes_on_after(appointment)
        day_after = values["ends_on"]
        is_later = goes_on is not None and day_after is not None and goes_on.starts_on < day_after
        if goes_on is not None and is_later:
            _begin_on(goes_on, day_after)
        saved = save_edit(appointment, version=version, values=values, by=by, what=what, key=key)
        if goes_on is not None and day_after is not None and not is_later:
            _begin_on(goes_on, day_after)
        return saved


def _begin_on(row: Appointment, first: date) -> None:
    Appointment.objects.filter(pk=row.pk).update(starts_on=first)


@contextmanager
def appointing(*, by: User, what: str, key: str) -> Iterator[None]:
    """Do one change of who sits where; what the database refuses becomes a sentence."""
    with refusals_in_words(Appointment), audit.change(by=by, what=what, key=key):
        yield


def held_for_writing(place: Place) -> AppointmentQuerySet:
    """Lock a place, so that of two who write at once the second sees what the first did."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    return Appointment.objects.filter(place=place).order_by("pk")


def called(who: User | Newcomer) -> str:
    """Return the post of somebody, known or new."""
    return who.post if isinstance(who, Newcomer) else str(who)


def written_down(who: User | Newcomer, *, by: User, at: datetime) -> User:
    """Return the person; a newcomer is added first.

    :raises Refused: the newcomer's address is somebody's
    """
    if isinstance(who, User):
        return who
    if who.email and User.objects.filter(email__iexact=who.email).exists():
        raise Refused(SOMEBODYS)
    return add_person(
        post=who.post,
        organisation=who.organisation,
        email=who.email,
        distinction=who.distinction,
        by=by,
        at=at,
    )


def forget_replies(appointment: Appointment) -> None:
    """Forget what the last holder replied to meetings at which somebody new sits in the place."""
    to_come = Attendance.objects.filter(
        place=appointment.place_id,
        came=Attendance.Came.UNKNOWN,
        meeting__on__gte=appointment.starts_on,
    ).exclude(reply=Attendance.Reply.NONE)
    if appointment.ends_on is not None:
        to_come = to_come.filter(meeting__on__lt=appointment.ends_on)
    to_come.update(
        reply=Attendance.Reply.NONE,
        deputy=None,
        deputy_called="",
        from_afar=False,
        replied_at=None,
        replied_by=None,
    )
