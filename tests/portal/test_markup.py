"""What officers type becomes blocks of a paper; nothing typed is lost, nothing becomes HTML."""

import doctest

import pytest

from portal.reports import content as paper
from portal.reports import markup
from portal.reports.content import Item, Run
from portal.reports.markup import addresses


def blocks(text: str) -> tuple[paper.Block, ...]:
    """Return the blocks of `text`."""
    return markup.read(text).blocks


def said(text: str) -> list[tuple[int, str]]:
    """Return the findings of `text` as line and sentence."""
    return [(each.line, each.words) for each in markup.read(text).findings]


def words(text: str) -> paper.Words:
    """Return the words of the one paragraph that `text` is."""
    (block,) = blocks(text)
    (para,) = block.paras
    return para.words


def test_examples_in_the_words_of_the_code_hold():
    assert doctest.testmod(addresses).failed == 0


def test_paragraphs_have_an_empty_line_between_them():
    (block,) = blocks("The first\nin two lines.\n\nThe second.")
    assert [para.words for para in block.paras] == [
        (Run("The first in two lines."),),
        (Run("The second."),),
    ]


def test_bold_italic_and_both_are_manners_of_words():
    assert words("A **bold**, *quiet* and ***loud*** claim") == (
        Run("A "),
        Run("bold", "strong"),
        Run(", "),
        Run("quiet", "em"),
        Run(" and "),
        Run("loud", "strong em"),
        Run(" claim"),
    )


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("HTTP://Example.org", "http://example.org"),
        ("https://example.org:8443/naïve", "https://example.org:8443/na%C3%AFve"),
        ("mailto:clerk@example.org", "mailto:clerk@example.org"),
        ("/plans/cypp-2013/2/", "/plans/cypp-2013/2/"),
    ],
)
def test_links_lead_to_the_web_a_mailbox_or_a_page_of_the_portal(typed, leads_to):
    assert words(f"See [the plan]({typed}).") == (
        Run("See "),
        Run("the plan", href=leads_to),
        Run("."),
    )
    assert said(f"See [the plan]({typed}).") == []


def test_a_link_without_words_shows_where_it_leads():
    assert words("[](https://example.org)") == (
        Run("https://example.org", href="https://example.org"),
    )


def test_lists_nest_once_and_keep_their_kind():
    (block,) = blocks("- health\n  1. first\n  2. second\n- schools")
    assert block == paper.Bullets(
        items=(
            Item(words=(Run("health"),), under=((Run("first"),), (Run("second"),)), ordered=True),
            Item(words=(Run("schools"),)),
        )
    )


def test_deeper_lists_are_taken_up_and_said():
    (block,) = blocks("- one\n  - two\n    - three\n      - four")
    assert block.items[0].under == ((Run("two"),), (Run("three"),), (Run("four"),))
    assert {line for line, _words in said("- one\n  - two\n    - three\n      - four")} == {3, 4}


def test_a_list_begun_many_times_on_one_line_loses_no_word():
    (block,) = blocks(f"{'- ' * 400}deep")
    assert "".join(paper.texts(block)).endswith("deep")


@pytest.mark.parametrize(
    "pasted",
    ["•\tone\n•\ttwo", "· one\n· two", "– one\n– two", "\uf0b7 one\n\uf0b7 two", "* one\n* two"],
)
def test_the_bullets_of_word_processors_are_lists(pasted):
    (block,) = blocks(pasted)
    assert block == paper.Bullets(items=(Item(words=(Run("one"),)), Item(words=(Run("two"),))))
    assert said(pasted) == []


def test_a_pasted_second_level_stands_below_the_first():
    (block,) = blocks("•\tone\no\twithin\n•\ttwo")
    assert [item.under for item in block.items] == [((Run("within"),),), ()]


def test_lettered_lines_become_a_numbered_list_and_letters_in_sentences_stay():
    (block,) = blocks("a) send\nb) standards")
    assert block == paper.Bullets(
        items=(Item(words=(Run("send"),)), Item(words=(Run("standards"),))), ordered=True
    )
    assert [line for line, _words in said("a) send\nb) standards")] == [1, 2]
    assert words("x) stays as it is") == (Run("x) stays as it is"),)


