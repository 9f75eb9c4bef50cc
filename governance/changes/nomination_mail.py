"""What goes out about a nomination: the question with its link, and what became of it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from governance.changes.links import issue_link, token_for
from governance.changes.mail import LINK, write_to
from governance.changes.telling import tell
from governance.models import Appointment, Nomination, SignedLink, Subject, User
from governance.queries.places import called
from governance.queries.vacancies import administrators_of
from governance.queries.wording import day, known_date

LEADS_TO = "/nominate/"
AFTER_DUE = timedelta(days=28)  # a late answer is still an answer


def write_to_contact(
    nomination: Nomination, event: str, title: str, *, by: User, at: datetime
) -> None:
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


def tell_contact(nomination: Nomination, words: str, *, at: datetime) -> None:
    """Write the contact what became of the question."""
    seat = called(nomination.place)
    title = f"What became of your nomination for {seat}"[:200]
    board = nomination.place.seat.board
    body = f"{board}, {seat}. {words}\n"
    key = _key(nomination, "settled")
    write_to(nomination.asked, key=key, title=title, body=body, at=at, board=board)


def tell_appointed(nomination: Nomination, made: Appointment, *, at: datetime) -> None:
    """Write whoever was named that they sit there now, as the page of the question promised."""
    board, seat = nomination.place.seat.board, called(nomination.place)
    address = f"{settings.ADDRESS.rstrip('/')}{board.get_absolute_url()}"
    body = (
        f"{nomination.organisation} named you, and you are appointed: {seat}, {board}, from"
        f" {known_date(made.starts_on, made.starts_known)}.\n\nWhat the board does stands at"
        f" {address}\n\nTo read its papers you need an account. If you have none yet, an"
        " invitation comes by mail.\n"
    )
    title = f"You take a place on {board}"[:200]
    write_to(made.holder, key=f"appointed {made.pk}", title=title, body=body, at=at, board=board)


def tell_taken_back(made: Appointment, *, at: datetime) -> None:
    """Write whoever was told that they are appointed that it was a mistake."""
    board = made.place.seat.board
    body = f"That you take a place on {board} was written by mistake: {called(made.place)}.\n"
    title = f"You do not take a place on {board}"[:200]
    write_to(made.holder, key=f"taken back {made.pk}", title=title, body=body, at=at, board=board)


def tell_administrators(
    nomination: Nomination, named: str, *, at: datetime, why: str = ""
) -> None:
    """Tell who keeps the membership who is named; or that nobody is, and why."""
    board = nomination.place.seat.board
    told = f"{nomination.organisation} names {named} for {called(nomination.place)}"
    text = f"{told}: {why}" if why else f"{told}."
    for person in administrators_of(board, on=timezone.localdate(at)):
        tell(
            person,
            subject=subject_of(nomination),
            event=f"answered {nomination.settled_at or nomination.answered_at}",
            text=text,
            mail="A nominating organisation has answered",
            at=at,
        )
