"""The map of boards as a drawing: nothing overlaps, every tie is drawn with its verb."""

import doctest
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations, pairwise
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import mapping
from governance.drawing import COLUMN, HALF, MIDDLE, NARROW, SHEET, WIDE, Drawing, Geometry
from governance.mapping import (
    ADVISES,
    CONNECTED_WITH,
    DELEGATES_TO,
    FOLLOWED_BY,
    NOMINATES,
    REPORTS_TO,
    SCRUTINISED_BY,
    BoardMap,
    Body,
    Tie,
    draw_map,
    families,
)
from governance.mapping.bodies import told_once
from governance.mapping.legs import Leg, place_verbs
from tests.impact.pictures import SVG, Box, bar, paths, read, spots, texts, words

GEOMETRIES = (WIDE, MIDDLE, NARROW, SHEET, COLUMN, HALF)
VERBS = {
    REPORTS_TO: "reports to",
    DELEGATES_TO: "delegates to",
    SCRUTINISED_BY: "scrutinised by",
    ADVISES: "advises",
    CONNECTED_WITH: "connected with",
    NOMINATES: "nominates to",
    FOLLOWED_BY: "followed by",
}


def body(key: str) -> Body:
    return Body(key, f"Board {key}", "8 places", f"/boards/{key}/")


def tie(begin: str, kind: str, end: str) -> Tie:
    return Tie(begin, end, kind, VERBS[kind])


def board_map(bodies: Sequence[Body], *ties: Tie) -> BoardMap:
    return BoardMap("How boards stand", "In words.", tuple(bodies), ties)


def drawn(of: BoardMap, geometry: Geometry = WIDE) -> Drawing:
    return draw_map(of, uid="m", geometry=geometry)


@dataclass(frozen=True)
class Stretch:
    """One straight piece of a line."""

    left: float
    top: float
    right: float
    bottom: float

    def goes_through(self, box: Box) -> bool:
        return (
            self.left < box.right - 1
            and box.left + 1 < self.right
            and self.top < box.bottom - 1
            and box.top + 1 < self.bottom
        )


def stretches(drawing: Drawing) -> list[list[Stretch]]:
    """The pieces of each line; a piece is as thick as nothing, so it is widened a little."""
    found = []
    for role in ("g-link", "g-soft"):
        for d in paths(drawing, role):
            points = [(x, y) for _, x, y in spots(d)]
            found.append(
                [
                    Stretch(min(a, c) - 0.1, min(b, e) - 0.1, max(a, c) + 0.1, max(b, e) + 0.1)
                    for (a, b), (c, e) in pairwise(points)
                ]
            )
    return found


def boxes(drawing: Drawing) -> list[Box]:
    return [bar(d) for role in ("g-box", "g-box-own") for d in paths(drawing, role)]


def verbs(drawing: Drawing) -> list[Box]:
    said = {*VERBS.values()}
    return [box for box in texts(drawing) if box.words in said]


KEYS = "abcdefghijklm"
MAPS = st.integers(1, 13).flatmap(
    lambda many: st.lists(
        st.tuples(
            st.sampled_from(KEYS[:many]), st.sampled_from([*VERBS]), st.sampled_from(KEYS[:many])
        ).filter(lambda each: each[0] != each[2]),
        max_size=16,
    ).map(lambda ties: board_map([body(key) for key in KEYS[:many]], *(tie(*t) for t in ties)))
)


