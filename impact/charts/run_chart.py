"""The run chart, drawn: a measure over time, named at its right end, judged from 13 points on."""

from governance.drawing.lettering import width, wrap
from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.run_layout import GAP, LEAD, Frame, Name, axis_labels, frame_for, stand_apart
from impact.charts.run_lines import draw_comparators, draw_line, draw_target
from impact.charts.run_words import described
from impact.charts.scale import number, tick_words
from impact.charts.series import Line, RunChart


def run_chart(chart: RunChart, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw `chart`; `uid` makes its ids unique on the page.

    Gaps in the data are gaps in the line. Hollow points are illustrative or estimated. Lines
    without an analysis, or with fewer than 13 points, stand without a judgement.
    """
    names = _names(chart, geometry)
    frame = frame_for(chart, geometry, names)
    sheet = Sheet(geometry)
    _grid(sheet, chart, frame)
    for line in chart.lines:
        _limits(sheet, line, frame)
    _axis(sheet, chart, frame)
    _notes(sheet, chart, frame)
    draw_comparators(sheet, chart, frame)
    draw_target(sheet, chart, frame)
    judged = any(line.kinds() for line in chart.lines)
    for line in chart.lines:
        draw_line(sheet, line, frame, judged=judged)
    for name in stand_apart(names, frame, geometry):
        _named(sheet, name, frame)
    return sheet.finish(
        kind="chart-spc" if judged else "chart-run",
        uid=uid,
        title=chart.title,
        description=described(chart),
        height=geometry.height + len(frame.footnotes) * (geometry.size + LEAD),
    )


def _names(chart: RunChart, geometry: Geometry) -> list[Name]:
    """The names at the right end, the most needed first."""
    room = geometry.width * (0.2 if geometry.width > 600 else 0.28)

    def name(words: str, value: float, role: str = "c-label") -> Name:
        bold = role != "c-label"
        figure = number(value, chart.decimals, chart.suffix)
        rows = _with_figure(words, figure, geometry.label, room, bold=bold)
        return Name(rows, value, role, bold)

    found = []
    ends = [(line.name, line.last()) for line in chart.lines[-1:]]
    found += [name(words, end[1], "c-strong") for words, end in ends if end]
    levels = [value for value in chart.targets() if value is not None]
    if chart.target and levels:
        found.append(name(chart.target.label, levels[-1], "c-target-label"))
    ends = [(line.name, line.last()) for line in chart.comparators]
    found += [name(words, end[1]) for words, end in ends if end]
    limit = " limit" if geometry.width > 600 else ""
    for line in chart.lines[-1:]:
        for stretch in line.stretches()[-1:]:
            upper, lower = (f"Upper{limit}", stretch.upper), (f"Lower{limit}", stretch.lower)
            wanted = [("Mean", stretch.centre), upper, lower]
            found += [name(words, value) for words, value in wanted if value is not None]
    return found


def _with_figure(
    words: str, figure: str, size: int, room: float, *, bold: bool
) -> tuple[str, ...]:
    """A name with its figure, which is never cut: on the last line, or on one of its own."""
    *lines, last = wrap(words, size, room, bold=bold, most=2) or ("",)
    whole = f"{last} {figure}".strip()
    if width(whole, size, bold=bold) <= room:
        return (*lines, whole)
    return (*lines, last, figure)


def _grid(sheet: Sheet, chart: RunChart, frame: Frame) -> None:
    size = sheet.geometry.size
    for tick in frame.axis.ticks:
        y = frame.y(tick)
        sheet.path("c-grid", f"M{at(frame.left)} {at(y)}H{at(frame.right)}", stroke="line")
        words = tick_words(tick, frame.axis.decimals, chart.suffix)
        sheet.words(frame.left - 8, y + size * 0.36, words, anchor="end")


def _limits(sheet: Sheet, line: Line, frame: Frame) -> None:
    """The band between the limits of each stretch, the limits dashed, the mean solid."""
    for stretch in line.stretches():
        left, right = frame.before(stretch.first), frame.before(stretch.last + 1)
        if stretch.lower is not None and stretch.upper is not None:
            top, bottom = frame.y(stretch.upper), frame.y(stretch.lower)
            band = f"M{at(left)} {at(top)}H{at(right)}V{at(bottom)}H{at(left)}z"
            sheet.path("c-band", band, fill="spc-grey", opacity=".09")
        for limit in (stretch.upper, stretch.lower):
            if limit is not None and frame.holds(limit):
                d = f"M{at(left)} {at(frame.y(limit))}H{at(right)}"
                sheet.path("c-limit", d, stroke="spc-grey", width=1.2, dash="5 4")
        d = f"M{at(left)} {at(frame.y(stretch.centre))}H{at(right)}"
        sheet.path("c-mean", d, stroke="spc-grey", width=1.4)


def _axis(sheet: Sheet, chart: RunChart, frame: Frame) -> None:
    size = sheet.geometry.size
    for centre, label in axis_labels(chart, frame, sheet.geometry):
        sheet.words(centre, frame.bottom + size + 9, label, anchor="middle")


def _notes(sheet: Sheet, chart: RunChart, frame: Frame) -> None:
    """Annotations above the plot with a leader each; footnotes below the axis."""
    size = sheet.geometry.size
    starts = chart.starts()
    for note in frame.notes:
        foot = frame.bottom if note.index in starts else _highest(chart, frame, note.index)
        bend = f"L{at(note.leader)} {at(frame.top)}" if note.start != note.leader else ""
        leader = f"M{at(note.start)} {at(frame.top - 8)}{bend}V{at(foot)}"
        sheet.path("c-ann-line", leader, stroke="spc-grey")
        for row, words in enumerate(reversed(note.lines)):
            y = frame.top - 13 - row * (size + 4)
            sheet.words(note.centre, y, words, role="c-ann", anchor="middle")
    for row, words in enumerate(frame.footnotes):
        sheet.words(0, frame.bottom + size * 2 + 18 + row * (size + LEAD), words, role="c-ann")


def _highest(chart: RunChart, frame: Frame, index: int) -> float:
    """Where a leader ends: at the measure's own point, or at the foot of the plot."""
    values = [line.values[index] for line in chart.lines]
    return min((frame.y(value) for value in values if value is not None), default=frame.bottom)


def _named(sheet: Sheet, name: Name, frame: Frame) -> None:
    size = sheet.geometry.label
    tall = size + LEAD - 1
    first = name.centre - (len(name.lines) - 1) * tall / 2 + size * 0.36
    for row, words in enumerate(name.lines):
        y = first + row * tall
        sheet.words(frame.right + GAP, y, words, role=name.role, size=size, bold=name.bold)
