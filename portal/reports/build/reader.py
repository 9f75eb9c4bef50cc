"""Builds a paper's content: reads the database once, in a fixed number of queries."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from governance.models import Board
from governance.periods import Period, in_words, period_from_slug
from impact.models import Area
from portal.reports.build import read_others
from portal.reports.build.compose import board_report
from portal.reports.build.facts import Found
from portal.reports.build.read_measures import Measures
from portal.reports.build.read_priorities import Priorities, rounds_up_to
from portal.reports.build.read_registers import registers
from portal.reports.build.sources import SourceList
from portal.reports.build.wording import upper_first
from portal.reports.content import PaperContent
from priorities.models import Plan, Priority
from priorities.rules import SHOWN_TO_ALL

BUILT = {"board": board_report}


class UnknownFormat(ValueError):
    """No paper of that format can be written yet."""


def build(
    *,
    format_code: str,
    board: Board,
    period: Period,
    edition: int | None = None,
    today: date | None = None,
) -> PaperContent:
    """Return the content of a paper of `board` for `period`, as it stood at the period's end.

    While the period runs, the paper speaks of `today` (London's by default). Nothing in it is
    dated after that day, and no figure whose period ended later.

    :raises UnknownFormat: `format_code` is none of those built
    """
    if format_code not in BUILT:
        raise UnknownFormat(
            f"No paper of the format {format_code} can be written yet; there is"
            f" {', '.join(sorted(BUILT))}."
        )
    on = min(period.last_day, today or timezone.localdate())
    with one_moment():
        found = read(board, period, on=on)
    return BUILT[format_code](found, edition=edition)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stood at one moment, whatever others save meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def read(board: Board, period: Period, *, on: date, sources: SourceList | None = None) -> Found:
    """Return everything a board report is made of, as it stood `on` that day of the period.

    `sources`: the list to go on with, where the paper reads more than this.
    """
    ends_on = on + timedelta(days=1)
    sources = SourceList() if sources is None else sources
    plans = _plans(board, period)
    priorities = list(
        Priority.objects.filter(plan__in=plans)
        .select_related("plan")
        .order_by("plan__starts_on", "plan", "number")
    )
    since = min((plan.starts_on for plan in plans if plan.starts_on), default=None)
    rounds = rounds_up_to(board, period, since=since)
    measures = Measures(board, plans, priorities, ends_on=ends_on, sources=sources)
    read = Priorities(priorities, rounds=rounds, period=period, on=on, sources=sources)
    found = tuple(read.found(each, measures) for each in priorities)
    scorecard = measures.scorecard()
    followed = read_others.followed(board, on=on, ends_on=period.ends_on, sources=sources)
    home = Area.objects.filter(is_home=True).first()
    quarters = [period_from_slug(each.slug, board.calendar) for each in rounds]
    if not quarters or quarters[-1] != period:
        quarters.append(period)
    return Found(
        place=home.name if home else "",
        board=board.name,
        board_slug=board.slug,
        period=upper_first(in_words(period)),
        period_slug=period.slug,
        period_short=in_words(period).partition(",")[0],
        calendar=period.calendar,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        on=on,
        quarters=_labels(quarters),
        plan=" and ".join(plan.title for plan in plans),
        next_quarter=_labels([*quarters, period.next()])[-1] if read.expects else "",
        meeting=read_others.next_meeting(board, on=on),
        priorities=found,
        followed=followed,
        scorecard=scorecard,
        registers=registers(board, period=period, on=on),
        glossary=read_others.glossary(on),
        sources=sources.listed(),
        licences=sources.licences(),
        measures_left_out=measures.left_out(),
    )


def _labels(quarters: Sequence[Period]) -> tuple[str, ...]:
    """Return quarters in few words, with their year only where there are several.

    >>> _labels([period_from_slug("2013-14-q1"), period_from_slug("2013-14-q2")])
    ('Quarter 1', 'Quarter 2')
    >>> _labels([period_from_slug("2013-14-q4"), period_from_slug("2014-15-q1")])
    ('Q4 of 2013/14', 'Q1 of 2014/15')
    """
    parts = [each.label.replace("-", "/", 1).partition(" ") for each in quarters]
    if len({year for year, _space, _name in parts}) > 1:
        return tuple(f"{name} of {year}" for year, _space, name in parts)
    words = (re.sub(r"^Q(\d)$", r"quarter \1", name) for _year, _space, name in parts)
    return tuple(f"{each[:1].upper()}{each[1:]}" for each in words)


def _plans(board: Board, period: Period) -> list[Plan]:
    """Return the board's plans that run in the period and have priorities, oldest first.

    A draft is none: a paper is published, and then says what everybody may see.
    """
    runs = (Q(starts_on=None) | Q(starts_on__lt=period.ends_on)) & (
        Q(ends_on=None) | Q(ends_on__gt=period.starts_on)
    )
    plans = Plan.objects.filter(
        runs, board=board, state__in=SHOWN_TO_ALL, priorities__isnull=False
    )
    return list(plans.distinct().order_by("starts_on", "pk"))
