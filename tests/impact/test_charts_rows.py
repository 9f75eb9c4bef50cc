"""The charts of rows: ratings, states, attendance, timeline, quorum, areas compared."""

from dataclasses import replace
from datetime import date

import pytest
from defusedxml.ElementTree import fromstring

from impact import charts
from impact.charts import NARROW, WIDE, Geometry, PeriodLabel, Rating, RowName
from tests.impact.pictures import Box, bar, bars, marks, paths, read, spots, texts, words

QUARTERS = tuple(PeriodLabel(f"Quarter {n}", f"Q{n}") for n in range(1, 5))


# Ratings


def rated(*states: str, expected: str = "") -> charts.RatingMap:
    """One priority with these ratings, the last one expected where given."""
    row = [Rating(state) for state in states]
    row += [Rating(expected, expected=True)] if expected else []
    quarters = tuple(PeriodLabel(f"Quarter {n}", f"Q{n}") for n in range(1, len(row) + 1))
    name = RowName("Healthy weight", "2", "Director of Public Health")
    return charts.RatingMap("Ratings", quarters, (charts.RatedRow(name, tuple(row)),))


def test_each_rating_has_its_mark_its_word_and_its_wash() -> None:
    drawing = charts.rating_map(
        rated("on_track", "at_risk", "off_track", "complete", "no_update", "not_started"), uid="h"
    )
    assert [name for name, _, _ in marks(drawing)] == [
        *("on-track", "at-risk", "off-track", "complete", "no-update", "not-started")
    ]
    washed = [name for name in charts.MARKS if bars(drawing, f"h-{name}")]
    assert washed == ["on-track", "at-risk", "off-track", "complete"]
    told = ("On track", "At risk", "Off track", "Complete", "No update", "Not started")
    assert [word for word in words(drawing) if word in told] == list(told)


def test_an_expected_rating_stands_in_a_dashed_frame_without_a_wash() -> None:
    drawing = charts.rating_map(rated("on_track", expected="off_track"), uid="h")
    assert bars(drawing, "h-off-track") == []
    frames = [node for node in read(drawing).iter() if node.attrib.get("class") == "h-frame"]
    assert [frame.attrib["stroke-dasharray"] for frame in frames] == ["3 2.5"]
    frame, mark = bar(frames[0].attrib["d"]), marks(drawing)[1]
    assert frame.left < mark[1] < frame.right
    assert drawing.description == (
        "2 Healthy weight: on track in Quarter 1, off track expected in Quarter 2."
    )


def test_a_quarter_without_a_rating_stays_empty() -> None:
    row = charts.RatedRow(RowName("Pride"), (None, Rating("complete"), None, None))
    drawing = charts.rating_map(charts.RatingMap("Ratings", QUARTERS, (row,)), uid="h")
    assert len(marks(drawing)) == 1
    assert drawing.description == "Pride: complete in Quarter 2."
    empty = replace(row, ratings=(None,) * 4)
    drawing = charts.rating_map(charts.RatingMap("Ratings", QUARTERS, (empty,)), uid="h")
    assert drawing.description == "Pride: nothing to rate."


@pytest.mark.parametrize(("many", "geometry"), [(4, WIDE), (4, NARROW)])
def test_every_cell_says_its_word_where_it_has_room(many: int, geometry: Geometry) -> None:
    drawing = charts.rating_map(rated(*["no_update"] * many), uid="h", geometry=geometry)
    assert words(drawing).count("No update") == many


def test_cells_too_narrow_for_words_have_a_key_and_short_quarters() -> None:
    drawing = charts.rating_map(rated(*["no_update", "complete"] * 4), uid="h", geometry=NARROW)
    assert [words(drawing).count(word) for word in ("No update", "Complete")] == [1, 1]
    assert [words(drawing).count(f"Q{n}") for n in range(1, 9)] == [1] * 8


# States of actions


def stated(*rows: dict[str, int]) -> charts.StatesChart:
    named = enumerate(rows, start=1)
    return charts.StatesChart(
        "States",
        tuple(charts.StatesRow(RowName(f"Priority {n}"), tuple(row.items())) for n, row in named),
    )


