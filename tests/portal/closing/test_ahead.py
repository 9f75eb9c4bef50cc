"""A closing agreed ahead: looked at, told, called off, by one or two administrators."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Closing,
    Draft,
    Succession,
    User,
)
from tests.factories import (
    ActionPointFactory,
    BoardFactory,
    OfficeFactory,
)
from tests.hands import at_once
from tests.pages import tidy
from tests.portal.closing.pages import PAGE, agreed, fields, homes, looked_at, on_the_day, seated

pytestmark = pytest.mark.django_db
OVER = date(2024, 10, 1)  # the day after the last
LAST_DAY = "/boards/improvement/keep/close/"
SAYS = "Closes on 30 September 2024, passes to"


def administrator() -> Client:
    """Return the browser of another administrator."""
    client, kind = Client(), "membership_administrator"
    client.force_login(OfficeFactory(board=None, kind=kind, person__post="Another one").person)
    return client


def test_a_look_ahead_says_what_it_comes_to_and_that_it_is_agreed(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    page = tidy(client.post(PAGE, {**homes(client, heir, last="2024-09-30"), "deed": "look"}))
    for words in (
        "Improvement Board closes after 30 September 2024",
        "Nothing is agreed yet.",
        "Action point “Find a room”: to Safeguarding Board",
        "Until then it can be called off.",
    ):
        assert words in page
    assert not Closing.objects.exists()


def test_what_is_agreed_is_said_at_the_board_and_on_the_desks_and_nothing_is_done(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    agreed(client, heir)
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (None, "active")
    assert not Succession.objects.exists()
    assert SAYS in tidy(Client().get("/boards/improvement/"))
    assert SAYS not in tidy(Client().get("/boards/improvement/?as_at=2024-08-31"))
    line = "Improvement Board closes, passes to Safeguarding Board"
    assert f'<a href="{PAGE}">{line}</a>' in tidy(client.get("/home/"))
    for person, address in (
        (seated(board), "/boards/improvement/"),
        (seated(heir), "/boards/improvement/"),
    ):
        client.force_login(person)
        assert f'<a href="{address}">{line}</a>' in tidy(client.get("/home/"))
    client.force_login(seated(BoardFactory()))
    assert line not in tidy(client.get("/home/"))


def test_who_leads_the_successor_is_told_when_it_is_agreed_and_when_it_is_called_off(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    client.post(PAGE, {"deed": "call off", "closing": closing.pk})
    chair = Appointment.objects.get(seat__board=heir).holder
    assert list(chair.notifications.order_by("pk").values_list("text", flat=True)) == [
        "Improvement Board is to close after 30 September 2024: Safeguarding Board follows it.",
        "Improvement Board does not close after all, for now: Safeguarding Board follows it.",
    ]


@pytest.mark.parametrize("other", ["2024-09-29", "2024-10-31", ""])
def test_another_last_day_than_the_agreed_one_is_refused_at_its_place(
    client: Client, board: Board, heir: Board, me: User, other: str
) -> None:
    closing = agreed(client, heir)
    page = tidy(client.get(LAST_DAY))
    assert "It is agreed that it closes after 30 September 2024, and passes to Safeguard" in page
    assert f'<a href="{PAGE}">that is called off</a>' in page
    kept = "Agreed: it closes after 30 September 2024, and passes to Safeguarding Board."
    assert kept in tidy(client.get("/boards/improvement/keep/"))
    answer = client.post(LAST_DAY, {"ends_on": other, "version": board.version})
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["ends_on"]
    assert sentence.startswith("It is agreed that it closes after 30 September 2024. Give that ")
    board.refresh_from_db()
    assert board.ends_on is None
    client.post(PAGE, {"deed": "call off", "closing": closing.pk})
    assert "It is agreed" not in tidy(client.get(LAST_DAY))
    assert client.post(LAST_DAY, {"ends_on": other, "version": board.version}).status_code == 302


def test_the_agreed_last_day_is_taken_by_hand_and_the_closing_is_carried_out_on_it(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    sent = {"ends_on": "2024-09-30", "version": board.version}
    assert client.post(LAST_DAY, sent).status_code == 302
    board.refresh_from_db()
    assert (board.ends_on, board.status) == (OVER, "active")
    on_the_day()
    closing.refresh_from_db()
    assert closing.state == "carried_out"


def test_called_off_it_stays_and_what_was_chosen_is_there_to_be_chosen_anew(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    point = f"point-{ActionPoint.objects.get(state='open').pk}"
    closing = agreed(client, heir, other, **{point: "drop", f"{point}-why": "it is found"})
    assert not Draft.objects.exists()
    for _ in range(2):  # by two hands
        off = client.post(PAGE, {"deed": "call off", "closing": closing.pk})
        assert off.status_code == 302
    on_the_day()
    board.refresh_from_db()
    assert board.ends_on is None
    page = client.get(PAGE)
    sent = fields(page.text)
    assert (sent[point], sent[f"{point}-why"]) == ("drop", "it is found")
    assert sent["ends_on"] == "2024-09-30"
    said = "It was to close after 30 September 2024: called off by Administrator, 2 September 2024"
    assert said in tidy(page)
    again = looked_at(client, {**sent, "successors": [str(heir.pk), str(other.pk)]})
    assert client.post(PAGE, {**again, "deed": "agree"}).status_code == 302
    assert Closing.objects.filter(state="agreed").count() == 1


def test_what_is_carried_out_is_not_called_off(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    on_the_day()
    page = client.post(PAGE, {"deed": "call off", "closing": closing.pk})
    assert page.status_code == 409
    assert "It is carried out already, and cannot be called off." in tidy(page)


def test_sent_twice_it_is_agreed_once(client: Client, board: Board, heir: Board, me: User) -> None:
    sent = {**looked_at(client, homes(client, heir, last="2024-09-30")), "deed": "agree"}
    assert [client.post(PAGE, sent).status_code for _ in range(2)] == [302, 302]
    assert Closing.objects.count() == 1


def test_whoever_agrees_second_is_told_and_loses_no_choice(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = administrator()
    theirs = looked_at(other, homes(other, heir, last="2024-12-31"))
    agreed(client, heir)
    page = other.post(PAGE, {**theirs, "deed": "agree"})
    assert page.status_code == 409
    assert "Administrator agreed a closing first, so nothing was done." in tidy(page)
    assert Closing.objects.get().ends_on == OVER
    assert Draft.objects.get().values["ends_on"] == "2024-12-31"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_agree_at_the_same_moment_one_is_first(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    hands = [client, administrator()]
    chosen = [homes(each, heir, last="2024-09-30") for each in hands]
    sent = [{**looked_at(*each), "deed": "agree"} for each in zip(hands, chosen, strict=True)]
    answers = at_once(lambda each: hands[each].post(PAGE, sent[each]).status_code, range(2))
    assert sorted(answers) in ([302, 409], [302, 422])
    assert Closing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_agrees_and_who_gives_another_last_day_at_once_do_not_both_have_their_way(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    chosen = looked_at(client, homes(client, heir, last="2024-09-30"))
    deeds = [
        (client, PAGE, {**chosen, "deed": "agree"}),
        (administrator(), LAST_DAY, {"ends_on": "2024-10-31", "version": board.version}),
    ]

    def do(each: int) -> int:
        hand, page, sent = deeds[each]
        return int(hand.post(page, sent).status_code)

    answers = at_once(do, range(2))
    board.refresh_from_db()
    assert sorted(answers) in ([302, 409], [302, 422])
    assert Closing.objects.exists() is (board.ends_on is None)


def test_a_day_that_came_between_look_and_word_is_looked_at_again(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    sent = {**looked_at(client, homes(client, heir, last="2024-09-30")), "deed": "agree"}
    with time_machine.travel("2024-10-01T09:00:00+01:00", tick=False):
        client.force_login(me)
        page = client.post(PAGE, sent)
    assert page.status_code == 422
    assert "That day has come, so nothing was agreed." in tidy(page)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_queries_however_much_is_opened(
    client: Client, board: Board, heir: Board, me: User, many: int, django_assert_num_queries: Any
) -> None:
    agreed(client, heir)
    ActionPointFactory.create_batch(many, meeting=board.meetings.get())
    with django_assert_num_queries(14):
        client.get(PAGE)
