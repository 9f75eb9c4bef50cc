"""Laws that every chart keeps, in every geometry."""

import doctest
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import combinations
from pkgutil import iter_modules
from typing import Any

import pytest

from governance import drawing as drawing_room
from governance.drawing.sheet import TEXT_ROLES, clean
from impact import charts
from impact.charts import COLOURS, COLUMN, HALF, MIDDLE, NARROW, SHEET, WIDE, Drawing, Geometry
from tests.impact.pictures import SVG, Box, marks, read, texts

HOSTILE = "<script>alert(\"x\")</script> & 'quotes' <b>\x00\x0b\ud800"
KNOWN = "A long name of a priority that will not stand on one line of any chart we draw"
Draw = Callable[..., Drawing]


def rows(words: str) -> tuple[charts.RowName, ...]:
    return (
        charts.RowName(words, "1", words),
        charts.RowName("Healthy weight", "2", "Director of Public Health"),
        charts.RowName("Pride", "10"),
    )


def run(words: str) -> charts.RunChart:
    values = (24.1, None, 25.0, 24.8, 25.4, 25.2, None, 25.1, 24.3, 23.8, None, 22.9, 20.7)
    months = ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")
    return charts.RunChart(
        words,
        tuple(charts.PeriodLabel(f"{month} 2013", month) for month in (*months, words[:9])),
        (charts.Line(words, values, frozenset({0, 2})),),
        comparators=(
            charts.Line("England", tuple(24.0 for _ in values)),
            charts.Line("Statistical neighbours, median of ten", tuple(24.1 for _ in values)),
        ),
        target=charts.Target(23.9),
        annotations=(charts.Annotation(2, words), charts.Annotation(3, "Another thing")),
    )


def ratings(words: str) -> charts.RatingMap:
    rated = ("on_track", "at_risk", "off_track", "complete", "no_update", "not_started")
    quarters = tuple(charts.PeriodLabel(f"Quarter {n}", f"Q{n}") for n in range(1, 7))
    row = tuple(charts.Rating(state, expected=n == 5) for n, state in enumerate(rated))
    return charts.RatingMap(
        words, quarters, tuple(charts.RatedRow(name, row) for name in rows(words))
    )


def states(words: str) -> charts.StatesChart:
    counts = (("on_track", 4), ("at_risk", 1), ("not_started", 2), ("complete", 9), ("paused", 1))
    every = zip(rows(words), (counts, counts[:1], ()), strict=True)
    return charts.StatesChart(words, tuple(charts.StatesRow(name, some) for name, some in every))


def shares(words: str) -> charts.AttendanceBars:
    seats = zip(rows(words), ((20, 20), (3, 8), (0, 0)), strict=True)
    every = tuple(charts.Attended(name, *fraction) for name, fraction in seats)
    return charts.AttendanceBars(words, every, threshold=65)


def squares(words: str) -> charts.AttendanceSquares:
    seen = ("present", "deputy", "apologies", "absent", "unfilled", "vacant", "present", "present")
    meetings = tuple(f"{month} 2023" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))
    seats = tuple(charts.SeatRow(name, seen, charts.Attended(name, 4, 6)) for name in rows(words))
    return charts.AttendanceSquares(words, (*meetings, "Sep 2023", "Nov 2023"), seats, 70)


def delivery(words: str) -> charts.Timeline:
    starts = [date(2013, 4, 1), date(2013, 7, 1), date(2013, 10, 1), date(2014, 1, 1)]
    ends = [*starts[1:], date(2014, 4, 1)]
    spans = tuple(
        charts.Span(f"Q{n}", "2013/14", start, end)
        for n, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    first, second, third = rows(words)
    return charts.Timeline(
        words,
        spans,
        (
            charts.Bar(first, date(2013, 5, 1), date(2014, 3, 31), "at_risk"),
            charts.Bar(second, date(2012, 5, 1), date(2015, 3, 31), "on_track", 0.5),
            charts.Milestone(third, date(2013, 9, 30), reached=False),
        ),
        today=date(2014, 3, 30),
        today_words="Today, 30 March 2014",
    )


def quorum(words: str) -> charts.Quorum:
    return charts.Quorum(words, 8, coming=6, deputies=1, no_reply=12, apologies=2)


def compared(words: str) -> charts.Comparison:
    return charts.Comparison(
        words,
        (
            charts.Area(words, 11.9, own=True, low=11.0, high=12.8),
            charts.Area("England", 8.25, note="country"),
            charts.Area("Sandwell", None),
        ),
        decimals=2,
    )


EVERY: dict[str, tuple[Draw, Callable[[str], Any]]] = {
    "run chart": (charts.run_chart, run),
    "ratings": (charts.rating_map, ratings),
    "states": (charts.states_chart, states),
    "attendance bars": (charts.attendance_bars, shares),
    "attendance squares": (charts.attendance_squares, squares),
    "timeline": (charts.timeline, delivery),
    "quorum": (charts.quorum_row, quorum),
    "comparison": (charts.comparison, compared),
}
GEOMETRIES = (WIDE, MIDDLE, NARROW, SHEET, COLUMN, HALF)
each_chart = pytest.mark.parametrize("kind", EVERY)
each_geometry = pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda shape: shape.name)


def drawn(kind: str, geometry: Geometry, words: str = KNOWN, uid: str = "c1") -> Drawing:
    draw, made = EVERY[kind]
    return draw(made(words), uid=uid, geometry=geometry)


