"""Cells pasted or sent as a file: encodings, separators, quotes, limits, strange characters."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from governance.forms.cells import LARGEST, CellsForm, Table, table_of, text_of

COLUMNS = {"post": "post", "name": "name"}


def table(text: str, *, most: int = 10, passes_others: bool = False) -> Table:
    return table_of(text, COLUMNS, most=most, passes_others=passes_others)


def cells(text: str) -> list[dict[str, str]]:
    return [dict(line.cells) for line in table(text).lines]


@pytest.mark.parametrize(
    "data",
    [
        "Bün".encode(),
        "Bün".encode("utf-8-sig"),
        "Bün".encode("utf-16"),
        b"\xfe\xff" + "Bün".encode("utf-16-be"),
        "Bün".encode("cp1252"),
    ],
)
def test_a_file_is_read_by_its_mark_or_as_the_likeliest(data: bytes) -> None:
    assert text_of(data) == "Bün"


def test_what_is_no_text_is_refused() -> None:
    for data in (b"\x81\x8d", b"\xff\xfe\x00"):
        with pytest.raises(ValidationError, match="This is no text file"):
            text_of(data)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_head_says_what_separates(separator: str) -> None:
    text = f'Post{separator} NAME \n"Head{separator} north"{separator}N, N.\n'
    if separator == ",":
        text = text.replace("N, N.", '"N, N."')
    assert cells(text) == [{"post": f"Head{separator} north", "name": "N, N."}]


def test_a_mark_of_order_a_head_of_one_column_and_empty_lines_are_passed() -> None:
    assert cells("\ufeffPost\r\n\r\nHead\r\n  \r\n") == [{"post": "Head"}]


def test_a_line_has_the_number_it_begins_on() -> None:
    found = table('Post,Name\n"Head\nof help",A\n\nClerk,B\n').lines
    assert [(line.number, line.cells["post"]) for line in found] == [
        (2, "Head\nof help"),
        (5, "Clerk"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Who,When\nA,B\n", "The first line must name the columns."),
        ("Post,When\nA,B\n", "Line 1: “When” is no column here. The columns are Post, Name."),
        ("Post,post\nA,B\n", "Line 1: two columns are called “post”."),
        ("Post,Name\n", "There is no line below the head."),
        ("Post\n" + "A\n" * 11, "11 lines are too many: send at most 10 at once."),
        (
            'Post,Name\nA,B\n"C,D\n',
            (
                "Line 3 cannot be read: a quotation mark is not closed, or text follows it. Put"
                " the"
                " whole cell in quotation marks, and each mark within it twice."
            ),
        ),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        table(text)
    assert refused.value.messages == [sentence]


def test_other_columns_are_passed_over_where_that_is_said() -> None:
    found = table("Post,When,Where\nA,B,C\n", passes_others=True)
    assert [dict(line.cells) for line in found.lines] == [{"post": "A"}]


def test_a_line_with_too_many_cells_or_a_control_character_says_which() -> None:
    long, strange, fine = table("Post,Name\nA,B,C\nA,B\x07\nA,B,,\n").lines
    assert long.why == (
        "Line 2 has 3 cells and the head 2. Put a cell with a comma in quotation marks."
    )
    assert strange.why == (
        "Line 3, Name: a control character (U+0007) stands in it. Type the cell anew."
    )
    assert fine.why == ""
    (nothing,) = table("Post\nA\x00\n").lines
    assert "U+0000" in nothing.why


def test_what_looks_like_a_formula_stays_text_with_or_without_its_mark() -> None:
    assert cells("Post,Name\n=1+1,'=2+2\n'@x,'tis\n") == [
        {"post": "=1+1", "name": "=2+2"},
        {"post": "@x", "name": "'tis"},
    ]


@given(st.text(max_size=60))
def test_any_text_is_a_table_or_a_sentence(text: str) -> None:
    lines: Any = []
    with suppress(ValidationError):
        lines = table(f"Post\n{text}\n").lines
    assert all(line.why or set(line.cells) <= {"post"} for line in lines)


class Sheet(CellsForm):
    columns = COLUMNS


def sent(data: bytes, pasted: str = "") -> Sheet:
    return Sheet({"cells": pasted}, {"file": SimpleUploadedFile("p.csv", data)})  # type: ignore[arg-type]


def test_a_file_stands_in_the_place_of_what_is_pasted() -> None:
    form = sent(b"Post\nFrom the file\n", "Post\nPasted\n")
    assert form.is_valid()
    assert [line.cells["post"] for line in form.table.lines] == ["From the file"]
    assert form["cells"].value() == "Post\nFrom the file\n"


def test_too_much_is_refused_before_it_is_read() -> None:
    form = sent(b"x" * (LARGEST + 1))
    assert form.errors["file"] == ["The file is larger than 1 MB: cut it in two."]
    form = Sheet({"cells": "x" * (LARGEST + 1)})
    assert form.errors["cells"] == ["That is more than 1 MB: paste it in two parts."]
    assert Sheet({"cells": " "}).errors["cells"] == ["Paste the cells, or choose a file"]
    assert sent(b"\x81").errors["file"] == [
        "This is no text file. Save the sheet as “CSV UTF-8” and choose that file."
    ]
