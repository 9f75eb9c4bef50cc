"""Meetings that the papers speak of, what they decided, and how priorities were chosen."""

from governance.models import Board, Decision, Meeting
from portal.demo.dates import stretch
from portal.demo.shelf import Shelf
from priorities.models import Criterion, Prompt, SelectionRound

KINDS = {
    "board": Meeting.Kind.ORDINARY,
    "scrutiny": Meeting.Kind.ORDINARY,
    "review": Meeting.Kind.REVIEW,
    "external review": Meeting.Kind.REVIEW,
    "conference": Meeting.Kind.CONFERENCE,
    "summit": Meeting.Kind.SUMMIT,
    "consultation": Meeting.Kind.CONSULTATION,
}
TITLES = {
    "wscb-2013-10": "Review of the board's effectiveness",
    "dfe-2013-12-03": "12 month review with the department",
    "wla-2022-10-07": "Conference for school leaders",
    "summit-2023-06-23": "Children First Summit",
    "stakeholders-2009-04-20": "Stakeholder event on the draft plan",
}
CHOICE = "cypb-2013-03-27"
ROUND_TEXTS: dict[str, type[Prompt] | type[Criterion]] = {
    "question for choosing a priority": Prompt,
    "test a draft priority must pass": Criterion,
}


def load_meetings(shelf: Shelf) -> None:
    """Add the meetings, with what each resolved or recommended."""
    for entry in shelf.library.of("meetings"):
        when = stretch(entry["date"])
        board = shelf.one(Board, entry["body"])
        meeting = Meeting(
            board=board,
            slug=entry["id"],
            on=when.starts_on,
            on_known=when.known,
            kind=KINDS[entry["kind"]],
            state=Meeting.State.HELD,
            title=TITLES.get(entry["id"], ""),
            what=entry["what"],
            note=entry.text("note"),
            head_count=entry.get("attendance"),
        )
        shelf.add(meeting, of=entry)
        said = [(Decision.Kind.RESOLVED, entry[key]) for key in ("decision",) if entry.get(key)]
        said += [(Decision.Kind.RECOMMENDED, text) for text in entry.get("recommendations", ())]
        for kind, text in said:
            shelf.add(shelf.decide(board, meeting, kind=kind, text=text), of=entry)


def load_choice(shelf: Shelf) -> None:
    """Add the choice of the eight priorities, with its prompts and tests."""
    meeting = shelf.one(Meeting, CHOICE)
    board = shelf.one(Board, "cyp-partnership-board")
    chosen = SelectionRound(
        board=board, decided_on=meeting.on, meeting=meeting, drafts=10, agreed=8
    )
    shelf.add(chosen, source=meeting.source)
    for entry in shelf.library.of("governance_rules"):
        kind = ROUND_TEXTS.get(entry["kind"])
        if kind:
            number = int(entry["id"].rpartition("-")[2])
            shelf.add(kind(round=chosen, number=number, text=entry["text"]), of=entry)
