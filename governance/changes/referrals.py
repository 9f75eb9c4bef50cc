"""Referrals: a board asks another to consider something; the other says what it did, and why."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from governance import audit
from governance.changes.spans import only_to_come
from governance.changes.telling import tell
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Appointment, Board, Office, Referral, Subject, User, runs_on
from governance.queries.things import Thing, subject_of
from governance.queries.wording import day
from governance.scope import CHAIRS

OFFICER = Office.Kind.PARTNERSHIP_OFFICER


def refer(
    board: Board,
    *,
    to_board: Board,
    what: str,
    respond_by: date,
    by: User,
    at: datetime,
    key: str = "",
    about: Thing | None = None,
) -> Referral:
    """Ask `to_board` to consider something and to respond; sent again it is the same referral.

    :raises Refused: a board refers to another board only, or the day is past
    """
    said = f"referred something to {to_board}"
    with refusals_in_words(Referral), audit.change(by=by, what=said, key=key):
        made = audit.made_by_form(board.referrals_out.filter(referred_by=by), key)
        if made is not None:
            again: Referral = made
            return again
        only_to_come(respond_by, at=at)
        referral = Referral.objects.create(
            from_board=board,
            to_board=to_board,
            subject=subject_of(about) if about else None,
            what=what,
            referred_at=at,
            referred_by=by,
            respond_by=respond_by,
        )
        text = f"{board} refers something to {to_board}. Respond by {day(respond_by)}."
        mail = f"{board} asks {to_board} to respond by {day(respond_by)}"
        _tell(referral, to_board, event="referred", text=text, mail=mail, by=by, at=at)
        return referral


def acknowledge(referral: Referral, *, by: User, at: datetime) -> None:
    """Say that the receiving board has it; said before, it keeps its first time."""
    with audit.change(by=by, what="acknowledged a referral"):
        open_one = Referral.objects.filter(pk=referral.pk, acknowledged_at=None)
        if open_one.update(acknowledged_at=at, acknowledged_by=by):
            referral.refresh_from_db()
            text = f"{referral.to_board} acknowledged what {referral.from_board} referred to it."
            _answer_told(referral, event="acknowledged", text=text, by=by, at=at)


def respond(
    referral: Referral,
    *,
    version: int,
    response: str,
    reason: str,
    by: User,
    at: datetime,
    key: str = "",
) -> Saved:
    """Respond for the receiving board: accepted, in part, declined or noted, each with why.

    :raises Refused: it was responded to already, or no reason is given
    :raises StaleEdit: somebody else responded otherwise first
    """

    def first_time(row: Referral) -> dict[str, Any]:
        if row.responded_at is not None:
            raise Refused("The board has responded already; its response stands.")
        has_it = {} if row.acknowledged_at else {"acknowledged_at": at, "acknowledged_by": by}
        return {"responded_at": at, "responded_by": by, **has_it}

    saved = save_edit(
        referral,
        version=version,
        values={"response": response, "reason": reason},
        by=by,
        what="responded to a referral",
        key=key,
        follows=first_time,
    )
    if saved.changed:
        word = referral.get_response_display()
        text = f"{referral.to_board} responded to what {referral.from_board} referred: {word}."
        _answer_told(referral, event="responded", text=text, by=by, at=at)
    return saved


def _answer_told(referral: Referral, *, event: str, text: str, by: User, at: datetime) -> None:
    """Tell the board that referred, or those that follow it once it is closed."""
    sender = referral.from_board
    is_open = sender.is_open(timezone.localdate(at))
    heirs = () if is_open else Board.objects.filter(predecessors__from_board=sender)
    for board in heirs or (sender,):
        _tell(referral, board, event=event, text=text, mail=text.rstrip("."), by=by, at=at)


def _tell(
    referral: Referral,
    board: Board,
    *,
    event: str,
    text: str,
    mail: str,
    by: User,
    at: datetime,
) -> None:
    """Tell the chairs and officers of one of the two boards, but `by`."""
    on = timezone.localdate(at)
    chairs = Appointment.objects.on(on).filter(seat__board=board, seat__role__in=CHAIRS)
    offices = Office.objects.filter(runs_on(on), Q(board=board) | Q(board=None), kind=OFFICER)
    keys = {*chairs.values_list("holder", flat=True), *offices.values_list("person", flat=True)}
    subject, _ = Subject.objects.get_or_create(
        address=referral.get_absolute_url(),
        defaults={"kind": "referral", "title": "Referral", "board": referral.from_board},
    )
    people = User.objects.filter(pk__in=keys - {by.pk}, is_active=True).select_related("supporter")
    for person in people.order_by("pk"):
        tell(person, subject=subject, event=event, text=text, mail=mail, at=at)
