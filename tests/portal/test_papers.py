"""What an officer typed becomes the paper of the house, numbered by machine, or is missed."""

import doctest
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.reports import content as paper
from portal.reports import formats, lettering
from portal.reports.build.facts_board import Asked, SeatFound
from portal.reports.formats import Reader, from_data, named
from portal.reports.papers import Composed, citing, compose, voices
from tests.portal.papers import facts, typed

TYPED = tuple(code for code in formats.FORMATS if code != "board")


def composed(code: str, **changes: object) -> Composed:
    """Return the paper of that format with everything typed, but for the `changes`."""
    made_of = named(code)
    return compose(typed(made_of, **changes), made_of, facts())


def without(code: str, *sections: str, **answers: str) -> Composed:
    """Return the paper with `sections` left empty and some `answers` in their stead."""
    made_of = named(code)
    texts = {name: words for name, words in typed(made_of).texts.items() if name not in sections}
    return composed(code, texts=texts | answers)


def section(made: Composed, anchor: str) -> paper.Section:
    """Return the section with that anchor."""
    return next(each for each in made.content.sections if each.anchor == anchor)


def words(value: object) -> str:
    """Return the text of a block, one text a line."""
    return "\n".join(filter(None, paper.texts(value)))


def paras(blocks: tuple[paper.Block, ...]) -> Iterator[paper.Para]:
    """Yield the paragraphs of blocks and of the parts among them."""
    for block in blocks:
        if isinstance(block, paper.Paras):
            yield from block.paras
        elif isinstance(block, paper.Part):
            yield from paras(block.blocks)


def blocking(made: Composed) -> list[tuple[str, str]]:
    """Return what stands against publication, as section and sentence."""
    return [(each.section, each.words) for each in made.findings if each.blocks]


@pytest.mark.parametrize("module", [citing, lettering])
def test_examples_in_the_words_of_the_code_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("code", TYPED)
def test_a_paper_with_everything_typed_may_be_published(code):
    made = composed(code)
    assert blocking(made) == []
    assert made.may_be_published
    assert "Nothing has been written" not in words(made.content.sections)


@pytest.mark.parametrize("code", TYPED)
def test_the_sections_stand_in_the_order_of_the_house(code):
    order = [each.code.replace("_", "-") for each in named(code).sections if not each.is_head]
    anchors = [each.anchor for each in composed(code).content.sections]
    known = [each for each in anchors if each in order]
    assert known == [each for each in order if each in known]


def test_equality_implications_are_empty_until_none_is_typed():
    assert blocking(without("scrutiny-2014", "equality")) == [
        (
            "equality",
            "“Equality implications” is empty: write it, or type None where there is nothing.",
        )
    ]
    for answer in ("None", "none.", "**None**", "Children in care gain most."):
        assert blocking(without("scrutiny-2014", equality=answer)) == []
    said = without("scrutiny-2014", equality=" none ")
    assert words(section(said, "equality").blocks) == "None."


@pytest.mark.parametrize("empty", ["", " ", "\n\t\n"])
def test_blank_is_no_answer(empty):
    made = without("scrutiny-2014", equality=empty)
    assert not made.may_be_published
    assert words(section(made, "equality").blocks) == "Nothing has been written here yet."


def test_none_is_no_answer_where_the_house_wants_words():
    assert blocking(without("scrutiny-2014", purpose="None")) == [
        ("purpose", "“Purpose of report” says None, which is no answer here.")
    ]


def test_every_required_section_that_is_empty_is_named_once():
    made_of = named("scrutiny-2023")
    made = compose(typed(made_of, texts={}, authors=(), sources=()), made_of, facts())
    required = [each.code for each in made_of.sections if each.required]
    assert sorted(code for code, _words in blocking(made)) == sorted(required)


def test_parts_of_a_section_are_required_one_by_one():
    assert blocking(without("dfe-summary-2013", "improving")) == [
        ("improving", "“Improving” is empty.")
    ]


def test_a_paper_for_the_health_board_says_what_it_is_for():
    assert blocking(without("hwb-2023", "for")) == [
        ("for", "“For” is open: choose Discussion, Decision or Information.")
    ]
    head = {fact.label: words(fact.words) for fact in composed("hwb-2023").content.cover}
    assert head["For"] == "Discussion"
    assert head["Board and month"] == "Health and Wellbeing Board, January 2014"


def test_a_paper_without_a_title_or_a_clearance_is_not_published():
    made = composed("scrutiny-2014", title=" ", clearances=())
    assert blocking(made) == [
        ("title", "The paper has no title."),
        ("clearances", "Not cleared yet: finance."),
        ("clearances", "Not cleared yet: legal."),
        ("clearances", "Not cleared yet: director."),
    ]