def segments(drawing: charts.Drawing) -> list[Box]:
    roles = ("st-complete", "st-on-track", "st-at-risk", "st-off-track", "st-paused", "st-open")
    return sorted(
        (box for role in roles for box in bars(drawing, role)), key=lambda box: (box.top, box.left)
    )


@pytest.mark.parametrize("geometry", [WIDE, NARROW])
def test_a_bar_is_as_long_as_its_actions_are_many(geometry: Geometry) -> None:
    chart = stated({"on_track": 4, "at_risk": 1, "off_track": 3}, {"complete": 2})
    boxes = segments(charts.states_chart(chart, uid="s", geometry=geometry))
    unit = (geometry.width - geometry.hang) / 8
    assert [round((box.width + 2) / unit, 1) for box in boxes] == [4, 1, 3, 2]
    assert sum(box.width + 2 for box in boxes[:3]) == pytest.approx(8 * unit, abs=0.3)


def test_every_count_is_named_beside_its_mark() -> None:
    chart = stated({"not_started": 1, "on_track": 4, "paused": 1, "no_update": 2, "complete": 1})
    drawing = charts.states_chart(chart, uid="s")
    assert words(drawing)[1:] == [
        *("1 complete", "4 on track", "1 paused", "1 not started", "2 no update")
    ]
    assert [name for name, _, _ in marks(drawing)] == [
        *("complete", "on-track", "paused", "not-started", "no-update")
    ]
    assert drawing.description == (
        "Priority 1: 9 actions, 1 complete, 4 on track, 1 paused, 1 not started, 2 no update."
    )


def test_a_priority_without_actions_says_so() -> None:
    drawing = charts.states_chart(stated({}, {"on_track": 1}), uid="s")
    assert "No actions" in words(drawing)
    assert drawing.description == "Priority 1: no actions. Priority 2: 1 action, 1 on track."


def test_a_state_given_twice_is_counted_together() -> None:
    row = charts.StatesRow(RowName("One"), (("on_track", 1), ("on-track", 2), ("at_risk", 0)))
    assert row.ordered() == (("on-track", 3),)


# Attendance


def attended(present: int, expected: int) -> charts.Attended:
    return charts.Attended(RowName("Probation"), present, expected)


@pytest.mark.parametrize("geometry", [WIDE, NARROW])
def test_shares_are_bars_on_one_scale_with_their_fraction(geometry: Geometry) -> None:
    rows = (attended(20, 20), attended(5, 10), attended(0, 4), attended(0, 0))
    drawing = charts.attendance_bars(
        charts.AttendanceBars("Attendance", rows), uid="a", geometry=geometry
    )
    whole, half, none = (box.width for box in bars(drawing, "b-own"))
    assert (round(half / whole, 2), none) == (0.5, 0)
    told = [text for text in words(drawing) if text != "Probation"]
    assert told == ["100%, 20 of 20", "50%, 5 of 10", "0%, 0 of 4", "none expected"]
    assert drawing.description == " ".join(f"Probation: {text}." for text in told)
    assert paths(drawing, "tl-today") == []


def test_a_share_below_the_threshold_is_marked_and_one_at_it_is_not() -> None:
    rows = (attended(65, 100), attended(64, 100), attended(0, 0))
    drawing = charts.attendance_bars(
        charts.AttendanceBars("Attendance", rows, threshold=65), uid="a"
    )
    (line,) = bars(drawing, "c-target-bar")
    low = next(box for box in texts(drawing) if box.words.startswith("64%"))
    assert (round(line.left), round(line.right)) == (round(low.left), round(low.right))
    at_threshold = bars(drawing, "b-own")[0].right
    assert float(paths(drawing, "tl-today")[0][1:].split(" ")[0]) == pytest.approx(at_threshold)
    assert drawing.description.endswith("Below 65% is marked.")


