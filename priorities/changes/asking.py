"""Asking partners: one mail a person when a round opens, one reminder an item; never twice."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance import audit
from governance.changes.links import issue_link, token_for
from governance.changes.mail import LINK, write_to
from governance.editing import refusals_in_words
from governance.models import SignedLink, Subject, User
from governance.queries import counted, day, voices_on
from governance.queries.pausing import boards_in_pause
from governance.scope import scope_of
from priorities.models import Commitment, HandedOn, Nudge, ReportingRound
from priorities.queries.asked import asked_in, lead_asked, silent_in

AFTER_DUE = timedelta(days=14)  # a late answer is still an answer


def ask_by_the_clock(rounds: Collection[ReportingRound], *, on: date, at: datetime) -> int:
    """Write to who has yet to answer in `rounds`, as the clock does; return how many are asked.

    A board that chases nobody on that day waits: the first day after its pause writes.
    """
    resting = set(boards_in_pause(on))
    return sum(ask_for_answers(each, at=at) for each in rounds if each.board_id not in resting)


@transaction.atomic
def ask_for_answers(in_round: ReportingRound, *, at: datetime) -> int:
    """Write to each person who has yet to answer; return how many are asked.

    Asked again it writes only to those who were not asked before.
    """
    silent = asked_in(in_round).filter(silent_in(in_round))
    asked = people_asked(in_round, list(silent))
    for person, items in sorted(asked.items(), key=lambda pair: pair[0].pk):
        _ask(in_round, person, items, at=at)
    return len(asked)


def subject_of(in_round: ReportingRound) -> Subject:
    """Return what people are asked and told about a round by."""
    subject, _ = Subject.objects.get_or_create(
        address=in_round.get_absolute_url(),
        defaults={"kind": "round", "title": str(in_round), "board": in_round.board},
    )
    return subject


def people_asked(
    in_round: ReportingRound, commitments: Collection[Commitment]
) -> dict[User, list[Commitment]]:
    """Return who answers today for which of `commitments`; three queries.

    In whose hands an item was put, they alone; else those who answer for the organisation on the
    board or hold a place for it, and who leads the action.
    """
    voices = voices_on(in_round.board_id, {each.organisation_id for each in commitments})
    handed = HandedOn.objects.filter(round=in_round, commitment__in=commitments)
    hands = {each.commitment_id: each for each in handed.select_related("handed_to__supporter")}
    asked: dict[User, list[Commitment]] = {}
    for each in commitments:
        own = hands.get(each.pk)
        lead = lead_asked(each)
        spoken = voices.get(each.organisation_id, set()) | ({lead} if lead else set())
        for person in {own.handed_to} if own else spoken:
            asked.setdefault(person, []).append(each)
    return asked


def _ask(in_round: ReportingRound, person: User, items: list[Commitment], *, at: datetime) -> None:
    due, many = day(in_round.due_on), counted(len(items), "item")
    title = f"{many} to answer by {due}"
    words = f"{in_round.board} asks how your part goes: {many}, about half a minute each."
    write_with_link(in_round, person, key="asked", title=title, words=words, at=at)


def nudge(
    commitment: Commitment, *, in_round: ReportingRound, by: User, at: datetime
) -> tuple[Nudge, bool]:
    """Remind who answers for a commitment, once a round; say whether it was the first time."""
    what = f"reminded {commitment.organisation} of {in_round.label}"
    with refusals_in_words(Nudge), audit.change(by=by, what=what):
        logged, is_new = Nudge.objects.get_or_create(
            round=in_round, commitment=commitment, defaults={"nudged_at": at, "nudged_by": by}
        )
        if is_new:
            due = day(in_round.due_on)
            words = f"{by.called} asks you for the answer that is due by {due}."
            for person in people_asked(in_round, [commitment]):
                key = f"reminded of {commitment.pk}"
                title = f"A reminder: please answer by {due}"
                write_with_link(in_round, person, key=key, title=title, words=words, at=at)
        return logged, is_new


def write_with_link(
    in_round: ReportingRound, person: User, *, key: str, title: str, words: str, at: datetime
) -> None:
    """Write one mail with a signed link; who is written to through somebody else gets none."""
    key = f"{in_round.get_absolute_url()} {key}"
    link = f"{LINK}\n\nThe link is yours alone and opens only what is due from you."
    body = f"{words}\n\n{link} Answer by {day(in_round.due_on)}.\n"
    message = write_to(person, key=key, title=title, body=body, at=at, board=in_round.board)
    if message is None or message.person_id != person.pk:
        return
    scope = scope_of(person)
    last = timezone.make_aware(datetime.combine(in_round.due_on + AFTER_DUE, time.max))
    issue_link(
        token_for(person, key),
        person=person,
        purpose=SignedLink.Purpose.ANSWER,
        subjects=[subject_of(in_round)],
        until=max(last, at + AFTER_DUE),
        organisation=None if scope.seats or scope.answers else person.organisation,
        by=None,
        at=at,
    )
