"""A paper as its rows keep it: what was typed, and the paper it makes today."""

from governance.periods import period_from_slug
from portal.models import Report
from portal.reports.formats import Clearance
from portal.reports.papers.building import build_typed, format_of
from portal.reports.papers.typed import Cleared, Composed, TypedPaper

_ORDER = list(Clearance)


def typed_of(paper: Report) -> TypedPaper:
    """Return what is kept of `paper`; two queries, for its sections and its clearances."""
    cleared = (
        Cleared(kind=Clearance(each.kind), by=each.post, on=each.on)
        for each in paper.clearances.all()
    )
    return TypedPaper(
        title=paper.title,
        dated=paper.dated,
        wards=paper.wards,
        portfolios=paper.portfolios,
        sources=tuple(paper.sources),
        texts={each.code: each.text for each in paper.sections.order_by("pk")},
        authors=tuple(filter(None, map(str.strip, paper.authors.splitlines()))),
        clearances=tuple(sorted(cleared, key=lambda each: _ORDER.index(each.kind))),
        illustrative=paper.illustrative,
    )


def build_kept(paper: Report) -> Composed:
    """Return the paper that `paper` makes with the facts of its board, as they stand now.

    :raises UnknownFormat: no paper of its format can be written
    """
    return build_typed(
        typed_of(paper),
        format_of(paper.format),
        board=paper.board,
        period=period_from_slug(paper.period, paper.board.calendar),
    )
