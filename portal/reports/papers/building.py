"""One door to every paper: reads the board's facts once, composes what was typed with them."""

from datetime import date

from django.utils import timezone

from governance.models import Board
from governance.periods import Period
from portal.models import ReportFormat
from portal.reports import build as board_reports
from portal.reports.build import UnknownFormat
from portal.reports.build.read_board import read_board
from portal.reports.build.reader import one_moment
from portal.reports.content import PaperContent
from portal.reports.formats import BadFormat, Format, Reader, from_data
from portal.reports.papers.compose import compose
from portal.reports.papers.typed import Composed, TypedPaper

_OF_A_ROW = ("code", "title", "audience", "year", "sections", "numbering", "repeats", "note")


def build(
    *,
    format_code: str,
    board: Board,
    period: Period,
    edition: int | None = None,
    today: date | None = None,
    typed: TypedPaper | None = None,
) -> PaperContent:
    """Return the content of a paper of `board` for `period` with what was `typed` for it.

    The board report needs no word. Of the others, nothing typed, it is what a writer begins
    with: every fact of the board that the format takes, and the empty sections said to be so.

    :raises UnknownFormat: no paper of that format can be written
    """
    if format_code in board_reports.BUILT:
        return board_reports.build(
            format_code=format_code, board=board, period=period, edition=edition, today=today
        )
    made_of = format_named(format_code)
    return build_typed(
        typed or untyped(made_of),
        made_of,
        board=board,
        period=period,
        edition=edition,
        today=today,
    ).content


def format_named(code: str) -> Format:
    """Return the format as its row has it; one query.

    :raises UnknownFormat: there is no such row, or no paper can be made of what it holds
    """
    row = ReportFormat.objects.filter(code=code).first()
    if row is None:
        raise UnknownFormat(f"There is no format {code}.")
    return format_of(row)


def format_of(row: ReportFormat) -> Format:
    """Return the format that `row` holds.

    :raises UnknownFormat: no paper can be made of what it holds
    """
    try:
        return from_data({name: getattr(row, name) for name in _OF_A_ROW})
    except BadFormat as reason:
        raise UnknownFormat(
            f"No paper of the format {row.code} can be written. {reason}"
        ) from reason


def untyped(made_of: Format) -> TypedPaper:
    """Return the paper before anybody typed: all facts chosen that the format takes."""
    return TypedPaper(sources=made_of.takes())


def build_typed(
    typed: TypedPaper,
    made_of: Format,
    *,
    board: Board,
    period: Period,
    edition: int | None = None,
    today: date | None = None,
    reader: Reader = Reader.PUBLIC,
) -> Composed:
    """Return what `typed` makes with the facts of `board`, as they stood at the period's end.

    While the period runs, the facts are those of `today` (London's by default).
    """
    on = min(period.last_day, today or timezone.localdate())
    with one_moment():
        facts = read_board(board, period, on=on)
    return compose(typed, made_of, facts, edition=edition, reader=reader)
