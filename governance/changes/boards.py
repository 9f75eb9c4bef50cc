"""Who sits where: appointing people to places and standing them down."""

from datetime import date

from governance import audit
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import Appointment, Place, User


def appoint(
    *,
    place: Place,
    holder: User,
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    standing: Appointment.Standing = Appointment.Standing.SUBSTANTIVE,
    how: str = "",
) -> Appointment:
    """Give `holder` the place from `starts_on` until, not including, `ends_on`.

    :raises Refused: somebody holds the place then, or the person sits in that seat already
    """
    what = f"appointed {holder} to {place}"
    with refusals_in_words(Appointment), audit.change(by=by, what=what):
        return Appointment.objects.create(
            place=place,
            seat_id=place.seat_id,
            holder=holder,
            starts_on=starts_on,
            ends_on=ends_on,
            standing=standing,
            how=how,
        )


def stand_down(
    appointment: Appointment, *, version: int, ends_on: date, by: User, why: str = ""
) -> Saved:
    """End an appointment: `ends_on` is the day after the last.

    :raises Refused: it would end before it starts, or run into the next holder's time
    :raises StaleEdit: somebody else gave it another end first
    """
    return save_edit(
        appointment,
        version=version,
        values={"ends_on": ends_on, "ends_known": "day", "why_ended": why},
        by=by,
        what=f"stood {appointment.holder} down from {appointment.place}",
    )


def end_place(place: Place, *, version: int, ends_on: date, by: User) -> Saved:
    """Take a chair from the table from `ends_on`.

    :raises Refused: somebody holds it then
    """
    return save_edit(
        place,
        version=version,
        values={"ends_on": ends_on, "ends_known": "day"},
        by=by,
        what=f"ended {place}",
    )