@given(of=MAPS, geometry=st.sampled_from(GEOMETRIES))
@settings(max_examples=150)
def test_whatever_the_boards_nothing_lies_on_anything(of: BoardMap, geometry: Geometry) -> None:
    drawing = drawn(of, geometry)
    placed, lines, said = boxes(drawing), stretches(drawing), verbs(drawing)
    told = len(told_once(of.ties))
    assert (len(placed), len(lines), len(said)) == (len(of.bodies), told, told)
    assert not [pair for pair in combinations(placed, 2) if pair[0].meets(pair[1])]
    assert not [pair for pair in combinations(said, 2) if pair[0].meets(pair[1])]
    assert not [(verb, box) for verb in said for box in placed if verb.meets(box)]
    for line in lines:
        assert not [(each, box) for each in line for box in placed if each.goes_through(box)]
        assert all(each.right - each.left < 0.3 or each.bottom - each.top < 0.3 for each in line)
    for box in (*placed, *said):
        assert box.left >= -2
        assert box.right <= drawing.width + 2
        assert 0 <= box.top < box.bottom <= drawing.height


def test_a_verb_stands_where_no_other_line_runs_through_it() -> None:
    advises = Leg(0, (60,), (53,), label=40, sheet=300)
    reports = Leg(1, (85,), (72,), label=50, sheet=300, track=1)
    place_verbs([advises, reports])
    assert advises.verb == (47, "end")
    assert reports.verb == (91, "start")
    connected = Leg(0, (20, 220), (), label=60, sheet=300)
    nominates = Leg(1, (125,), (60,), label=0, sheet=300, track=1)
    place_verbs([connected, nominates])
    begin, end = connected.reach(connected.verb)
    assert connected.verb[1] == "middle"
    assert not begin - 2 < 125 < end + 2


def test_a_verb_goes_to_no_side_where_something_is_in_its_way() -> None:
    advises = Leg(0, (60,), (53,), label=40, sheet=300)
    beside = Leg(1, (10,), (30,), label=0, sheet=300)
    reports = Leg(2, (85,), (72,), label=50, sheet=300, track=1)
    place_verbs([advises, beside, reports])
    assert advises.verb == advises.usual == (66, "start")


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda each: each.name)
def test_a_line_goes_from_the_one_box_to_the_other(geometry: Geometry) -> None:
    of = board_map([body("group"), body("board")], tie("group", REPORTS_TO, "board"))
    drawing = drawn(of, geometry)
    (board, group) = sorted(boxes(drawing), key=lambda box: box.top)
    (line,) = stretches(drawing)
    assert line[0].top == pytest.approx(board.bottom, abs=1)
    assert line[-1].bottom == pytest.approx(group.top, abs=1)
    (head,) = paths(drawing, "g-head")
    assert spots(head)[0][2] == pytest.approx(board.bottom, abs=1)


def layers(*ties: Tie, keys: str = "abc") -> tuple[tuple[str, ...], ...]:
    (family,) = families(tuple(map(body, keys)), ties)
    return family.layers


def test_who_hears_reports_or_delegates_stands_above() -> None:
    assert layers(tie("a", REPORTS_TO, "b"), tie("a", DELEGATES_TO, "c")) == (
        ("b",),
        ("a",),
        ("c",),
    )
    assert layers(tie("a", SCRUTINISED_BY, "b"), tie("c", NOMINATES, "a")) == (
        ("b",),
        ("a",),
        ("c",),
    )


def test_who_advises_or_is_connected_stands_beside() -> None:
    found = layers(tie("a", REPORTS_TO, "b"), tie("c", ADVISES, "a"))
    assert [set(layer) for layer in found] == [{"b"}, {"a", "c"}]
    assert layers(tie("a", CONNECTED_WITH, "b"), keys="ab") == (("a", "b"),)


def test_two_who_are_connected_share_one_line_whichever_of_them_tells_it() -> None:
    bodies = [body("a"), body("b")]
    both = board_map(bodies, tie("a", CONNECTED_WITH, "b"), tie("b", CONNECTED_WITH, "a"))
    assert words(drawn(both)).count("connected with") == 1
    each = board_map(bodies, tie("a", ADVISES, "b"), tie("b", ADVISES, "a"))
    assert words(drawn(each)).count("advises") == 2


def test_a_circle_of_two_kinds_is_opened() -> None:
    assert layers(tie("a", REPORTS_TO, "b"), tie("a", DELEGATES_TO, "b"), keys="ab") == (
        ("b",),
        ("a",),
    )


