"""What every chart is made on: the colour roles, the geometries, the sheet and the drawing.

Presentation attributes carry the look to paper, where a document's CSS does not reach inside a
picture; the classes let the page's CSS put its own colours, light or dark, in their place.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

Anchor = Literal["start", "middle", "end"]

COLOURS: Final = {
    "paper": "#ffffff",
    "ink": "#15181b",
    "ink-2": "#474e54",
    "line": "#cfd4d7",
    "field": "#6b747b",
    "accent": "#6b1d5b",
    "error": "#a3211a",
    "green": "#0f6b3c",
    "amber": "#b06f00",
    "red": "#b3261e",
    "blue": "#27408b",
    "grey": "#626a71",
    "wash-green": "#e3f1e8",
    "wash-amber": "#fbeed3",
    "wash-red": "#fae3e0",
    "wash-blue": "#e4e8f6",
    "spc-blue": "#0072b5",
    "spc-orange": "#c75300",
    "spc-grey": "#6b747b",
}

TEXT_ROLES: Final = {
    "c-label": COLOURS["ink-2"],
    "c-strong": COLOURS["ink"],
    "c-ann": COLOURS["ink"],
    "c-target-label": COLOURS["accent"],
    "g-own": COLOURS["paper"],
}


@dataclass(frozen=True, slots=True)
class Geometry:
    """One shape of a chart: how wide, how tall, how large its words; all in its own units.

    `height` is that of a run chart; charts of rows are as tall as their rows. `size` is the type
    of axes, `label` that of names beside lines and rows. Facts of a chart of rows begin at
    `hang`; where that is 0, names stand above their facts.
    """

    name: str
    width: int
    height: int
    size: int
    label: int
    hang: int


# On a page: the container decides which of the three is seen, none shrinks below 12 px; the narrow
# one is as wide as the page of a phone of 320 px.
WIDE: Final = Geometry("wide", 1232, 470, 13, 14, 288)
MIDDLE: Final = Geometry("middle", 800, 420, 14, 14, 208)
NARROW: Final = Geometry("narrow", 284, 380, 12, 12, 0)
# On paper one unit is 0.2175 mm: the sheet's 174 mm, right of the axis, half a sheet.
SHEET: Final = Geometry("sheet", 800, 330, 12, 13, 212)
COLUMN: Final = Geometry("column", 588, 280, 12, 13, 0)
HALF: Final = Geometry("half", 386, 212, 12, 13, 0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart: the SVG, what it is called, what it says, and its size in units."""

    svg: str
    title: str
    description: str
    width: int
    height: int

    @property
    def alt(self) -> str:
        """Title and description as one text, for the `alt` of an image."""
        return f"{self.title}. {self.description}" if self.description else self.title

    def data_uri(self) -> str:
        """The drawing as the `src` of an image; the same bytes each time."""
        return "data:image/svg+xml;base64," + b64encode(self.svg.encode()).decode("ascii")


_SURROGATES = range(0xD800, 0xE000)
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *_SURROGATES, 0xFFFE, 0xFFFF))


def clean(words: str) -> str:
    """`words` without the characters that XML cannot hold."""
    return words.translate(_NOT_XML)


@lru_cache(maxsize=4096)
def safe(words: str) -> str:
    """`words` ready to stand between tags."""
    return escape(clean(words))


def attribute(words: str) -> str:
    """`words` ready to stand as an attribute, with its quotes."""
    return quoteattr(clean(words))


def at(value: float) -> str:
    """A coordinate: at most one decimal, never an exponent.

    >>> at(12.04), at(7)
    ('12', '7')
    """
    return f"{value:.1f}".removesuffix(".0")


class Sheet:
    """Where a chart is drawn: shapes and words in order, then one `Drawing`."""

    def __init__(self, geometry: Geometry) -> None:
        """Begin an empty sheet of this geometry's width."""
        self.geometry = geometry
        self._parts: list[str] = []

    def add(self, part: str) -> None:
        """Put a ready piece of SVG on the sheet."""
        self._parts.append(part)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        role: str = "c-label",
        size: int = 0,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """Write `text` with its baseline at `y`; `size` is the geometry's own if not given."""
        self._parts.append(
            f'<text class="{role}" x="{at(x)}" y="{at(y)}" text-anchor="{anchor}"'
            f' font-family="Public Sans" font-size="{size or self.geometry.size}"'
            f' font-weight="{650 if bold else 400}" fill="{TEXT_ROLES[role]}">{safe(text)}</text>'
        )

    def path(
        self,
        role: str,
        d: str,
        *,
        stroke: str = "",
        width: float = 1,
        dash: str = "",
        fill: str = "none",
        opacity: str = "",
    ) -> None:
        """Draw the path `d`; `stroke` and `fill` are names of colours."""
        line = f' stroke="{COLOURS[stroke]}" stroke-width="{width}"' if stroke else ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        see = f' fill-opacity="{opacity}"' if opacity else ""
        self._parts.append(
            f'<path class="{role}" d="{d}"{line}{dashes} fill="{COLOURS.get(fill, fill)}"{see}/>'
        )

    def bar(self, role: str, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Draw a filled bar from its top left corner; `fill` is the name of a colour."""
        d = f"M{at(x)} {at(y)}h{at(width)}v{at(height)}h-{at(width)}z"
        self.path(role, d, fill=fill)

    def finish(
        self,
        *,
        kind: str,
        uid: str,
        title: str,
        description: str,
        height: float,
        role: str = "img",
    ) -> Drawing:
        """Close the sheet; `uid` makes the ids of this drawing unique on its page.

        `role`: "img" for one picture, "group" where it holds links.
        """
        wide, tall = self.geometry.width, max(round(height), 1)
        said = description or "Nothing to show."
        name = f"{uid}-{self.geometry.name}"
        labelled = attribute(f"{name}-t {name}-d")
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" role="{role}"'
            f' class="chart chart-{self.geometry.name} {kind}" aria-labelledby={labelled}>'
            f"<title id={attribute(f'{name}-t')}>{safe(title)}</title>"
            f"<desc id={attribute(f'{name}-d')}>{safe(said)}</desc>"
            f"{''.join(self._parts)}</svg>"
        )
        return Drawing(svg, clean(title), clean(said), wide, tall)
