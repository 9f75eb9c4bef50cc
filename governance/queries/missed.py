"""Who stayed away from a board's meetings several times in a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from governance.models import Appointment, Attendance, Board, Meeting
from governance.queries.places import called
from governance.queries.wording import day

IN_A_ROW = 2
LATELY = 8  # meetings back to which it is looked: who is expected at few is not judged by old ones
Came = Attendance.Came


@dataclass(frozen=True)
class Missed:
    """A place whose holder missed the last meetings they were expected at."""

    place: str
    post: str
    meetings: Sequence[date]

    @property
    def words(self) -> str:
        """Who it is, and when nobody came for them."""
        return f"{self.place} ({self.post}): {' and '.join(day(on) for on in self.meetings)}"


def missed_in_a_row(board: Board, *, on: date) -> list[Missed]:
    """Return the places of `board` for which nobody came to the last two meetings, by a day.

    Only meetings within the holder's own time at the table count; a deputy who came is no miss
    where the board counts deputies. Two queries.
    """
    held = Appointment.objects.on(on).of(board).select_related("holder", "place__seat")
    by_place = {each.place_id: each for each in held.order_by("seat__order", "place__number")}
    known = Attendance.objects.exclude(came=Came.UNKNOWN)
    met = Meeting.objects.filter(Exists(known.filter(meeting=OuterRef("pk"))), board=board)
    lately = met.filter(on__lte=on).order_by("-on", "-pk")[:LATELY]
    rows = known.filter(place__in=by_place, meeting__in=lately.values("pk"))
    last: dict[int, list[tuple[date, str]]] = defaultdict(list)
    columns = ("place_id", "meeting__on", "came")
    for place, when, came in rows.order_by("-meeting__on", "-meeting").values_list(*columns):
        if len(last[place]) < IN_A_ROW and _within(by_place[place], when):
            last[place].append((when, came))
    away = {Came.ABSENT, *([] if board.deputies_count else [Came.DEPUTY])}
    return [
        Missed(
            place=called(each.place),
            post=each.holder.called,
            meetings=[when for when, _ in reversed(last[place])],
        )
        for place, each in by_place.items()
        if len(last[place]) == IN_A_ROW and all(came in away for _, came in last[place])
    ]


def _within(appointment: Appointment, when: date) -> bool:
    return appointment.starts_on is not None and appointment.starts_on <= when
