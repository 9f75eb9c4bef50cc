"""Nominations: a nominating organisation is asked for somebody, answers, and is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from governance import audit
from governance.changes.boards import Newcomer, appoint
from governance.changes.nomination_mail import (
    tell_administrators,
    tell_appointed,
    tell_contact,
    write_to_contact,
)
from governance.changes.people import add_person
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import (
    Appointment,
    Nomination,
    Organisation,
    Place,
    User,
)
from governance.queries.nominations import OPEN
from governance.queries.places import called
from governance.queries.wording import day

State = Nomination.State
CONTACT = "Nominations contact"
NOBODY_NOMINATES = "This seat names no nominating organisation."
HAS_LEFT = "Whoever has this address has left or is suspended. Give another address."
SETTLED = "This nomination is settled already."
NOT_DUE = "The organisation is asked again once its answer is overdue."
NOBODY_NAMED = "Nobody is named yet."


def ask(
    place: Place, *, address: str, due_on: date, by: User, at: datetime, key: str = ""
) -> Nomination:
    """Ask the nominating organisation, at `address`, for somebody to take `place`.

    Its contact gets one mail with a signed link. Sent twice, it asks once.

    :raises Refused: nobody nominates for the seat, somebody is asked already, or the address is
        of somebody who has left
    """
    body = place.seat.nominated_by
    if body is None:
        raise Refused(NOBODY_NOMINATES)
    what = f"asked {body} for somebody for {place}"
    with refusals_in_words(Nomination), audit.change(by=by, what=what, key=key):
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)
        before = audit.made_by_form(Nomination.objects.filter(place=place), key)
        if before is not None:
            asked: Nomination = before
            return asked
        contact = _contact(body, address, by=by, at=at)
        nomination = Nomination.objects.create(
            place=place,
            organisation=body,
            asked=contact,
            asked_at=at,
            asked_by=by,
            due_on=due_on,
        )
        write_to_contact(
            nomination, "asked", f"Please name somebody for {called(place)}", by=by, at=at
        )
        return nomination


def ask_again(nomination: Nomination, *, by: User, at: datetime) -> bool:
    """Remind an organisation that has not answered in time, once; say whether it was done now.

    :raises Refused: it has answered, or its answer is not overdue
    """
    what = f"asked {nomination.organisation} again for somebody for {nomination.place}"
    with _settling(nomination, by=by, what=what):
        if nomination.reminded_at is not None:
            return False
        is_late = nomination.due_on < timezone.localdate(at)
        if nomination.state != State.ASKED or not is_late:
            raise Refused(NOT_DUE)
        Nomination.objects.filter(pk=nomination.pk).update(reminded_at=at, reminded_by=by)
        title = f"A reminder: please name somebody for {called(nomination.place)}"
        write_to_contact(nomination, "reminded", title, by=by, at=at)
        return True


def answer(
    nomination: Nomination,
    *,
    version: int,
    values: dict[str, Any],
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Name somebody (`values`: post, email, words), or somebody else while it is not settled.

    :raises Refused: it is settled
    :raises StaleEdit: a colleague answered first
    """
    what = f"named {values.get('post') or nomination.post} for {nomination.place}"
    with _settling(nomination, by=by, what=what, key=key):
        if nomination.state not in OPEN:
            raise Refused(SETTLED)
        if nomination.state == State.ASKED:
            _update(nomination, state=State.ANSWERED, answered_at=at, answered_by=by, **values)
            saved = Saved(nomination, {})
        else:
            saved = save_edit(
                nomination, version=version, values=values, by=by, what=what, key=key
            )
            if saved.changed:
                _update(nomination, answered_at=at, answered_by=by)
        tell_administrators(nomination, nomination.post, at=at)
        return saved


