"""Asking for a report: one open run for a format, board and period, whoever asks and how often."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from governance.models import Board, User
from governance.periods import Period, in_words, period_from_slug
from portal.changes.ringing import ring
from portal.models import Report, ReportFormat, ReportRun
from portal.reports.build import UnknownFormat
from portal.reports.papers import format_of

YEARLY = frozenset({"annual"})
QUARTERLY = frozenset({"board"})
STANDING = ("approved", "published")


class CannotAsk(ValueError):
    """Why this report cannot be asked for: a sentence for the person who asked."""


@transaction.atomic
def ask_for_report(
    *,
    format: ReportFormat,  # noqa: A002 - the house says format
    board: Board,
    period: str,
    by: User | None,
    at: datetime,
) -> ReportRun:
    """Return the run of that format, board and period that is still open, else a new one.

    `period`: as addresses write it, on the board's own calendar. `by` is None for the command
    line. The broker is not spoken to: the bell rings in the database, at commit.

    :raises CannotAsk: the format is not built, or the period is none that it can speak of
    """
    asked = period_of(format=format, board=board, period=period, at=at)
    return _ask(ReportRun(format=format, board=board, period=asked.slug, asked_by=by, asked_at=at))


@transaction.atomic
def ask_for_paper(paper: Report, *, by: User | None, at: datetime) -> ReportRun:
    """Return the run that is open for `paper`, else a new one; of one approved its edition.

    :raises CannotAsk: it was withdrawn
    """
    if paper.state == Report.State.WITHDRAWN:
        raise CannotAsk(f"“{paper}” was withdrawn.")
    if paper.state in STANDING:
        return ReportRun.objects.light().get(report=paper, state__in=STANDING)
    house_format, board = paper.format, paper.board
    asked = period_of(format=house_format, board=board, period=paper.period, at=at)
    run = ReportRun(format=house_format, board=board, period=asked.slug, report=paper)
    run.asked_by, run.asked_at = by, at
    return _ask(run)


def ask_by_name(
    *,
    format: ReportFormat,  # noqa: A002 - the house says format
    board: Board,
    period: str,
    at: datetime,
) -> ReportRun:
    """Return the run of the newest paper of that name; of a format that needs no words, of it.

    :raises CannotAsk: nobody has begun a paper, or as `ask_for_report`
    """
    asked = period_of(format=format, board=board, period=period, at=at)
    papers = Report.objects.filter(format=format, board=board, period=asked.slug)
    paper = papers.exclude(state=Report.State.WITHDRAWN).order_by("-pk").first()
    if paper:
        return ask_for_paper(paper, by=None, at=at)
    if _needs_a_writer(format):
        raise CannotAsk(
            f"Nobody has begun a “{format}” of {board} for {in_words(asked)}: an officer of the"
            " board writes it at /reports/write/."
        )
    return ask_for_report(format=format, board=board, period=period, by=None, at=at)


def _needs_a_writer(row: ReportFormat) -> bool:
    try:
        return format_of(row).needs_a_writer
    except UnknownFormat:  # the run will say why
        return False


def _ask(run: ReportRun) -> ReportRun:
    """Write `run` down, unless one like it is open; return that which waits."""
    # ON CONFLICT DO NOTHING: of any number who ask at once, one writes the row.
    ReportRun.objects.bulk_create([run], ignore_conflicts=True)
    ring()
    return ReportRun.objects.light().of(run).latest("pk")


def period_of(
    *,
    format: ReportFormat,  # noqa: A002 - the house says format
    board: Board,
    period: str,
    at: datetime,
) -> Period:
    """Return the period that `period` names on the board's calendar.

    :raises CannotAsk: the format is not built, or the period is none that it can speak of
    """
    if not format.is_built:
        raise CannotAsk(f"“{format}” cannot be written yet. {built_formats()}")
    try:
        found = period_from_slug(period, board.calendar)
    except ValueError as reason:
        raise CannotAsk(str(reason)) from reason
    is_year = found.kind.endswith("year")
    if format.code in YEARLY and not is_year:
        raise CannotAsk(f"“{format}” speaks of a whole year: write it like {period[:7]}.")
    if format.code in QUARTERLY and is_year:
        raise CannotAsk(f"“{format}” speaks of a quarter or term, not of a whole year.")
    if found.starts_on > timezone.localdate(at):
        raise CannotAsk(f"There is nothing to report yet: {in_words(found)} has not begun.")
    return found


def built_formats() -> str:
    """Return the sentence that lists the formats that can be written today."""
    codes = ReportFormat.objects.filter(is_built=True).order_by("code")
    listed = ", ".join(codes.values_list("code", flat=True))
    return f"Formats that can be written: {listed or 'none'}."
