"""The timeline of a delivery plan: actions as bars on their lines, milestones, today."""

from dataclasses import dataclass
from datetime import date

from governance.drawing.lettering import width
from governance.drawing.sheet import WIDE, Drawing, Geometry, Sheet, at
from impact.charts.marks import MARKS, mark_name, placed_mark
from impact.charts.rows import NameColumn, RowName, name_column
from impact.charts.scale import Scale

_THICK, _MARK, _ROOM = 8, 14, 24


@dataclass(frozen=True, slots=True)
class Span:
    """A column of the timeline: its label ("Q1"), its group ("2013/14"), its half-open dates."""

    label: str
    group: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Bar:
    """An action: when it starts and is due, the code of its state, what is done.

    `done` is the share that is done (0 to 1); None draws the time gone instead. `first_due_on`
    is the date first agreed, where it has moved since. `printed` is how its due date is known.
    """

    name: RowName
    starts_on: date
    due_on: date
    state: str
    done: float | None = None
    first_due_on: date | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day by which something stands; reached or not."""

    name: RowName
    by: date
    reached: bool
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Actions and milestones over `spans`, which follow one another; `today` may be outside."""

    title: str
    spans: tuple[Span, ...]
    rows: tuple[Bar | Milestone, ...]
    today: date | None = None
    today_words: str = ""


def timeline(chart: Timeline, *, uid: str, geometry: Geometry = WIDE) -> Drawing:
    """Draw the timeline; what lies outside its spans stands at its edge."""
    sheet = Sheet(geometry)
    names = name_column(sheet, tuple(row.name for row in chart.rows))
    first, last = chart.spans[0].starts_on, chart.spans[-1].ends_on
    scale = Scale(first.toordinal(), last.toordinal(), geometry.hang, geometry.width - _ROOM)
    top = geometry.size * 2 + 8.0
    foot = top + sum(_tall(row, names) for row in chart.rows) + 24
    _columns(sheet, chart, scale, top, foot)
    _today(sheet, chart, scale, top, foot)
    y = top + 2
    for row in chart.rows:
        _row(sheet, chart, row, names, y, scale)
        y += _tall(row, names)
    return sheet.finish(
        kind="chart-timeline",
        uid=uid,
        title=chart.title,
        description=_described(chart),
        height=foot + (geometry.size + 10 if chart.today else 4),
    )


def _tall(row: Bar | Milestone, names: NameColumn) -> int:
    """How tall a row is."""
    if names.above:
        return names.height(row.name) + 28
    return max(34, names.height(row.name) + 12)


def _columns(sheet: Sheet, chart: Timeline, scale: Scale, top: float, foot: float) -> None:
    """The upright hairlines, with label and group where there is room."""
    size = sheet.geometry.size
    edges = [scale(span.starts_on.toordinal()) for span in chart.spans]
    edges.append(scale(chart.spans[-1].ends_on.toordinal()))
    fits = all(
        width(span.label, size) + 6 <= right - left
        for span, left, right in zip(chart.spans, edges, edges[1:], strict=False)
    )
    for x in edges:
        sheet.path("c-grid", f"M{at(x)} {at(top - size)}V{at(foot)}", stroke="line")
    group, free = "", 0.0
    for span, x in zip(chart.spans, edges, strict=False):
        if fits:
            sheet.words(x + 4, top - 4, span.label)
        if span.group != group and x >= free:
            sheet.words(x + 4, top - size - 6, span.group, role="c-strong", bold=True)
            free = x + width(span.group, size, bold=True) + 12
        group = span.group


