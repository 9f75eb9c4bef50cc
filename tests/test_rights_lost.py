"""A right that is lost while the form is open: what is sent is refused as a stranger's would be.

Everybody opens their page first; then the place, the office or the account ends, and the form is
sent from the same browser. The tables of `authorisation*.csv` say what is met then.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Appointment, Draft, Office, Respondent, Seat, User
from priorities.models import DeliveryAction, Sponsorship
from tests.factories import PlaceFactory, ReportSectionFactory
from tests.pages import tidy
from tests.rights import (
    HTMX,
    Row,
    World,
    exceptions,
    outcome,
    undone,
    written_tables,
)
from tests.rights_own import THEIRS, own_action, own_item, own_report
from tests.test_authorisation_writes import DEEDS, DEEDS_OF_TABLE, prepared

pytestmark = pytest.mark.django_db

Ending = Callable[[User], None]
REFUSED = {403, 404}


def today() -> date:
    return timezone.localdate()


def place_ends(person: User) -> None:
    Appointment.objects.filter(holder=person).update(ends_on=today())


def becomes_observer(person: User) -> None:
    Seat.objects.filter(appointments__holder=person).update(role="observer", voting=False)


def replaced_as_sponsor(person: User) -> None:
    """Let another place of the board sponsor what they sponsored; they keep theirs."""
    for held in Sponsorship.objects.filter(place__appointments__holder=person):
        Sponsorship.objects.filter(pk=held.pk).update(ends_on=today())
        place = PlaceFactory(seat__board=held.priority.plan.board)
        Sponsorship.objects.create(priority=held.priority, place=place, starts_on=today())


def office_ends(person: User) -> None:
    Office.objects.filter(person=person).update(ends_on=today())


def answers_no_more(person: User) -> None:
    Respondent.objects.filter(person=person).update(ends_on=today())


def leads_no_more(person: User) -> None:
    DeliveryAction.objects.filter(lead_person=person).update(lead_person=None)


def suspended(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def leaves(person: User) -> None:
    User.objects.filter(pk=person.pk).update(left_on=today())


# What ends for whom, and whom they are like from then on.
ENDINGS: dict[str, tuple[tuple[Ending, str], ...]] = {
    "officer": ((office_ends, "no seat"), (suspended, "suspended"), (leaves, "suspended")),
    "chair": (
        (place_ends, "no seat"),
        (becomes_observer, "critical friend"),
        (suspended, "suspended"),
    ),
    "sponsor": (
        (replaced_as_sponsor, "member"),
        (place_ends, "no seat"),
        (suspended, "suspended"),
    ),
    "respondent": ((answers_no_more, "no seat"), (suspended, "suspended")),
    "assistant": ((office_ends, "no seat"), (suspended, "suspended")),
    "action lead": ((leads_no_more, "no seat"), (suspended, "suspended")),
}
# What a board's officer and its chair may do at a thing of their board.
OF_BOARDS = [
    (who, row)
    for row in DEEDS_OF_TABLE
    for who in ("officer", "chair")
    if row.board == "own" and row.answers[who] == "may"
]
OF_THEIR_OWN = [line for line in exceptions() if line["deed"] and line["answer"] == "may"]


def sent_late(
    world: World, who: str, place: str, sent: dict[str, Any], ends: Ending
) -> tuple[str, set[str]]:
    """Return what comes of a form that was opened before a right ended, and what it wrote."""
    person = world.people[who]
    assert isinstance(person, User)
    with undone():
        page = world.browser(who).get(place)
        assert page.status_code == 200, (place, who)
        hidden = re.search(r'name="ticket" value="([^"]+)"', page.content.decode())
        ticket = {"ticket": hidden[1]} if hidden else {}
        ends(person)
        with written_tables() as written:
            whole = world.browser(who).post(place, {**sent, **ticket})
            part = world.browser(who).post(place, {**sent, **ticket}, headers=HTMX)
        assert outcome(part) == outcome(whole), (place, who)
    return outcome(whole), written


@pytest.mark.parametrize(
    ("who", "row"), OF_BOARDS, ids=[f"{who}, {row.deed}, {row.address}" for who, row in OF_BOARDS]
)
def test_what_a_board_gave_is_gone_with_the_next_sending(
    world: World, who: str, row: Row, full: bool
) -> None:
    place, sent = prepared(world, row)
    for ends, like in ENDINGS[who] if full else ENDINGS[who][:1]:
        if row.answers[like] == "may":
            continue  # whom they become may do it, too
        met = sent_late(world, who, place, sent, ends)
        assert met == (row.answers[like], set()), (place, ends.__name__)


@pytest.mark.parametrize(
    "line",
    OF_THEIR_OWN,
    ids=[f"{line['who']}, {line['deed']}, {line['address']}" for line in OF_THEIR_OWN],
)
def test_what_was_their_own_is_gone_with_the_next_sending(
    world: World, line: dict[str, str]
) -> None:
    who, address, deed = line["who"], line["address"], line["deed"]
    person = world.people[who]
    assert isinstance(person, User)
    thing = THEIRS[address](person)
    place, sent = reverse(address, kwargs=thing), DEEDS[address, deed](thing)
    row = next(row for row in DEEDS_OF_TABLE if (row.address, row.deed) == (address, deed))
    for ends, like in ENDINGS[who]:
        met = sent_late(world, who, place, sent, ends)
        assert met == (row.answers[like], set()), (place, ends.__name__)


# Forms whose text is kept while it is typed: who opens it, what ends, the address, what is kept.
KEPT: dict[str, tuple[str, Ending, Callable[[World, User], str], dict[str, str]]] = {
    "action": (
        "sponsor",
        replaced_as_sponsor,
        lambda world, person: reverse("priorities:action-edit", kwargs=own_action(person)),
        {"deed": "keep", "title": "Half a thou"},
    ),
    "report of the quarter": (
        "sponsor",
        replaced_as_sponsor,
        lambda world, person: reverse("priorities:progress-view", kwargs=own_report(person)),
        {"deed": "keep", "action_taken": "Half a thou"},
    ),
    "answer": (
        "respondent",
        answers_no_more,
        lambda world, person: reverse("portal:answer-item", kwargs=own_item(person)),
        {"keep": "yes", "text": "Half a thou"},
    ),
    "section": (
        "officer",
        office_ends,
        lambda world, person: section_of(world),
        {"deed": "keep", "text": "Half a thou"},
    ),
}


def section_of(world: World) -> str:
    section = ReportSectionFactory(report__board=world.boards["own"])
    return reverse("portal:section-edit", args=[section.report_id, section.code])


@pytest.mark.parametrize("name", KEPT)
def test_what_was_kept_while_it_was_typed_stays_theirs_and_their_desk_says_so(
    world: World, name: str
) -> None:
    who, ends, address, typed = KEPT[name]
    person = world.people[who]
    assert isinstance(person, User)
    with undone():
        place, browser = address(world, person), world.browser(who)
        browser.post(place, typed)
        ends(person)
        assert (
            browser.post(place, {**typed, "title": "More", "text": "More"}).status_code in REFUSED
        )
        [kept] = Draft.objects.filter(person=person)
        assert "Half a thou" in kept.values.values()
        assert kept.title in tidy(browser.get("/home/"))