def test_squares_show_each_meeting_the_share_and_a_key_of_what_occurs() -> None:
    seat = charts.SeatRow(
        RowName("Independent Chair"), ("present", "deputy", "absent", "apologies"), attended(2, 4)
    )
    chair = charts.SeatRow(RowName("Vice Chair"), ("unfilled",) * 4, attended(0, 0))
    meetings = ("Nov 2022", "Jan 2023", "Mar 2023", "May 2023")
    chart = charts.AttendanceSquares("Squares", meetings, (seat, chair), threshold=65)
    drawing = charts.attendance_squares(chart, uid="a")
    placed = marks(drawing)
    assert [name for name, _, _ in placed[:8]] == [*seat.marks, *chair.marks]
    assert [x for _, x, _ in placed[:4]] == [x for _, x, _ in placed[4:8]]
    assert [name for name, _, _ in placed[8:]] == [
        *("present", "deputy", "apologies", "absent", "unfilled")
    ]
    assert [text for text in words(drawing) if text in ("50%", "–", "Share")] == [
        *("Share", "50%", "–")
    ]
    assert len(bars(drawing, "c-target-bar")) == 1
    assert drawing.description == (
        "Independent Chair: Nov 2022 present, Jan 2023 deputy, Mar 2023 absent, "
        "May 2023 apologies; 50%, 2 of 4. "
        "Vice Chair: Nov 2022 no seat then, Jan 2023 no seat then, Mar 2023 no seat then, "
        "May 2023 no seat then; none expected."
    )


def test_squares_without_shares_leave_their_column_out() -> None:
    chart = charts.AttendanceSquares(
        "Squares", ("Nov 2022",), (charts.SeatRow(RowName("Chair"), ("present",)),)
    )
    assert "Share" not in words(charts.attendance_squares(chart, uid="a"))


# Timeline

SPANS = (
    charts.Span("Q1", "2013/14", date(2013, 4, 1), date(2013, 7, 1)),
    charts.Span("Q2", "2013/14", date(2013, 7, 1), date(2013, 10, 1)),
    charts.Span("Q3", "2013/14", date(2013, 10, 1), date(2014, 1, 1)),
    charts.Span("Q4", "2013/14", date(2014, 1, 1), date(2014, 4, 1)),
)


def planned(*rows: charts.Bar | charts.Milestone, today: date | None = None) -> charts.Timeline:
    return charts.Timeline("Timeline", SPANS, rows, today=today)


def action(starts: date, due: date, state: str = "on_track", **more: object) -> charts.Bar:
    return charts.Bar(RowName("Children’s centres", "1.1"), starts, due, state, **more)  # type: ignore[arg-type]


def test_a_bar_runs_from_start_to_due_and_its_mark_stands_behind_it() -> None:
    row = action(date(2013, 7, 1), date(2014, 1, 1))
    drawing = charts.timeline(planned(row), uid="t")
    edges = sorted({float(d[1:].split(" ")[0]) for d in paths(drawing, "c-grid")})
    (box,) = bars(drawing, "tl-bar")
    assert (box.left, box.right) == pytest.approx((edges[1], edges[3]), abs=0.2)
    ((name, x, y),) = marks(drawing)
    assert (name, y) == ("on-track", (box.top + box.bottom) / 2)
    assert 0 < x - box.right < 20


@pytest.mark.parametrize(
    ("state", "done", "share"),
    [
        ("on_track", 0.25, 0.25),
        ("on_track", 7.0, 1.0),
        ("on_track", None, 0.5),
        ("complete", None, 1.0),
        ("not_started", None, 0.0),
        ("off_track", 0.0, 0.0),
    ],
)
def test_ink_is_what_is_done_or_the_time_gone(
    state: str, done: float | None, share: float
) -> None:
    row = action(date(2013, 7, 1), date(2013, 7, 21), state, done=done)
    drawing = charts.timeline(planned(row, today=date(2013, 7, 11)), uid="t")
    whole = bars(drawing, "tl-bar")[0].width
    inked = [box.width for box in bars(drawing, "tl-done")]
    assert sum(inked) / whole == pytest.approx(share, abs=0.01)


def test_without_a_today_only_what_is_complete_is_ink() -> None:
    rows = (
        action(date(2013, 7, 1), date(2013, 9, 1)),
        action(date(2013, 7, 1), date(2013, 9, 1), "complete"),
        action(date(2013, 7, 1), date(2013, 7, 1), "at_risk"),
    )
    drawing = charts.timeline(planned(*rows), uid="t")
    assert len(bars(drawing, "tl-done")) == 1
    assert min(box.width for box in bars(drawing, "tl-bar")) == 2
    assert paths(drawing, "tl-today") == []


