"""Disclosure control: nothing hidden can be worked out, by brute force on small tables."""

import doctest
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.disclosure import auditing, network, protect, protecting, ranges, worked_out

COUNTS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 20, 50])


def with_totals(inner):
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


@st.composite
def tables(draw, most=5, counts=COUNTS):
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    return with_totals(
        draw(
            st.lists(
                st.lists(counts, min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            )
        )
    )


def cells(table):
    return {(row, column): n for row, line in enumerate(table) for column, n in enumerate(line)}


def adds_up(table):
    across = all(sum(row[:-1]) == row[-1] for row in table)
    return across and all(sum(column[:-1]) == column[-1] for column in zip(*table, strict=True))


@given(tables())
def test_small_counts_are_hidden_noughts_are_not_and_nothing_can_be_worked_out(table):
    published = protect(table)
    for cell, count in cells(table).items():
        shown = cells(published)[cell]
        assert shown in ("c", count)
        assert (shown == "c") or not 1 <= count <= 5
        assert (shown != "c") or count > 0
    assert worked_out(published) == []


@given(tables())
def test_no_line_tells_a_small_sum_of_what_it_hides(table):
    published = protect(table)
    lines = [*published, *map(list, zip(*published, strict=True))]
    whole = [*table, *map(list, zip(*table, strict=True))]
    for shown, known in zip(lines, whole, strict=True):
        if shown[-1] != "c":
            rest = sum(n for n, word in zip(known[:-1], shown, strict=False) if word == "c")
            assert not 1 <= rest <= 5


@settings(max_examples=50)
@given(tables(most=2, counts=st.integers(0, 2)), st.sets(st.integers(0, 8), max_size=3))
def test_the_audit_agrees_with_trying_every_count(table, places):
    known = cells(table)
    hidden = [cell for place, cell in enumerate(known) if place in places and known[cell]]
    seen = {cell: set() for cell in hidden}
    for counts in product(range(1, 11), repeat=len(hidden)):  # 10 is more than any total here
        guess = {**known, **dict(zip(hidden, counts, strict=True))}
        if adds_up(
            [[guess[row, column] for column in range(len(table[0]))] for row in range(len(table))]
        ):
            for cell in hidden:
                seen[cell].add(guess[cell])
    published = [
        ["c" if (r, c) in seen else n for c, n in enumerate(row)] for r, row in enumerate(table)
    ]
    assert worked_out(published) == [cell for cell in hidden if len(seen[cell]) == 1]


@pytest.mark.parametrize(
    ("table", "published"),
    [
        (
            [[10, 20, 30], [30, 50, 80], [40, 70, 110]],
            [[10, 20, 30], [30, 50, 80], [40, 70, 110]],
        ),
        (
            [[3, 20, 40, 63], [30, 50, 60, 140], [33, 70, 100, 203]],
            [["c", "c", 40, 63], ["c", "c", 60, 140], [33, 70, 100, 203]],
        ),
        ([[3, 20, 30, 53]], [["c", "c", 30, 53]]),
        ([[3], [20], [30], [53]], [["c"], ["c"], [30], [53]]),
        ([[1, 2, 30, 40, 73]], [["c", "c", "c", 40, 73]]),
        ([[3, 0, 0, 3]], [["c", 0, 0, "c"]]),
        ([[3]], [["c"]]),
        ([[9]], [[9]]),
    ],
)
def test_as_few_and_as_small_cells_as_will_do_are_hidden(table, published):
    assert protect(table) == published


def test_the_threshold_belongs_to_the_measure():
    table = [[7, 20, 40, 67]]
    assert protect(table) == table
    assert protect(table, threshold=9) == [["c", "c", 40, 67]]
    assert protect([[3, 20, 23]], threshold=0) == [[3, 20, 23]]


def test_what_the_source_hides_is_hidden_and_protected():
    published = protect([[None, 20, 40, 69], [30, 50, 60, 140], [39, 70, 100, 209]])
    assert published == [["c", "c", 40, 69], ["c", "c", 60, 140], [39, 70, 100, 209]]


def test_a_missing_count_beside_a_total_of_nought_stays_hidden():
    assert protect([[None, 0, 0]]) == [["c", 0, 0]]


def test_two_missing_counts_of_one_line_protect_each_other():
    assert protect([[None, None, 40, 80]]) == [["c", "c", 40, 80]]
    assert ranges([["c", "c", 40, 80]]) == {(0, 0): (1, 39), (0, 1): (1, 39)}


def test_ranges_say_how_close_a_reader_comes():
    assert ranges([["c", "c", 12]]) == {(0, 0): (1, 11), (0, 1): (1, 11)}
    assert ranges([["c", "c", 12]], least=0) == {(0, 0): (0, 12), (0, 1): (0, 12)}
    assert ranges([["c", 5, "c"]]) == {(0, 0): (1, None), (0, 2): (6, None)}
    assert worked_out([["c", "c", 2]]) == [(0, 0), (0, 1)]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ([], "rows of the same length"),
        ([[]], "rows of the same length"),
        ([[1, 1], [2]], "rows of the same length"),
        ([[-1, 1, 0]], "cannot be negative"),
        ([[10, 20, 31]], "do not add up"),
        ([[10, None, 5]], "do not add up"),
    ],
)
def test_a_table_that_is_none_is_refused(table, sentence):
    with pytest.raises(ValueError, match=sentence):
        protect(table)


@pytest.mark.parametrize("module", [auditing, network, protecting])
def test_its_examples_hold(module):
    assert doctest.testmod(module).failed == 0
