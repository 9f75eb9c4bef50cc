"""House formats are data: read whole, checked once, kept in rows and read from them alike."""

import json
import re
from pathlib import Path

import pytest
import yaml

import portal.demo
from portal.reports import formats
from portal.reports.formats import BadFormat, Clearance, Numbers, Reader, from_data, named

PAPERS = Path(portal.demo.__file__).parent / "walsall" / "report_formats.yaml"
FACTS = {each["id"]: each for each in yaml.safe_load(PAPERS.read_text())["records"]}


def titles(code: str) -> list[str]:
    """Return the titles of a format's sections and parts in order."""
    return [
        title
        for each in named(code).sections
        for title in (each.title, *(part.title for part in each.parts))
    ]


@pytest.mark.parametrize("code", formats.FORMATS)
def test_a_row_says_what_the_file_says(code):
    (row,) = (each for each in formats.rows() if each["code"] == code)
    assert row.pop("is_built") is True
    assert from_data(json.loads(json.dumps(row))) == named(code)


@pytest.mark.parametrize("code", ["scrutiny-2014", "scrutiny-2023"])
def test_the_sections_of_the_source_papers_stand_in_their_order_and_ours_come_in_between(code):
    facts = [re.sub(r"^\d+ ", "", each) for each in FACTS[code]["sections"]]
    ours = titles(code)
    assert [each for each in ours if each in facts] == facts
    assert set(ours) - set(facts) == {"Cleared by"}


def test_the_health_board_has_its_five_numbered_sections():
    numbered = [each for each in named("hwb-2023").sections if each.numbers is Numbers.ALL]
    assert [f"{n} {each.title}" for n, each in enumerate(numbered, 1)] == [
        each for each in FACTS["hwb-2023"]["sections"] if each[0].isdigit()
    ]


@pytest.mark.parametrize("code", ["dfe-theme-2013", "dfe-summary-2013"])
def test_a_theme_has_its_link_and_the_three_headings(code):
    (theme,) = (each for each in named(code).sections if each.each)
    facts = [each.partition(" (")[0] for each in FACTS["dfe-theme-2013"]["sections"]]
    assert [theme.title, *(part.title for part in theme.parts)] == facts
    assert [part.required for part in theme.parts] == [False, True, True, True]


def test_none_is_an_answer_only_where_the_house_says_so():
    answers = {each.title for each in named("scrutiny-2014").typed() if each.none_is_answer}
    assert answers == {
        "Background papers",
        "Resource and legal considerations",
        "Environmental impact",
        "Equality implications",
        "Consultation",
    }


def test_every_typed_section_says_what_is_asked_of_the_writer():
    silent = [
        (code, each.code)
        for code in formats.FORMATS
        for each in named(code).typed()
        if not each.hint
    ]
    assert silent == []


def test_a_code_means_the_same_in_every_format():
    meaning = {
        "purpose": {"Purpose of report", "Aim", "Purpose"},
        "equality": {"Equality implications", "Reducing inequalities"},
        "finance": {"Resource and legal considerations", "Financial information"},
        "authors": {"Contact officer", "Authors", "Author", "Signatories"},
        "recommendations": {"Recommendations"},
    }
    found: dict[str, set[str]] = {code: set() for code in meaning}
    for name in formats.FORMATS:
        for each in named(name).sections:
            found.get(each.code, set()).add(each.title)
    assert found == meaning


def test_a_writer_chooses_what_the_format_has_a_place_for():
    assert named("scrutiny-2023").takes() == formats.CHOSEN
    assert named("board").takes() == ()
    assert named("dfe-summary-2013").takes() == ("measures", "attendance")


def test_only_covers_are_followed_by_a_list_of_contents():
    assert [code for code in formats.FORMATS if named(code).has_cover] == [
        "board",
        "annual",
        "dfe-summary-2013",
        "dfe-theme-2013",
    ]


def test_a_section_needs_no_more_than_a_code_and_a_title():
    (section,) = from_data(
        {"code": "x", "title": "X", "sections": [{"code": "a", "title": "A"}]}
    ).sections
    assert (section.source, section.required, section.numbers) == (("typed",), False, Numbers.NONE)


@pytest.mark.parametrize(
    ("section", "because"),
    [
        ({"code": "a"}, "Section a has no title."),
        ({"title": "A"}, "Section A has no code."),
        ({"code": "a", "title": "A", "colour": 1}, "Section A: nothing is known of “colour”."),
        (
            {"code": "a", "title": "A", "source": "moon"},
            "Section A: nothing is known to come from “moon”.",
        ),
        ({"code": "a", "title": "A", "takes": ["sources"]}, "no writer can choose “sources”"),
        ({"code": "a", "title": "A", "numbers": "roman"}, "'roman' is not a valid Numbers"),
        ({"code": "a", "title": "A", "needs": ["king"]}, "'king' is not a valid Clearance"),
        (
            {"code": "a", "title": "A", "source": "plan", "none_is_answer": True},
            "an answer is asked for that nobody types",
        ),
        (
            {
                "code": "a",
                "title": "A",
                "parts": [
                    {"code": "b", "title": "B", "parts": [{"code": "c", "title": "C"}]},
                ],
            },
            "its parts have parts",
        ),
        (
            {"code": "a", "title": "A", "parts": [{"code": "a", "title": "B"}]},
            "“a” stands 2 times; it may stand once.",
        ),
    ],
)
def test_what_is_no_format_is_refused_with_the_section_named(section, because):
    with pytest.raises(BadFormat, match=re.escape(because)):
        from_data({"code": "x", "title": "X", "sections": [section]})


def test_a_format_without_sections_and_one_that_nobody_wrote_are_refused():
    with pytest.raises(BadFormat, match="Format x has no sections"):
        from_data({"code": "x", "title": "X", "sections": []})
    with pytest.raises(BadFormat, match="There is no format green; there is board, annual"):
        named("green")


@pytest.mark.parametrize(
    ("reader", "seen"), [("public", 1), ("partnership", 2), ("exempt", 3)]
)  # fmt: skip
def test_a_reader_sees_what_is_classified_so_or_below(reader, seen):
    assert sum(Reader(reader).sees(each) for each in Reader) == seen


def test_the_four_clearances_are_those_that_a_paper_may_need():
    needed = {kind for code in formats.FORMATS for each in named(code).sections
              for kind in each.needs}  # fmt: skip
    assert needed == set(Clearance)
