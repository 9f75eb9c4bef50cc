"""The lines and points of a run chart: comparators, the target, the measure's own figures."""

from typing import TypeAlias

from governance.drawing.sheet import COLOURS, Sheet, at
from impact.charts.run_layout import Frame
from impact.charts.series import Line, RunChart

_BAR_LONG, _BAR_THICK = 26, 6
_FEW = 8  # fewer points than this are all dots: each is a figure somebody published
_Spot: TypeAlias = tuple[int, float, float]  # index of the period, and where its figure stands
_DOTS = ("1.5 3.5", "6 3 1.5 3", "1.5 7")  # the first comparator, the second, the third
_KIND_COLOURS = {
    "improvement": ("c-imp", "spc-blue"),
    "concern": ("c-con", "spc-orange"),
    "neutral_high": ("c-neu", "spc-grey"),
    "neutral_low": ("c-neu", "spc-grey"),
    "common_cause": ("c-com", "spc-grey"),
}


def draw_comparators(sheet: Sheet, chart: RunChart, frame: Frame) -> None:
    """Draw each comparator dotted, in a pattern of its own."""
    for place, line in enumerate(chart.comparators):
        d, dots = _trace(_spots(line.values, frame)), _DOTS[place % len(_DOTS)]
        sheet.path("c-comp", d, stroke="ink-2", width=1.5, dash=dots)


def draw_target(sheet: Sheet, chart: RunChart, frame: Frame) -> None:
    """Draw the thin line of the target, and the bar at its right end."""
    targets = chart.targets()
    known = [index for index, value in enumerate(targets) if value is not None]
    if not known:
        return
    last = targets[known[-1]] or 0.0
    y = frame.y(last)
    if len(known) == len(targets) and len(set(targets)) == 1:
        d = f"M{at(frame.left)} {at(y)}H{at(frame.right)}"
    else:
        d = (
            _trace(_spots(targets, frame))
            + f"M{at(frame.places[known[-1]])} {at(y)}H{at(frame.right)}"
        )
    sheet.path("c-target", d, stroke="accent", width=1.2)
    x = frame.right - _BAR_LONG
    sheet.bar("c-target-bar", x, y - _BAR_THICK / 2, _BAR_LONG, _BAR_THICK, "accent")


def draw_line(sheet: Sheet, line: Line, frame: Frame, *, judged: bool) -> None:
    """Draw one series of the measure: its line, then its points."""
    kinds, spots = line.kinds(), _spots(line.values, frame)
    if kinds:
        sheet.path("c-line", _trace(spots), stroke="spc-grey", width=1.6)
    else:
        sheet.path("s-line" if judged else "c-line", _trace(spots), stroke="ink", width=2)
    known, radius = {index for index, _, _ in spots}, _radius(frame)
    last, dotted = max(known, default=0), bool(line.hollow) or len(spots) < _FEW
    for index, x, y in spots:
        alone = not {index - 1, index + 1} & known
        if index in kinds:
            sheet.add(_judged_point(kinds[index], x, y, radius, hollow=index in line.hollow))
        elif index in line.hollow:
            sheet.add(_circle("c-hollow", x, y, radius * 0.75, "spc-grey", hollow=True))
        elif dotted or alone or index == last:
            grown = 0.85 if index == last else 0.7
            sheet.add(_circle("c-ink", x, y, radius * grown, "ink"))


def _radius(frame: Frame) -> float:
    """How large a point may be, so that neighbours do not cover each other."""
    if len(frame.places) < 2:
        return 6.0
    apart = (frame.places[-1] - frame.places[0]) / (len(frame.places) - 1)
    return min(max(apart * 0.42, 3.5), 6.0)


def _circle(
    role: str, x: float, y: float, radius: float, colour: str, *, hollow: bool = False
) -> str:
    fill = f'fill="{COLOURS[colour]}"'
    if hollow:
        fill = f'fill="{COLOURS["paper"]}" stroke="{COLOURS[colour]}" stroke-width="1.5"'
    return f'<circle class="{role}" cx="{at(x)}" cy="{at(y)}" r="{at(radius)}" {fill}/>'


def _judged_point(kind: str, x: float, y: float, radius: float, *, hollow: bool) -> str:
    """A point by its kind: the shape says it as well as the colour."""
    role, colour = _KIND_COLOURS[kind]
    if hollow:
        role = f"c-hollow {role}-edge"
    if kind == "concern":
        fill = f'fill="{COLOURS["paper"]}" stroke="{COLOURS[colour]}" stroke-width="2"'
        solid = f'fill="{COLOURS[colour]}"'
        half = radius - 1 if hollow else radius
        side = at(2 * half)
        d = f"M{at(x - half)} {at(y - half)}h{side}v{side}h-{side}z"
        return f'<path class="{role}" d="{d}" {fill if hollow else solid}/>'
    radius *= 0.75 if kind == "common_cause" else 1
    drawn = _circle(role, x, y, radius, colour, hollow=hollow)
    if kind.startswith("neutral") and not hollow:
        rise = -2 if kind == "neutral_high" else 2
        d = f"M{at(x - 3)} {at(y - rise / 2)}l3 {rise} 3 {-rise}"
        edge = f'stroke="{COLOURS["paper"]}" stroke-width="1.6"'
        drawn += f'<path class="mark-cut" d="{d}" fill="none" {edge}/>'
    return drawn


def _spots(values: tuple[float | None, ...], frame: Frame) -> list[_Spot]:
    """Where the figures of a series stand; gaps are left out."""
    return [
        (index, frame.places[index], frame.y(value))
        for index, value in enumerate(values)
        if value is not None
    ]


def _trace(spots: list[_Spot]) -> str:
    """The path through `spots`, lifted at every gap."""
    parts, before = [], -2
    for index, x, y in spots:
        parts.append(f"{'L' if index == before + 1 else 'M'}{at(x)} {at(y)}")
        before = index
    return "".join(parts)