def test_what_lies_outside_stands_at_the_edge_and_keeps_its_dates_in_words() -> None:
    row = action(date(2012, 7, 1), date(2016, 1, 31), done=0.5, printed="January 2016")
    drawing = charts.timeline(planned(row, today=date(2015, 1, 1)), uid="t")
    (box,) = bars(drawing, "tl-bar")
    assert (box.left, box.right) == (WIDE.hang, WIDE.width - 24)
    assert drawing.description == (
        "1.1 Children’s centres: from 1 July 2012, due January 2016, on track, 50% done."
    )
    assert paths(drawing, "tl-today") == []


def test_today_stands_upright_at_its_day() -> None:
    row = action(date(2013, 4, 1), date(2013, 10, 1))
    drawing = charts.timeline(planned(row, today=date(2013, 10, 1)), uid="t")
    x = float(paths(drawing, "tl-today")[0][1:].split(" ")[0])
    assert x == pytest.approx(bars(drawing, "tl-bar")[0].right)
    assert "Today" in words(drawing)


def test_a_date_that_moved_keeps_a_tick_where_it_was_first() -> None:
    row = action(date(2013, 4, 1), date(2014, 1, 1), "off_track", first_due_on=date(2013, 10, 1))
    drawing = charts.timeline(planned(row), uid="t")
    (tick,) = paths(drawing, "tl-first")
    box = bars(drawing, "tl-bar")[0]
    assert spots(tick)[0][1] == pytest.approx(box.left + box.width * 183 / 275, abs=0.5)
    assert "due 1 January 2014, first due 1 October 2013, off track." in drawing.description


def test_milestones_are_filled_when_reached_and_hollow_before() -> None:
    gone = charts.Milestone(RowName("Team live"), date(2013, 4, 30), reached=True, printed="April")
    ahead = charts.Milestone(RowName("First report"), date(2013, 11, 30), reached=False)
    drawing = charts.timeline(planned(gone, ahead), uid="t")
    (filled,), (hollow,) = bars(drawing, "tl-mile"), bars(drawing, "tl-mile-open")
    assert filled.left < hollow.left
    assert drawing.description == (
        "Team live: by April, reached. First report: by 30 November 2013, not yet reached."
    )


def test_columns_too_narrow_for_their_labels_keep_only_their_groups() -> None:
    many = tuple(
        charts.Span(f"Quarter {n % 4 + 1}", f"{2013 + n // 4}", *_quarter(n)) for n in range(12)
    )
    row = action(date(2013, 4, 1), date(2014, 4, 1))
    drawing = charts.timeline(charts.Timeline("T", many, (row,)), uid="t", geometry=NARROW)
    assert [text for text in words(drawing) if text.startswith("Quarter")] == []
    assert [text for text in words(drawing) if text.startswith("20")] == ["2013", "2014", "2015"]


def test_groups_that_would_meet_are_named_where_there_is_room() -> None:
    halves = tuple(charts.Span("H", f"2013/14 part {n}", *_quarter(n)) for n in range(12))
    row = action(date(2013, 4, 1), date(2014, 4, 1))
    drawing = charts.timeline(charts.Timeline("T", halves, (row,)), uid="t", geometry=NARROW)
    named = [box for box in texts(drawing) if box.words.startswith("2013/14 part")]
    assert 1 < len(named) < 12
    assert [a.words for a in named for b in named if a is not b and a.meets(b)] == []


