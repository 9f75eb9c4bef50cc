"""Nominations: a nominating organisation is asked for somebody, answers, and is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from governance import audit
from governance.changes.boards import Newcomer, appoint
from governance.changes.links import issue_link, token_for
from governance.changes.mail import LINK, write_to
from governance.changes.people import add_person
from governance.changes.telling import tell
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import (
    Appointment,
    Nomination,
    Organisation,
    Place,
    SignedLink,
    Subject,
    User,
)
from governance.queries.nominations import OPEN
from governance.queries.places import called
from governance.queries.vacancies import administrators_of
from governance.queries.wording import day

State = Nomination.State
CONTACT = "Nominations contact"
LEADS_TO = "/nominate/"
AFTER_DUE = timedelta(days=28)  # a late answer is still an answer
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
        _write(nomination, "asked", f"Please name somebody for {called(place)}", by=by, at=at)
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
        _write(nomination, "reminded", title, by=by, at=at)
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
        _tell_administrators(nomination, at=at)
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
    """Appoint who was named, in one step; the nominating organisation is told.

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
        _tell_contact(
            nomination, f"{nomination.post} takes the place from {day(starts_on)}.", at=at
        )
        return made


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
        _tell_contact(nomination, f"{TOLD[state]}: {reason}", at=at)


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


def _write(nomination: Nomination, event: str, title: str, *, by: User, at: datetime) -> None:
    """Write the contact one mail with a link that opens this nomination and nothing else."""
    contact, board, key = nomination.asked, nomination.place.seat.board, _key(nomination, event)
    due = day(nomination.due_on)
    body = (
        f"{by}, for {board}, asks {nomination.organisation} to name somebody for"
        f" {called(nomination.place)} by {due}.\n\n{LINK}\n\nThe link is yours alone, needs no"
        " account and opens only this question.\n"
    )
    message = write_to(
        contact, key=key, title=title[:200], body=body, at=at, board=board, leads_to=LEADS_TO
    )
    if message is None or message.person_id != contact.pk:
        return
    last = timezone.make_aware(datetime.combine(nomination.due_on, time.max))
    issue_link(
        token_for(contact, key),
        person=contact,
        purpose=SignedLink.Purpose.NOMINATE,
        subjects=[subject_of(nomination)],
        until=max(last, at) + AFTER_DUE,
        organisation=nomination.organisation,
        by=by,
        at=at,
    )


def _key(nomination: Nomination, event: str) -> str:
    return f"nomination {nomination.pk} {event}"


def subject_of(nomination: Nomination) -> Subject:
    """Return what people are told about a nomination by."""
    seat = nomination.place.seat
    defaults = {"kind": "nomination", "title": f"Nomination for {seat}"[:300]}
    return Subject.objects.get_or_create(
        address=nomination.get_absolute_url(), defaults={**defaults, "board": seat.board}
    )[0]


def _tell_contact(nomination: Nomination, words: str, *, at: datetime) -> None:
    """Write the contact what became of the question."""
    seat = called(nomination.place)
    title = f"What became of your nomination for {seat}"[:200]
    board = nomination.place.seat.board
    body = f"{board}, {seat}. {words}\n"
    key = _key(nomination, "settled")
    write_to(nomination.asked, key=key, title=title, body=body, at=at, board=board)


def _tell_administrators(nomination: Nomination, *, at: datetime) -> None:
    """Tell who keeps the membership that somebody is named."""
    board = nomination.place.seat.board
    text = f"{nomination.organisation} names {nomination.post} for {called(nomination.place)}."
    for person in administrators_of(board, on=timezone.localdate(at)):
        tell(
            person,
            subject=subject_of(nomination),
            event=f"answered {nomination.answered_at}",
            text=text,
            mail="A nominating organisation has answered",
            at=at,
        )
