"""Reads a drawing back: its words with the room they take, its bars, lines and marks."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from governance.drawing.lettering import width
from governance.drawing.sheet import Drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
_BAR = re.compile(r"M(-?[\d.]+) (-?[\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z")
_SPOT = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True)
class Box:
    """The room of a piece of text or of a bar."""

    left: float
    top: float
    right: float
    bottom: float
    words: str = ""

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @property
    def width(self) -> float:
        return round(self.right - self.left, 1)


def read(drawing: Drawing) -> Element:
    """The drawing's root; fails where it is not well-formed."""
    root = fromstring(drawing.svg)
    assert isinstance(root, Element)
    return root


def texts(drawing: Drawing) -> list[Box]:
    """Every piece of text, from the height of its capitals to its baseline."""
    return [_room(node) for node in read(drawing).iter(f"{SVG}text")]


def words(drawing: Drawing) -> list[str]:
    """What is written on the drawing, in order."""
    return [box.words for box in texts(drawing)]


def _room(node: Element) -> Box:
    written, size = node.text or "", int(node.attrib["font-size"])
    long = width(written, size, bold=node.attrib["font-weight"] == "650")
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[node.attrib["text-anchor"]]
    left, foot = float(node.attrib["x"]) - long * share, float(node.attrib["y"])
    return Box(left, foot - size * 0.72, left + long, foot, written)


def paths(drawing: Drawing, role: str) -> list[str]:
    """The `d` of every path of a role."""
    return [node.attrib["d"] for node in _of(drawing, "path", role)]


def circles(drawing: Drawing, role: str) -> list[tuple[float, float]]:
    """The centre of every circle of a role."""
    found = _of(drawing, "circle", role)
    return [(float(node.attrib["cx"]), float(node.attrib["cy"])) for node in found]


def marks(drawing: Drawing) -> list[tuple[str, float, float]]:
    """Name and centre of every mark on the drawing."""
    return [
        (
            node.attrib["class"].removeprefix("mark-"),
            float(node.attrib["x"]) + float(node.attrib["width"]) / 2,
            float(node.attrib["y"]) + float(node.attrib["height"]) / 2,
        )
        for node in read(drawing).iter(f"{SVG}svg")
        if node.attrib["class"].startswith("mark-")
    ]


def bars(drawing: Drawing, role: str) -> list[Box]:
    """Every bar of a role."""
    return [bar(d) for d in paths(drawing, role)]


def bar(d: str) -> Box:
    """The box that a bar's path goes round."""
    found = _BAR.fullmatch(d)
    assert found is not None, d
    left, top, wide, tall = map(float, found.groups())
    return Box(left, top, left + wide, top + tall)


def spots(d: str) -> list[tuple[str, float, float]]:
    """The points of a line: M where the pen is lifted before it, L where it is not."""
    return [(pen, float(x), float(y)) for pen, x, y in _SPOT.findall(d)]


def _of(drawing: Drawing, tag: str, role: str) -> "Iterator[Element]":
    for node in read(drawing).iter(SVG + tag):
        if role in node.attrib.get("class", "").split():
            yield node
