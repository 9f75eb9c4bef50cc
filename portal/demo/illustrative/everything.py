"""All that the demonstration adds to the papers, in the order keys need."""

from django.contrib.auth.hashers import make_password

from governance.models import Board, Office, SourceNote, User
from portal.demo.illustrative import (
    alliances,
    binding,
    business,
    children_plan,
    figures,
    gatherings,
    papers,
    passing,
    referring,
    registers,
    rounds,
)
from portal.demo.illustrative.alliances import Alliance
from portal.demo.illustrative.words import words
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing

ALLIANCES = ("cyp-alliance", "wla")
OFFICER = "walsall-council/Partnership Officer/"


def load_illustrative(shelf: Shelf, timing: Timing, password: str) -> None:
    """Add every illustrative row; `password` is that of all accounts."""
    children_plan.load_children_plan(shelf)
    registers.load_registers(shelf)
    passing.load_passed_on(shelf)
    said = words("boards_now")
    hashed = make_password(password)  # one for all: they share the password anyway
    seated: dict[str, Alliance] = {}
    for slug in ALLIANCES:
        alliance = Alliance(shelf, timing, shelf.one(Board, slug), said[slug], hashed)
        seated[slug] = alliance
        alliances.seat(alliance)
        rounds.work(alliance)
        gatherings.gather(alliance)
        gatherings.challenge(alliance)
        if slug == ALLIANCES[0]:
            _give_offices(alliance, said["offices"])
    _govern(seated)
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


def _govern(seated: dict[str, Alliance]) -> None:
    """Add what the alliances bind themselves to, and their business at and between meetings."""
    said = words("governing")
    officer = seated[ALLIANCES[0]].shelf.one(User, OFFICER)
    for slug, alliance in seated.items():
        binding.bind(alliance, said[slug])
        business.do_business(alliance, said[slug], officer)
    referring.refer(seated, said["referrals"], officer)


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
