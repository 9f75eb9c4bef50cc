"""A paper in work: its sections as they will print, what is missing, its editions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from governance.changes.drafts import Sheet
from governance.queries import day
from portal.models import Report, ReportRun, ReportSection
from portal.queries.approving import approvers
from portal.queries.runs import period_in_words
from portal.reports.content import Block, PaperContent, Part, Section, texts
from portal.reports.formats import Format, FormatSection
from portal.reports.page import Ready
from portal.reports.papers import Composed, Finding, build_kept, format_of
from portal.reports.papers.writing import NOT_WRITTEN

SECTION = "paper-section"
HEAD = "paper-head"
# What a section says of itself beside its title.
FROM_HEAD = frozenset({"authors", "clearances"})


@dataclass(frozen=True)
class SectionRow:
    """A section of a paper: what it asks for, and what will be printed there."""

    code: str
    title: str
    number: str
    is_part: bool
    note: str
    asks: str
    blocks: Sequence[Any]
    is_numbered: bool
    address: str
    """Where it is edited; empty where nobody types it."""
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Lack:
    """What stands against submitting the paper, and where it is put right."""

    words: str
    address: str


@dataclass(frozen=True)
class EditionRow:
    """An edition of a paper in the list of its documents."""

    when: str
    title: str
    state: str
    address: str


@dataclass(frozen=True)
class PaperPage:
    """A paper in work."""

    paper: Report
    period: str
    head: Sequence[Any]
    sections: Sequence[SectionRow]
    lacks: Sequence[Lack]
    editions: Sequence[EditionRow]
    approvers: Sequence[str]

    @property
    def is_draft(self) -> bool:
        """Whether its words may change."""
        return self.paper.state == Report.State.DRAFT


def papers() -> "QuerySet[Report]":
    """Return papers with what their pages ask of them."""
    return Report.objects.select_related("format", "board", "written_by", "submitted_by")


def section_by(pk: int, code: str) -> "QuerySet[ReportSection]":
    """Return the section of that code of paper `pk`."""
    near = ("report__format", "report__board", "report__written_by")
    return ReportSection.objects.filter(report=pk, code=code).select_related(*near)


def head_sheet(paper: Report) -> Sheet:
    """Return the form of a paper's head, as drafts are kept of it."""
    address = reverse("portal:paper-head", args=[paper.pk])
    return Sheet(HEAD, str(paper.pk), address, f"Head of “{paper.title}”")


def section_sheet(section: ReportSection, made_of: FormatSection) -> Sheet:
    """Return the form of a section as drafts are kept of it."""
    address = reverse("portal:section-edit", args=[section.report_id, section.code])
    title = f"“{made_of.title}” of “{section.report}”"
    return Sheet(SECTION, str(section.pk), address, title)


def section_format(section: ReportSection) -> FormatSection | None:
    """Return what the format asks of `section`; None where it has no place for it any more."""
    typed = format_of(section.report.format).typed()
    return next((each for each in typed if each.code == section.code), None)


def paper_page(paper: Report, *, on: date) -> PaperPage:
    """Return the page of a paper from `papers`; its facts, and five queries more."""
    composed = build_kept(paper)
    ready = Ready(printed=False)
    return PaperPage(
        paper=paper,
        period=period_in_words(paper),
        head=ready.of(composed.content.cover),
        sections=list(_rows(paper, composed, ready)),
        lacks=[lack(paper, each) for each in composed.findings if each.blocks],
        editions=list(_editions(paper)),
        approvers=list(map(str, approvers(paper.board_id, on=on, paper=paper))),
    )


def lack(paper: Report, finding: Finding) -> Lack:
    """Return a finding with the address at which it is put right."""
    code = finding.section
    if code in {each.code for each in format_of(paper.format).typed()}:
        return Lack(finding.words, reverse("portal:section-edit", args=[paper.pk, code]))
    return Lack(finding.words, reverse("portal:paper-head", args=[paper.pk]))


def _rows(paper: Report, composed: Composed, ready: Ready) -> Iterator[SectionRow]:
    made_of = format_of(paper.format)
    printed = {each.anchor: each for each in composed.content.sections}
    for each in made_of.sections:
        if each.is_head and not each.is_typed:
            continue
        section = printed.get(each.code.replace("_", "-"))
        parts = [part for part in each.parts if part.is_typed]
        blocks = _themes(composed.content, made_of) if each.each else _own(section, parts)
        yield _row(paper, each, section, blocks, composed, ready)
        for part in parts:
            blocks = _under(section, part)
            yield _row(paper, part, None, blocks, composed, ready, is_part=True)


def _row(
    paper: Report,
    made_of: FormatSection,
    section: Section | None,
    blocks: tuple[Block, ...],
    composed: Composed,
    ready: Ready,
    *,
    is_part: bool = False,
) -> SectionRow:
    address = reverse("portal:section-edit", args=[paper.pk, made_of.code])
    is_empty = NOT_WRITTEN in texts(blocks)
    return SectionRow(
        code=made_of.code,
        title=made_of.title,
        number=section.number if section else "",
        is_part=is_part,
        note=_note(made_of),
        asks=made_of.hint,
        blocks=() if is_empty else ready.blocks(blocks),
        is_numbered=made_of.numbers != "none",
        address=address if made_of.is_typed else "",
        findings=[each for each in composed.findings if each.section == made_of.code],
    )


def _note(made_of: FormatSection) -> str:
    if made_of.is_typed:
        return "Required" if made_of.required else ""
    return "From the head" if FROM_HEAD & {*made_of.source} else "From the board’s records"


def _own(section: Section | None, parts: Sequence[FormatSection]) -> tuple[Block, ...]:
    """Return what stands in a section beside its typed parts."""
    titles = {part.title for part in parts}
    blocks = section.blocks if section else ()
    return tuple(b for b in blocks if not (isinstance(b, Part) and b.title in titles))


def _under(section: Section | None, part: FormatSection) -> tuple[Block, ...]:
    blocks = section.blocks if section else ()
    found = (b for b in blocks if isinstance(b, Part) and b.title == part.title)
    return next((each.blocks for each in found), ())


def _themes(content: PaperContent, made_of: Format) -> tuple[Block, ...]:
    """Return the pages of the themes under their titles."""
    known = {each.code.replace("_", "-") for each in made_of.sections}
    pages = (each for each in content.sections if each.anchor not in known)
    return tuple(Part(title=each.title, blocks=each.blocks) for each in pages)


def _editions(paper: Report) -> Iterator[EditionRow]:
    """Yield the runs of a paper, newest first, repeats left out."""
    runs = paper.runs.light().exclude(state=ReportRun.State.SAME).order_by("-pk")
    for run in runs:
        yield EditionRow(
            when=day(timezone.localdate(run.finished_at or run.asked_at)),
            title=f"Edition {run.edition}" if run.edition else "Documents",
            state=run.get_state_display(),
            address=reverse("portal:report-view", args=[run.pk]),
        )
