"""The marks: one shape for each word, drawn once for the page, the chart and the paper.

A mark stands in a box of 16 by 16 and is drawn in the colour of its role. Beside its word it is
hidden from assistive technology; alone it carries a title.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from governance.drawing.sheet import COLOURS, attribute, safe

_TICK = '<path d="m1.8 8.6 4 4.2L14.2 3" fill="none" stroke="{c}" stroke-width="2.2"/>'
_WAVE = (
    '<path d="M1.5 9.5c2.2-4.4 4.4-4.4 6.5-1.5s4.3 2.9 6.5-1.5" fill="none" stroke="{c}"'
    ' stroke-width="2.2"/>'
)
_CROSS = '<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="{c}" stroke-width="2.2"/>'
_DASHED_SQUARE = (
    '<path d="M2 2h12v12H2z" fill="none" stroke="{c}" stroke-width="1.8"'
    ' stroke-dasharray="2.5 2"/>'
)
_RING = '<circle cx="8" cy="8" r="7" fill="none" stroke="{c}" stroke-width="1.6"/>'
_DISC = '<circle cx="8" cy="8" r="8" fill="{c}"/>'
_BLOCK = '<path d="M.5.5h15v15H.5z" fill="{c}"/>'
_CUT = '<path class="mark-cut" d="{d}" fill="none" stroke="{p}" stroke-width="{w}"/>'
_ARROW_UP = _CUT.format(d="M8 12.5V4M4.6 7.2 8 3.8l3.4 3.4", p="{p}", w="1.8")
_ARROW_DOWN = _CUT.format(d="M8 3.5V12M4.6 8.8 8 12.2l3.4-3.4", p="{p}", w="1.8")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: the word it stands for, the role of its colour, its shape ({c} and {p} open)."""

    word: str
    colour: str
    shape: str


MARKS: Final[dict[str, Mark]] = {
    # delivery
    "on-track": Mark("On track", "green", '<circle cx="8" cy="8" r="7" fill="{c}"/>'),
    "at-risk": Mark("At risk", "amber", '<path d="M8 1 15.5 15H.5z" fill="{c}"/>'),
    "off-track": Mark("Off track", "red", '<path d="M8 0 16 8 8 16 0 8z" fill="{c}"/>'),
    "complete": Mark(
        "Complete",
        "blue",
        '<path d="M1 1h14v14H1z" fill="{c}"/>'
        + _CUT.format(d="m4.2 8.3 2.6 2.6 5-5.6", p="{p}", w="2"),
    ),
    "not-started": Mark(
        "Not started",
        "grey",
        '<circle cx="8" cy="8" r="6" fill="none" stroke="{c}" stroke-width="2"/>',
    ),
    "paused": Mark("Paused", "grey", '<path d="M3 2h3.6v12H3zM9.4 2H13v12H9.4z" fill="{c}"/>'),
    "no-update": Mark(
        "No update",
        "ink-2",
        '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{c}" stroke-width="1.8"'
        ' stroke-dasharray="2.6 2.3"/>',
    ),
    # answers of partners
    "accepted": Mark("Accepted", "ink", _TICK),
    "amended": Mark("Amended, waiting for the sponsor", "ink", _WAVE),
    "declined": Mark("Declined", "ink", _CROSS),
    "proposed": Mark("No answer yet", "ink-2", _DASHED_SQUARE),
    # seats and attendance
    "present": Mark("Present", "ink", '<path d="M2 2h12v12H2z" fill="{c}"/>'),
    "deputy": Mark(
        "Deputy",
        "ink",
        '<path d="M2 2h12v12H2z" fill="none" stroke="{c}" stroke-width="1.6"/>'
        '<path d="M2 14V2l12 12z" fill="{c}"/>',
    ),
    "apologies": Mark(
        "Apologies",
        "ink-2",
        '<path d="M2.8 2.8h10.4v10.4H2.8z" fill="none" stroke="{c}" stroke-width="1.6"/>',
    ),
    "absent": Mark("Absent", "ink", _CROSS),
    "vacant": Mark("Vacant", "ink-2", _DASHED_SQUARE),
    "no-reply": Mark("No reply", "ink-2", _DASHED_SQUARE),
    "unfilled": Mark(
        "No seat then", "grey", '<path d="M5 8h6" fill="none" stroke="{c}" stroke-width="1.6"/>'
    ),
    # duties
    "met": Mark("Met", "ink", _TICK),
    "begun": Mark(
        "Begun",
        "ink",
        '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{c}" stroke-width="1.8"/>'
        '<path d="M8 2a6 6 0 0 0 0 12z" fill="{c}"/>',
    ),
    "open": Mark(
        "Open",
        "ink",
        '<circle cx="8" cy="8" r="6.2" fill="none" stroke="{c}" stroke-width="1.8"/>',
    ),
    # change since last time
    "up": Mark(
        "Higher",
        "ink",
        '<path d="M8 14V2.5M3 7.5l5-5 5 5" fill="none" stroke="{c}" stroke-width="2"/>',
    ),
    "down": Mark(
        "Lower",
        "ink",
        '<path d="M8 2v11.5M3 8.5l5 5 5-5" fill="none" stroke="{c}" stroke-width="2"/>',
    ),
    "flat": Mark(
        "Same",
        "ink",
        '<path d="M2 8h11.5M8.5 3l5 5-5 5" fill="none" stroke="{c}" stroke-width="2"/>',
    ),
    # statistical process control
    "spc-common": Mark(
        "Usual range",
        "spc-grey",
        _RING + '<path d="m3.5 9 2-2.5L8 9.5l2.3-3 2.2 2" fill="none" stroke="{c}"'
        ' stroke-width="1.5"/>',
    ),
    "spc-improvement-up": Mark("Improvement, high", "spc-blue", _DISC + _ARROW_UP),
    "spc-improvement-down": Mark("Improvement, low", "spc-blue", _DISC + _ARROW_DOWN),
    "spc-concern-up": Mark("Concern, high", "spc-orange", _BLOCK + _ARROW_UP),
    "spc-concern-down": Mark("Concern, low", "spc-orange", _BLOCK + _ARROW_DOWN),
    "spc-neutral-up": Mark("Changed, high", "spc-grey", _DISC + _ARROW_UP),
    "spc-neutral-down": Mark("Changed, low", "spc-grey", _DISC + _ARROW_DOWN),
    # assurance
    "spc-pass": Mark(
        "Will meet",
        "spc-blue",
        _RING + '<path d="m4.2 8.3 2.6 2.6 5-5.6" fill="none" stroke="{c}" stroke-width="1.8"/>',
    ),
    "spc-fail": Mark(
        "Will miss",
        "spc-orange",
        '<path d="M1.2 1.2h13.6v13.6H1.2z" fill="none" stroke="{c}" stroke-width="1.6"/>'
        '<path d="m5 5 6 6M11 5l-6 6" fill="none" stroke="{c}" stroke-width="1.8"/>',
    ),
    "spc-inconsistent": Mark(
        "Hit or miss", "spc-grey", _RING + '<path d="M8 1a7 7 0 0 1 0 14z" fill="{c}"/>'
    ),
    # forms
    "error": Mark(
        "Error",
        "error",
        '<path d="M8 0 16 8 8 16 0 8z" fill="{c}"/>'
        + _CUT.format(d="M8 4v5M8 10.5v1.8", p="{p}", w="1.8"),
    ),
}

