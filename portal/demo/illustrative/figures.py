"""Figures, targets and scorecards that no paper and no official file has."""

from datetime import date
from decimal import Decimal
from typing import Any

from governance.models import Board
from governance.periods import Period, year_of
from impact.models import Area, Measure, Observation, Scorecard, Target
from portal.demo.dates import stretch
from portal.demo.illustrative.words import words
from portal.demo.joins import draw
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing


def load_figures(shelf: Shelf, timing: Timing) -> None:
    """Add points between printed figures, what was aimed at, and the alliances' scorecards."""
    said = words("figures")
    for code, points in said["points"].items():
        for day, value in points.items():
            shelf.illustrate(_point(shelf, code, day, value))
    for code, value in said["targets_2013"].items():
        _aim(shelf, code, value, year_of(date(2013, 4, 1)))
    for code, value in said["targets_now"].items():
        _aim(shelf, code, value, year_of(timing.anchor).next())
    for slug, groups in said["scorecards"].items():
        board = shelf.one(Board, slug)
        card = Scorecard(slug=f"{slug}-now", title=f"Scorecard of the {board.name}", board=board)
        draw(shelf, shelf.illustrate(card), {group: tuple(kept) for group, kept in groups.items()})


def _point(shelf: Shelf, code: str, day: Any, value: float) -> Observation:
    when = stretch(str(day))
    return Observation(
        measure=shelf.one(Measure, code),
        area=shelf.one(Area, "Walsall"),
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        period_known=when.known,
        label=when.label,
        value=Decimal(str(value)),
    )


def _aim(shelf: Shelf, code: str, value: float, year: Period) -> None:
    last = year.last_day
    row = Target(
        measure=shelf.one(Measure, code),
        area=shelf.one(Area, "Walsall"),
        label=f"{last.day} {last:%B %Y}",
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        value=Decimal(str(value)),
    )
    shelf.illustrate(row)
