"""How found facts are worded: runs, counts, lists, the words of states."""

from collections.abc import Iterable, Sequence

from impact.charts import mark_name
from portal.reports.content import Para, Run, Words

STATE_WORDS = {
    "on_track": "On track",
    "at_risk": "At risk",
    "off_track": "Off track",
    "complete": "Complete",
    "not_started": "Not started",
    "paused": "Paused",
    "no_update": "No update",
}

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)


def plain(text: str) -> Words:
    """Return `text` as it is."""
    return (Run(text),)


def strong(text: str) -> Words:
    """Return `text` set strong."""
    return (Run(text, "strong"),)


def muted(text: str) -> Words:
    """Return `text` in the second ink."""
    return (Run(text, "muted"),)


def state(code: str, *, style: str = "") -> Words:
    """Return the mark and the word of a state."""
    return (Run(STATE_WORDS[code], style, mark_name(code)),)


def source(key: int) -> Words:
    """Return the reference to source `key`, or nothing for 0."""
    return (Run(f"\u00a0[{key}]", "muted", href=f"#source-{key}"),) if key else ()


def illustrative(yes: bool) -> Words:
    """Return the mark of what the demonstration added, or nothing."""
    return muted(" Illustrative.") if yes else ()


def in_words(count: int) -> str:
    """Return a count as a word up to twelve.

    >>> in_words(3), in_words(13), in_words(0)
    ('three', '13', 'no')
    """
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def percent_of(part: int, whole: int) -> int:
    """Return a share in whole per cent, halves up; 0 of nothing.

    >>> percent_of(1, 2), percent_of(1, 8), percent_of(0, 0)
    (50, 13, 0)
    """
    return (200 * part + whole) // (2 * whole) if whole else 0


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> counted(1, "quarter"), counted(2, "quarter"), counted(3, "body", "bodies")
    ('one quarter', 'two quarters', 'three bodies')
    """
    return f"{in_words(count)} {one if count == 1 else many or one + 's'}"


def listed(things: Sequence[str]) -> str:
    """Return things as a list in a sentence.

    >>> listed(["the Council", "NHS Walsall", "the police"])
    'the Council, NHS Walsall and the police'
    """
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def upper_first(text: str) -> str:
    """Return `text` with a capital letter first.

    >>> upper_first("three are late")
    'Three are late'
    """
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """Return `text` with a full stop where it has no end of its own.

    >>> ended("All briefed"), ended("Who leads?")
    ('All briefed.', 'Who leads?')
    """
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


class Numbering:
    """Numbers the paragraphs of one section: 2.1, 2.2 and so on."""

    def __init__(self, section: str) -> None:
        """Begin at the first paragraph of `section`."""
        self._section = section
        self._last = 0

    def para(self, words: Words) -> Para:
        """Return `words` as the next paragraph."""
        self._last += 1
        return Para(words=words, number=f"{self._section}.{self._last}")

    def paras(self, many: Iterable[Words]) -> tuple[Para, ...]:
        """Return each of `many` as a paragraph."""
        return tuple(self.para(words) for words in many)
