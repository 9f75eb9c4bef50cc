"""Attendance: the share of a seat or an organisation as bars, each meeting as squares."""

from dataclasses import dataclass

from governance.drawing.lettering import width, wrap
from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.marks import MARKS, mark_name, placed_mark
from impact.charts.rows import NameColumn, RowName, flow, name_column
from impact.charts.scale import Scale, number

_THICK = 8


@dataclass(frozen=True, slots=True)
class Attended:
    """How often a seat or an organisation was present, of how often it was expected."""

    name: RowName
    present: int
    expected: int

    @property
    def share(self) -> float | None:
        """The share in per cent; None where nobody was expected."""
        return 100 * self.present / self.expected if self.expected else None

    def words(self) -> str:
        """The share with its fraction."""
        if self.share is None:
            return "none expected"
        return f"{number(self.share, 0, '%')}, {self.present} of {self.expected}"


@dataclass(frozen=True, slots=True)
class AttendanceBars:
    """Shares of attendance on one scale; one below `threshold` per cent is marked."""

    title: str
    rows: tuple[Attended, ...]
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat and its mark at each meeting, by code: present, deputy, apologies, absent, ..."""

    name: RowName
    marks: tuple[str, ...]
    attended: Attended | None = None


@dataclass(frozen=True, slots=True)
class AttendanceSquares:
    """Who was there, meeting by meeting; `meetings` are short dates ("Nov 2022")."""

    title: str
    meetings: tuple[str, ...]
    rows: tuple[SeatRow, ...]
    threshold: int | None = None


def attendance_bars(chart: AttendanceBars, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw one bar a row from nought to all; the threshold stands upright in the accent."""
    sheet = Sheet(geometry)
    names = name_column(sheet, tuple(row.name for row in chart.rows))
    words = [row.words() for row in chart.rows]
    room = max((width(text, geometry.label, bold=True) for text in words), default=0) + 12
    scale = Scale(0, 100, geometry.hang, geometry.width - round(room))
    top = y = _threshold_head(sheet, chart, scale)
    foot = top + sum(_tall(row.name, names) for row in chart.rows)
    _threshold_line(sheet, chart, scale, top, foot)
    for row in chart.rows:
        _bar_row(sheet, chart, row, names, y, scale)
        y += _tall(row.name, names)
    told = " ".join(f"{row.name.name}: {row.words()}." for row in chart.rows)
    limit = f" Below {chart.threshold}% is marked." if chart.threshold is not None else ""
    return sheet.finish(
        kind="chart-attendance", uid=uid, title=chart.title, description=told + limit, height=y + 2
    )


def _low(attended: Attended, threshold: int | None) -> bool:
    return threshold is not None and attended.share is not None and attended.share < threshold


def _threshold_head(sheet: Sheet, chart: AttendanceBars, scale: Scale) -> float:
    if chart.threshold is None:
        return 0.0
    size = sheet.geometry.size
    x = scale(chart.threshold)
    sheet.words(x, size, f"{chart.threshold}%", role="c-target-label", anchor="middle", bold=True)
    return size + 8.0


def _threshold_line(
    sheet: Sheet, chart: AttendanceBars, scale: Scale, top: float, foot: float
) -> None:
    if chart.threshold is None:
        return
    x = scale(chart.threshold)
    sheet.path("tl-today", f"M{at(x)} {at(top)}V{at(foot)}", stroke="accent", width=1.2)
    sheet.bar("tl-today-bar", x - 3, foot - 26, 6, 26, "accent")


def _bar_row(
    sheet: Sheet,
    chart: AttendanceBars,
    row: Attended,
    names: NameColumn,
    top: float,
    scale: Scale,
) -> None:
    geometry = sheet.geometry
    tall = names.height(row.name)
    names.write(row.name, top + 7)
    y = top + tall + 12.0 if names.above else top + 7 + geometry.label * 0.64 - _THICK / 2
    low = _low(row, chart.threshold)
    if row.share is not None:
        long = scale(row.share) - scale.start
        sheet.bar("b-own", scale.start, y, long, _THICK, "ink")
    x, foot = geometry.width, y + _THICK / 2 + geometry.label * 0.36
    words = row.words()
    sheet.words(x, foot, words, role="c-strong", size=geometry.label, anchor="end", bold=low)
    if low:
        long = width(words, geometry.label, bold=True)
        sheet.bar("c-target-bar", x - long, foot + 4, long, 3, "accent")
    bottom = top + _tall(row.name, names)
    sheet.path("c-grid", f"M0 {at(bottom)}H{geometry.width}", stroke="line")