# What `impact.spc` calls a variation or an assurance, and the mark that stands for it.
SPC_MARKS: Final = {
    "common_cause": "spc-common",
    "improvement_high": "spc-improvement-up",
    "improvement_low": "spc-improvement-down",
    "concern_high": "spc-concern-up",
    "concern_low": "spc-concern-down",
    "neutral_high": "spc-neutral-up",
    "neutral_low": "spc-neutral-down",
    "pass": "spc-pass",
    "fail": "spc-fail",
    "inconsistent": "spc-inconsistent",
}


def mark_name(code: str) -> str:
    """The mark that stands for a stored code of a state, an answer, a variation.

    >>> mark_name("not_started"), mark_name("concern_high")
    ('not-started', 'spc-concern-up')

    :raises KeyError: no mark stands for that code
    """
    name = SPC_MARKS.get(code) or code.replace("_", "-")
    if name not in MARKS:
        raise KeyError(code)
    return name


@lru_cache(maxsize=1024)
def mark(code: str, *, size: int = 16, title: str = "") -> str:
    """The mark of `code` as inline SVG; with a `title` where it stands without its word."""
    name = mark_name(code)
    known = MARKS[name]
    voice = 'role="img"' if title else 'aria-hidden="true"'
    called = f"<title>{safe(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mark mark-{name}" viewBox="0 0 16 16"'
        f' width="{size}" height="{size}" {voice} color="{COLOURS[known.colour]}">'
        f"{called}{_shape(known, 'currentColor')}</svg>"
    )


@lru_cache(maxsize=1024)
def placed_mark(code: str, x: int, y: int, size: int = 14) -> str:
    """The mark of `code` inside a chart, its top left corner at (x, y)."""
    name = mark_name(code)
    known = MARKS[name]
    return (
        f'<svg class="mark-{name}" x="{x}" y="{y}" width="{size}" height="{size}"'
        f' viewBox="0 0 16 16" color="{COLOURS[known.colour]}">{_shape(known, "currentColor")}'
        "</svg>"
    )


def mark_data_uri(code: str) -> str:
    """The mark of `code` as a picture of its own, in the colours of paper, for CSS or `src`."""
    known = MARKS[mark_name(code)]
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        f"{_shape(known, COLOURS[known.colour])}</svg>"
    )
    return "data:image/svg+xml," + quote(picture, safe=" /:=.,")


def marks_css(prefix: str = "m-") -> str:
    """One rule a mark with the mark as background: the marks of the print stylesheet."""
    return "".join(
        f'.{prefix}{name} {{ background-image: url("{mark_data_uri(name)}"); }}\n'
        for name in MARKS
    )


def pips(held: int, of: int, *, title: str = "") -> str:
    """A row of small squares, `held` of them filled; always beside the words "5 of 7"."""
    wide = max(of * 15 - 3, 1)
    squares = "".join(
        f'<path class="pip-held" d="M{index * 15} 0h12v12h-12z" fill="{COLOURS["ink"]}"/>'
        if index < held
        else f'<path class="pip-open" d="M{index * 15 + 1} 1h10v10h-10z" fill="none"'
        f' stroke="{COLOURS["ink-2"]}" stroke-dasharray="2.5 2"/>'
        for index in range(of)
    )
    voice = f'role="img" aria-label={attribute(title)}' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pips" viewBox="0 0 {wide} 12"'
        f' width="{wide}" height="12" {voice}>{squares}</svg>'
    )


def _shape(known: Mark, colour: str) -> str:
    return known.shape.replace("{c}", colour).replace("{p}", COLOURS["paper"])
