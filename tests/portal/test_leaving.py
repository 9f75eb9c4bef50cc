"""Somebody leaves: what they hold ends or passes on in one change, and can be taken back."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance import audit
from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Draft,
    Notification,
    Office,
    Respondent,
    User,
)
from portal.models import Leaving
from priorities.models import Sponsorship
from tests.factories import (
    FIRST_INSTANT,
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    DeliveryActionFactory,
    LeavingFactory,
    NominationFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db
GONE = date(2024, 10, 1)  # the day after the last


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def head(board: Board) -> User:
    """Who leaves: sits, sponsors, answers, leads an action, owes a point, holds an office."""
    seat = {"place__seat__title": "Head teacher", "place__seat__board": board}
    heads = OrganisationFactory(name="The heads", nominations_to="heads@example.org")
    row = AppointmentFactory(**seat, holder__post="Head", place__seat__nominated_by=heads)
    SponsorshipFactory(place=row.place, priority__plan__board=board)
    OfficeFactory(person=row.holder, board=board)
    RespondentFactory(person=row.holder, board=board)
    DeliveryActionFactory(lead_person=row.holder, title="Open a hub")
    ActionPointFactory(who=row.holder, what="Find a room", meeting__board=board)
    person: User = row.holder
    return person


@pytest.fixture
def next_one() -> User:
    person: User = UserFactory(post="Deputy head")
    return person


@pytest.fixture
def me(client: Client) -> User:
    """Who keeps the membership of the partnership, signed in."""
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    person: User = OfficeFactory(board=None, **office).person
    client.force_login(person)
    return person


def page_of(person: User) -> str:
    return f"/people/{person.pk}/leaving/"


def keys(page: str) -> list[str]:
    """Return what the page asks to be handed over."""
    return [part.split('"')[0] for part in page.split('<select name="')[1:]]


def all_to(client: Client, person: User, successor: User) -> dict[str, str]:
    return {
        "ends_on": "2024-09-30",
        "key": "form",
        **dict.fromkeys(keys(tidy(client.get(page_of(person)))), str(successor.pk)),
    }


def test_the_page_tells_nobody_what_an_exempt_item_asked_for(
    client: Client, head: User, me: User
) -> None:
    exempt = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "X"}
    point = ActionPoint.objects.get(who=head)
    ActionPoint.objects.update(item=AgendaItemFactory(meeting=point.meeting, **exempt))
    page = tidy(client.get(page_of(head)))
    assert f"Action point {point.number}, of an exempt item" in page
    assert "Find a room" not in page


def test_the_page_lists_all_that_a_person_holds(client: Client, head: User, me: User) -> None:
    page = tidy(client.get(page_of(head)))
    for words in ("Head teacher", "Sponsor of", "Answers for", "Open a hub", "Find a room"):
        assert words in page
    assert [key.split("-")[0] for key in keys(page)] == [
        *("seat", "sponsorship", "office", "respondent", "action", "point"),
    ]


def test_who_is_looked_for_can_be_chosen_for_each_thing(
    client: Client, head: User, next_one: User, me: User
) -> None:
    page = tidy(client.post(page_of(head), {"deed": "find", "find": "deputy"}))
    assert "One person is found for “deputy”." in page
    assert page.count(f'<option value="{next_one.pk}">To Deputy head') == 6


def test_what_was_chosen_is_kept_through_a_sign_out_until_they_leave(
    client: Client, head: User, next_one: User, me: User
) -> None:
    page = tidy(client.get(page_of(head)))
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    sent = {**all_to(client, head, next_one), "find": "deputy", "ticket": ticket[1]}
    answer = Client().post(page_of(head), sent)
    assert answer.headers["Location"] == f"/accounts/login/?next={page_of(head)}"
    again = tidy(client.get(page_of(head)))
    assert "This is your draft of 2 September 2024" in again
    assert 'value="2024-09-30"' in again
    chosen = f'<option value="{next_one.pk}" selected>'
    assert again.count(chosen) == len(keys(again))
    assert client.post(page_of(head), {**sent, "deed": "keep"}).status_code == 302
    client.post(page_of(head), {**sent, "deed": "leave"})
    assert not Draft.objects.exists()


def test_nobody_leaves_a_young_person_without_a_supporter(
    client: Client, next_one: User, me: User
) -> None:
    worker = UserFactory(post="Youth worker")
    young = UserFactory(young=True, distinction="", supporter=worker)
    page = tidy(client.get(page_of(worker)))
    assert "Supports Young people’s representative" in page.replace("&#x27;", "’")
    sent = {"ends_on": "2024-09-30", "deed": "leave", "find": "deputy"}
    alone = client.post(page_of(worker), sent)
    assert alone.status_code == 422
    assert "Choose who supports them from now on" in tidy(alone)
    User.objects.filter(pk=next_one.pk).update(email=None)
    sent[f"young-{young.pk}"] = str(next_one.pk)
    assert "has an e-mail address" in tidy(client.post(page_of(worker), sent))
    User.objects.filter(pk=next_one.pk).update(email="deputy@example.org")
    assert client.post(page_of(worker), sent).status_code == 302
    young.refresh_from_db()
    assert young.supporter == next_one
    client.post(page_of(worker), {"deed": "stay"})
    young.refresh_from_db()
    assert young.supporter == worker


def test_a_preview_says_what_it_comes_to_and_does_nothing(
    client: Client, head: User, next_one: User, me: User
) -> None:
    sent = all_to(client, head, next_one)
    page = tidy(client.post(page_of(head), sent))
    assert "Head leaves after 30 September 2024" in page
    assert "Head teacher: Deputy head follows" in page
    assert "Open a hub: Deputy head" in page
    assert not Leaving.objects.exists()
    head.refresh_from_db()
    assert head.left_on is None


def test_all_is_handed_over_in_one_change_and_the_successor_is_told(
    client: Client, head: User, next_one: User, me: User
) -> None:
    sent = {**all_to(client, head, next_one), "deed": "leave"}
    for _ in range(2):  # a double click
        assert client.post(page_of(head), sent).status_code == 302
    head.refresh_from_db()
    assert (head.left_on, Leaving.objects.count()) == (GONE, 1)
    mine = {"holder": next_one, "starts_on": GONE, "ends_on": None, "how": "follows Head"}
    assert Appointment.objects.filter(**mine).count() == 1
    assert Appointment.objects.get(holder=head).ends_on == GONE
    for model in (Office, Respondent):
        assert model.objects.get(person=next_one).starts_on == GONE
        assert model.objects.get(person=head).ends_on == GONE
    assert Sponsorship.objects.get().ends_on is None  # it stays with the place
    assert ActionPoint.objects.get().who == next_one
    assert next_one.actions_led.get().title == "Open a hub"
    told = Notification.objects.get(person=next_one)
    assert told.text.startswith("Head leaves after 30 September 2024 and hands over to you:")
    assert audit.trail(Appointment.objects.get(holder=head))[-1].sentence == (
        "Administrator let Head leave after 30 September 2024."
    )


def test_what_nobody_takes_is_vacant_and_can_be_asked_for(
    client: Client, head: User, me: User
) -> None:
    sent = {"deed": "leave", "ends_on": "2024-09-30"}
    page = tidy(client.post(page_of(head), sent, follow=True))
    place = Appointment.objects.get(holder=head).place
    assert f'<a href="{place.get_absolute_url()}nominate/">Ask The heads' in page
    assert head.actions_led.count() == 0
    assert ActionPoint.objects.get().who == head
    assert "They stay after all" in page


def test_they_stay_after_all_and_hold_what_they_held(
    client: Client, head: User, next_one: User, me: User
) -> None:
    client.post(page_of(head), {**all_to(client, head, next_one), "deed": "leave"})
    for _ in range(2):
        assert client.post(page_of(head), {"deed": "stay"}).status_code in {302, 422}
    head.refresh_from_db()
    assert head.left_on is None
    assert Appointment.objects.get().holder == head
    assert Appointment.objects.get().ends_on is None
    assert (Office.objects.filter(person=next_one).count(), head.actions_led.count()) == (0, 1)
    assert ActionPoint.objects.get().who == head
    stays = Notification.objects.filter(person=next_one, text__startswith="Head stays after all")
    assert stays.count() == 1


def test_what_others_changed_since_stays_as_they_left_it(
    client: Client, head: User, next_one: User, me: User
) -> None:
    client.post(page_of(head), {**all_to(client, head, next_one), "deed": "leave"})
    third = UserFactory()
    ActionPoint.objects.update(who=third)
    page = tidy(client.post(page_of(head), {"deed": "stay"}, follow=True))
    assert "Changed by others meanwhile, and left so: Find a room: Deputy head." in page
    assert ActionPoint.objects.get().who == third


def test_once_the_day_has_come_there_is_no_way_back(
    client: Client, head: User, me: User, clock: Any
) -> None:
    client.post(page_of(head), {"deed": "leave", "ends_on": "2024-09-30"})
    clock.move_to("2024-10-01T09:00:00+01:00")
    client.force_login(me)
    page = tidy(client.post(page_of(head), {"deed": "stay"}, follow=True))
    assert "The day has come: they have left." in page
    assert "Head left after 30 September 2024" in page
    head.refresh_from_db()
    assert head.left_on == GONE


def test_rights_are_gone_on_the_next_request_after_the_day(
    client: Client, head: User, me: User, board: Board, clock: Any
) -> None:
    theirs = Client()
    theirs.force_login(head)
    client.post(page_of(head), {"deed": "leave", "ends_on": "2024-09-30"})
    assert theirs.get("/boards/alliance/attendance/").status_code == 200
    clock.move_to("2024-10-01T00:30:00+01:00")
    assert theirs.get("/boards/alliance/attendance/").status_code == 302  # signed out
    assert not theirs.login(username=head.email, password="no hash of any password")


def test_what_would_only_begin_later_is_taken_back_with_its_nomination(
    client: Client, me: User
) -> None:
    person = UserFactory(post="Head")
    to_come = AppointmentFactory(holder=person, starts_on=date(2025, 1, 1))
    settled = {"settled_at": FIRST_INSTANT, "settled_by": me, "appointment": to_come}
    answered = {"post": "Head", "answered_at": FIRST_INSTANT, "answered_by": me}
    asked = NominationFactory(place=to_come.place, state="accepted", **answered, **settled)
    client.post(page_of(person), {"deed": "leave", "ends_on": "2024-09-30"})
    asked.refresh_from_db()
    assert (Appointment.objects.count(), asked.state) == (0, "declined")
    client.post(page_of(person), {"deed": "stay"})
    asked.refresh_from_db()
    assert (Appointment.objects.get().holder, asked.state) == (person, "accepted")


def test_a_mistyped_year_undoes_no_seat_that_was_held(client: Client, me: User) -> None:
    held = AppointmentFactory(place__seat__title="Head teacher", starts_on=date(2024, 5, 1))
    for deed in ("", "leave"):
        sent = {"deed": deed, "ends_on": "2023-09-30"}
        answer = client.post(page_of(held.holder), sent)
        assert answer.status_code == 422
        said = "Head teacher began on 1 May 2024: give that day or a later one."
        assert f'<a href="#id_ends_on">{said}</a>' in tidy(answer)
    assert Appointment.objects.get() == held
    client.post(page_of(held.holder), {"deed": "leave", "ends_on": "2024-05-01"})
    assert Appointment.objects.get().ends_on == date(2024, 5, 2)


def test_a_sponsorship_passes_to_the_seat_of_somebody_on_the_board(
    client: Client, head: User, next_one: User, me: User, board: Board
) -> None:
    held = Sponsorship.objects.get()
    sent = {"ends_on": "2024-09-30", f"sponsorship-{held.pk}": str(next_one.pk), "deed": "leave"}
    answer = client.post(page_of(head), {**sent, "find": "deputy"})
    assert answer.status_code == 422
    assert "sits on no seat of the board" in tidy(answer)
    place = PlaceFactory(seat__board=board)
    AppointmentFactory(place=place, holder=next_one)
    assert client.post(page_of(head), {**sent, "find": "deputy"}).status_code == 302
    assert Sponsorship.objects.get(place=place).starts_on == GONE


def test_a_last_day_is_asked_for(client: Client, head: User, me: User) -> None:
    answer = client.post(page_of(head), {"deed": "leave"})
    assert answer.status_code == 422
    assert "Enter a date" in tidy(answer)
    assert not Leaving.objects.exists()


def test_the_database_keeps_leavings_straight() -> None:
    row = LeavingFactory()
    with refused("person_leaves_once_on_a_day"):
        insert_like(row)
    with refused("leaving_undoing_has_who_and_when"):
        update(row, undone_at=FIRST_INSTANT)
