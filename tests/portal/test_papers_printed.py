"""Every format prints: PDF without a failure, Word with real lists and links, the page."""

import hashlib
from io import BytesIO

import page as validation
import pikepdf
import pytest
from docx import Document

from portal.reports import content as paper
from portal.reports import formats, page, pdf, word
from portal.reports.formats import named
from portal.reports.markup import read
from portal.reports.papers import compose
from tests.portal.papers import DETAIL, facts, typed

TYPED = tuple(code for code in formats.FORMATS if code != "board")
HEADED = ("scrutiny-2014", "scrutiny-2023", "hwb-2023")


def content(code: str) -> paper.PaperContent:
    """Return the paper of that format with everything typed and chosen."""
    made_of, themes = named(code), 16 if code.startswith("dfe") else 2
    return compose(typed(made_of), made_of, facts(card=2, themes=themes), edition=1).content


def failures(body: bytes) -> list[str]:
    """Return what is wrong with a PDF by PDF/UA-1."""
    report = validation.validate_pdf_bytes(body, profile=validation.ValidationProfile.PDF_UA_1)
    return [str(each) for each in report.failures]


@pytest.mark.parametrize("code", TYPED)
def test_every_format_is_an_accessible_pdf(code):
    made = content(code)
    body = pdf.render(made)
    assert failures(body) == []
    with pikepdf.open(BytesIO(body)) as printed:
        titles = [str(each.title) for each in printed.open_outline().root]
        assert titles[0] == made.title or made.opening == "cover"
        fonts = {
            str(font.BaseFont).partition("+")[2]
            for each in printed.pages
            for font in each.Resources.get("/Font", {}).values()
        }
    assert {name.startswith("Public-Sans") for name in fonts} == {True}


@pytest.mark.parametrize("code", ["scrutiny-2014", "dfe-theme-2013"])
def test_the_same_paper_is_the_same_bytes(code):
    for printer in (pdf.render, word.render):
        assert len({hashlib.sha256(printer(content(code))).digest() for _ in range(2)}) == 1


@pytest.mark.parametrize("code", HEADED)
def test_a_committees_paper_has_no_cover_and_names_its_committee_on_the_first_sheet(code):
    made = page.bare(content(code))
    assert 'class="cover"' not in made
    assert 'class="toc"' not in made
    assert f"<h1>{content(code).title}</h1>" in made
    assert "The plan" not in made
    head = made.partition("</header>")[0]
    assert named(code).audience in head


@pytest.mark.parametrize("code", TYPED)
def test_word_has_the_same_headings_as_the_page(code):
    made = content(code)
    document = Document(BytesIO(word.render(made)))
    heads = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert heads == [f"{each.number}  {each.title}".strip() for each in made.sections]
    assert "" not in {each.text for each in document.paragraphs if "Heading" in each.style.name}


def of(text: str) -> paper.PaperContent:
    """Return a paper of one section that says `text`."""
    section = paper.Section(number="1", title="One", anchor="one", blocks=read(text).blocks)
    made = content("hwb-2023")
    return paper.PaperContent(
        **{
            name: getattr(made, name)
            for name in made.__slots__
            if name not in {"sections", "data", "sources", "opening"}
        },
        sections=(section,),
        opening="head",
    )


def numbering(document, style: str) -> list[int]:
    """Return the count that each paragraph of a list belongs to."""
    return [
        each._p.pPr.numPr.numId.val  # noqa: SLF001 (python-docx has no public way)
        for each in document.paragraphs
        if each.style.name == style
    ]


def test_each_numbered_list_of_word_begins_at_one():
    document = Document(BytesIO(word.render(of("1. a\n2. b\n\nBetween.\n\n1. c\n   1. d"))))
    first, second, third = numbering(document, "List Number")
    assert first == second != third
    (nested,) = numbering(document, "List Number 2")
    counts = document.part.numbering_part.element
    starts = [
        count.xpath("./w:lvlOverride/w:startOverride/@w:val")
        for count in map(counts.num_having_numId, (first, third, nested))
    ]
    assert starts == [["1"], ["1"], ["1"]]


def test_links_of_word_lead_out_and_only_out():
    text = "[web](https://example.org/a) [mail](mailto:a@example.org) [portal](/plans/)"
    document = Document(BytesIO(word.render(of(text))))
    (paragraph,) = (each for each in document.paragraphs if each.text.startswith("web"))
    assert [(each.text, each.address) for each in paragraph.hyperlinks] == [
        ("web", "https://example.org/a"),
        ("mail", "mailto:a@example.org"),
    ]
    assert paragraph.text == "web mail portal"


def test_bold_and_italic_are_bold_and_italic_in_word():
    document = Document(BytesIO(word.render(of("**a** *b* ***c***"))))
    (runs,) = (each.runs for each in document.paragraphs if each.text == "a b c")
    assert [(run.text, run.bold, run.italic) for run in runs if run.text.strip()] == [
        ("a", True, None),
        ("b", None, True),
        ("c", True, True),
    ]


def links(body: bytes) -> list[str]:
    """Return where the links of a PDF lead outside it."""
    with pikepdf.open(BytesIO(body)) as printed:
        return [
            str(each.A.URI)
            for sheet in printed.pages
            for each in sheet.get("/Annots", [])
            if "/A" in each
        ]


def test_a_sheet_links_to_the_web_and_not_to_pages_of_a_portal_it_does_not_know():
    body = pdf.render(of("[web](https://example.org/a) and [portal](/plans/)"))
    assert links(body) == ["https://example.org/a"]
    assert 'href="/plans/"' in page.bare(of("[portal](/plans/)"))


@pytest.mark.parametrize(
    "typed_text",
    [
        DETAIL,
        "| A | |\n|---|---|\n| | x |",
        "| A |\n|---|",
        "## Only a head",
        "### Deep\n\n# High",
        "- \n- x",
        "a" * 3_000,
        "x\u202ey \u2066z naïve – “Łódź” ≥ 20\u00a0°C",
        "<link rel=attachment href=file:///etc/passwd> <img src=https://example.org/x>",
    ],
    ids=lambda text: text[:20],
)
def test_whatever_is_typed_prints_without_a_failure(typed_text):
    body = pdf.render(of(typed_text))
    assert failures(body) == []
    with pikepdf.open(BytesIO(body)) as printed:
        assert not printed.attachments
    assert word.render(of(typed_text))[:2] == b"PK"