def test_what_was_not_understood_is_found_in_its_section_and_line():
    made = without("scrutiny-2014", purpose="Fine.\n\n<b>Loud</b>")
    ((code, title, line, blocks),) = (
        (each.section, each.title, each.line, each.blocks) for each in made.findings
    )
    assert (code, title, line, blocks) == ("purpose", "Purpose of report", 3, False)


def test_letters_that_the_papers_type_lacks_stand_against_publication():
    made = without("scrutiny-2014", purpose="Fine.\n\nA 家 and a 👪.")
    assert blocking(made) == [("purpose", "The paper’s type has no “家👪”: say it in words.")]
    assert [each.line for each in made.findings] == [3]


def test_words_typed_for_another_format_are_kept_and_said():
    made = without("scrutiny-2014", joint_working="One front door.")
    (finding,) = made.findings
    assert finding.section == "joint_working"
    assert finding.words == (
        "What was typed for “joint_working” has no place in this format; it is kept for another."
    )


def test_the_same_words_make_the_paper_of_another_house():
    first = composed("scrutiny-2014")
    texts = typed(named("scrutiny-2014")).texts
    second = composed("scrutiny-2023", texts=texts)
    assert words(section(second, "purpose").blocks).startswith("Words on Purpose of report.")
    assert section(first, "purpose").title == "Purpose of report"
    assert section(second, "purpose").title == "Aim"


def test_sections_and_paragraphs_are_numbered_in_the_manner_of_2023():
    made = composed("scrutiny-2023").content
    numbered = [each for each in made.sections if each.number]
    assert [f"{each.number} {each.title}" for each in numbered] == [
        "1 Aim",
        "2 Recommendations",
        "3 Report detail: know",
        "4 Financial information",
        "5 Reducing inequalities",
        "6 Decide",
        "7 Respond",
        "8 Review",
    ]
    for each in numbered:
        numbers = [para.number for para in paras(each.blocks)]
        assert numbers == [f"{each.number}.{n}" for n in range(1, len(numbers) + 1)]
    assert {para.number for each in made.sections if not each.number
            for para in paras(each.blocks)} == {""}  # fmt: skip


@pytest.mark.parametrize("code", TYPED)
def test_no_number_stands_twice_in_a_paper(code):
    sections = composed(code).content.sections
    numbers = [para.number for each in sections for para in paras(each.blocks) if para.number]
    numbers += [each.number for each in sections if each.number]
    assert len(set(numbers)) == len(numbers)


def test_the_story_has_numbered_paragraphs_under_an_unnumbered_title():
    made = section(composed("dfe-summary-2013"), "story")
    assert made.number == ""
    assert [para.number for para in paras(made.blocks)] == ["1.1", "1.2", "1.3"]


def test_the_manner_of_2014_has_no_numbers():
    made = composed("scrutiny-2014").content.sections
    assert {each.number for each in made} == {""}
    assert {para.number for each in made for para in paras(each.blocks)} == {""}


@pytest.mark.parametrize("code", ["dfe-theme-2013", "dfe-summary-2013"])
def test_sixteen_themes_each_have_the_three_headings_on_a_page_of_their_own(code):
    themes = [each for each in composed(code).content.sections if each.anchor.startswith("theme-")]
    assert len(themes) == 16
    for each in themes:
        heads = [block.title for block in each.blocks if isinstance(block, paper.Part)]
        assert heads == [
            "Link to inspection recommendation",
            "Action taken",
            "Evidence of impact and improved outcomes",
            "What we still need to do",
        ]
        assert not each.flows


def test_a_theme_without_evidence_says_so_and_one_that_nobody_asked_for_has_no_link():
    known = facts(themes=1)
    (plan,) = known.tracker
    bare = replace(plan.themes[0], asks="", asked_by=(), evidence=(), action_taken=())
    made_of = named("dfe-theme-2013")
    made = compose(
        typed(made_of), made_of, replace(known, tracker=(replace(plan, themes=(bare,)),))
    )
    (lead, action, evidence, _still) = section(made, "theme-1").blocks
    assert words(lead).startswith("\u00a0[")
    assert (action.title, words(action.blocks[0].paras[0].words)) == (
        "Action taken",
        "No action was reported.",
    )
    assert words(evidence.blocks[0].paras[0].words) == "No evidence of impact was given."


def test_a_review_without_a_theme_cannot_be_published():
    made_of = named("dfe-theme-2013")
    made = compose(typed(made_of), made_of, facts(themes=0))
    assert blocking(made) == [("theme", "There is no theme to report on.")]


