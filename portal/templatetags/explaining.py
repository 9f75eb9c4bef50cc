"""Abbreviations in running text: the first use of each on a page says what it means."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from governance.http import today
from governance.periods import DayShown
from governance.queries import abbreviations

register = template.Library()

# What may be an abbreviation: two capitals in one word. A page without any asks nothing.
CAPITALS = re.compile(r"\b\w*[A-Z][\w&]*[A-Z]")
WORD = re.compile(r"(?<![\w&])[\w&]+")
ENDS = re.compile(r"s?(?![\w&])")  # the end of a word, or of its plural
EXPLAINED = (
    '<span class="abbr"><a class="term" href="{}">{}</a><span class="meaning"> ({})</span></span>'
)


@dataclass
class Words:
    """What a page knows of abbreviations: their meanings, and which it has explained."""

    meanings: dict[str, str]
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Found by its first word: one pattern of thousands would be tried at every word.
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for term in sorted(filter(CAPITALS.search, self.meanings), key=len, reverse=True):
            begins = WORD.match(term)
            if begins:
                self.by_word[begins[0]].append(term)

    def parts(self, text: str) -> Iterator[SafeString]:
        """Yield `text` escaped, each abbreviation that was not met before with its meaning."""
        glossary = reverse("governance:glossary")
        done = past = 0
        for word in WORD.finditer(text):
            term = self._at(word) if word.start() >= past else ""
            past = word.start() + len(term) if term else past
            if not term or term in self.told:
                continue
            self.told.add(term)
            yield conditional_escape(text[done : word.start()])
            address = f"{glossary}?{urlencode({'word': term})}"
            yield format_html(EXPLAINED, address, term, self.meanings[term])
            done = past
        yield conditional_escape(text[done:])

    def _at(self, word: re.Match[str]) -> str:
        """Return the longest abbreviation that begins with `word` where it stands, or nothing."""
        for begins in (word[0], word[0].removesuffix("s")):
            for term in self.by_word.get(begins, ()):
                end = word.start() + len(term)
                if word.string.startswith(term, word.start()) and ENDS.match(word.string, end):
                    return term
        return ""


@register.simple_tag(takes_context=True)
def explained(context: Context, text: str) -> SafeString:
    """Return `text` with what its abbreviations mean, each where the page has it first.

    The list of them is read once a request, and only where there may be one. Not for text
    inside a link: each abbreviation is a link to the page of words.
    """
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None or not CAPITALS.search(text):
        return conditional_escape(text)
    words: Words | None = getattr(request, "words_explained", None)
    if words is None:
        day: DayShown | None = getattr(request, "day_shown", None)
        words = Words(abbreviations(on=day.on if day else today()))
        request.words_explained = words  # type: ignore[attr-defined]
    return format_html_join("", "{}", ((part,) for part in words.parts(text)))
