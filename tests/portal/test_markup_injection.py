"""Whatever is typed: no exception, no markup of its own in the paper, no word lost."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.reports import content as paper
from portal.reports import markup
from portal.reports.page import Ready

TAGS = {"p", "b", "em", "a", "ul", "ol", "li", "h3", "h4", "div", "span"} | {
    "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip
ATTRIBUTES = {"class", "href", "scope", "id", "tabindex", "role", "aria-label", "colspan"}
ADDRESS = re.compile(r"(https?://[^/]|mailto:[^@]+@|/(?!/))")

BAD_ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "%6aavascript:alert(1)",
    "\x01javascript:alert(1)",
    "\u202ejavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://example.org/",
    "blob:https://example.org/1",
    "//example.org/",
    "/\\example.org/",
    "\\\\example.org\\share",
    "https://",
    "https:example.org",
    "https:///etc/passwd",
    "https://good.example.org@evil.example.org/",
    "https://[::1",
    "https://example.org:port/",
    "https://exa mple.org/",
    "https://example.org\"onclick=alert(1)/",
    "mailto:a@example.org?bcc=b@example.org",
    "mailto:a@example.org%0d%0aBcc:b@example.org?x",
    "mailto:",
    "#source-1",
    "#know",
    "?format=csv",
    "example.org",
    "http://169.254.169.254:x/",
)  # fmt: skip

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe src=//example.org></iframe>",
    "<b onmouseover='alert(1)'>x</b>",
    "<!-- comment -->",
    "<![CDATA[x]]>",
    "<?php echo 1 ?>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</p></div></section>",
    "<style>@import url(//example.org)</style>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<meta http-equiv=refresh content=0>",
    "<x hx-get=/outbox/ hx-trigger=load>",
    '" onclick="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "&#60;script&#62;",
    "{{ 7*7 }} {% debug %} {# x #}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "[![x](a)](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://example.org>",
    "[x](<javascript:alert(1)>)",
    "[x](/ok/ \"onclick='alert(1)'\")",
    "[**x**](javascript:alert(1) '<b>')",
    "[x]( \n javascript:alert(1))",
    "# <script>alert(1)</script>",
    "- <script>\n  - </script>",
    '| <script> | </td> |\n|---|---|\n| <b> | " onclick=x |',
    "|" * 500 + "\n" + "|-" * 500 + "\n" + "|x" * 500,
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "\t<script>alert(1)</script>",
    "~~x~~ ==x== ^x^ ~x~ :x: @x",
    "=cmd|' /C calc'!A0",
    "+1+1\n-1\n@SUM(1)",
    "a\x00b\x01c\x0bd\x0ce\x1bf\x7fg\x85h",
    "\x1b[31mred\x1b[0m",
    "\u202etfel ot thgir\u202c \u2066x\u2069",
    "zero\u200bwidth\u200d joined\ufeff",
    "line\u2028separator\u2029paragraph",
    "e" + "\u0301" * 10_000,
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 مرحبا שלום",
    "\ud800 lone \udfff",
    "a" * 1_000_000,
    "a" * (markup.LONGEST - 1),
    "*" * 20_000,
    "_*" * 10_000,
    "**a " * 10_000,
    "*a_ " * 10_000,
    "[" * 20_000,
    "[a](" * 5_000,
    "[](" * 5_000,
    "![" * 5_000,
    "\\" * 20_000,
    "- " * 20_000 + "x",
    "1. " * 20_000 + "x",
    ">" * 20_000,
    "#" * 20_000,
    "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(300)),
    "".join(f"{'   ' * depth}1. level {depth}\n" for depth in range(300)),
    "- a\n\n" * 5_000,
    "|a" * 20_000,
    "a\n" * 20_000,
    "\n" * 90_000,
    "a|b\n-|-\n" * 3_000,
    "../../../../etc/passwd",
    "' OR 1=1; -- ",
    "%0d%0aSet-Cookie: x=1",
)


class Shape(HTMLParser):
    """What tags, attributes and links a page has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_pi(self, data: str) -> None:
        self.tags.add("instruction")


def printed(blocks: tuple[paper.Block, ...]) -> Shape:
    """Return the page that the blocks make."""
    ready = Ready(printed=False).blocks(blocks)
    return Shape(render_to_string("reports/blocks.html", {"blocks": ready}))


def letters(text: str) -> str:
    """Return the letters of a text in their order: what must never be lost."""
    return "".join(filter(str.isalpha, paper.clean_text(text)))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda text: ascii(text[:24]))
def test_no_payload_adds_a_tag_an_attribute_or_a_link_of_its_own(payload):
    shape = printed(markup.read(f"Before.\n\n{payload}\n\nAfter.").blocks)
    assert shape.tags <= TAGS
    assert shape.attributes <= ATTRIBUTES
    assert all(ADDRESS.match(link) for link in shape.links)
    assert "Before." in shape.text
    assert "After." in shape.text


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=ascii)
def test_a_link_that_may_not_stand_leaves_its_words_and_is_said(address):
    typed = markup.read(f"See [the words](<{address}>) here.")
    assert printed(typed.blocks).links == set()
    assert "the words" in "".join(paper.texts(typed.blocks))
    assert typed.findings


SIGNS = st.sampled_from(
    [*"*_[]()<>#|-+!\\`~&;:=/.1239 \t\n", "\n\n", "- ", "  - ", "1. ", "## ", "|---|---|\n",
     "](", "https://example.org/", "javascript:", "<b>", "&amp;", "**", "•\t", "a) "]
)  # fmt: skip
WORDS = st.sampled_from(["early", "help", "Seat", "x", "naïve", "b"])
TYPED = st.lists(SIGNS | WORDS | st.characters(), max_size=60).map("".join)


@settings(max_examples=300)
@given(TYPED)
@example("- a\n\n      b")
@example("1) - # x\n   | a |\n   |---|")
def test_any_text_is_read_and_prints_only_what_a_paper_has(typed):
    shape = printed(markup.read(typed).blocks)
    assert shape.tags <= TAGS
    assert shape.attributes <= ATTRIBUTES
    assert all(ADDRESS.match(link) for link in shape.links)


NO_LINKS = st.lists(
    st.sampled_from([*"*_<>#|-+!`~&;:=.1239 \t\n", "\n\n", "- ", "  - ", "    - ", "1. ", "## ",
                     "### ", "|---|---|\n", "**", "> "]) | WORDS,
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(NO_LINKS)
def test_no_letter_of_any_text_is_lost(typed):
    assert letters(printed(markup.read(typed).blocks).text) == letters(typed)


@settings(max_examples=100)
@given(TYPED)
def test_the_same_text_is_read_the_same_and_keeps_through_json(typed):
    first = markup.read(typed).blocks
    assert first == markup.read(typed).blocks
    section = paper.Section(number="1", title="One", anchor="one", blocks=first)
    assert paper.printable(section) == section
