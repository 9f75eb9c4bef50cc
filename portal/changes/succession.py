"""A board closes and others follow it: all that is open there passes on, in one change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from governance import audit
from governance.changes.meetings import cancel
from governance.changes.nominating import turn_down
from governance.changes.setting_up import close_board
from governance.changes.telling import tell
from governance.editing import Refused, refusals_in_words
from governance.models import (
    Appointment,
    Board,
    Meeting,
    Nomination,
    Office,
    Subject,
    Succession,
    User,
    runs_on,
)
from governance.queries import counted, day
from governance.queries.places import called
from governance.scope import CHAIRS
from portal.changes.answering_on import answer_on
from portal.changes.passing_on import Decided, Move, pass_on
from portal.changes.sitting_in import sit_in
from portal.queries import succession as queries
from portal.queries.succession import KINDS, Open, each_open, open_things
from priorities.changes.rounds import close_round

A_DAY = timedelta(days=1)
NOT_YET = "What is open is known only when the last day has come: give today, or a day past."
OPENED = "Opened or changed meanwhile, so nothing was done. Look at it again: {}."
GONE = "Something was settled or passed on meanwhile, so nothing was done. Look at the rest again."
OTHERWISE = "It would come to something else by now, so nothing was done. Look at it again."
NOT_AT_WORK = "is not at work, and so cannot follow it."
TAKEN_BACK = "The board closed before the first day."


def succeed(board: Board, decided: Decided, *, by: User, at: datetime, key: str = "") -> list[str]:
    """Close `board` and pass on all that is open there; return what was done, in words.

    Sent twice, it is done once.

    :raises Refused: something was opened, changed or settled since it was looked at; a thing has
        no home; a law forbids it. Nothing is done then.
    """
    what = f"closed {board} and passed on what was open"
    with refusals_in_words(Succession), audit.change(by=by, what=what, key=key):
        _lock(board)
        if _is_done(board, key):
            return []
        if decided.ends_on > timezone.localdate(at) + A_DAY:
            raise Refused(NOT_YET)
        move = Move(board, decided, _heirs(board, decided.successors), by, at)
        things = list(each_open(open_things(board, on=_since(move))))
        _as_seen(things, decided.seen)
        for each in things:
            pass_on(move, each)
        _end(move)
        answer_on(move)
        sit_in(move)
        _follow(move)
        words = [step["words"] for step in move.steps.done]
        if decided.foreseen and decided.foreseen != mark_of(words):
            raise Refused(OTHERWISE)
        return words


def mark_of(words: Sequence[str]) -> str:
    """Return the mark of what a succession comes to, by which a later difference is seen."""
    return sha256("\n".join(words).encode()).hexdigest()


def foresee(board: Board, decided: Decided, *, by: User, at: datetime) -> list[str]:
    """Return what `succeed` would do, in words, and do nothing.

    :raises Refused: as `succeed` would
    """
    with transaction.atomic():
        words = succeed(board, decided, by=by, at=at)
        transaction.set_rollback(True)
    board.refresh_from_db()
    return words


def _lock(board: Board) -> None:
    """Hold the board and its meetings so fast that nothing new can be opened at them."""
    board.refresh_from_db(from_queryset=Board.objects.select_for_update(of=("self",)))
    rows = Meeting.objects.filter(board=board).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def _is_done(board: Board, key: str) -> bool:
    """Say whether the form with the mark `key` was carried out."""
    kept = Succession.pgh_event_model.objects  # type: ignore[attr-defined]
    made = kept.filter(from_board=board, pgh_context__metadata__key=key)
    return bool(key) and made.exists()


def _heirs(board: Board, keys: Iterable[int]) -> dict[int, Board]:
    rows = Board.objects.filter(pk__in=set(keys)).exclude(pk=board.pk)
    heirs = {each.pk: each for each in rows.order_by("name")}
    for each in heirs.values():
        if each.status != Board.Status.ACTIVE:
            raise Refused(f"{each} {NOT_AT_WORK}")
    if not heirs:
        raise Refused("Choose which board follows it.")
    return heirs


def _since(move: Move) -> date:
    return min(move.on, timezone.localdate(move.at))


def _as_seen(things: Sequence[Open], seen: frozenset[str]) -> None:
    """Refuse where others opened, changed or settled something since it was shown."""
    new = [each.what for each in things if each.mark not in seen]
    if new:
        raise Refused(OPENED.format("; ".join(new)))
    if seen - {each.mark for each in things}:
        raise Refused(GONE)


def _end(move: Move) -> None:
    """End what ends with the board: meetings to come, rounds, nominations, terms, the board."""
    followed = " and ".join(each.name for each in move.heirs.values())
    because = f"{move.board} closed on {day(move.on - A_DAY)}; {followed} follows."
    for meeting in queries.meetings_to_cancel(move.board, move.on):
        cancel(meeting, because=because, by=move.by, at=move.at)
        _said(move, f"The meeting of {day(meeting.on)}: cancelled")
    for each in queries.rounds_to_close(move.board):
        close_round(each, by=move.by, at=move.at)
        _said(move, f"The round of {each.label}: closed")
    for asked in queries.nominations_to_end(move.board):
        state = Nomination.State.WITHDRAWN
        turn_down(asked, state=state, reason=because, by=move.by, at=move.at)
        _said(move, f"The nomination asked of {asked.organisation}: withdrawn")
    for term in queries.terms_to_end(move.board, move.on):
        _end_term(move, term)
    if move.board.ends_on != move.on:
        values = {"ends_on": move.on}
        version, today = move.board.version, timezone.localdate(move.at)
        close_board(move.board, version=version, values=values, by=move.by, on=today)
        _said(move, f"{move.board}: closed after {day(move.on - A_DAY)}")


def _said(move: Move, words: str) -> None:
    move.steps.done.append({"words": words})


def _end_term(move: Move, term: Appointment) -> None:
    seat = f"{term.holder}, {called(term.place)}"
    if term.starts_on is not None and term.starts_on >= move.on:
        settled = Nomination.objects.filter(appointment=term)
        gone = {"state": Nomination.State.DECLINED, "reason": TAKEN_BACK}
        settled.update(appointment=None, **gone)
        move.steps.remove(term, f"{seat}: taken back")
        return
    ended = {"ends_on": move.on, "ends_known": "day", "why_ended": "the board closed"}
    move.steps.change(term, f"{seat}: ends after {day(move.on - A_DAY)}", **ended)


def _follow(move: Move) -> None:
    """Write down who follows, and what each took; tell their chairs and officers."""
    for heir in move.heirs.values():
        what = _in_words(move.taken.get(heir.pk, []))
        row, _ = Succession.objects.get_or_create(from_board=move.board, to_board=heir)
        values = {
            "on": row.on or move.on,
            "on_known": row.on_known or "day",
            "what": "; ".join(each for each in (row.what, what) if each),
            "papers_first_until": move.decided.papers_first_until,
            "attendance_until": move.decided.attendance_until,
        }
        Succession.objects.filter(pk=row.pk).update(**values)
        _tell(move, heir, what)


def _in_words(codes: Sequence[str]) -> str:
    """Count by kind what a successor took: "2 action points, 1 plan"."""
    return ", ".join(
        counted(codes.count(code), kind.one) for code, kind in KINDS.items() if code in codes
    )


def _tell(move: Move, heir: Board, what: str) -> None:
    on = timezone.localdate(move.at)
    chairs = Appointment.objects.on(on).filter(seat__board=heir, seat__role__in=CHAIRS)
    kind = Office.Kind.PARTNERSHIP_OFFICER
    officers = Office.objects.filter(runs_on(on), board=heir, kind=kind)
    keys = {*chairs.values_list("holder", flat=True), *officers.values_list("person", flat=True)}
    defaults = {"kind": "board", "title": heir.name, "board": heir}
    address = heir.get_absolute_url()
    about, _ = Subject.objects.get_or_create(address=address, defaults=defaults)
    takes = f", and takes over: {what}" if what else ""
    text = f"{heir} follows {move.board}, which is closed{takes}."
    people = User.objects.filter(pk__in=keys - {move.by.pk}, is_active=True)
    for person in people.select_related("supporter").order_by("pk"):
        event = f"follows {move.board.pk} {move.on}"
        mail = f"{heir} follows {move.board}"
        tell(person, subject=about, event=event, text=text, mail=mail, at=move.at)