def test_bodies_move_towards_those_they_are_tied_to() -> None:
    ties = (
        *(tie(key, CONNECTED_WITH, "e") for key in "ad"),
        *(tie("b", CONNECTED_WITH, key) for key in "ac"),
    )
    (layer,) = layers(*ties, keys="abcde")
    assert "".join(layer) in {"cbaed", "deabc"}


def test_families_stand_apart_and_who_has_no_tie_last() -> None:
    found = families(tuple(map(body, "abcdef")), (tie("c", ADVISES, "d"), tie("d", ADVISES, "f")))
    assert [sorted(key for layer in each.layers for key in layer) for each in found] == [
        ["c", "d", "f"],
        ["a", "b", "e"],
    ]


def test_lines_are_solid_dashed_or_dotted_by_what_they_say() -> None:
    drawing = drawn(board_map([*map(body, "ab")], *(tie("a", kind, "b") for kind in VERBS)))
    dashes = {
        (node.attrib["class"], node.attrib.get("stroke-dasharray", ""))
        for node in read(drawing).iter(f"{SVG}path")
        if node.attrib["class"] in {"g-link", "g-soft"}
    }
    assert dashes == {("g-link", ""), ("g-soft", "4 3"), ("g-soft", "1.5 3"), ("g-soft", "9 4")}
    assert sorted(box.words for box in verbs(drawing)) == sorted(VERBS.values())
    # What is mutual has no arrow.
    assert len(paths(drawing, "g-head")) == len(VERBS) - 1


def test_boxes_are_links_in_reading_order_and_the_own_one_is_in_ink() -> None:
    own = Body("own", "Own board", "", "/boards/own/", is_own=True)
    drawing = drawn(
        board_map(
            [own, Body("o", "An organisation", "organisation"), body("top")],
            tie("own", REPORTS_TO, "top"),
            tie("o", NOMINATES, "own"),
        )
    )
    root = read(drawing)
    assert (root.attrib["role"], root.attrib["aria-labelledby"]) == ("group", "m-wide-t m-wide-d")
    assert [(a.attrib["href"], a.attrib["aria-label"]) for a in root.iter(f"{SVG}a")] == [
        ("/boards/top/", "Board top, 8 places"),
        ("/boards/own/", "Own board"),
    ]
    assert len(paths(drawing, "g-box-own")) == 1
    lines = [g for g in root.iter(f"{SVG}g") if g.attrib.get("aria-hidden") == "true"]
    assert [text.text for g in lines for text in g.iter(f"{SVG}text")] == [
        "reports to",
        "nominates to",
    ]


def test_what_people_wrote_stays_words() -> None:
    hostile = Body("x", "<script>&\"'", "\x00<b>", '/boards/"x"/')
    drawing = drawn(board_map([hostile]))
    assert "<script>" not in drawing.svg
    assert words(drawing) == ["<script>&\"'", "<b>"]


def test_an_empty_map_is_drawn_without_anything() -> None:
    assert boxes(drawn(board_map([]))) == []


def test_a_name_is_written_whole_however_narrow_its_box() -> None:
    long = Body(
        "x", "Policy, Procedure, Learning and Development Committee of the Safeguarding Board"
    )
    for geometry in GEOMETRIES:
        assert " ".join(words(drawn(board_map([long]), geometry))) == long.name


def test_the_examples_in_the_map_are_true() -> None:
    names = [f"governance.mapping.{each.name}" for each in iter_modules(mapping.__path__)]
    results = [doctest.testmod(import_module(name)) for name in names]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 1


def test_ids_of_the_drawing_are_its_own() -> None:
    drawings = [drawn(board_map([body("a")]), geometry) for geometry in (WIDE, MIDDLE, NARROW)]
    ids = [each for drawing in drawings for each in re.findall(r' id="([^"]+)"', drawing.svg)]
    assert len(ids) == len({*ids}) == 6