def test_headings_make_parts_and_the_next_level_stands_within():
    assert blocks("Before.\n\n## Members\n\nThirteen.\n\n### Young people\n\nTwo.") == (
        paper.Paras(paras=(paper.Para(words=(Run("Before."),)),)),
        paper.Part(
            title="Members",
            blocks=(
                paper.Paras(paras=(paper.Para(words=(Run("Thirteen."),)),)),
                paper.Subhead(title="Young people"),
                paper.Paras(paras=(paper.Para(words=(Run("Two."),)),)),
            ),
        ),
    )


def test_no_level_is_skipped_whatever_level_was_typed_first():
    (first, second) = blocks("#### Deep\n\na\n\n# High\n\nb")
    assert [(type(each), each.title) for each in (first, second)] == [
        (paper.Part, "Deep"),
        (paper.Part, "High"),
    ]


def test_a_table_has_heads_figures_to_the_right_and_the_title_of_its_heading():
    (part,) = blocks("## Seats\n\n| Seat | Places |\n|---|---|\n| **Chair** | 1 |\n| Heads | 2 |")
    (table,) = part.blocks
    assert table.title == "Seats"
    assert table.columns == (
        paper.Column(title="Seat"),
        paper.Column(title="Places", width=20, number=True),
    )
    assert [[cell.words for cell in row.cells] for row in table.groups[0].rows] == [
        [(Run("Chair", "strong"),), (Run("1"),)],
        [(Run("Heads"),), (Run("2"),)],
    ]


def test_a_row_longer_than_the_head_keeps_its_words():
    text = "| A | B |\n|---|---|\n| one | two | three | four |\n| five |"
    (table,) = blocks(text)
    assert [[cell.words for cell in row.cells] for row in table.groups[0].rows] == [
        [(Run("one"),), (Run("two three four"),)],
        [(Run("five"),), ()],
    ]
    assert said(text) == [(3, "This row has more cells than the head; the last were joined.")]


@pytest.mark.parametrize(
    ("typed", "line", "because"),
    [
        ("Fine.\n\n<b>Loud</b>", 3, "“<b>” is printed as it stands: tags are not understood here"),
        ("Fish &amp; chips", 1, "“&amp;” is printed as it stands: write the sign itself"),
        ("Very **loud", 1, "“**” is printed as it stands: bold words were not closed"),
        ("a `code` b", 1, "“`” is printed as it stands: it has no meaning here"),
        ("> quoted", 1, "“>” is printed as it stands: quoting is not understood here"),
        ("#Heading", 1, "“#” is printed as it stands: a heading has a space after its signs"),
        ("one\n----\ntwo", 2, "A row of signs was left out; headings divide a paper"),
        ("![chart](x.png)", 1, "Pictures cannot be put in; the words that stand for one are"),
        ("3.18 The Alliance", 1, "This seems to begin with a paragraph’s number"),
        ("## \n\ntext", 1, "A heading without words was left out"),
        ("bell\x07", 1, "Characters that no paper can carry were left out"),
        ("| A | |\n|---|---|\n| x | y |", 1, "A column of this table has no title"),
        ("| A |\n|---|", 1, "This table has a head and no rows"),
        ("- one\n\n  two", 1, "An item of a list is one paragraph; its parts were joined"),
        ("- # Head", 1, "A list holds paragraphs and one more list"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(typed, line, because):
    ((found, sentence),) = said(typed)
    assert found == line
    assert sentence.startswith(because)


@pytest.mark.parametrize(
    "plain",
    [
        "8.3 per 1,000 births",
        "5 * 3 = 15",
        "a_b_c",
        "R&D, Q&A",
        "1 < 2 > 0",
        "£5m – or more (20%)",
    ],
)
def test_ordinary_words_and_figures_are_printed_as_they_are(plain):
    assert words(plain) == (Run(plain),)
    assert said(plain) == []


def test_a_sign_after_a_backslash_is_itself():
    assert words(r"\*not italic\* and \[not a link\](x)") == (
        Run("*not italic* and [not a link](x)"),
    )


def test_a_text_beyond_the_longest_is_printed_plain_and_whole():
    typed = "## Head\n\n" + "word " * (markup.LONGEST // 5)
    (block,) = blocks(typed)
    assert len(block.paras) == 2
    assert [line for line, _words in said(typed)] == [1]


def test_of_very_many_findings_the_first_are_said_and_the_rest_counted():
    found = said("<b>\n\n" * 100)
    assert len(found) == 41
    assert found[-1][1] == "60 more things like these."


def test_nothing_typed_is_no_block():
    assert blocks("") == blocks(" \n\n\t\n") == blocks("![](x.png)") == ()
