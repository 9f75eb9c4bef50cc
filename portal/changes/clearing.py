"""Who cleared a paper and when: noted, and met where two note the same clearance."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from governance import audit
from governance.editing import Conflict, refusals_in_words
from portal.models import Report, ReportClearance

Cleared: TypeAlias = tuple[str, date] | None
PARTS = ("post", "on")


def as_kept(cleared: Cleared) -> str:
    """Write a clearance as a form keeps it, to know it again; nothing where there is none.

    >>> as_kept(("Head of Finance", date(2014, 1, 6)))
    '2014-01-06 Head of Finance'
    """
    return f"{cleared[1].isoformat()} {cleared[0]}" if cleared else ""


def clear_paper(paper: Report, *, cleared: Mapping[str, Cleared]) -> None:
    """Note for each kind in `cleared` by which post and on which day, or that it is not.

    The paper is held, and the change is somebody's.

    :raises Refused: the paper was submitted
    """
    with refusals_in_words(ReportClearance):
        stand = _standing(paper)
        for kind, given in cleared.items():
            if given is None:
                paper.clearances.filter(kind=kind).delete()
            elif given != _cleared(stand.get(kind)):
                values = dict(zip(PARTS, given, strict=True))
                ReportClearance.objects.update_or_create(report=paper, kind=kind, defaults=values)


def meet(
    paper: Report, *, cleared: Mapping[str, Cleared], before: Mapping[str, str]
) -> tuple[dict[str, Cleared], tuple[Conflict, ...], dict[str, str]]:
    """Return the clearances that one changed, where others changed them too, and how all stand.

    `cleared`: as typed, by kind; `before`: how each stood when the form was read, as it is kept.
    The conflicts have the names of the form's fields, and so has what was seen.
    """
    stand = _standing(paper)
    mine = {
        kind: given for kind, given in cleared.items() if as_kept(given) != before.get(kind, "")
    }
    clashes = [
        clash
        for kind, given in mine.items()
        if as_kept(_cleared(stand.get(kind))) != before.get(kind, "")
        for clash in _clashes(kind, stand.get(kind), given)
    ]
    seen = {f"{kind}_was": as_kept(_cleared(stand.get(kind))) for kind in before}
    return mine, tuple(clashes), seen


def said(cleared: Mapping[str, Cleared]) -> dict[str, Any]:
    """Return clearances as the fields of the form say them."""
    return {
        f"{kind}_{part}": value
        for kind, given in cleared.items()
        for part, value in zip(PARTS, given or ("", None), strict=True)
    }


def _standing(paper: Report) -> dict[str, ReportClearance]:
    return {each.kind: each for each in paper.clearances.all()}


def _cleared(row: ReportClearance | None) -> Cleared:
    return (row.post, row.on) if row else None


def _clashes(kind: str, row: ReportClearance | None, mine: Cleared) -> Iterator[Conflict]:
    """Yield where a clearance that others changed meanwhile differs from mine."""
    last = audit.events_of(row).last() if row else None
    theirs = said({kind: _cleared(row)})
    for name, value in said({kind: mine}).items():
        if theirs[name] != value:
            yield Conflict(
                name=name,
                label=name,
                base=None,
                theirs=theirs[name],
                mine=value,
                by=audit.post_said(last) if last else "",
                at=last.pgh_created_at if last else None,
            )
