"""Areas compared: one bar an area on one scale, sorted, the own area in ink."""

from dataclasses import dataclass

from governance.drawing.lettering import width
from governance.drawing.sheet import COLOURS, WIDE, Drawing, Geometry, Sheet, at
from impact.charts.rows import NameColumn, RowName, name_column
from impact.charts.scale import Scale, number

_THICK = 8


@dataclass(frozen=True, slots=True)
class Area:
    """An area and its figure, with its interval where one is published; None: no figure."""

    name: str
    value: float | None
    note: str = ""
    own: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Areas in one period; lowest first unless `highest_first`."""

    title: str
    areas: tuple[Area, ...]
    decimals: int = 1
    suffix: str = ""
    unit: str = ""
    highest_first: bool = False

    def ordered(self) -> tuple[Area, ...]:
        """The areas by figure, equal ones by name; those without a figure last."""
        known = [(area.value, area.name, area) for area in self.areas if area.value is not None]
        known.sort(key=lambda row: (-row[0] if self.highest_first else row[0], row[1]))
        missing = [area for area in self.areas if area.value is None]
        return tuple(area for _, _, area in known) + tuple(missing)


def comparison(chart: Comparison, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw a bar an area from zero, with its figure; a line across its end is its interval."""
    sheet = Sheet(geometry)
    areas = chart.ordered()
    names = name_column(sheet, tuple(RowName(area.name, note=area.note) for area in areas))
    figures = [_figure(chart, area) for area in areas]
    room = max((width(text, geometry.label, bold=True) for text in figures), default=0) + 16
    reach = [
        value for area in areas for value in (area.value, area.low, area.high) if value is not None
    ]
    start = geometry.hang + room if not names.above else room
    low, high = min([0.0, *reach]), max([0.0, *reach])
    scale = Scale(low, high if high > low else low + 1, start, geometry.width - 2)
    y = 0.0
    for area, figure in zip(areas, figures, strict=True):
        y = _row(sheet, area, figure, names, y, scale)
    return sheet.finish(
        kind="chart-comparison",
        uid=uid,
        title=chart.title,
        description=_described(chart, areas),
        height=y + 2,
    )


def comparison_bar(value: float, *, high: float, own: bool = False) -> str:
    """The bar alone for a table's cell, in a box of 320 by 14 that may be stretched.

    `high` is the largest figure of the table. The figure stands in the table, so the bar is
    hidden from assistive technology.
    """
    wide = round(320 * max(value, 0.0) / high) if high > 0 else 0
    role, colour = ("b-own", "ink") if own else ("b-bar", "spc-grey")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="bar" viewBox="0 0 320 14"'
        f' preserveAspectRatio="none" aria-hidden="true"><path class="{role}"'
        f' d="M0 3h{wide}v{_THICK}h-{wide}z" fill="{COLOURS[colour]}"/></svg>'
    )


def _row(
    sheet: Sheet, area: Area, figure: str, names: NameColumn, top: float, scale: Scale
) -> float:
    geometry = sheet.geometry
    row = RowName(area.name, note=area.note)
    tall = names.height(row)
    names.write(row, top + 6, bold=area.own)
    middle = top + tall + 14 if names.above else top + 6 + geometry.label * 0.64
    edge = scale.start - 12
    sheet.words(
        edge,
        middle + geometry.label * 0.36,
        figure,
        role="c-strong" if area.value is not None else "c-label",
        size=geometry.label,
        anchor="end",
        bold=area.own,
    )
    if area.value is not None:
        _bar(sheet, area, area.value, middle, scale)
    bottom = max(middle + 14, top + tall + 10)
    sheet.path("c-grid", f"M0 {at(bottom)}H{geometry.width}", stroke="line")
    return bottom


def _bar(sheet: Sheet, area: Area, value: float, middle: float, scale: Scale) -> None:
    left, right = sorted((scale(0), scale(value)))
    role, colour = ("b-own", "ink") if area.own else ("b-bar", "spc-grey")
    sheet.bar(role, left, middle - _THICK / 2, right - left, _THICK, colour)
    if area.low is not None and area.high is not None:
        start, end = scale(area.low), scale(area.high)
        d = f"M{at(start)} {at(middle)}H{at(end)}M{at(start)} {at(middle - 5)}v10"
        sheet.path("b-interval", f"{d}M{at(end)} {at(middle - 5)}v10", stroke="field", width=1.2)


def _figure(chart: Comparison, area: Area) -> str:
    if area.value is None:
        return "no figure"
    return number(area.value, chart.decimals, chart.suffix)


def _described(chart: Comparison, areas: tuple[Area, ...]) -> str:
    """Every area with its figure, and where the own one stands."""
    unit = f" {chart.unit}" if chart.unit else ""
    told = "; ".join(f"{area.name} {_figure(chart, area)}" for area in areas)
    ranked = [area for area in areas if area.value is not None]
    order = "highest" if chart.highest_first else "lowest"
    own = [
        f" {area.name} is number {place} of {len(ranked)} from the {order}."
        for place, area in enumerate(ranked, start=1)
        if area.own
    ]
    return f"{told}{unit}.{''.join(own)}" if areas else "No figures."
