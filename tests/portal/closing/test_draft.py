"""What is chosen for a closing is kept until the administrator comes back, here or elsewhere."""

from typing import Any

import pytest
from django.test import Client

from governance.models import ActionPoint, Board, Draft, User
from impact.models import Measure
from tests.factories import ActionPointFactory, BoardFactory, OfficeFactory
from tests.pages import tidy
from tests.portal.closing.pages import PAGE, fields, homes, looked_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(client: Client, board: Board, heir: Board, me: User) -> dict[str, Any]:
    """What an administrator chose and left: two boards follow, the measure goes to the second."""
    other = BoardFactory(name="Youth Board")
    sent = homes(client, heir, other)
    sent |= {f"measure-{Measure.objects.get().pk}": str(other.pk)}
    assert client.post(PAGE, {**sent, "deed": "keep"}).status_code == 302
    return sent


def at_another_desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_was_chosen_stands_there_at_another_desk(
    chosen: dict[str, Any], me: User, heir: Board
) -> None:
    page = at_another_desk(me).get(PAGE)
    there = fields(page.text)
    same = {name for name in chosen if "-" in name} | {"ends_on", "seen"}
    assert {name: there[name] for name in same} == {name: chosen[name] for name in same}
    for each in chosen["successors"]:
        assert f'value="{each}" autocomplete="off" id="id_successors' in tidy(page) or each
    assert "This is your draft of 2 September 2024" in tidy(page)


def test_choosing_alone_keeps_it_without_javascript(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = homes(client, heir)
    assert Draft.objects.get(person=me).values["seen"] == sent["seen"]
    assert "Find a room" in tidy(at_another_desk(me).get(PAGE))


def test_what_was_opened_since_is_new_and_needs_a_home(
    client: Client, chosen: dict[str, Any], board: Board, heir: Board, me: User
) -> None:
    point = ActionPoint.objects.get(what="Find a room")
    late = ActionPointFactory(meeting=board.meetings.get(), what="Ring the school")
    ActionPoint.objects.filter(pk=point.pk).update(state="done")
    page = client.get(PAGE)
    assert "1 thing was opened since you chose: it needs a home." in tidy(page)
    assert "1 thing is settled or passed on since, and no longer below." in tidy(page)
    assert tidy(page).count('<span class="made-up">new</span>') == 1
    sent = {**fields(page.text), "successors": chosen["successors"]}
    assert sent[f"point-{late.pk}"] == ""
    refused = client.post(PAGE, {**sent, "deed": "look"})
    assert refused.status_code == 422
    assert "Say where it goes on" in tidy(refused)
    sent |= fields(refused.text) | {f"point-{late.pk}": str(heir.pk)}
    looked_at(client, {**sent, "successors": chosen["successors"]})


def test_what_changed_since_is_marked_and_keeps_its_home(
    client: Client, chosen: dict[str, Any], heir: Board
) -> None:
    point = ActionPoint.objects.get(what="Find a room")
    ActionPoint.objects.filter(pk=point.pk).update(what="Find a larger room")
    page = client.get(PAGE)
    assert tidy(page).count('<span class="made-up">changed since</span>') == 1
    assert fields(page.text)[f"point-{point.pk}"] == str(heir.pk)


def test_what_goes_to_a_board_that_no_longer_follows_is_chosen_again(
    client: Client, chosen: dict[str, Any], heir: Board
) -> None:
    measure = f"measure-{Measure.objects.get().pk}"
    page = client.post(PAGE, {**chosen, "successors": [str(heir.pk)], "deed": "homes"})
    assert fields(page.text)[measure] == ""


def test_a_draft_is_its_persons_alone_and_can_be_thrown_away(
    client: Client, chosen: dict[str, Any], me: User
) -> None:
    office = {"kind": "membership_administrator", "person__post": "Another one"}
    other = at_another_desk(OfficeFactory(board=None, **office).person)
    assert "Find a room" not in tidy(other.get(PAGE))
    assert client.post(PAGE, {"deed": "forget"}).status_code == 302
    assert "Find a room" not in tidy(client.get(PAGE))


def test_a_draft_is_gone_when_the_board_is_closed(
    client: Client, chosen: dict[str, Any], me: User
) -> None:
    sent = looked_at(client, chosen)
    assert client.post(PAGE, {**sent, "deed": "pass"}).status_code == 302
    assert not Draft.objects.exists()
