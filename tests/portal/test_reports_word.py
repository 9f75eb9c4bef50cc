"""The paper as Word and as data: real heads, lists and tables; figures with unit and source."""

import csv
import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from docx import Document

from portal.reports import content as paper
from portal.reports import table, word
from tests.bench.paper import content
from tests.portal.test_reports_content import TINY
from tests.portal.test_reports_page import HOSTILE, tell

SMALL = {"priorities": 2, "actions": 3, "themes": 2, "card": 4}


@pytest.fixture(scope="module")
def made() -> bytes:
    """Return a small board report as Word."""
    return word.render(content(**SMALL))


def test_heads_are_heads_and_no_level_is_skipped(made):
    styles = [p.style.name for p in Document(BytesIO(made)).paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    sections = content(**SMALL).sections
    assert levels.count(1) == len(sections)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_names_its_head_row(made):
    tables = Document(BytesIO(made)).tables
    heads = [t._tbl.tr_lst[0].xpath("./w:trPr/w:tblHeader") for t in tables]  # noqa: SLF001
    assert len(tables) > 5
    assert all(heads)


def test_every_picture_has_its_words_and_the_drawing_itself(made):
    with ZipFile(BytesIO(made)) as packed:
        body = packed.read("word/document.xml").decode()
        drawings = [name for name in packed.namelist() if name.endswith(".svg")]
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', body)
    assert len(told) == body.count("<wp:docPr ") == len(drawings) > 3


def test_it_is_titled_in_british_english_and_dated_by_its_content(made):
    known = Document(BytesIO(made)).core_properties
    assert (known.language, known.created.date().isoformat()) == ("en-GB", "2013-12-31")
    assert known.title.startswith("Quarterly report to the Board, quarter 3 of 2013/14")


def test_equal_content_gives_equal_bytes(made):
    assert word.render(content(**SMALL)) == made


@pytest.mark.parametrize("words", [*HOSTILE, "bell\x07 \x0b", "half \ud83d"])
def test_no_typed_text_stops_or_changes_the_document(words):
    plain = Document(BytesIO(word.render(tell("word"))))
    hostile = Document(BytesIO(word.render(tell(words))))
    assert [p.style.name for p in hostile.paragraphs] == [p.style.name for p in plain.paragraphs]
    assert paper.clean_text(words) in "\n".join(p.text for p in hostile.paragraphs)


def test_json_gives_the_whole_content_with_its_checksum():
    whole = content(**SMALL)
    data = json.loads(table.render_json(whole))
    assert data["checksum"] == paper.checksum(whole)
    assert paper.from_data(data["content"]) == whole


def test_csv_gives_every_figure_with_unit_period_and_source():
    whole = content(**SMALL)
    rows = list(csv.DictReader(StringIO(table.render_csv(whole).decode("utf-8-sig"))))
    assert len(rows) == len(whole.data)
    assert rows[0] | {"value": ""} == {
        "code": "measure-0",
        "measure": "Open cases per social worker, team 1",
        "area": "Walsall",
        "breakdown": "everyone",
        "period": "October 2012",
        "starts_on": "2012-10-01",
        "ends_on": "2012-11-01",
        "value": "",
        "unit": "cases per worker",
        "symbol": "",
        "qualifier": "",
        "kind": "actual",
        "target": "18",
        "source": "2013 plan, line 106",
        "illustrative": "",
        "section": "2",
    }


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_text_of_the_csv_becomes_a_formula(words):
    datum = replace(content(**SMALL).data[0], measure=words, value="-5")
    rows = list(
        csv.DictReader(
            StringIO(
                table.render_csv(replace(TINY, data=(datum,))).decode("utf-8-sig"), newline=""
            )
        )
    )
    assert rows[0]["measure"] == f"'{words}"
    assert rows[0]["value"] == "-5"