def inside(box: Box, drawing: Drawing) -> bool:
    return (
        box.left >= -1
        and box.top >= -1
        and box.right <= drawing.width + 1
        and box.bottom <= drawing.height
    )


@each_chart
@each_geometry
def test_every_word_stands_on_the_sheet(kind: str, geometry: Geometry) -> None:
    drawing = drawn(kind, geometry)
    assert [box for box in texts(drawing) if not inside(box, drawing)] == []


@each_chart
@each_geometry
def test_no_words_overlap(kind: str, geometry: Geometry) -> None:
    boxes = texts(drawn(kind, geometry))
    assert [(a.words, b.words) for a, b in combinations(boxes, 2) if a.meets(b)] == []


@each_chart
@each_geometry
def test_no_mark_lies_under_words_or_off_the_sheet(kind: str, geometry: Geometry) -> None:
    drawing = drawn(kind, geometry)
    placed = [Box(x - 5, y - 5, x + 5, y + 5, name) for name, x, y in marks(drawing)]
    assert [box for box in placed if not inside(box, drawing)] == []
    assert [
        (box.words, text.words)
        for box in placed
        for text in texts(drawing)
        if box.meets(text) and text.words != "Quorum 8"
    ] == []


@each_chart
@each_geometry
def test_words_are_large_enough_to_read_and_in_the_one_typeface(
    kind: str, geometry: Geometry
) -> None:
    nodes = list(read(drawn(kind, geometry)).iter(f"{SVG}text"))
    assert {node.attrib["font-family"] for node in nodes} == {"Public Sans"}
    assert {node.attrib["font-weight"] for node in nodes} <= {"400", "650"}
    assert min(int(node.attrib["font-size"]) for node in nodes) >= 12


@each_chart
def test_title_and_description_come_first_and_name_the_drawing(kind: str) -> None:
    drawing = drawn(kind, NARROW, "A title", uid="m7")
    root = read(drawing)
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "A title")
    assert (description.tag, description.text) == (f"{SVG}desc", drawing.description)
    assert (title.attrib["id"], description.attrib["id"]) == ("m7-narrow-t", "m7-narrow-d")
    assert root.attrib["aria-labelledby"] == "m7-narrow-t m7-narrow-d"
    assert root.attrib["role"] == "img"


@each_chart
@each_geometry
def test_the_view_box_is_whole_numbers_and_the_size_of_the_drawing(
    kind: str, geometry: Geometry
) -> None:
    drawing = drawn(kind, geometry)
    assert read(drawing).attrib["viewBox"] == f"0 0 {geometry.width} {drawing.height}"
    assert drawing.width == geometry.width


@each_chart
def test_hostile_words_stay_words(kind: str) -> None:
    drawing = drawn(kind, WIDE, HOSTILE)
    root = read(drawing)
    assert root[0].text == clean(HOSTILE) == "<script>alert(\"x\")</script> & 'quotes' <b>"
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        *("svg", "title", "desc", "text", "path", "circle")
    }


@each_chart
def test_nothing_is_drawn_that_a_strict_page_forbids(kind: str) -> None:
    attributes = {name for node in read(drawn(kind, WIDE)).iter() for name in node.attrib}
    assert {name for name in attributes if name.startswith("on") or "href" in name} == set()
    assert "style" not in attributes


@each_chart
def test_every_colour_is_a_role_of_the_palette(kind: str) -> None:
    nodes = list(read(drawn(kind, WIDE)).iter())
    used = {node.attrib.get(name) for node in nodes for name in ("fill", "stroke", "color")}
    assert used - {None, "none", "currentColor"} <= set(COLOURS.values())
    roles = {node.attrib["class"] for node in nodes if node.tag == f"{SVG}text"}
    assert roles <= set(TEXT_ROLES)


@each_chart
def test_the_same_figures_give_the_same_bytes(kind: str) -> None:
    first, second = drawn(kind, HALF), drawn(kind, HALF)
    assert first == second
    other = drawn(kind, HALF, uid="c2")
    assert other.svg == first.svg.replace("c1-half", "c2-half")


@each_chart
def test_a_chart_without_rows_is_still_a_drawing(kind: str) -> None:
    draw, made = EVERY[kind]
    full = made("Nothing yet")
    emptied = {
        name: ()
        for name in ("rows", "periods", "lines", "comparators", "annotations", "areas")
        if hasattr(full, name)
    }
    drawing = draw(replace(full, **emptied), uid="e", geometry=NARROW)
    assert read(drawing)[0].text == "Nothing yet"
    assert drawing.height > 0


def test_a_drawing_is_its_own_picture_with_its_words_as_alternative() -> None:
    drawing = drawn("quorum", WIDE, "Replies")
    head, _, body = drawing.data_uri().partition(",")
    assert head == "data:image/svg+xml;base64"
    assert b64decode(body).decode() == drawing.svg
    assert drawing.alt == f"Replies. {drawing.description}"
    assert replace(drawing, description="").alt == "Replies"


def test_the_examples_in_the_charts_are_true() -> None:
    rooms = (charts, drawing_room)
    names = [
        f"{room.__name__}.{each.name}" for room in rooms for each in iter_modules(room.__path__)
    ]
    results = [doctest.testmod(import_module(name)) for name in names]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 10
