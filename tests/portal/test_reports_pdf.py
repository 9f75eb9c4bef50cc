"""The paper as PDF/UA-1: without failure, from its own bytes only, the same each time."""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import page as validation
import pikepdf
import pytest

from portal.reports import content as paper
from portal.reports import pdf
from tests.bench.paper import content
from tests.bench.papers import lacks
from tests.portal.test_reports_content import TINY

SMALL = {"priorities": 2, "actions": 3, "themes": 1, "card": 4}
AGAIN = """
import django
django.setup()
import hashlib
from portal.reports import pdf
from tests.bench.paper import content
print(hashlib.sha256(pdf.render(content(priorities=1, actions=2, themes=0, card=1))).hexdigest())
"""


@pytest.fixture(scope="module")
def made() -> bytes:
    """Return a small board report as PDF."""
    return pdf.render(content(**SMALL))


@pytest.fixture
def opened(made):
    """Return it opened."""
    with pikepdf.open(BytesIO(made)) as document:
        yield document


def test_it_fails_no_rule_of_pdf_ua(made):
    report = validation.validate_pdf_bytes(made, profile=validation.ValidationProfile.PDF_UA_1)
    assert [str(each.message) for each in report.failures] == []
    assert report.is_compliant


def test_every_figure_has_its_words_every_head_its_scope_every_head_a_bookmark(made):
    assert lacks(made) == {"alt": 0, "scope": 0, "bookmarks": 0}


def test_heads_of_columns_and_of_rows_are_told_apart(opened):
    scopes = [str(e.A.Scope) for e in opened.objects if is_element(e, "/TH")]
    assert {"/Column", "/Row"} == set(scopes)


def is_element(each: object, kind: str) -> bool:
    """Return whether an object is a structure element of that kind."""
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/S", "")) == kind


def test_it_is_titled_in_british_english_and_dated_by_its_content(opened):
    assert str(opened.Root.Lang) == "en-GB"
    assert str(opened.docinfo.Title) == (
        "Quarterly report to the Board, quarter 3 of 2013/14: Children and Young People’s"
        " Partnership Board"
    )
    assert str(opened.docinfo.CreationDate).startswith("D:20131231")


def test_only_the_bundled_family_is_embedded(opened):
    fonts = {str(e.BaseFont) for e in opened.objects
             if isinstance(e, pikepdf.Dictionary) and e.get("/Type") == "/Font"}  # fmt: skip
    assert {re.sub(r"^/\w{6}\+", "", name).partition("-")[0] for name in fonts} == {"Public"}
    assert all("Public-Sans" in name for name in fonts)


def test_every_link_is_printed_and_says_where_it_leads(opened):
    links = [e for e in opened.objects
             if isinstance(e, pikepdf.Dictionary) and e.get("/Subtype") == "/Link"]  # fmt: skip
    assert len(links) > 10
    assert all(int(link.F) & 4 and str(link.Contents) for link in links)


def test_running_heads_and_feet_are_passed_over(opened):
    first = opened.pages[1]
    words = first.Contents.read_bytes()
    assert words.count(b"/Artifact BMC") + words.count(b"/Artifact\nBMC") >= 3


def test_nothing_is_attached_and_nothing_runs(opened):
    assert "/Names" not in opened.Root or "/EmbeddedFiles" not in opened.Root.Names
    assert "/OpenAction" not in opened.Root


def test_equal_content_gives_equal_bytes_in_another_process():
    known = hashlib.sha256(
        pdf.render(content(priorities=1, actions=2, themes=0, card=1))
    ).hexdigest()
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    again = [sys.executable, "-X", "utf8", "-c", AGAIN]
    done = subprocess.run(again, check=True, capture_output=True, text=True, env=env)  # noqa: S603
    assert done.stdout.strip() == known


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:1/", "ftp://x/", "/static/print.css"]
)
def test_no_outside_address_is_ever_fetched(address):
    with pytest.raises(pdf.OutsideAddress):
        pdf.own_bytes(address)


def test_typed_addresses_fetch_nothing(monkeypatch):
    asked = []
    own = pdf.own_bytes
    monkeypatch.setattr(pdf, "own_bytes", lambda url, *a, **k: (asked.append(url), own(url))[1])
    hostile = '<img src="http://127.0.0.1:1/x"><link rel=attachment href="file:///etc/hostname">'
    pdf.render(replace(TINY, title=hostile, place=hostile))
    assert [url for url in asked if not url.startswith(("data:", "bundled:"))] == []


def test_words_that_no_paper_can_carry_do_not_stop_it():
    odd = replace(TINY, title="bell\x07 and \x0b half \ud83d pair")
    assert pdf.render(odd).startswith(b"%PDF")


def test_a_report_on_eight_priorities_and_sixteen_themes_has_forty_pages_at_most(full):
    size, most = ({}, 40) if full else ({"card": 4, "themes": 2, "priorities": 2}, 14)
    with pikepdf.open(BytesIO(pdf.render(content(**size)))) as document:
        assert len(document.pages) <= most


def test_one_section_alone_can_be_looked_at_first(caplog):
    alone = paper.only(content(**SMALL), "priority-2")
    assert [each.anchor for each in alone.sections] == ["priority-2"]
    with pikepdf.open(BytesIO(pdf.render(alone))) as document:
        assert len(document.pages) <= 3
    assert caplog.text == ""


def test_a_section_that_is_not_there_cannot_be_looked_at():
    with pytest.raises(KeyError):
        paper.only(TINY, "priority-1")
