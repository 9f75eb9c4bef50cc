"""Blocks about questions put to partners and referrals between boards: figures alone."""

from collections.abc import Iterator

from portal.reports.build.facts_board import Asked, BoardFound
from portal.reports.build.wording import counted, illustrative, percent_of, plain, upper_first
from portal.reports.content import Block, Bullets, Item
from portal.reports.papers.voices import said


def asked(facts: BoardFound) -> list[Block]:
    """Return how many questions and referrals there were, and what share changed something."""
    found, board = facts.asked, facts.found.board
    lines = [*_questions(found, board), *_referrals(found, board)]
    if not lines:
        return [said(f"{board} asked no partner a question and referred nothing in this time.")]
    made_up = illustrative(found.illustrative)
    return [Bullets(items=tuple(Item(words=(*plain(line), *made_up)) for line in lines))]


def _questions(found: Asked, board: str) -> Iterator[str]:
    if not found.questions:
        return
    asked = counted(found.questions, "question")
    yield f"{board} put {asked} to partners; {found.answered} of them were answered."
    if found.answered:
        yield f"{found.in_time} of {found.answered} answers came in time."
    yield f"{found.led} of {found.questions} led to a change that the chair recorded."


def _referrals(found: Asked, board: str) -> Iterator[str]:
    if found.referred:
        referred = counted(found.referred, "matter")
        yield f"{board} referred {referred} to other boards; {found.responded} had a response."
    if found.responded:
        share = percent_of(found.adopted, found.responded)
        yield f"{share}% were adopted, whole or in part: {found.adopted} of {found.responded}."
    if found.received:
        got = upper_first(counted(found.received, "matter"))
        verb = "was" if found.received == 1 else "were"
        yield f"{got} {verb} referred to it; it responded to {found.received_responded}."