def test_the_matrix_leads_to_the_page_of_each_theme():
    made = composed("dfe-theme-2013").content
    hrefs = re.findall(r"#theme-\d+", repr(section(Composed(made), "matrix")))
    assert hrefs == [f"#theme-{n}" for n in range(1, 17)]


def test_only_what_was_chosen_is_printed():
    none = composed("scrutiny-2023", sources=())
    assert [
        block.title for block in section(none, "detail").blocks if isinstance(block, paper.Part)
    ] == ["Members and meetings"]
    some = composed("scrutiny-2023", sources=("engagement", "membership"))
    assert [
        block.title for block in section(some, "detail").blocks if isinstance(block, paper.Part)
    ] == [
        "Members and meetings",
        "Membership",
        "How we listened",
        "What we heard and what changed",
    ]
    assert none.content.data == some.content.data == ()


def test_a_source_that_the_format_has_no_place_for_is_said():
    made = composed("dfe-theme-2013", sources=("plan",))
    (finding,) = made.findings
    assert finding.words == "This format has no place for plan."


def test_membership_counts_places_and_vacancies():
    (part,) = (
        block
        for block in section(composed("scrutiny-2023", sources=("membership",)), "detail").blocks
        if isinstance(block, paper.Part) and block.title == "Membership"
    )
    said, table = part.blocks
    assert words(said.paras[0].words) == (
        "Children and Young People’s Partnership Board has two lines of membership with three"
        " places; one place vacant."
    )
    assert [[words(cell.words).split("\n")[0] for cell in row.cells] for row in
            table.groups[0].rows] == [
        ["Independent chair\u00a0[1]", "", "1", "1"],
        ["Head teachers, secondary Illustrative.", "Association of head teachers", "2", "1"],
        ["All seats", "", "3", "2"],
    ]  # fmt: skip


@pytest.mark.parametrize("code", TYPED)
def test_sources_are_numbered_as_this_paper_names_them_and_each_is_listed(code):
    made = composed(code).content
    listed = [each.key for each in made.sources]
    assert listed == list(range(1, len(listed) + 1))
    anchors = set(re.findall(r"anchor='source-(\d+)'", repr(made.sections)))
    named_in_text = {int(key) for key in re.findall(r"href='#source-(\d+)'", repr(made.sections))}
    assert anchors == {str(key) for key in range(1, len(anchors) + 1)} <= set(map(str, listed))
    assert set(map(str, named_in_text)) <= anchors
    assert {each.source for each in made.data} <= {0, *listed}
    order = list(dict.fromkeys(re.findall(r"href='#source-(\d+)'", repr(made.sections))))
    assert order == sorted(order, key=int)


def test_background_papers_are_answered_by_the_sources_of_the_paper():
    made = without("scrutiny-2023", "background")
    assert blocking(made) == []
    with_none = without("scrutiny-2023", background="None")
    assert [each.words for each in with_none.findings] == [
        "It says None, and this paper names sources: the word was left out."
    ]
    assert "None." not in words(section(with_none, "background").blocks)
    alone = without("scrutiny-2023", "background")
    bare = composed(
        "scrutiny-2023",
        sources=(),
        texts={k: v for k, v in typed(named("scrutiny-2023")).texts.items() if k != "background"},
    )
    assert alone.may_be_published
    assert [code for code, _words in blocking(bare)] == ["background"]


def test_the_glossary_explains_what_this_paper_uses_and_nothing_else():
    made = without("dfe-theme-2013", introduction="The LDU was there.")
    text = words(section(made, "glossary").blocks)
    assert "Local delivery unit" in text
    assert "Department for Education" in text
    assert "does not use" not in text


def test_figures_are_data_of_the_section_that_shows_them():
    made = composed("scrutiny-2023", sources=("measures",)).content
    assert {each.section for each in made.data} == {"3"}
    assert {each.code for each in made.data} == {"measure-0", "measure-1", "measure-2"}


def test_figures_of_the_priorities_stand_in_where_the_board_has_no_scorecard():
    made_of = named("scrutiny-2023")
    made = compose(typed(made_of, sources=("measures",)), made_of, facts(card=0))
    assert {each.code for each in made.content.data} == {"measure-0", "measure-1"}


def test_facts_that_are_not_there_leave_no_empty_heading():
    made_of = named("scrutiny-2023")
    bare = facts(priorities=0, themes=0, card=0)
    bare = replace(
        bare,
        found=replace(bare.found, registers=()),
        seats=(), listened=(), heard=(), decided=(), tracker=(),
    )  # fmt: skip
    made = compose(typed(made_of), made_of, bare)
    assert [
        block.title for block in section(made, "detail").blocks if isinstance(block, paper.Part)
    ] == ["Members and meetings"]


