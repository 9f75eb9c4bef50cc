"""The paper as HTML: every text escaped, heads in order, the same words as the content."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from portal.reports import content as paper
from portal.reports import page
from tests.bench.paper import content
from tests.portal.test_reports_content import TINY

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>@import url(http://127.0.0.1/)",
    "{{ paper.board }}{% include 'x' %}",
    "<svg/onload=alert(1)>",
    "&lt;b&gt;",
    "' onmouseover='alert(1)",
    "<a hx-get=/accounts/logout/>",
)


class Shape(HTMLParser):
    """The tags of a page with the names of their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *sorted(name for name, _value in attrs)))

    def handle_data(self, data):
        self.words.append(data)


def tell(words: str) -> paper.PaperContent:
    """Return a paper that says `words` wherever a text can stand."""
    run = (paper.Run(words, "strong", mark="met"), paper.Run(words, "muted", href=f"#{words}"))
    line = paper.Line(name=words, points=())
    table = paper.Table(
        title=words,
        columns=(paper.Column(title=words), paper.Column(title=words, number=True)),
        groups=(
            paper.Group(
                title=words,
                rows=(paper.Row(cells=(paper.Cell(words=run, sub=words), paper.Cell(words=run))),),
            ),
        ),
    )
    figure = paper.Figure(title=words, sentence=words, caption=run)
    states = paper.StatesChart(
        title=words,
        rows=(
            paper.StatesRow(label=words, counts=(paper.StateCount(state="on_track", count=1),)),
        ),
    )
    blocks = (
        paper.Lead(words=run),
        paper.Paras(paras=(paper.Para(words=run, number=words),)),
        paper.Asks(items=(run,)),
        paper.Facts(facts=(paper.Fact(label=words, words=run, note=words),)),
        paper.Duties(duties=(paper.Duty(title=words, state="met", words=words),)),
        table,
        paper.Figures(figures=(figure, figure)),
        paper.Picture(chart=states, caption=run),
        paper.Stacks(stacks=(paper.Stack(title=words, items=(run,)),)),
        paper.Note(words=run),
        paper.Enclosed(sheets=(paper.Sheet(words=words), paper.Sheet(words=words, wide=True))),
        paper.Part(title=words, note=run, blocks=(paper.Lead(words=run),)),
    )
    assert line.name == words
    section = paper.Section(number="1", title=words, anchor="one", blocks=blocks, short=words)
    fact = paper.Fact(label=words, words=run)
    return replace(
        TINY,
        place=words,
        board=words,
        title=words,
        subtitle=words,
        period=words,
        classification=words,
        cover=(fact,),
        sections=(section,),
    )


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("make", [page.render, page.sheets])
def test_what_people_typed_never_becomes_markup(words, make):
    plain = Shape(without_drawings(make(tell("word"))))
    hostile = Shape(without_drawings(make(tell(words))))
    assert hostile.tags == plain.tags


def without_drawings(html: str) -> str:
    """Return a page without its charts: in them, long words stand on more lines than short."""
    for each in drawings(html):
        html = html.replace(each, "")
    return html


@pytest.mark.parametrize("words", HOSTILE)
def test_a_drawing_of_what_people_typed_is_still_a_drawing(words):
    for each in drawings(page.render(tell(words))):
        kinds = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(each).iter()}  # noqa: S314 (our own)
        assert kinds <= {"svg", "title", "desc", "path", "circle", "text"}


def drawings(html: str) -> list[str]:
    """Return the charts of a page, each whole."""
    starts = [found.start() for found in re.finditer(r'<svg [^>]*role="img"', html)]
    return [_whole(html, start) for start in starts]


def _whole(html: str, start: int) -> str:
    depth = 0
    for found in re.finditer(r"<svg |</svg>", html[start:]):
        depth += 1 if found.group() == "<svg " else -1
        if not depth:
            return html[start : start + found.end()]
    raise ValueError("a drawing without an end")


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_typed_is_still_readable(words):
    assert "".join(Shape(page.render(tell(words))).words).count(words) >= 20


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_with_a_harmful_scheme_is_words_only(href):
    assert page.html((paper.Run("read", href=href),)) == "read"


def test_a_link_within_the_paper_is_a_link():
    assert page.html((paper.Run("4", href="#source-4"),)) == '<a href="#source-4">4</a>'


@pytest.mark.parametrize("make", [page.render, page.sheets])
def test_no_level_of_head_is_skipped_and_there_is_one_first(make):
    levels = [int(level) for level in re.findall(r"<h(\d)", make(content()))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_anchor_is_there_once_and_every_inner_link_leads_to_one():
    html = page.render(content())
    anchors = re.findall(r'\sid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_the_twin_carries_its_look_with_it_and_asks_for_nothing():
    html = page.render(content(priorities=1, themes=0, card=1))
    assert "<link" not in html
    assert re.findall(r'(?:src|url\()="?http', html) == []


def test_its_look_is_all_that_stands_inline():
    html = page.render(content(priorities=1, themes=0, card=1))
    assert len(re.findall(r"<style>", html)) == 1
    assert re.findall(r"<script|\sstyle=|\son\w+=", html) == []


def test_on_the_sheet_every_chart_is_an_image_with_its_words():
    html = page.sheets(content(priorities=2, themes=0, card=2))
    images = re.findall(r'<img class="\w+" alt="([^"]*)" src="data:image/svg', html)
    assert len(images) == html.count("<img ") > 0
    assert all(len(alt) > 20 for alt in images)


def test_on_the_page_a_full_chart_is_there_for_the_desk_and_for_the_phone():
    html = page.render(content(priorities=1, themes=0, card=0))
    assert html.count("chart-sheet chart-states") == html.count("chart-narrow chart-states") == 1


def test_drawings_have_ids_of_their_own():
    html = page.render(content(priorities=2, themes=0, card=4))
    labelled = re.findall(r'<svg [^>]*aria-labelledby="([^"]+)"', html)
    assert len(set(labelled)) == len(labelled) > 0


def test_a_paper_without_an_edition_says_so():
    assert "Not numbered yet" in page.render(TINY)


def test_the_cover_gives_the_checksum_of_the_content_as_kept():
    odd = replace(TINY, title="bell\x07")
    assert f"Checksum {paper.printed_checksum(odd)}" in page.render(odd)
