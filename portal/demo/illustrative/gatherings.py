"""Meetings of the present alliances, past and to come: agenda, register, decisions, questions."""

from datetime import date, time
from typing import Any

from governance.models import ActionPoint, AgendaItem, Challenge, Classification, Meeting, Subject
from governance.periods import latest_publication
from portal.demo.illustrative.alliances import Alliance, chair_of, member, organisation_of
from portal.demo.illustrative.attending import expect, register
from portal.demo.timing import at, meets_on, working_day
from priorities.models import Priority

NEXT_IN_DAYS = 7


def gather(alliance: Alliance) -> None:
    """Add the meetings of the closed rounds, the next one and the one after it."""
    periods = alliance.timing.closed(alliance.board.calendar, len(alliance.said["held"]))
    for number, period in enumerate(periods):
        meeting = _meeting(alliance, meets_on(period), "held")
        _hold(alliance, meeting, number)
    _announce(alliance)
    after = alliance.timing.current(alliance.board.calendar).next()
    _meeting(alliance, meets_on(after), "planned")


def _meeting(alliance: Alliance, day: date, state: str) -> Meeting:
    begins, ends = alliance.said["hours"]
    row = Meeting(
        board=alliance.board,
        slug=f"{alliance.board.slug}-{day}",
        on=day,
        starts_at=time(begins),
        ends_at=time(ends),
        venue=alliance.said["venue"],
        hybrid=True,
        state=state,
    )
    if state != Meeting.State.PLANNED:
        row.agenda_out_on = latest_publication(day)
    return alliance.shelf.illustrate(row)


def _hold(alliance: Alliance, meeting: Meeting, number: int) -> None:
    """Add what happened at a past meeting; its minutes were agreed at the one after it."""
    shelf, said = alliance.shelf, alliance.said["held"][number]
    _set_agenda(alliance, meeting)
    for each in alliance.held:
        until = each.said.get("until")
        if each.holder or alliance.day(until) > meeting.on:
            register(shelf, meeting, each.place, each.said["came"][number])
    for text in said["decisions"]:
        shelf.illustrate(shelf.decide(alliance.board, meeting, text=text))
    for order, each in enumerate(said["asked"], 1):
        row = ActionPoint(
            meeting=meeting,
            number=order,
            what=each["what"],
            who=alliance.voices[each["who"]],
            due_on=alliance.day(each["due"]),
            state=each["state"],
        )
        shelf.illustrate(row)


def _announce(alliance: Alliance) -> None:
    """Add the next meeting, its agenda and the replies so far."""
    day = working_day(alliance.timing.day(NEXT_IN_DAYS))
    meeting = _meeting(alliance, day, "published")
    _set_agenda(alliance, meeting)
    deputy = alliance.said.get("deputy")
    for each in alliance.held:
        if each.holder:
            who = None
            if deputy and each.place.seat.title == deputy["for"]:
                who = member(alliance, deputy)
            expect(alliance.shelf, meeting, each.place, each.said["reply"], who)


def _set_agenda(alliance: Alliance, meeting: Meeting) -> None:
    for number, said in enumerate(alliance.said["agenda"], 1):
        priority = alliance.shelf.maybe(Priority, said.get("plan"))
        row = AgendaItem(
            meeting=meeting,
            number=number,
            title=said["title"],
            purpose=said["purpose"],
            out_on=meeting.agenda_out_on,
        )
        if priority:
            address = f"/plans/{priority.plan.slug}/{priority.number}/delivery/"
            title = f"Delivery plan, {priority.title}"
            row.subject = _subject(alliance, "delivery plan", title, address)
        alliance.shelf.illustrate(row)


def _subject(alliance: Alliance, kind: str, title: str, address: str) -> Subject:
    found = alliance.shelf.maybe(Subject, address)
    if found is None:
        is_measure = kind == "measure"
        found = Subject(
            kind=kind,
            title=title,
            address=address,
            board=alliance.board,
            classification=Classification.PUBLIC if is_measure else Classification.PARTNERSHIP,
        )
        alliance.shelf.add(found, name=address)
    return found


def challenge(alliance: Alliance) -> None:
    """Add the questions put to partners: one is due, one was answered and closed."""
    chair = chair_of(alliance)
    for said in alliance.said["challenges"]:
        row = Challenge(
            board=alliance.board,
            subject=_subject(alliance, said["kind"], said["title"], said["about"]),
            question=said["question"],
            asked_by=chair,
            asked_at=at(alliance.day(said["asked"]), 10),
            put_to=organisation_of(alliance, said["to"]),
            due_on=alliance.day(said["due"]),
        )
        if "answer" in said:
            _close(alliance, row, said)
        alliance.shelf.illustrate(row)


def _close(alliance: Alliance, row: Challenge, said: dict[str, Any]) -> None:
    day = alliance.day(said["answered"])
    row.state = Challenge.State.CLOSED
    row.answer, row.led_to = said["answer"], said["led"]
    row.answered_by, row.answered_at = alliance.voices[said["to"]], at(day, 11)
    row.closed_by, row.closed_at = row.asked_by, at(day, 15)
