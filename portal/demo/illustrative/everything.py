"""All that the demonstration adds to the papers, in the order keys need."""

from django.contrib.auth.hashers import make_password

from governance.models import Board, Office, SourceNote
from portal.demo.illustrative import (
    alliances,
    children_plan,
    figures,
    gatherings,
    papers,
    passing,
    registers,
    rounds,
)
from portal.demo.illustrative.alliances import Alliance
from portal.demo.illustrative.words import words
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing

ALLIANCES = ("cyp-alliance", "wla")


def load_illustrative(shelf: Shelf, timing: Timing, password: str) -> None:
    """Add every illustrative row; `password` is that of all accounts."""
    children_plan.load_children_plan(shelf)
    registers.load_registers(shelf)
    passing.load_passed_on(shelf)
    said = words("boards_now")
    hashed = make_password(password)  # one for all: they share the password anyway
    for slug in ALLIANCES:
        alliance = Alliance(shelf, timing, shelf.one(Board, slug), said[slug], hashed)
        alliances.seat(alliance)
        rounds.work(alliance)
        gatherings.gather(alliance)
        gatherings.challenge(alliance)
        if slug == ALLIANCES[0]:
            _give_offices(alliance, said["offices"])
    figures.load_figures(shelf, timing)
    papers.load_papers(shelf, timing)
    _tell_of_agreed_measures(shelf)


def _give_offices(alliance: Alliance, said: list[dict[str, str]]) -> None:
    """Add the accounts without a place; an office is held for the whole partnership."""
    for each in said:
        holder = alliances.member(alliance, dict(each))
        if "office" in each:
            row = Office(person=holder, kind=each["office"], starts_on=alliance.timing.month(-24))
            alliance.shelf.illustrate(row)


def _tell_of_agreed_measures(shelf: Shelf) -> None:
    """Say of the one column that rows of the papers carry and the papers do not know."""
    entry = next(e for e in shelf.library.of("improvement_themes") if e["id"] == "cyp-partnership")
    shelf.note(
        slug="measures-agreed",
        kind=SourceNote.Kind.REMARK,
        what="The papers do not say on which day the measures of a priority were agreed.",
        handling="Such a day is illustrative, whatever row it stands on.",
        sources=shelf.sources_of(entry),
    )