def _quarter(n: int) -> tuple[date, date]:
    def first(k: int) -> date:
        return date(2013 + k // 4, k % 4 * 3 + 1, 1)

    return first(n), first(n + 1)


# Quorum


@pytest.mark.parametrize("geometry", [WIDE, NARROW])
def test_a_square_for_each_place_and_the_quorum_behind_the_last_one_needed(
    geometry: Geometry,
) -> None:
    quorum = charts.Quorum("Replies", 3, coming=2, deputies=2, no_reply=1, apologies=1)
    drawing = charts.quorum_row(quorum, uid="q", geometry=geometry)
    row = [mark for mark in marks(drawing) if mark[2] == marks(drawing)[0][2]]
    assert [name for name, _, _ in row] == [
        *("present", "present", "deputy", "deputy", "no-reply", "apologies")
    ]
    (line,) = bars(drawing, "f-quorum")
    assert row[2][1] < line.left < line.right < row[3][1]
    assert [text for text in words(drawing) if text[0].isdigit()] == [
        *("2 coming", "2 send a deputy", "1 has not replied", "1 sent apologies")
    ]
    assert drawing.description == (
        "Of 6 places 2 coming, 2 send a deputy, 1 has not replied, 1 sent apologies. "
        "The quorum is 3: met."
    )


def test_a_quorum_that_is_short_says_by_how_many() -> None:
    short = charts.quorum_row(charts.Quorum("Replies", 4, coming=1, deputies=1), uid="q")
    assert short.description.endswith("1 sends a deputy. The quorum is 4: 2 short.")
    nobody = charts.quorum_row(charts.Quorum("Replies", 4, coming=0), uid="q")
    assert nobody.description == "No places are expected. The quorum is 4: 4 short."
    assert marks(nobody) == []


# Areas compared


def areas(*rows: charts.Area, highest_first: bool = False) -> charts.Comparison:
    return charts.Comparison(
        "Areas", rows, decimals=1, unit="per 100", highest_first=highest_first
    )


def test_areas_are_sorted_on_one_scale_with_the_own_one_in_ink() -> None:
    chart = areas(
        charts.Area("Doncaster", 20.0),
        charts.Area("Walsall", 10.0, own=True),
        charts.Area("Sandwell", None),
        charts.Area("Derby", 5.0),
        charts.Area("Bolton", 5.0),
    )
    drawing = charts.comparison(chart, uid="c")
    names = [text for text in words(drawing) if text[0].isalpha() and text != "no figure"]
    assert names == ["Bolton", "Derby", "Walsall", "Doncaster", "Sandwell"]
    (own,), others = bars(drawing, "b-own"), bars(drawing, "b-bar")
    assert [round(own.width / box.width, 2) for box in others] == [2, 2, 0.5]
    assert drawing.description == (
        "Bolton 5.0; Derby 5.0; Walsall 10.0; Doncaster 20.0; Sandwell no figure per 100. "
        "Walsall is number 3 of 4 from the lowest."
    )


def test_the_highest_may_come_first() -> None:
    chart = areas(
        charts.Area("Walsall", 10.0, own=True), charts.Area("Derby", 20.0), highest_first=True
    )
    drawing = charts.comparison(chart, uid="c")
    assert drawing.description.startswith("Derby 20.0; Walsall 10.0 per 100.")
    assert drawing.description.endswith("Walsall is number 2 of 2 from the highest.")


def test_negative_figures_reach_left_of_zero_and_intervals_cross_their_ends() -> None:
    chart = areas(
        charts.Area("Dudley", -10.0, low=-20.0, high=5.0), charts.Area("Walsall", 20.0, own=True)
    )
    drawing = charts.comparison(chart, uid="c")
    (minus,), (plus,) = bars(drawing, "b-bar"), bars(drawing, "b-own")
    assert minus.right == plus.left
    assert round(plus.width / minus.width, 1) == 2
    (interval,) = paths(drawing, "b-interval")
    start, end = float(interval[1:].split(" ")[0]), float(interval.split("H")[1].split("M")[0])
    assert start < minus.left < end
    assert "−10.0" in words(drawing)


def test_areas_without_figures_are_listed() -> None:
    drawing = charts.comparison(areas(charts.Area("Walsall", None, own=True)), uid="c")
    assert drawing.description == "Walsall no figure per 100."
    assert charts.comparison(areas(), uid="c").description == "No figures."


@pytest.mark.parametrize(("value", "high", "wide"), [(5, 10, 160), (-5, 10, 0), (5, 0, 0)])
def test_the_bar_of_a_table_cell_is_a_share_of_the_largest(
    value: float, high: float, wide: int
) -> None:
    root = fromstring(charts.comparison_bar(value, high=high, own=value > 0))
    assert bar(root[0].attrib["d"]).width == wide
    assert root[0].attrib["class"] == ("b-own" if value > 0 else "b-bar")
    assert root.attrib["aria-hidden"] == "true"
