"""The sparkline: a measure's course in a table cell, on a grid of whole tenths of a pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.drawing.sheet import COLOURS, Drawing, attribute, clean, safe
from impact.charts.scale import number

_FINE = 10  # grid lines to a pixel
_SIDE, _EDGE, _DOT = 40, 40, 30


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A measure's values, oldest first, None for a gap; a comparator of the same length or none.

    `hollow_last` marks a last point that is illustrative or estimated.
    """

    title: str
    values: tuple[float | None, ...]
    comparator: tuple[float | None, ...] = ()
    decimals: int = 1
    suffix: str = ""
    hollow_last: bool = False


def sparkline(spark: Sparkline, *, uid: str, width: int = 132, height: int = 30) -> Drawing:
    """Draw `spark` in a box of `width` by `height` pixels; `uid` makes its ids unique."""
    known = [value for value in spark.values if value is not None]
    every = known + [value for value in spark.comparator if value is not None]
    low, high = (min(every), max(every)) if every else (0.0, 1.0)
    tall = height * _FINE - 2 * _EDGE
    spread = high - low or 1.0
    foot = height * _FINE - _EDGE if high > low else height * _FINE // 2
    step = (width * _FINE - 2 * _SIDE) / max(len(spark.values) - 1, 1)
    places = [round(_SIDE + index * step) for index in range(len(spark.values))]
    heights, beside = (
        [None if v is None else round(foot - (v - low) / spread * tall) for v in values]
        for values in (spark.values, spark.comparator)
    )
    said = _said(spark, known)
    labelled = attribute(f"{uid}-t {uid}-d")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" width="{width}" height="{height}"'
        f' viewBox="0 0 {width * _FINE} {height * _FINE}" role="img" aria-labelledby={labelled}>'
        f"<title id={attribute(f'{uid}-t')}>{safe(spark.title)}</title>"
        f"<desc id={attribute(f'{uid}-d')}>{safe(said)}</desc>"
        f"{_dotted(places, beside)}{_solid(places, heights)}"
        f"{_last(places, heights, hollow=spark.hollow_last)}</svg>"
    )
    return Drawing(svg, clean(spark.title), said, width, height)


def _said(spark: Sparkline, known: list[float]) -> str:
    if not known:
        return "No figures."
    first = number(known[0], spark.decimals, spark.suffix)
    last = number(known[-1], spark.decimals, spark.suffix)
    return f"{len(known)} points, {first} to {last}." if len(known) > 1 else f"One point, {last}."


def _trace(places: Sequence[int], heights: Sequence[int | None]) -> str:
    """The path through the points, lifted at every gap."""
    parts, drawing = [], False
    for x, y in zip(places, heights, strict=False):
        if y is not None:
            parts.append(f"{'L' if drawing else 'M'}{x} {y}")
        drawing = y is not None
    return "".join(parts)


def _solid(places: Sequence[int], heights: Sequence[int | None]) -> str:
    return (
        f'<path class="s-line" d="{_trace(places, heights)}" stroke="{COLOURS["ink"]}"'
        ' stroke-width="16" fill="none" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _dotted(places: Sequence[int], heights: Sequence[int | None]) -> str:
    if not heights:
        return ""
    return (
        f'<path class="s-comp" d="{_trace(places, heights)}" stroke="{COLOURS["grey"]}"'
        ' stroke-width="12" fill="none" stroke-linejoin="round" stroke-dasharray="15 25"/>'
    )


def _last(places: Sequence[int], heights: Sequence[int | None], *, hollow: bool) -> str:
    """The dot on the last figure."""
    for x, y in zip(reversed(places), reversed(heights), strict=True):
        if y is not None:
            look = (
                f'class="s-hollow" fill="{COLOURS["paper"]}" stroke="{COLOURS["ink"]}"'
                f' stroke-width="15" r="{_DOT - 5}"'
                if hollow
                else f'class="s-dot" fill="{COLOURS["ink"]}" r="{_DOT}"'
            )
            return f'<circle {look} cx="{x}" cy="{y}"/>'
    return ""
