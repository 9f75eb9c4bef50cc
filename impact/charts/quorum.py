"""The quorum row: who is coming to a meeting, and how many it needs."""

from dataclasses import dataclass

from governance.drawing.lettering import width
from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.marks import placed_mark
from impact.charts.rows import flow

_LARGEST, _PITCH = 32, 56


@dataclass(frozen=True, slots=True)
class Quorum:
    """Replies of the places expected at a meeting, and how many make it quorate.

    `not_counted`: which of "deputy" and "remote" the terms do not count; they stand behind those
    that count. `is_after`: it tells who came. `verdict`: who is missing, where it is not only a
    matter of number.
    """

    title: str
    needed: int
    coming: int
    deputies: int = 0
    no_reply: int = 0
    apologies: int = 0
    remote: int = 0
    not_counted: tuple[str, ...] = ()
    is_after: bool = False
    verdict: str = ""

    @property
    def expected(self) -> int:
        """How many places are expected."""
        return self.coming + self.remote + self.deputies + self.no_reply + self.apologies

    @property
    def counted(self) -> int:
        """How many of those who come count for the quorum."""
        here = {"remote": self.remote, "deputy": self.deputies}
        return self.coming + sum(many for name, many in here.items() if self._counts(name))

    def groups(self) -> tuple[tuple[str, int, str], ...]:
        """Mark, count and words of each kind of reply that occurs."""
        here = (
            ("present", self.coming, "here" if self.is_after else "coming", True),
            ("present", self.remote, "remote", self._counts("remote")),
            ("deputy", self.deputies, self._sent_deputy(), self._counts("deputy")),
        )
        every = (
            *((mark, many, words) for mark, many, words, counts in here if counts),
            *((mark, many, f"{words}, not counted") for mark, many, words, c in here if not c),
            ("no-reply", self.no_reply, self._silent()),
            ("apologies", self.apologies, "absent" if self.is_after else "sent apologies"),
        )
        return tuple(group for group in every if group[1])

    def _counts(self, name: str) -> bool:
        return name not in self.not_counted

    def _sent_deputy(self) -> str:
        if self.is_after:
            return "by deputy"
        return "sends a deputy" if self.deputies == 1 else "send a deputy"

    def _silent(self) -> str:
        if self.is_after:
            return "not marked yet"
        return "has not replied" if self.no_reply == 1 else "have not replied"


def quorum_row(quorum: Quorum, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw a square a place on one line; the quorum stands upright behind the last one needed."""
    sheet = Sheet(geometry)
    places = max(quorum.expected, quorum.needed, 1)
    pitch = min(_PITCH, (geometry.width - 12) / places)
    side = round(min(_LARGEST, pitch * 0.75))
    head = geometry.label + 10
    foot = head + side + 14
    sheet.path("f-track", f"M0 {at(foot)}H{at(12 + places * pitch)}", stroke="line")
    index = 0
    for name, many, _ in quorum.groups():
        for _ in range(many):
            x = 6 + index * pitch + (pitch - side) / 2
            sheet.add(placed_mark(name, round(x), round(head + 8), side))
            index += 1
    thick = round(min(6, max(2, pitch - side * 0.75 - 3)))
    _needed(sheet, quorum.needed, 6 + quorum.needed * pitch, foot, thick)
    items = tuple((name, f"{many} {words}") for name, many, words in quorum.groups())
    y = flow(sheet, items, 0, foot + 12, geometry.width) if items else foot
    return sheet.finish(
        kind="chart-quorum",
        uid=uid,
        title=quorum.title,
        description=_described(quorum),
        height=y + 2,
    )


def _needed(sheet: Sheet, needed: int, x: float, foot: float, thick: int) -> None:
    size = sheet.geometry.label
    words = f"Quorum {needed}"
    half = width(words, size, bold=True) / 2
    middle = min(max(x, half), sheet.geometry.width - half)
    sheet.words(middle, size, words, role="c-target-label", size=size, anchor="middle", bold=True)
    sheet.path("tl-today", f"M{at(x)} {at(size + 6)}V{at(foot)}", stroke="accent", width=1.2)
    sheet.bar("f-quorum", x - thick / 2, foot - 26, thick, 26, "accent")


def _described(quorum: Quorum) -> str:
    """The replies in words, and whether they make a quorum."""
    told = ", ".join(f"{many} {words}" for _, many, words in quorum.groups())
    short = quorum.needed - quorum.counted
    verdict = quorum.verdict or (f"{short} short" if short > 0 else "met")
    start = f"Of {quorum.expected} places {told}. " if told else "No places are expected. "
    return f"{start}The quorum is {quorum.needed}: {verdict}."
