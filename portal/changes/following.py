"""Who follows a board that closes: written down at both, and told."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from governance.changes.telling import tell
from governance.models import Appointment, Board, Office, Subject, Succession, User, runs_on
from governance.queries import counted, day
from governance.queries.vacancies import administrators_of
from governance.scope import CHAIRS
from portal.changes.passing_on import Move
from portal.queries.ending import minutes_left
from portal.queries.succession import KINDS


def follow(move: Move) -> None:
    """Write down who follows, and what each took; tell their chairs and officers."""
    for heir in move.heirs.values():
        what = _in_words(move.taken.get(heir.pk, []))
        row = _succession(move, heir)
        values = {
            "on": row.on or move.on,
            "on_known": row.on_known or "day",
            "what": "; ".join(each for each in (row.what, what) if each),
            "papers_first_until": move.decided.papers_first_until,
            "attendance_until": move.decided.attendance_until,
        }
        move.steps.change(row, _first_read(move, heir), **values)
        _tell(move, heir, what)


def _first_read(move: Move, heir: Board) -> str:
    """Return that papers go there first for a time; nothing where they do not."""
    until = move.decided.papers_first_until
    return f"Papers go to {heir} first until {day(until)}" if until else ""


def _succession(move: Move, heir: Board) -> Succession:
    known = Succession.objects.filter(from_board=move.board, to_board=heir).first()
    made: Succession = known or move.steps.make(
        Succession, "", from_board_id=move.board.pk, to_board_id=heir.pk
    )
    return made


def _in_words(codes: Sequence[str]) -> str:
    """Count by kind what a successor took: "2 action points, 1 plan"."""
    return ", ".join(
        counted(codes.count(code), kind.one) for code, kind in KINDS.items() if code in codes
    )


def _tell(move: Move, heir: Board, what: str) -> None:
    takes = f", and takes over: {what}" if what else ""
    text = f"{heir} follows {move.board}, which is closed{takes}.{_to_agree(move)}"
    event, mail = f"follows {move.board.pk} {move.on}", f"{heir} follows {move.board}"
    tell_who_leads(heir, event=event, text=text, mail=mail, by=move.by, at=move.at)


def _to_agree(move: Move) -> str:
    """Say which minutes a meeting of who follows is to agree; nothing where none is left."""
    days = [day(each.on) for each in minutes_left(move.board)]
    return f" Its minutes are still to be agreed: {', '.join(days)}." if days else ""


def tell_who_leads(
    board: Board, *, event: str, text: str, mail: str, by: User, at: datetime
) -> None:
    """Tell the chairs and officers of a board that follows another, but `by`."""
    on = timezone.localdate(at)
    chairs = Appointment.objects.on(on).filter(seat__board=board, seat__role__in=CHAIRS)
    kind = Office.Kind.PARTNERSHIP_OFFICER
    officers = Office.objects.filter(runs_on(on), board=board, kind=kind)
    keys = {*chairs.values_list("holder", flat=True), *officers.values_list("person", flat=True)}
    defaults = {"kind": "board", "title": board.name, "board": board}
    address = board.get_absolute_url()
    about, _ = Subject.objects.get_or_create(address=address, defaults=defaults)
    people = User.objects.filter(pk__in=keys - {by.pk}, is_active=True)
    for person in people.select_related("supporter").order_by("pk"):
        tell(person, subject=about, event=event, text=text, mail=mail, at=at)


def tell_who_keeps(board: Board, *, event: str, text: str, mail: str, at: datetime) -> None:
    """Tell the administrators of a board how its closing goes; each once of each event."""
    address = f"{board.get_absolute_url()}keep/succession/"
    defaults = {"kind": "closing", "title": f"Closing of {board}"[:300], "board": board}
    about, _ = Subject.objects.get_or_create(address=address, defaults=defaults)
    for person in administrators_of(board, on=timezone.localdate(at)):
        tell(person, subject=about, event=event, text=text, mail=mail, at=at)