def _today(sheet: Sheet, chart: Timeline, scale: Scale, top: float, foot: float) -> None:
    """The accent line of today with its bar and its words at the foot."""
    day = chart.today
    if day is None or not chart.spans[0].starts_on <= day < chart.spans[-1].ends_on:
        return
    size = sheet.geometry.size
    x = scale(day.toordinal())
    words = chart.today_words or "Today"
    long = width(words, size, bold=True)
    left = min(max(x - 3, 0), sheet.geometry.width - long)
    sheet.path("tl-today", f"M{at(x)} {at(top - size)}V{at(foot)}", stroke="accent", width=1.2)
    sheet.bar("tl-today-bar", x - 3, foot - 20, 6, 24, "accent")
    sheet.words(left, foot + size + 6, words, role="c-target-label", bold=True)


def _row(
    sheet: Sheet,
    chart: Timeline,
    row: Bar | Milestone,
    names: NameColumn,
    top: float,
    scale: Scale,
) -> None:
    geometry = sheet.geometry
    tall = names.height(row.name)
    if names.above:
        names.write(row.name, top + 4)
        middle = top + tall + 14
    else:
        middle = top + _tall(row, names) / 2
        names.write(row.name, middle - tall / 2 - 1)
    track = f"M{geometry.hang} {at(middle)}H{at(scale.end)}"
    sheet.path("tl-track", track, stroke="line")
    if isinstance(row, Bar):
        _bar(sheet, chart, row, middle, scale)
    else:
        _milestone(sheet, row, middle, scale)


def _bar(sheet: Sheet, chart: Timeline, row: Bar, middle: float, scale: Scale) -> None:
    """What remains in grey, what is done in ink, the mark of the state behind."""
    start = scale.held(row.starts_on.toordinal())
    end = scale.held(row.due_on.toordinal())
    y = middle - _THICK / 2
    sheet.bar("tl-bar", start, y, max(end - start, 2), _THICK, "spc-grey")
    done = _done(row, chart.today)
    if done:
        sheet.bar("tl-done", start, y, max((end - start) * done, 2), _THICK, "ink")
    if row.first_due_on is not None:
        x = scale.held(row.first_due_on.toordinal())
        d = f"M{at(x)} {at(middle - 10)}v5M{at(x)} {at(middle + 5)}v5"
        sheet.path("tl-first", d, stroke="ink", width=1.5)
    sheet.add(placed_mark(row.state, round(end + 6), round(middle - _MARK / 2), _MARK))


def _done(row: Bar, today: date | None) -> float:
    """The share drawn in ink: what is done, or the time gone of what has begun."""
    name = mark_name(row.state)
    if row.done is not None:
        return min(max(row.done, 0.0), 1.0)
    if name == "complete":
        return 1.0
    if name == "not-started" or today is None or row.due_on <= row.starts_on:
        return 0.0
    gone = (today - row.starts_on).days / (row.due_on - row.starts_on).days
    return min(max(gone, 0.0), 1.0)


def _milestone(sheet: Sheet, row: Milestone, middle: float, scale: Scale) -> None:
    """An upright bar on its line: filled when reached."""
    x = scale.held(row.by.toordinal())
    if row.reached:
        sheet.bar("tl-mile", x - 3, middle - 9, 6, 18, "ink")
    else:
        d = f"M{at(x - 2.5)} {at(middle - 8.5)}h5v17h-5z"
        sheet.path("tl-mile-open", d, stroke="ink", width=1.2, fill="paper")


def _described(chart: Timeline) -> str:
    """Every row in words: what, until when, how it stands."""
    return " ".join(_told(row) for row in chart.rows)


def _told(row: Bar | Milestone) -> str:
    name = f"{row.name.number} {row.name.name}".strip()
    if isinstance(row, Milestone):
        by = row.printed or _day(row.by)
        return f"{name}: by {by}, {'reached' if row.reached else 'not yet reached'}."
    due = row.printed or _day(row.due_on)
    moved = f", first due {_day(row.first_due_on)}" if row.first_due_on else ""
    state = MARKS[mark_name(row.state)].word.lower()
    share = f", {round(row.done * 100)}% done" if row.done is not None else ""
    return f"{name}: from {_day(row.starts_on)}, due {due}{moved}, {state}{share}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