def _tall(name: RowName, names: NameColumn) -> float:
    """How tall a row of bars is."""
    tall = names.height(name)
    return tall + _THICK + 26.0 if names.above else tall + 16.0


def attendance_squares(
    chart: AttendanceSquares, *, uid: str, geometry: Geometry = WIDE
) -> Drawing:
    """Draw a square a seat and meeting, the share at the right, and the key below."""
    sheet = Sheet(geometry)
    names = name_column(sheet, tuple(row.name for row in chart.rows))
    share = 64 if any(row.attended for row in chart.rows) else 0
    cell = (geometry.width - geometry.hang - share) / max(len(chart.meetings), 1)
    y = _meetings(sheet, chart, cell, share)
    sheet.path("c-rule", f"M0 {at(y)}H{geometry.width}", stroke="ink")
    for row in chart.rows:
        y = _seat(sheet, chart, row, names, y, cell)
    found = {mark_name(code) for row in chart.rows for code in row.marks}
    items = tuple((name, known.word.lower()) for name, known in MARKS.items() if name in found)
    y = flow(sheet, items, 0, y + 10, geometry.width)
    told = " ".join(_seat_words(chart, row) for row in chart.rows)
    return sheet.finish(
        kind="chart-attendance", uid=uid, title=chart.title, description=told, height=y + 2
    )


def _meetings(sheet: Sheet, chart: AttendanceSquares, cell: float, share: int) -> float:
    """The dates above the columns, in lines where they are narrow; return their foot."""
    geometry = sheet.geometry
    size = geometry.size
    heads = [wrap(meeting, size, cell - 2, most=2) for meeting in chart.meetings]
    tall = max((len(head) for head in heads), default=1)
    for index, head in enumerate(heads):
        x = geometry.hang + (index + 0.5) * cell
        for row, words in enumerate(head):
            sheet.words(x, (row + 1) * (size + 3), words, anchor="middle")
    if share:
        y = tall * (size + 3)
        sheet.words(geometry.width, y, "Share", role="c-strong", anchor="end", bold=True)
    return tall * (size + 3) + 8


def _seat(
    sheet: Sheet,
    chart: AttendanceSquares,
    row: SeatRow,
    names: NameColumn,
    top: float,
    cell: float,
) -> float:
    geometry = sheet.geometry
    tall = names.height(row.name)
    names.write(row.name, top + 8)
    middle = top + tall + 20 if names.above else top + 8 + geometry.label * 0.64
    for index, code in enumerate(row.marks):
        x = geometry.hang + (index + 0.5) * cell - 8
        sheet.add(placed_mark(code, round(x), round(middle - 8), 16))
    if row.attended is not None:
        _share(sheet, row.attended, middle, low=_low(row.attended, chart.threshold))
    bottom = max(middle + 16, top + tall + 14)
    sheet.path("c-grid", f"M0 {at(bottom)}H{geometry.width}", stroke="line")
    return bottom


def _share(sheet: Sheet, attended: Attended, middle: float, *, low: bool) -> None:
    """The share at the right end of a row, marked where it is low."""
    size = sheet.geometry.label
    share = attended.share
    words = "–" if share is None else number(share, 0, "%")
    x, y = sheet.geometry.width, middle + size * 0.36
    sheet.words(x, y, words, role="c-strong", size=size, anchor="end", bold=low)
    if low:
        long = width(words, size, bold=True)
        sheet.bar("c-target-bar", x - long, y + 4, long, 3, "accent")


def _seat_words(chart: AttendanceSquares, row: SeatRow) -> str:
    told = ", ".join(
        f"{meeting} {MARKS[mark_name(code)].word.lower()}"
        for meeting, code in zip(chart.meetings, row.marks, strict=True)
    )
    share = f"; {row.attended.words()}" if row.attended else ""
    return f"{row.name.name}: {told}{share}."
