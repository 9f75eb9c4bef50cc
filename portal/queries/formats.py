"""The formats of the house as everybody may read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.models import ReportFormat
from portal.reports.build import UnknownFormat
from portal.reports.build.wording import listed
from portal.reports.formats import FormatSection
from portal.reports.papers import format_of

# What feeds a section, as one says it.
FEEDS = {
    "typed": "written by the officer",
    "summary": "the summary of the quarter",
    "priorities": "priorities",
    "plan": "delivery plans",
    "measures": "measures",
    "membership": "membership",
    "engagement": "what we heard and what changed",
    "tracker": "plans followed, theme by theme",
    "matrix": "who asks for what",
    "attendance": "attendance",
    "decisions": "decisions",
    "glossary": "words used",
    "reading": "how to read the paper",
    "sources": "sources",
    "authors": "authors",
    "clearances": "clearances",
    "asked": "what is asked for",
    "action_taken": "action taken",
    "evidence": "evidence of impact",
    "still_to_do": "what is still to do",
}


@dataclass(frozen=True)
class SectionLine:
    """A section of a format: what feeds it, and whether it may be empty."""

    title: str
    fed_by: str
    needed: str
    parts: Sequence[str]


@dataclass(frozen=True)
class FormatRow:
    """A format of the house."""

    code: str
    title: str
    audience: str
    numbering: str
    is_typed: bool
    sections: Sequence[SectionLine]


def format_list() -> list[FormatRow]:
    """Return the formats that can be written today; two queries."""
    typed = {*ReportFormat.objects.by_hand().values_list("pk", flat=True)}
    rows = ReportFormat.objects.built().order_by("title")
    return [found for row in rows for found in _row(row, is_typed=row.pk in typed)]


def _row(row: ReportFormat, *, is_typed: bool) -> Iterator[FormatRow]:
    """Yield the row of a format; none where no paper can be made of what it holds."""
    try:
        made_of = format_of(row)
    except UnknownFormat:
        return
    yield FormatRow(
        code=made_of.code,
        title=made_of.title,
        audience=made_of.audience,
        numbering=made_of.numbering,
        is_typed=is_typed,
        sections=[_line(each) for each in made_of.sections if not each.is_head or each.is_typed],
    )


def _line(section: FormatSection) -> SectionLine:
    fed = [FEEDS[each] for each in section.source if each in FEEDS]
    chosen = [FEEDS[each] for each in section.takes]
    words = f"{listed(fed)}, followed by {listed(chosen)} where chosen" if chosen else listed(fed)
    needed = "required; None where there is nothing" if section.none_is_answer else "required"
    return SectionLine(
        title=section.title,
        fed_by=f"{words[:1].upper()}{words[1:]}",
        needed=needed if section.required else "",
        parts=[part.title for part in section.parts],
    )
