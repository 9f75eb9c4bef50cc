"""How a term goes on: to a later day, as a new one, or for a time in other hands."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from governance import audit
from governance.changes.boards import (
    Newcomer,
    appointing,
    called,
    end_on,
    forget_replies,
    held_for_writing,
    stand_down,
    written_down,
)
from governance.changes.nomination_mail import tell_taken_back
from governance.editing import Refused, Saved, refusals_in_words
from governance.models import Appointment, Nomination, User
from governance.queries import day

ANSWERED = Nomination.State.ANSWERED
SAT_THERE = "They have sat there by it, or act for somebody: stand them down instead."
NO_END = "This term has no end: there is nothing to renew."
NOT_LATER = "The new last day is not later than the one there is."
BEGINS_LATER = "Acting begins after the first day of the term of who is away."
ENDS_BEFORE = "Acting ends with the term of who is away at the latest, on"
LONGEST = 200  # letters of a reason
A_DAY = timedelta(days=1)


def extend(
    appointment: Appointment, *, version: int, ends_on: date | None, why: str, by: User, key: str
) -> Saved:
    """Give a term a later end, or none, and keep why.

    Whose place it is, where somebody acts for them, goes on that much later.

    :raises Refused: it has no end, the new one is not later, or the next holder's time is met
    :raises StaleEdit: somebody else gave it another end first
    """
    if appointment.ends_on is None:
        raise Refused(NO_END)
    # Sent twice, the second sending meets the end that the first one gave.
    is_sent_again = version < appointment.version and ends_on == appointment.ends_on
    if ends_on is not None and ends_on <= appointment.ends_on and not is_sent_again:
        raise Refused(NOT_LATER)
    return end_on(
        appointment,
        version=version,
        values={"ends_on": ends_on, "ends_known": "day", "why_extended": why, "why_ended": ""},
        what=f"extended the term of {appointment.holder} as {appointment.place}",
        by=by,
        key=key,
    )


def appoint_again(
    appointment: Appointment, *, ends_on: date | None, how: str, by: User, key: str = ""
) -> Appointment:
    """Let a new term of the same person in the same place follow the one that ends.

    :raises Refused: the term has no end, or somebody else holds the place afterwards
    """
    if appointment.ends_on is None:
        raise Refused(NO_END)
    place = appointment.place
    with appointing(by=by, what=f"appointed {appointment.holder} to {place} again", key=key):
        before = audit.made_by_form(held_for_writing(place), key)
        if before is not None:
            again: Appointment = before
            return again
        return _follow(
            appointment,
            appointment.holder,
            appointment.ends_on,
            ends_on,
            standing=appointment.standing,
            how=how,
        )


def act_for(
    appointment: Appointment,
    *,
    actor: User | Newcomer,
    starts_on: date,
    ends_on: date | None,
    by: User,
    at: datetime,
    why: str = "",
    key: str = "",
) -> Appointment:
    """Let `actor` hold the place from `starts_on` until, not including, `ends_on`.

    A place has one holder at a time: the term of who is away ends the day before, and goes on as
    a second one from `ends_on`. Without an end it does not go on by itself.

    :raises Refused: the time is not within the term as it stands now, or the actor sits in that
        seat then
    """
    away, place = appointment.holder, appointment.place
    with appointing(by=by, what=f"let {called(actor)} act for {away} as {place}", key=key):
        before = audit.made_by_form(held_for_writing(place), key)
        if before is not None:
            # Of the two rows that the form made, the acting one is the first.
            acts: Appointment = before
            return acts
        appointment.refresh_from_db()
        until = _end_of(appointment, around=(starts_on, ends_on))
        actor = written_down(actor, by=by, at=at)
        ended = (f"{actor} acts" + (f": {why}" if why else ""))[:LONGEST]
        stand_down(appointment, version=appointment.version, ends_on=starts_on, by=by, why=ended)
        how = f"acts for {away}" + (f": {why}" if why else "")
        standing = Appointment.Standing.ACTING
        acting = _follow(appointment, actor, starts_on, ends_on, standing=standing, how=how)
        forget_replies(acting)
        if ends_on is not None and ends_on != until:
            how = f"goes on after {actor} acted"
            _follow(appointment, away, ends_on, until, standing=appointment.standing, how=how)
        return acting


def may_take_back(appointment: Appointment, *, on: date) -> bool:
    """Say whether an appointment can still be undone: nobody sat there by it before `on`."""
    acts = appointment.standing == Appointment.Standing.ACTING
    return not acts and appointment.starts_on is not None and appointment.starts_on >= on


def take_back(appointment: Appointment, *, by: User, at: datetime) -> bool:
    """Undo an appointment that was made by mistake; False where that was done already.

    Who was named for it is named still, and can be appointed anew; they were written to, and are
    again.

    :raises Refused: it began before today, it is for somebody who is away, or somebody
        else was asked for since
    """
    what = f"took back that {appointment.holder} was appointed to {appointment.place}"
    with appointing(by=by, what=what, key=""):
        row = held_for_writing(appointment.place).filter(pk=appointment.pk).first()
        if row is None:
            return False
        if not may_take_back(row, on=timezone.localdate(at)):
            raise Refused(SAT_THERE)
        named = Nomination.objects.filter(appointment=row)
        with refusals_in_words(Nomination):
            if named.update(state=ANSWERED, appointment=None, settled_at=None, settled_by=None):
                tell_taken_back(row, at=at)
        forget_replies(row)
        row.delete()
        return True


def _follow(
    before: Appointment,
    holder: User,
    starts_on: date,
    ends_on: date | None,
    *,
    standing: str,
    how: str,
) -> Appointment:
    """Write down who holds the place of `before` after it."""
    return Appointment.objects.create(
        place=before.place,
        seat_id=before.seat_id,
        holder=holder,
        starts_on=starts_on,
        ends_on=ends_on,
        standing=standing,
        how=how[:LONGEST],
    )


def _end_of(appointment: Appointment, *, around: tuple[date, date | None]) -> date | None:
    """Return the day after a term, within which the days `around` lie.

    :raises Refused: they do not
    """
    (first, after), until = around, appointment.ends_on
    if appointment.starts_on is not None and first <= appointment.starts_on:
        raise Refused(BEGINS_LATER)
    if until is not None and (first >= until or (after or until) > until):
        raise Refused(f"{ENDS_BEFORE} {day(until - A_DAY)}.")
    return until
