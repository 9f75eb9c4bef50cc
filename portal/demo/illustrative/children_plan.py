"""The plan of 2013 at work: who held the places, what they did in three quarters, who came.

Nothing here is dated after what the paper for its third quarter needs, but for the meeting that
hears it.
"""

from datetime import date, time, timedelta
from typing import Any

from governance.models import AgendaItem, Board, Meeting, Place, User
from governance.periods import in_words, period_from_slug
from portal.demo.illustrative.attending import register
from portal.demo.illustrative.delivery import Frame, plan
from portal.demo.illustrative.people import appoint, let_answer, person
from portal.demo.illustrative.reporting import Ledger, raise_issues
from portal.demo.illustrative.words import words
from portal.demo.shelf import Shelf
from portal.demo.timing import at
from priorities.models import Priority, ReportingRound, Sponsorship

BOARD = "cyp-partnership-board"
BEGAN, ENDED = date(2013, 4, 1), date(2016, 4, 1)
ASKED, ANSWERED = date(2013, 4, 22), date(2013, 5, 13)


def load_children_plan(shelf: Shelf) -> None:
    """Add the three quarters of the plan of 2013, and the fourth board meeting."""
    said = words("people_2013")
    voices = _people(shelf, said)
    places = {slug: _place(shelf, post) for slug, post in said["sponsors"].items()}
    _sponsor(shelf, voices, places)
    rounds = [_round(shelf, each) for each in said["rounds"]]
    frame = Frame(
        shelf=shelf,
        day=lambda told, _is_end: told,
        voices=voices,
        ends=[each.ends_on - timedelta(days=1) for each in rounds],
        today=rounds[-1].ends_on - timedelta(days=1),
        asked_on=ASKED,
        answered_on=ANSWERED,
    )
    _work(frame, rounds)
    _meet(shelf, said, places)


def _people(shelf: Shelf, said: dict[str, Any]) -> dict[str, User]:
    board = shelf.one(Board, BOARD)
    everyone = {**said["sponsors"], **said["respondents"]}
    voices = {
        slug: person(shelf, slug, post, distinction="2013 to 2016", left_on=ENDED)
        for slug, post in everyone.items()
    }
    for each in voices.values():
        let_answer(shelf, board, each, BEGAN, ENDED)
    return voices


def _place(shelf: Shelf, post: str) -> Place:
    return shelf.one(Place, f"{BOARD}/{post}/1")


def _sponsor(shelf: Shelf, voices: dict[str, User], places: dict[str, Place]) -> None:
    """Seat the eight sponsors; that they sponsor is a fact of the paper, who sat there is not."""
    for slug, place in places.items():
        appoint(shelf, place, voices[slug], starts_on=BEGAN, ends_on=ENDED, how="by office")
    for entry in shelf.library.of("priorities"):
        if entry["plan"] == "cypp-2013":
            priority = shelf.one(Priority, entry["id"])
            row = Sponsorship(
                priority=priority,
                place=places[entry["sponsor_organisation"]],
                starts_on=BEGAN,
                starts_known="month",
                ends_on=ENDED,
                ends_known="month",
            )
            shelf.add(row, of=entry)


def _round(shelf: Shelf, said: dict[str, Any]) -> ReportingRound:
    period = period_from_slug(said["period"])
    row = ReportingRound(
        board=shelf.one(Board, BOARD),
        slug=period.slug,
        label=in_words(period).partition(",")[0],
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opens_on=said["opens"],
        due_on=said["due"],
        closed_at=at(said["closes"], 17),
    )
    return shelf.illustrate(row)


def _work(frame: Frame, rounds: list[ReportingRound]) -> None:
    ledger = Ledger(frame, rounds)
    sponsors = {
        each["id"]: each["sponsor_organisation"]
        for each in frame.shelf.library.of("priorities")
        if each["plan"] == "cypp-2013"
    }
    for slug, said in words("plan_2013").items():
        priority = frame.shelf.one(Priority, slug)
        worked = plan(frame, priority, said)
        for number, asked in enumerate(rounds):
            missing = [
                who for who, quarters in said.get("silent", {}).items() if number + 1 in quarters
            ]
            ledger.send(number, worked, day=asked.due_on - timedelta(days=4), silent=missing)
            report = said["reports"][number]
            if report:
                by = frame.voices[sponsors[slug]]
                signed_at = at(asked.due_on, 16, priority.number)
                ledger.report(number, priority, worked, report, by=by, signed_at=signed_at)
        raise_issues(frame, priority, worked, said)


def _meet(shelf: Shelf, said: dict[str, Any], places: dict[str, Place]) -> None:
    board = shelf.one(Board, BOARD)
    for number, each in enumerate(said["meetings"]):
        meeting = shelf.maybe(Meeting, each["slug"])
        if meeting is None:
            meeting = Meeting(
                board=board,
                slug=each["slug"],
                on=each["day"],
                starts_at=time(14),
                ends_at=time(16),
                venue="Council House",
                state=Meeting.State.HELD,
            )
            shelf.illustrate(meeting)
            for order, item in enumerate(said["agenda"], 1):
                shelf.illustrate(AgendaItem(meeting=meeting, number=order, **item))
        for text in said["decisions"].get(each["slug"], ()):
            shelf.illustrate(shelf.decide(board, meeting, text=text))
        for slug, place in places.items():
            letter = said["register"][slug][number]
            register(shelf, meeting, place, letter)
