"""Abbreviations in running text: the first use of each says what it means, safely."""

from datetime import date
from typing import Any

import pytest
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory

from tests.factories import (
    BoardFactory,
    BoardStatementFactory,
    GlossaryTermFactory,
    PlanFactory,
    YouSaidFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
SAID = Template(
    "{% load explaining %}{% for each in texts %}<p>{% explained each %}</p>{% endfor %}"
)
CAMHS = (
    '<span class="abbr"><a class="term" href="/glossary/?word=CAMHS">CAMHS</a>'
    '<span class="meaning"> (Mental health services)</span></span>'
)


def said(*texts: str) -> str:
    request = RequestFactory().get("/")
    return SAID.render(RequestContext(request, {"texts": texts}))


def test_the_first_use_says_what_it_means_and_no_other() -> None:
    GlossaryTermFactory(term="CAMHS", meaning="Mental health services")
    assert said("Seen by CAMHS.", "CAMHS again.") == f"<p>Seen by {CAMHS}.</p><p>CAMHS again.</p>"


def test_only_whole_words_are_abbreviations_and_more_of_one_still_is() -> None:
    GlossaryTermFactory(term="CIN", meaning="Children in need")
    GlossaryTermFactory(term="QA", meaning="Quality assurance")
    GlossaryTermFactory(term="QA&P", meaning="Quality assurance and performance")
    assert "abbr" not in said("CINEMA, ACIN, cin")
    assert "(Children in need)</span></span>s.</p>" in said("Two CINs.")
    page = said("The QA&P team.")
    assert "?word=QA%26P" in page
    assert "QA&amp;P</a>" in page
    assert "(Quality assurance)" not in page


def test_two_meanings_stand_each_with_its_field_and_old_ones_have_gone() -> None:
    GlossaryTermFactory(term="ICS", meaning="Care system", context="health")
    GlossaryTermFactory(term="ICS", meaning="Children’s System", context="social care")
    GlossaryTermFactory(term="ICS", meaning="Old thing", ends_on=date(2024, 9, 2))
    assert "(Care system (health); or Children’s System (social care))" in said("An ICS.")


def test_neither_text_nor_meaning_is_markup() -> None:
    GlossaryTermFactory(term="XSS", meaning="<script>alert(1)</script>")
    page = said("<b>XSS</b> & more")
    assert page.startswith("<p>&lt;b&gt;<span")
    assert page.endswith("&lt;/b&gt; &amp; more</p>")
    assert "(&lt;script&gt;alert(1)&lt;/script&gt;)" in page


def test_without_a_request_or_a_list_the_text_stands_as_it_is() -> None:
    assert said("No CAMHS known.") == "<p>No CAMHS known.</p>"
    assert SAID.render(Context({"texts": ["A <CAMHS>"]})) == "<p>A &lt;CAMHS&gt;</p>"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_is_read_once_a_page_and_only_where_it_may_be_needed(
    rows: int, django_assert_num_queries: Any
) -> None:
    GlossaryTermFactory.create_batch(rows)
    with django_assert_num_queries(1):
        said(*["NHS and CAMHS"] * rows)
    with django_assert_num_queries(0):
        said("Plain words only.")


def test_the_pages_explain_across_their_parts(client: Client) -> None:
    GlossaryTermFactory(term="CAMHS", meaning="Mental health services")
    board = BoardFactory(slug="b", purpose="Better CAMHS.")
    BoardStatementFactory(board=board, text="CAMHS for all")
    plan = PlanFactory(note="CAMHS first.")
    YouSaidFactory(said="CAMHS is slow.")
    for address in ("/boards/b/", plan.get_absolute_url(), "/voice/"):
        assert tidy(client.get(address)).count('class="abbr"') == 1, address
    page = tidy(client.get("/glossary/?word=camhs"))
    assert "<dt>CAMHS</dt>" in page
    assert "“XYZ” is not among the words" in tidy(client.get("/glossary/?word=XYZ"))
