"""Words within a line: bold, italic, links, and what was typed and not understood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from markdown_it.token import Token

from portal.reports.content import Run, Words
from portal.reports.markup.addresses import allowed
from portal.reports.markup.finding import Findings

_BREAKS = {"softbreak", "hardbreak"}
_TURNS = {"strong_open": ("strong", 1), "strong_close": ("strong", -1),
          "em_open": ("em", 1), "em_close": ("em", -1)}  # fmt: skip
_NOT_UNDERSTOOD = (
    (r"</?[a-z!?][^>]*>?", "tags are not understood here"),
    (r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", "write the sign itself"),
    (r"\*\*|__", "bold words were not closed"),
    (r"\]\(|^\[[^\]]+\]:", "a link is [words](address)"),
    (r"`", "it has no meaning here"),
    (r"^#{1,6}(?=\w)", "a heading has a space after its signs"),
    (r"^>", "quoting is not understood here"),
)
_SIGNS = tuple((re.compile(sign, re.IGNORECASE), why) for sign, why in _NOT_UNDERSTOOD)
_QUOTED = 30


class Phrase:
    """Reads the inline tokens of one block into words."""

    def __init__(self, findings: Findings) -> None:
        """Say what is not understood into `findings`."""
        self._findings = findings
        self._line = 0
        self._styles = {"strong": 0, "em": 0}
        self._href = ""

    def read(self, inline: Token) -> Words:
        """Return the words of `inline`, of which each manner is one run."""
        self._line = inline.map[0] + 1 if inline.map else 1
        self._styles = {"strong": 0, "em": 0}
        self._href = ""
        return joined(tuple(self._runs(inline.children or [])))

    def _runs(self, tokens: Sequence[Token]) -> Iterator[Run]:
        for place, token in enumerate(tokens):
            if token.type in _TURNS:
                style, step = _TURNS[token.type]
                self._styles[style] += step
            elif token.type == "link_open":
                self._href = self._led_to(str(token.attrs.get("href", "")))
                if tokens[place + 1].type == "link_close":
                    yield self._run(self._href)
            elif token.type == "link_close":
                self._href = ""
            else:
                yield self._run(self._text(token))

    def _text(self, token: Token) -> str:
        """Return what a token prints; what it holds and we do not know is noticed."""
        if token.type in _BREAKS:
            self._line += 1
            return " "
        if token.type == "image":
            self._say("Pictures cannot be put in; the words that stand for one are printed.")
            return "".join(each.content for each in token.children or [])
        if token.type == "text":
            self._notice(token.content)
        return token.content

    def _run(self, text: str) -> Run:
        style = " ".join(name for name, depth in self._styles.items() if depth > 0)
        return Run(text, style, href=self._href)

    def _led_to(self, address: str) -> str:
        found = allowed(address)
        if not found:
            where = _short(address)
            self._say(f"The link to “{where}” was left out: links lead to https, http or mailto"
                      " addresses, or to pages of the portal that begin with “/”.")  # fmt: skip
        return found

    def _notice(self, text: str) -> None:
        for sign, why in _SIGNS:
            if found := sign.search(text):
                self._say(f"“{_short(found[0])}” is printed as it stands: {why}.")

    def _say(self, words: str) -> None:
        self._findings.say(self._line, words)


def joined(runs: Words) -> Words:
    """Return runs with those in one manner made one, and no space at either end."""
    alike = groupby(
        (run for run in runs if run.text), key=lambda run: (run.style, run.mark, run.href)
    )
    made = [Run("".join(run.text for run in group), *manner) for manner, group in alike]
    if made:
        made[0] = replace(made[0], text=made[0].text.lstrip())
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(run for run in made if run.text)


def plain(words: Words) -> str:
    """Return the text of words, whatever their manner."""
    return "".join(run.text for run in words)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
