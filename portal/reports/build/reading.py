"""How to read the paper: what its marks mean, what counts, what is left out."""

from portal.reports.build.facts import Found
from portal.reports.build.wording import Numbering, muted, plain, state
from portal.reports.content import Cell, Column, Group, Paras, Part, Row, Run, Section, Table

_MEANINGS = (
    ("on_track", "Goes as agreed."),
    ("at_risk", "Could miss its date or outcome; a reason is given."),
    ("off_track", "Will miss it unless something changes."),
    ("complete", "Done."),
    ("not_started", "Its start lies ahead."),
    ("no_update", "Nobody answered. Old words are not repeated."),
)
_VARIATIONS = (
    ("spc-improvement-up", "Improving", "Better than chance explains, from 13 points on."),
    ("spc-concern-up", "Concern", "Worse than chance explains, from 13 points on."),
    ("spc-common", "Usual range", "Moves as it has moved before."),
)

_RATED = """
Complete: every action is. Off track: an open action is off track or overdue by more than 30 days,
or nothing was sent for two quarters. At risk: an action is at risk or overdue, or nothing was
sent for one quarter. Otherwise on track.

The sponsor’s own rating is printed; where the one worked out differs, it stands below it.
"""
_JUDGED = """
With 13 points or more the figures are tested for change beyond chance (an XmR chart, with limits
from the mean moving range). With fewer they are drawn and not judged.

Better and worse compare the last two figures, whatever chance may explain.

A gap in a line is a period without a figure, never a nought.
"""
_COUNTED = """
The paper speaks of {period}, as it stood on {day}. A figure counts when its period ended by then;
nothing later is in it.

A figure stands with its unit, its period and its source. A number in square brackets leads to the
list of sources at the end.
"""
_MADE_UP = """

What is marked illustrative was added to show how the paper works. It comes from no source and
must not be quoted.
"""
_SAME = """
The twelve digits at the foot of each sheet begin the checksum of the content. Two papers with
the same digits say the same.
"""


def marks_key() -> Part:
    """Return the table of marks that stands below the contents."""
    marked = [(state(code), meaning) for code, meaning in _MEANINGS]
    marked += [((Run(word, mark=mark),), meaning) for mark, word, meaning in _VARIATIONS]
    rows = tuple(
        Row(cells=(Cell(words=words), Cell(words=plain(meaning)))) for words, meaning in marked
    )
    columns = (Column(title="Mark", width=34), Column(title="Meaning"))
    title = "How to read the marks"
    table = Table(title=title, columns=columns, groups=(Group(rows=rows),), look="key")
    note = (
        "Green, amber, red and dark blue speak of actions; light blue, orange and grey of figures."
    )
    return Part(title=title, blocks=(table,), note=muted(note))


def reading(found: Found, number: str, *, made_up: bool = True) -> Section:
    """Return how to read the paper: what counts, what is left out, what is illustrative."""
    numbering = Numbering(number)
    day = f"{found.on.day} {found.on:%B %Y}"
    counted = _COUNTED.format(period=found.period_short, day=day)
    said = (
        ("What is in it", counted + (_MADE_UP if made_up else "")),
        ("How a rating is worked out", _RATED),
        ("How a figure is judged", _JUDGED),
        ("Which paper this is", _SAME),
    )
    parts = tuple(
        Part(title=title, blocks=(Paras(paras=numbering.paras(map(plain, _paragraphs(text)))),))
        for title, text in said
    )
    return Section(
        number=number, title="How to read this paper", anchor="reading", blocks=parts, flows=True
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.strip().split("\n\n")]
