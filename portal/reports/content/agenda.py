"""What a pack is made of, frozen: the agenda and its papers for each circle of readers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.reports.content.keeping import built, canonical, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPaper:
    """One paper: words written in the portal, or the file that was sent, by its SHA-256."""

    key: int
    title: str
    text: str = ""
    file: int = 0
    """Key of the file; 0 where there are words."""
    sha256: str = ""
    pages: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackItem:
    """One item of the agenda as a circle reads it, with the papers that the circle reads."""

    key: int
    number: int
    title: str
    purpose: str = ""
    presenter: str = ""
    exempt: str = ""
    late: str = ""
    is_open: bool = True
    """Whether the circle reads more of it than title and paragraph."""
    papers: tuple[PackPaper, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was asked in writing since the last meeting, and what came of it."""

    asked: str
    became: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOpen:
    """What an earlier meeting asked of somebody, or the board of a partner, and is not settled."""

    key: int
    asked: str
    whose: str
    became: str = ""
    """What was answered."""
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The agenda and papers as one circle of readers has them."""

    circle: str
    items: tuple[PackItem, ...] = ()
    told: tuple[Told, ...] = ()
    points: tuple[StillOpen, ...] = ()
    questions: tuple[StillOpen, ...] = ()

    @property
    def papers(self) -> list[tuple[PackItem, PackPaper]]:
        """The papers in their order, each with its item."""
        return [(item, paper) for item in self.items for paper in item.papers]

    @property
    def opens(self) -> frozenset[tuple[str, int]]:
        """Keys of the items and papers that it lets its readers read."""
        items = {("item", each.key) for each in self.items if each.is_open}
        return frozenset(items | {("paper", paper.key) for _, paper in self.papers})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContent:
    """The pack of a meeting, read at one instant, for every circle."""

    place: str
    board: str
    board_slug: str
    subtitle: str
    when: str
    where: str
    dated: date
    illustrative: bool = False
    readings: tuple[Reading, ...] = ()

    def reading(self, circle: str) -> Reading | None:
        """Return the reading of a circle; None where that circle has no pack yet."""
        return next((each for each in self.readings if each.circle == circle), None)


def pack_data(content: PackContent) -> dict[str, Any]:
    """Return `content` as what a JSON column holds."""
    data: dict[str, Any] = plain(PackContent, content)
    return data


def pack_from(data: dict[str, Any]) -> PackContent:
    """Return the content that `pack_data` wrote."""
    read: PackContent = built(PackContent, data)
    return read


def pack_checksum(content: PackContent) -> str:
    """Return the SHA-256 of the canonical JSON, in 64 hex digits."""
    return hashlib.sha256(canonical(pack_data(content)).encode()).hexdigest()


def what_changed(before: Reading | None, after: Reading) -> list[str]:
    """Return in sentences what a circle finds in `after` that it did not find in `before`.

    No word of `before` is repeated: what is no longer there may be nobody's to read any more.

    >>> old = Reading(circle="public", items=(PackItem(key=1, number=1, title="Early help"),))
    >>> more = PackItem(key=2, number=2, title="A late item")
    >>> what_changed(old, Reading(circle="public", items=(*old.items, more)))
    ['Item 2, “A late item”, was added.']
    >>> what_changed(None, old)
    []
    """
    if before is None:
        return []
    was, now = ({each.key: each for each in reading.items} for reading in (before, after))
    said = [f"{_named(now[key])}, was added." for key in now if key not in was]
    said += [f"Item {was[key].number} was taken off." for key in was if key not in now]
    for key in now:
        if key in was:
            said += _item_changed(was[key], now[key])
    if before.told != after.told:
        said.append("What was decided in writing changed.")
    if before.points != after.points:
        said.append("What is still open from earlier meetings changed.")
    if before.questions != after.questions:
        said.append("The questions put to partners changed.")
    return said


def _named(item: PackItem) -> str:
    return f"Item {item.number}, “{item.title}”"


def _item_changed(was: PackItem, now: PackItem) -> list[str]:
    said = []
    if was.number != now.number:
        said.append(f"{_named(now)}, was item {was.number}.")
    if was.title != now.title:
        said.append(f"Item {now.number} is now called “{now.title}”.")
    if any(getattr(was, name) != getattr(now, name) for name in WORDING):
        said.append(f"What is said about item {now.number} changed.")
    return said + _papers_changed(now.number, was.papers, now.papers)


WORDING = ("purpose", "presenter", "exempt", "late", "is_open")


def _papers_changed(
    number: int, before: Sequence[PackPaper], after: Sequence[PackPaper]
) -> list[str]:
    was, now = ({each.key: each for each in papers} for papers in (before, after))
    to = f"item {number}"
    said = [f"“{now[key].title}” was added to {to}." for key in now if key not in was]
    said += [f"A paper was taken out of {to}." for key in was if key not in now]
    both = [(was[key], now[key]) for key in now if key in was]
    said += [f"“{new.title}” of {to} was changed." for old, new in both if old != new]
    if not said and [each.key for each in before] != [each.key for each in after]:
        said.append(f"The papers of {to} stand in another order.")
    return said
