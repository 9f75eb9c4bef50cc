"""Abbreviations in running text: the first use of each on a page says what it means."""

import re
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
from governance.queries import abbreviations

register = template.Library()

# What may be an abbreviation: two capitals in one word. A page without any asks nothing.
CAPITALS = re.compile(r"\b\w*[A-Z][\w&]*[A-Z]")
EXPLAINED = (
    '<span class="abbr"><a class="term" href="{}">{}</a><span class="meaning"> ({})</span></span>'
)


@dataclass
class Words:
    """What a page knows of abbreviations: their meanings, and which it has explained."""

    meanings: dict[str, str]
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        known = sorted(filter(CAPITALS.search, self.meanings), key=len, reverse=True)
        either = "|".join(map(re.escape, known)) or r"(?!)"
        self.pattern = re.compile(rf"(?<![\w&])({either})(?=s?(?![\w&]))")

    def parts(self, text: str) -> Iterator[SafeString]:
        """Yield `text` escaped, each abbreviation that was not met before with its meaning."""
        glossary = reverse("governance:glossary")
        for index, part in enumerate(self.pattern.split(text)):
            if index % 2 == 0 or part in self.told:
                yield conditional_escape(part)
                continue
            self.told.add(part)
            address = f"{glossary}?{urlencode({'word': part})}"
            yield format_html(EXPLAINED, address, part, self.meanings[part])


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
        words = Words(abbreviations(on=today()))
        request.words_explained = words  # type: ignore[attr-defined]
    return format_html_join("", "{}", ((part,) for part in words.parts(text)))