def accept(
    nomination: Nomination,
    *,
    holder: User | Newcomer,
    starts_on: date,
    ends_on: date | None,
    by: User,
    at: datetime,
    standing: Appointment.Standing = Appointment.Standing.SUBSTANTIVE,
    how: str = "",
    key: str = "",
) -> Appointment:
    """Appoint who was named, in one step; they and the nominating organisation are told.

    :raises Refused: nobody is named, it is settled, or the appointment breaks a law
    """
    what = f"took up {nomination.post}, named for {nomination.place}"
    with _settling(nomination, by=by, what=what, key=key):
        if nomination.state == State.ACCEPTED and nomination.appointment is not None:
            return nomination.appointment
        if nomination.state != State.ANSWERED:
            raise Refused(NOBODY_NAMED if nomination.state == State.ASKED else SETTLED)
        made = appoint(
            place=nomination.place,
            holder=holder,
            starts_on=starts_on,
            ends_on=ends_on,
            standing=standing,
            how=how,
            by=by,
            at=at,
        )
        settled = {"settled_at": at, "settled_by": by, "appointment": made}
        _update(nomination, state=State.ACCEPTED, **settled)
        tell_contact(
            nomination, f"{nomination.post} takes the place from {day(starts_on)}.", at=at
        )
        tell_appointed(nomination, made, at=at)
        return made


def name_nobody(nomination: Nomination, *, reason: str, by: User, at: datetime) -> None:
    """Let the organisation say that it names nobody; who keeps the membership is told.

    Said already it stays as it was.

    :raises Refused: no reason is given, or it is settled
    """
    what = f"named nobody for {nomination.place}"
    with _settling(nomination, by=by, what=what):
        if nomination.state == State.NOBODY:
            return
        if nomination.state not in OPEN:
            raise Refused(SETTLED)
        _update(nomination, state=State.NOBODY, settled_at=at, settled_by=by, reason=reason)
        tell_administrators(nomination, "nobody", why=reason, at=at)


def turn_down(
    nomination: Nomination, *, state: Nomination.State, reason: str, by: User, at: datetime
) -> None:
    """Decline who was named, or withdraw the question: `state` says which; its link ends.

    Done already it stays as it was.

    :raises Refused: no reason is given, or it was taken up
    """
    what = f"settled the nomination for {nomination.place}: {state.label}"
    with _settling(nomination, by=by, what=what):
        if nomination.state == state:
            return
        if nomination.state not in OPEN:
            raise Refused(SETTLED)
        if state == State.DECLINED and nomination.state == State.ASKED:
            raise Refused(NOBODY_NAMED)
        _update(nomination, state=state, settled_at=at, settled_by=by, reason=reason)
        tell_contact(nomination, f"{TOLD[state]}: {reason}", at=at)


TOLD = {
    State.DECLINED: "Your nomination is not taken up",
    State.WITHDRAWN: "Nobody is wanted for it any more",
}


@contextmanager
def _settling(nomination: Nomination, *, by: User, what: str, key: str = "") -> Iterator[None]:
    """Do one change of a nomination, brought up to date, that no other runs beside."""
    with refusals_in_words(Nomination), audit.change(by=by, what=what, key=key):
        rows = Nomination.objects.select_for_update(no_key=True)
        nomination.refresh_from_db(from_queryset=rows)
        yield


def _update(nomination: Nomination, **values: Any) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(**values)
    nomination.refresh_from_db()


def _contact(body: Organisation, address: str, *, by: User, at: datetime) -> User:
    """Return who is written to at `address`; a contact of `body` where nobody has that address.

    An organisation without an address for nominations keeps this one.
    """
    if not body.nominations_to:
        save_edit(
            body,
            version=body.version,
            values={"nominations_to": address},
            by=by,
            what=f"kept where {body} is asked for nominations",
        )
    known = User.objects.filter(email__iexact=address).first()
    if known is None:
        known = body.people.filter(post=CONTACT, distinction="").first()
        if known is None:
            return add_person(post=CONTACT, organisation=body, email=address, by=by, at=at)
        save_edit(
            known,
            version=known.version,
            values={"email": address.lower()},
            by=by,
            what=f"gave {CONTACT} of {body} another address",
        )
    if not known.is_active or (known.left_on and known.left_on <= timezone.localdate(at)):
        raise Refused(HAS_LEFT)
    return known