def test_a_year_says_that_nothing_was_decided():
    made_of = named("annual")
    made = compose(typed(made_of), made_of, replace(facts(), decided=()))
    assert "No decision of Children and Young People’s Partnership Board is recorded" in words(
        section(made, "decisions").blocks
    )


def test_a_year_counts_what_was_asked_and_what_came_of_it():
    made_of = named("annual")
    asked = Asked(questions=3, answered=2, in_time=1, led=1, referred=2, responded=2, adopted=1)
    made = compose(typed(made_of), made_of, replace(facts(), asked=asked))
    said = words(section(made, "challenge").blocks)
    board = "Children and Young People’s Partnership Board"
    assert f"{board} put three questions to partners; 2 of them were answered." in said
    assert "1 of 2 answers came in time." in said
    assert "1 of 3 led to a change that the chair recorded." in said
    assert f"{board} referred two matters to other boards; 2 had a response." in said
    assert "50% were adopted, whole or in part: 1 of 2." in said
    none = compose(typed(made_of), made_of, replace(facts(), asked=Asked()))
    assert "asked no partner a question" in words(section(none, "challenge").blocks)


def test_an_annual_report_is_written_without_a_typed_word():
    made_of = named("annual")
    made = compose(typed(made_of, texts={}, authors=()), made_of, facts())
    assert blocking(made) == []
    assert [each.anchor for each in made.content.sections] == [
        "summary",
        "priorities",
        "measures",
        "engagement",
        "membership",
        "decisions",
        "challenge",
        "glossary",
        "background",
    ]


def test_what_is_not_for_the_public_stands_with_its_title_only():
    made_of = from_data(
        {
            "code": "x",
            "title": "X",
            "sections": [
                {"code": "open", "title": "Open", "numbers": "all"},
                {"code": "shut", "title": "Shut", "numbers": "all", "classification": "exempt"},
                {"code": "last", "title": "Last", "numbers": "all"},
            ],
        }
    )
    texts = {"open": "All may read.", "shut": "A secret.", "last": "All again."}
    public = compose(typed(made_of, texts=texts), made_of, facts())
    whole = compose(typed(made_of, texts=texts), made_of, facts(), reader=Reader.EXEMPT)
    assert [each.number for each in public.content.sections] == ["1", "2", "3"]
    assert "secret" not in paper.to_json(public.content)
    assert words(section(whole, "shut").blocks).startswith("A secret.")


def test_the_paper_outlives_its_way_through_json_and_is_the_same_each_time():
    first, second = composed("scrutiny-2023").content, composed("scrutiny-2023").content
    assert paper.from_json(paper.to_json(first)) == first
    assert paper.checksum(first) == paper.checksum(second)


def test_a_sponsor_who_did_not_report_is_printed_as_such():
    made_of = named("scrutiny-2023")
    known = facts(priorities=4)
    made = compose(typed(made_of, sources=("priorities",)), made_of, known)
    (part,) = (
        block
        for block in section(made, "detail").blocks
        if isinstance(block, paper.Part) and block.title.startswith("Priority 4: ")
    )
    assert words(part.blocks) == "No update\nNo report was filed."


def members(*seats: SeatFound) -> tuple[str, list[str]]:
    """Return the sentence on the members and the titles of the columns."""
    (part,) = voices.membership(replace(facts(), seats=seats))
    sentence, table = part.blocks
    return words(sentence), [each.title for each in table.columns]


def test_seats_that_nobody_nominates_for_have_no_such_column():
    sentence, columns = members(SeatFound(title="Chair", places=1, held=1))
    assert sentence.endswith("has one line of membership with one place; all are held.")
    assert columns == ["Seat", "Places", "Held"]


def test_seats_whose_holders_nobody_wrote_down_are_not_called_vacant():
    sentence, _columns = members(SeatFound(title="Chair", places=1, held=0))
    assert sentence.endswith("with one place; who holds them is not recorded.")


def test_a_part_that_may_be_empty_is_left_out():
    made_of = from_data(
        {
            "code": "x",
            "title": "X",
            "sections": [
                {
                    "code": "a",
                    "title": "A",
                    "parts": [{"code": "b", "title": "B"}, {"code": "c", "title": "C"}],
                }
            ],
        }
    )
    made = compose(typed(made_of, texts={"c": "Said."}), made_of, facts())
    assert [block.title for block in section(made, "a").blocks] == ["C"]
