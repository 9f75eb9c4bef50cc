"""The run chart: gaps, targets, judgements, names at the right end, and what it says."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import charts, spc
from impact.charts import HALF, NARROW, WIDE, Annotation, Line, PeriodLabel, RunChart, Target
from tests.impact.pictures import bars, circles, paths, read, spots, texts, words

SUSPENSIONS = (
    *(4.95, 4.99, 5.25, 5.45, 4.07, 3.28, 4.52, 3.96, 4.24),
    *(4.57, 4.24, 4.13, 4.13, 2.98, 2.89, 4.22, 5.87, 11.90),
)


@dataclass(frozen=True)
class Judged:
    kind: str


@dataclass(frozen=True)
class Stretch:
    start: int
    n: int
    centre: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Analysed:
    points: tuple[Judged, ...]
    groups: tuple[Stretch, ...]


def years(many: int, first: int = 2006) -> tuple[PeriodLabel, ...]:
    every = range(first, first + many)
    return tuple(
        PeriodLabel(f"{y}/{(y + 1) % 100:02}", f"{y % 100:02}/{(y + 1) % 100:02}") for y in every
    )


def chart_of(*values: float | None, **more: object) -> RunChart:
    """One plain line; `more` are fields of the chart."""
    fields: dict[str, object] = {
        "lines": (Line("Walsall", values),),
        "periods": years(len(values)),
    }
    return RunChart("Suspensions", **{**fields, **more})  # type: ignore[arg-type]


def judged_chart(**more: object) -> RunChart:
    analysis = spc.analyse(SUSPENSIONS, better="lower")
    return chart_of(*SUSPENSIONS, lines=(Line("Walsall", SUSPENSIONS, analysis=analysis),), **more)


def own_line(chart: RunChart) -> list[tuple[str, float, float]]:
    return spots(paths(charts.run_chart(chart, uid="r"), "c-line")[0])


@given(st.lists(st.none() | st.integers(0, 99).map(float), min_size=1, max_size=40))
def test_a_gap_in_the_data_is_a_gap_in_the_line(values: list[float | None]) -> None:
    line = own_line(chart_of(*values))
    known = [index for index, value in enumerate(values) if value is not None]
    lifted = [index for index in known if index == 0 or values[index - 1] is None]
    assert len(line) == len(known)
    assert [pen for pen, _, _ in line].count("M") == len(lifted)


@given(st.lists(st.integers(-50, 99).map(float), min_size=2, max_size=30))
def test_a_higher_figure_stands_higher_and_a_later_one_further_right(values: list[float]) -> None:
    line = own_line(chart_of(*values))
    assert [x for _, x, _ in line] == sorted({x for _, x, _ in line})
    ranked = sorted(zip(values, [y for _, _, y in line], strict=True))
    assert [y for _, y in ranked] == sorted((y for _, y in ranked), reverse=True)


def test_a_figure_alone_between_gaps_is_a_dot() -> None:
    chart = chart_of(*map(float, range(9)), None, 3.0, None, 2.0, 4.0)
    line = own_line(chart)
    drawing = charts.run_chart(chart, uid="r")
    assert circles(drawing, "c-ink") == [line[9][1:], line[11][1:]]


@pytest.mark.parametrize(("many", "dots"), [(7, 7), (8, 1)])
def test_few_figures_are_all_dots_and_of_many_only_the_last(many: int, dots: int) -> None:
    drawing = charts.run_chart(chart_of(*map(float, range(many))), uid="r")
    assert len(circles(drawing, "c-ink")) == dots


def test_fewer_than_thirteen_points_stand_without_a_judgement() -> None:
    values = SUSPENSIONS[:12]
    analysis = spc.analyse(values, better="lower")
    drawing = charts.run_chart(
        chart_of(*values, lines=(Line("Walsall", values, analysis=analysis),)), uid="r"
    )
    assert [paths(drawing, role) for role in ("c-band", "c-limit", "c-mean")] == [[], [], []]
    assert "12 of the 13 points that a judgement needs." in drawing.description
    assert read(drawing).attrib["class"] == "chart chart-wide chart-run"


def test_from_thirteen_points_mean_limits_and_kinds_are_drawn_by_shape() -> None:
    drawing = charts.run_chart(judged_chart(decimals=2), uid="r")
    kinds = [point.kind for point in spc.analyse(SUSPENSIONS, better="lower").points]
    assert len(circles(drawing, "c-imp")) == kinds.count("improvement") == 12
    assert len(paths(drawing, "c-con")) == kinds.count("concern") == 1
    assert len(circles(drawing, "c-com")) == kinds.count("common_cause") == 5
    assert (len(paths(drawing, "c-limit")), len(paths(drawing, "c-mean"))) == (2, 1)
    assert read(drawing).attrib["class"] == "chart chart-wide chart-spc"


def test_neutral_points_carry_an_arrow_that_says_high_or_low() -> None:
    kinds = ("neutral_high", "neutral_low", *["common_cause"] * 11)
    analysis = Analysed(tuple(map(Judged, kinds)), (Stretch(0, 13, 5.0, 3.0, 7.0),))
    values = (8.0, 2.0, *[5.0] * 11)
    drawing = charts.run_chart(
        chart_of(*values, lines=(Line("Walsall", values, analysis=analysis),)), uid="r"
    )
    assert len(circles(drawing, "c-neu")) == 2
    rises = [d.partition("l3 ")[2].split(" ")[0] for d in paths(drawing, "mark-cut")]
    assert rises == ["-2", "2"]
    assert "1 point is higher than chance explains." in drawing.description
    assert "1 point is lower than chance explains." in drawing.description


def test_judged_points_that_are_illustrative_are_hollow_and_keep_their_shape() -> None:
    analysis = spc.analyse(SUSPENSIONS, better="lower")
    line = Line("Walsall", SUSPENSIONS, frozenset({0, 4, 17}), analysis)
    drawing = charts.run_chart(chart_of(*SUSPENSIONS, lines=(line,)), uid="r")
    assert len(circles(drawing, "c-com-edge")) == 1
    assert len(circles(drawing, "c-imp-edge")) == 1
    assert len(paths(drawing, "c-con-edge")) == 1
    assert "3 points are illustrative or estimated, drawn hollow." in drawing.description


def test_every_stretch_has_its_own_mean_and_the_bands_meet_between_them() -> None:
    kinds = tuple(Judged("common_cause") for _ in range(14))
    analysis = Analysed(kinds, (Stretch(0, 7, 5.0, 4.0, 6.0), Stretch(7, 7, 9.0, 8.0, 10.0)))
    values = (5.0,) * 7 + (9.0,) * 7
    drawing = charts.run_chart(
        chart_of(*values, lines=(Line("Walsall", values, analysis=analysis),)), uid="r"
    )
    first, second = paths(drawing, "c-mean")
    assert first.partition("H")[2] == second.removeprefix("M").split(" ")[0]
    assert "The mean is 9.0. The limits are 8.0 and 10.0." in drawing.description
    assert "Every point lies in the usual range." in drawing.description


def test_each_definition_has_its_limits_over_its_own_periods_only() -> None:
    nothing = (None,) * 13
    old, new = ((5.0, 6.0) * 7)[:13] + nothing, nothing + ((9.0, 8.0) * 7)[:13]
    lines = tuple(Line("Walsall", values, analysis=spc.analyse(values)) for values in (old, new))
    drawing = charts.run_chart(chart_of(*old, lines=lines), uid="r")
    first, second = paths(drawing, "c-mean")
    assert first.partition("H")[2] == second.removeprefix("M").split(" ")[0]
    assert len(paths(drawing, "c-band")) == 2


def test_a_stretch_of_one_point_has_a_mean_and_no_limits() -> None:
    kinds = tuple(Judged("common_cause") for _ in range(14))
    groups = (Stretch(0, 13, 5.0, 4.0, 6.0), Stretch(13, 1, 9.0, None, None))
    values = (5.0,) * 13 + (9.0,)
    line = Line("Walsall", values, analysis=Analysed(kinds, groups))
    drawing = charts.run_chart(chart_of(*values, lines=(line,)), uid="r")
    assert (len(paths(drawing, "c-mean")), len(paths(drawing, "c-band"))) == (2, 1)
    assert [text for text in words(drawing) if text.startswith(("Mean", "Upper"))] == ["Mean 9.0"]


def test_an_analysis_that_left_the_gaps_out_is_laid_on_the_right_points() -> None:
    values = (5.0, None, *[5.0] * 12)
    kinds = ("common_cause", "concern", *["common_cause"] * 11)
    short = Analysed(tuple(map(Judged, kinds)), (Stretch(0, 13, 5.0, 4.0, 6.0),))
    line = Line("Walsall", values, analysis=short)
    assert line.kinds()[2] == "concern"
    assert [(stretch.first, stretch.last) for stretch in line.stretches()] == [(0, 13)]
    with_gap = spc.analyse(values, better="lower")
    assert set(Line("Walsall", values, analysis=with_gap).kinds()) == {0, *range(2, 14)}


def test_an_analysis_of_another_line_is_refused() -> None:
    analysis = Analysed((Judged("common_cause"),) * 15, ())
    line = Line("Walsall", (5.0, None, *[5.0] * 12), analysis=analysis)
    with pytest.raises(ValueError, match="Walsall: 13 figures but 15 judged points"):
        line.kinds()


def test_a_line_needs_one_value_for_each_period() -> None:
    with pytest.raises(ValueError, match="England: one value for each period is needed"):
        chart_of(1.0, 2.0, comparators=(Line("England", (1.0,)),))


def test_a_limit_below_zero_is_said_but_not_drawn_where_no_figure_can_be_so_low() -> None:
    values = (0.0, 2.0) * 7
    drawing = charts.run_chart(
        chart_of(
            *values, lines=(Line("Walsall", values, analysis=spc.analyse(values)),), decimals=1
        ),
        uid="r",
    )
    assert min(map(float, tick_words(drawing))) == 0
    assert len(paths(drawing, "c-limit")) == 1
    assert "The limits are −4.3 and 6.3." in drawing.description


def test_a_limit_above_a_hundred_per_cent_does_not_stretch_the_axis() -> None:
    values = (90.0, 100.0) * 7
    line = Line("Walsall", values, analysis=spc.analyse(values))
    share = charts.run_chart(chart_of(*values, lines=(line,), suffix="%"), uid="r")
    rate = charts.run_chart(chart_of(*values, lines=(line,)), uid="r")
    assert max(float(tick.removesuffix("%")) for tick in tick_words(share)) == 100
    assert max(map(float, tick_words(rate))) == 130


def tick_words(drawing: charts.Drawing) -> list[str]:
    """The words at the ticks, lowest first: those that end left of the plot."""
    ends = [box for box in texts(drawing) if box.words.strip("0123456789.,%−") == ""]
    edge = min(box.right for box in ends)
    return [box.words for box in ends if box.right <= edge + 1]


def test_a_second_definition_is_a_line_of_its_own_and_never_joined() -> None:
    old, new = (48.0, 52.0, None, None), (None, None, 61.0, 63.0)
    chart = chart_of(
        *old, lines=(Line("Walsall, old profile", old), Line("Walsall", new)), decimals=0
    )
    drawing = charts.run_chart(chart, uid="r")
    first, second = (spots(d) for d in paths(drawing, "c-line"))
    assert [len(first), len(second)] == [2, 2]
    leader = float(paths(drawing, "c-ann-line")[0].removeprefix("M").split(" ")[0])
    assert first[-1][1] < leader < second[0][1]
    assert "New definition" in words(drawing)
    assert "Counted in a new way from 2008/09; the lines are not joined." in drawing.description


def test_the_callers_own_words_replace_new_definition() -> None:
    old, new = (48.0, None), (None, 63.0)
    chart = chart_of(
        *old,
        lines=(Line("Walsall", old), Line("Walsall", new)),
        annotations=(Annotation(1, "Counted by residence"),),
    )
    written = words(charts.run_chart(chart, uid="r"))
    assert ("Counted by residence" in written, "New definition" in written) == (True, False)


def test_an_unjudged_line_beside_a_judged_one_stays_in_ink() -> None:
    old = (3.0, 3.5, *[None] * 18)
    new = (None, None, *SUSPENSIONS)
    lines = (Line("Old", old), Line("Walsall", new, analysis=spc.analyse(new)))
    drawing = charts.run_chart(chart_of(*old, lines=lines), uid="r")
    assert (len(paths(drawing, "s-line")), len(paths(drawing, "c-line"))) == (1, 1)


def test_the_bar_of_the_target_sits_on_its_line_at_the_right_end() -> None:
    drawing = charts.run_chart(chart_of(5.0, 6.0, target=Target(4.0)), uid="r")
    (bar,) = bars(drawing, "c-target-bar")
    line = paths(drawing, "c-target")[0]
    assert line.endswith(f"H{bar.right:.0f}")
    assert (bar.top + bar.bottom) / 2 == pytest.approx(float(line.split(" ")[1].split("H")[0]))
    assert "Target 4.0" in words(drawing)


def test_a_target_that_moves_is_drawn_from_the_period_it_was_set() -> None:
    target = Target((None, 4.0, 5.0), "Ambition", illustrative=True)
    drawing = charts.run_chart(chart_of(5.0, 6.0, 7.0, target=target), uid="r")
    line = spots(paths(drawing, "c-line")[0])
    assert len(spots(paths(drawing, "c-target")[0])) == 3
    assert spots(paths(drawing, "c-target")[0])[0][1] == pytest.approx(line[1][1], abs=20)
    assert "Ambition: from 4.0 to 5.0, illustrative." in drawing.description
    assert "Ambition (illustrative) 5.0" in words(drawing)


def test_a_target_without_a_value_is_not_drawn() -> None:
    drawing = charts.run_chart(chart_of(5.0, 6.0, target=Target((None, None))), uid="r")
    assert paths(drawing, "c-target") == []
    assert "Target" not in drawing.description


def test_comparators_are_dotted_each_in_its_own_way() -> None:
    others = tuple(Line(name, (5.0, 6.0)) for name in ("England", "Neighbours", "Region"))
    drawing = charts.run_chart(chart_of(5.5, 6.5, comparators=others), uid="r")
    dashes = {
        node.attrib["stroke-dasharray"]
        for node in read(drawing).iter()
        if node.attrib.get("class") == "c-comp"
    }
    assert len(dashes) == 3


@given(
    st.lists(st.integers(0, 40).map(lambda tenth: tenth / 10), min_size=1, max_size=8),
    st.sampled_from([WIDE, NARROW, HALF]),
)
def test_names_at_the_right_end_never_overlap(
    levels: list[float], geometry: charts.Geometry
) -> None:
    others = tuple(Line(f"Area number {n}", (1.0, level)) for n, level in enumerate(levels))
    chart = chart_of(1.0, 2.0, comparators=others, target=Target(2.1))
    drawing = charts.run_chart(chart, uid="r", geometry=geometry)
    boxes = texts(drawing)
    assert [a.words for a in boxes for b in boxes if a is not b and a.meets(b)] == []
    assert all(box.top >= 0 and box.bottom <= drawing.height for box in boxes)


@given(st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True))
def test_annotations_stand_over_their_leaders_or_become_numbered_notes(places: list[int]) -> None:
    told = [Annotation(place, f"What happened in {place}, told at length") for place in places]
    chart = chart_of(*map(float, range(12)), annotations=tuple(told))
    drawing = charts.run_chart(chart, uid="r", geometry=NARROW)
    leaders = [float(d.removeprefix("M").split(" ")[0]) for d in paths(drawing, "c-ann-line")]
    heads = [box for box in texts(drawing) if box.bottom < 50]
    assert all(any(box.left <= x <= box.right for box in heads) for x in leaders)
    assert len(leaders) == len(places)
    written = " ".join(words(drawing))
    assert all("told at length" in written for _ in places)
    assert all(note.text in drawing.description for note in told)


def test_numbered_notes_make_the_chart_taller_not_the_plot_smaller() -> None:
    notes = tuple(Annotation(n, "A long story that has no room above the plot") for n in range(4))
    plain = charts.run_chart(chart_of(*map(float, range(9))), uid="r", geometry=HALF)
    noted = charts.run_chart(
        chart_of(*map(float, range(9)), annotations=notes), uid="r", geometry=HALF
    )
    assert noted.height == plain.height + 4 * 17


def test_points_with_days_stand_apart_as_their_days_do() -> None:
    days = (date(2013, 3, 1), date(2013, 4, 1), date(2013, 9, 1))
    periods = tuple(PeriodLabel(f"{day:%b %Y}", on=day) for day in days)
    line = own_line(chart_of(1.0, 2.0, 3.0, periods=periods))
    first, second, third = (x for _, x, _ in line)
    assert (third - second) / (second - first) == pytest.approx(153 / 31, rel=0.01)


def test_one_point_stands_in_the_middle() -> None:
    drawing = charts.run_chart(chart_of(5.0), uid="r")
    assert len(circles(drawing, "c-ink")) == 1
    assert drawing.description == "Walsall: one point, 5.0 in 2006/07."


def test_the_last_period_is_always_named_and_short_labels_serve_where_long_ones_crowd() -> None:
    wide = words(charts.run_chart(chart_of(*SUSPENSIONS), uid="r"))
    narrow = words(charts.run_chart(chart_of(*SUSPENSIONS), uid="r", geometry=NARROW))
    assert ("2023/24" in wide, "23/24" in narrow, "2023/24" in narrow) == (True, True, False)


def test_a_period_label_wider_than_the_chart_is_cut() -> None:
    long = "The year in which everything was counted in another way than before, and again"
    chart = chart_of(1.0, 2.0, periods=(PeriodLabel("2006"), PeriodLabel(long, "07")))
    drawing = charts.run_chart(chart, uid="r", geometry=NARROW)
    assert "07" in words(drawing)
    only = chart_of(1.0, 2.0, periods=(PeriodLabel("2006"), PeriodLabel(long)))
    drawing = charts.run_chart(only, uid="r", geometry=NARROW)
    assert any(text.endswith("…") for text in words(drawing))


def test_every_figure_named_on_the_chart_is_in_the_description() -> None:
    chart = judged_chart(
        decimals=2,
        unit="per 100 pupils",
        comparators=(Line("England", tuple(value + 1 for value in SUSPENSIONS)),),
        target=Target(4.0),
    )
    drawing = charts.run_chart(chart, uid="r")
    edge = bars(drawing, "c-target-bar")[0].right
    named = [box.words.rpartition(" ")[2] for box in texts(drawing) if box.left > edge]
    assert sorted(named) == sorted(["11.90", "12.90", "4.00", "4.76", "6.38", "3.14"])
    assert [figure for figure in named if figure not in drawing.description] == []


def test_the_description_tells_the_course_the_extremes_and_the_gaps() -> None:
    chart = chart_of(3.0, None, 9.0, None, 1.0, 4.0, unit="per 100 pupils")
    assert charts.run_chart(chart, uid="r").description == (
        "Walsall: 4 points, from 3.0 in 2006/07 to 4.0 in 2011/12 per 100 pupils; "
        "lowest 1.0 in 2010/11; highest 9.0 in 2008/09. "
        "No figure for 2007/08 and 2009/10."
    )


def test_hollow_points_are_told_one_several_or_all() -> None:
    def said(*hollow: int) -> str:
        line = Line("Walsall", (1.0, 2.0, 3.0), frozenset(hollow))
        return charts.run_chart(chart_of(1.0, 2.0, 3.0, lines=(line,)), uid="r").description

    assert "1 point is illustrative or estimated, drawn hollow." in said(1)
    assert "2 points are illustrative or estimated, drawn hollow." in said(1, 2)
    assert "All points are illustrative or estimated." in said(0, 1, 2)


def test_a_line_without_figures_says_so_and_leaves_no_name() -> None:
    chart = chart_of(None, None, comparators=(Line("England", (None, None)),))
    drawing = charts.run_chart(chart, uid="r")
    assert drawing.description == "Walsall: no figures."
    assert circles(drawing, "c-ink") == []


def test_where_names_have_no_room_the_least_needed_go() -> None:
    others = tuple(Line(f"Area {n}", (5.0, 5.0)) for n in range(20))
    drawing = charts.run_chart(
        chart_of(5.0, 5.0, comparators=others, target=Target(5.0)), uid="r", geometry=HALF
    )
    named = [text for text in words(drawing) if text.startswith(("Walsall", "Target", "Area"))]
    assert set(named) >= {"Walsall 5.0", "Target 5.0", "Area 0 5.0"}
    assert len(named) < 22
    assert "Area 19 stood at 5.0" in drawing.description


def test_leaders_reach_down_to_the_measures_own_point() -> None:
    chart = chart_of(5.0, 6.0, 7.0, annotations=(Annotation(1, "Here"), Annotation(9, "Nowhere")))
    drawing = charts.run_chart(chart, uid="r")
    (leader,) = paths(drawing, "c-ann-line")
    assert float(leader.partition("V")[2]) == own_line(chart)[1][2]
    assert "Nowhere" not in " ".join(words(drawing))


def test_a_small_change_does_not_look_large_unless_it_is_judged() -> None:
    small = charts.run_chart(chart_of(409.7, 409.3), uid="r")
    assert list(map(float, tick_words(small))) == [360, 380, 400, 420, 440, 460]
    full = charts.run_chart(chart_of(99.0, 99.6, suffix="%"), uid="r")
    assert float(tick_words(full)[-1].removesuffix("%")) == 100
    values = (409.7, 409.3) * 7
    judged = Line("Walsall", values, analysis=spc.analyse(values))
    close = charts.run_chart(chart_of(*values, lines=(judged,)), uid="r")
    assert float(tick_words(close)[0]) > 400


def test_periods_at_uneven_days_are_named_where_there_is_room() -> None:
    days = [date(2012, 10, 1), date(2013, 10, 1), date(2013, 10, 8), date(2013, 10, 15)]
    periods = tuple(PeriodLabel(f"{day.day} {day:%b %Y}", on=day) for day in days)
    drawing = charts.run_chart(
        chart_of(1.0, 2.0, 3.0, 4.0, periods=periods), uid="r", geometry=HALF
    )
    assert [text for text in words(drawing) if "201" in text] == ["15 Oct 2013", "1 Oct 2012"]
