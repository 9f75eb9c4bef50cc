"""The agenda: items and their order, exempt and late ones, and how it comes out."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from governance.models import AgendaItem, Board, Draft, Meeting, Message, Notification, User
from governance.queries import exempt_words
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    DecisionFactory,
    MeetingFactory,
    OfficeFactory,
    SubjectFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
CASES = json.loads((Path(__file__).parents[1] / "data" / "calendar_cases.json").read_text())
EXEMPT = {
    "exempt": "on",
    "exempt_paragraphs": ["3", "1"],
    "exempt_reason": "Fees are being negotiated.",
    "exempt_by": "Monitoring Officer",
}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board, person__post="Officer").person
    client.force_login(person)
    return person


@pytest.fixture
def meeting(board: Board) -> Meeting:
    made: Meeting = MeetingFactory(board=board, on=date(2024, 12, 12), state="planned")
    return made


def page_of(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/agenda/"


def sent(**changed: Any) -> dict[str, Any]:
    return {"title": "The plan", "purpose": "decide", "version": 1, **changed}


def items(meeting: Meeting, *titles: str) -> list[AgendaItem]:
    return [AgendaItemFactory(meeting=meeting, number=n, title=t) for n, t in enumerate(titles, 1)]


def titles(meeting: Meeting) -> list[str]:
    rows = meeting.items.order_by("number")
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.title for row in rows]


def do(client: Client, item: AgendaItem, deed: str, **more: Any) -> Any:
    return client.post(f"{page_of(item.meeting)}{item.pk}/", {"deed": deed, **more})


def test_an_item_is_put_at_the_end_once(client: Client, meeting: Meeting, officer: User) -> None:
    items(meeting, "Apologies")
    subject = SubjectFactory(board=meeting.board, title="Early help")
    lead = AppointmentFactory(place__seat__board=meeting.board, holder__post="Director").holder
    values = sent(subject=subject.pk, lead=lead.pk, key="of-this-form")
    for _ in range(2):
        answer = client.post(f"{page_of(meeting)}add/", values)
    item = AgendaItem.objects.latest("pk")
    assert answer["Location"] == f"{page_of(meeting)}#item-{item.pk}"
    assert titles(meeting) == ["Apologies", "The plan"]
    page = tidy(client.get(page_of(meeting)))
    assert "To decide" in page
    assert "Director" in page


def test_two_officers_in_one_item_lose_nothing(
    client: Client, meeting: Meeting, officer: User
) -> None:
    [item] = items(meeting, "The plan")
    other = Client()
    other.force_login(OfficeFactory(board=meeting.board).person)
    address = f"{page_of(meeting)}{item.pk}/"
    assert other.post(address, sent(title="The new plan", purpose="discuss")).status_code == 302
    assert client.post(address, sent(presenter="Director")).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.purpose, item.presenter) == ("The new plan", "decide", "Director")
    answer = client.post(address, sent(title="The old plan"))
    assert answer.status_code == 409
    assert "<ins>old</ins>" in tidy(answer)


def test_items_move_by_buttons_by_number_and_past_each_other(
    client: Client, meeting: Meeting, officer: User
) -> None:
    a, b, c = items(meeting, "A", "B", "C")
    do(client, c, "up")
    assert titles(meeting) == ["A", "C", "B"]
    do(client, a, "down", past=b.pk)
    assert titles(meeting) == ["C", "B", "A"]
    do(client, c, "up")
    assert titles(meeting) == ["C", "B", "A"]
    a.refresh_from_db()
    values = sent(title="A", place=1, version=a.version)
    assert client.post(f"{page_of(meeting)}{a.pk}/", values).status_code == 302
    assert titles(meeting) == ["A", "C", "B"]
    a.refresh_from_db()
    client.post(f"{page_of(meeting)}{a.pk}/", {**values, "place": 99, "version": a.version})
    assert titles(meeting) == ["C", "B", "A"]


def test_an_item_is_taken_off_and_brought_back_to_its_place(
    client: Client, meeting: Meeting, officer: User
) -> None:
    _, b, _ = items(meeting, "A", "B", "C")
    for _ in range(2):
        do(client, b, "remove")
    assert titles(meeting) == ["A", "C"]
    assert client.get(f"{page_of(meeting)}{b.pk}/").status_code == 404
    page = tidy(client.get(page_of(meeting)))
    assert "Taken off</h2>" in page
    assert "B" not in tidy(client.get(meeting.get_absolute_url())).split("Agenda</h2>")[1][:400]
    for _ in range(2):
        do(client, b, "bring back")
    assert titles(meeting) == ["A", "B", "C"]


def test_what_something_was_decided_on_stays(
    client: Client, meeting: Meeting, officer: User
) -> None:
    [item] = items(meeting, "A")
    DecisionFactory(board=meeting.board, meeting=meeting, item=item)
    do(client, item, "remove")
    assert titles(meeting) == ["A"]
    assert "Something was decided on it, so it stays." in tidy(client.get(page_of(meeting)))


def test_a_form_of_an_item_that_was_taken_off_meanwhile_is_not_lost(
    client: Client, meeting: Meeting, officer: User
) -> None:
    [item] = items(meeting, "A")
    do(client, item, "remove")
    answer = client.post(f"{page_of(meeting)}{item.pk}/", sent(title="Typed with care"))
    assert answer.status_code == 404
    do(client, item, "keep", title="Typed with care")
    assert not Draft.objects.exists()


def test_reasons_to_keep_the_public_from_an_item_are_not_forgotten_for_want_of_the_tick(
    client: Client, meeting: Meeting, officer: User
) -> None:
    why = {name: value for name, value in EXEMPT.items() if name != "exempt"}
    answer = client.post(f"{page_of(meeting)}add/", sent(**why))
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Tick this to keep the public from it, or clear what is said of it below" in page
    assert "Fees are being negotiated." in page
    assert client.post(f"{page_of(meeting)}add/", sent(**EXEMPT)).status_code == 302
    item = meeting.items.get()
    answer = client.post(f"{page_of(meeting)}{item.pk}/", sent(**why, version=item.version))
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.exempt, item.exempt_reason) == (False, "")


def test_a_reason_as_long_as_a_paper_is_none(
    client: Client, meeting: Meeting, officer: User
) -> None:
    answer = client.post(
        f"{page_of(meeting)}add/", sent(**{**EXEMPT, "exempt_reason": "x" * 4001})
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "exempt_reason": ["Shorten it to 4000 characters: it has 4001"]
    }


def test_an_exempt_item_says_why(client: Client, meeting: Meeting, officer: User) -> None:
    answer = client.post(f"{page_of(meeting)}add/", sent(exempt="on"))
    page = tidy(answer)
    assert answer.status_code == 422
    assert "Three things to put right" in page
    assert "Choose the paragraphs it is exempt under" in page
    assert client.post(f"{page_of(meeting)}add/", sent(**EXEMPT)).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.exempt, item.exempt_paragraphs) == (True, "1,3")
    assert exempt_words(item) == "Exempt under paragraphs 1 and 3 of Schedule 12A"
    form = tidy(client.get(f"{page_of(meeting)}{item.pk}/"))
    assert form.count('name="exempt_paragraphs"') == 7
    assert form.count("checked") == 4  # two paragraphs, exempt, decide
    assert "<legend>Exempt under Schedule 12A</legend>" in form
    assert form.count('<label class="choice choice-tick"><input') == 7
    client.post(f"{page_of(meeting)}{item.pk}/", sent(version=item.version))
    item.refresh_from_db()
    assert (item.exempt, item.exempt_paragraphs, item.exempt_reason) == (False, "", "")


def test_ticks_are_kept_with_the_draft(client: Client, meeting: Meeting, officer: User) -> None:
    add = f"{page_of(meeting)}add/"
    client.post(add, {**sent(**EXEMPT), "deed": "keep"})
    assert Draft.objects.get().values["exempt_paragraphs"] == "3,1"
    assert tidy(client.get(add)).count("checked") == 4


@pytest.mark.parametrize("case", CASES["agenda_deadlines"], ids=lambda case: case["meeting"])
def test_the_page_names_the_latest_day_of_each_known_case(
    client: Client, board: Board, officer: User, case: dict[str, str]
) -> None:
    Board.objects.update(notice="clear_days")
    client.post("/boards/alliance/meetings/add/", {"on": case["meeting"], "kind": "ordinary"})
    latest = date.fromisoformat(case["latest_publication"])
    day = f"{latest.day} {latest:%B %Y}"
    page = tidy(client.get(page_of(Meeting.objects.get())))
    assert f"Out by {case['publication_weekday']} {day}</b>" in page
    assert "Five clear working days before the meeting, by England’s bank holidays." in page


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"notice": "own_terms", "notice_days": 1}, "Out by Tuesday 10 December 2024"),
        ({"notice": "own_terms", "notice_days": None}, "No day is set for it"),
        ({"notice": "none"}, "No day is set for it"),
    ],
)
def test_a_board_has_its_own_days_or_none(
    client: Client, board: Board, meeting: Meeting, officer: User, rule: Any, words: str
) -> None:
    Board.objects.update(**rule)
    assert words in tidy(client.get(page_of(meeting)))


def publish(client: Client, meeting: Meeting, **values: Any) -> Any:
    return client.post(page_of(meeting), {"deed": "publish", **values})


def test_an_agenda_in_time_comes_out_and_the_board_is_told_once(
    client: Client, meeting: Meeting, officer: User
) -> None:
    Board.objects.update(notice="clear_days")
    member = AppointmentFactory(place__seat__board=meeting.board).holder
    items(meeting, "Apologies", "The plan")
    for _ in range(2):
        assert publish(client, meeting).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.agenda_out_on) == ("published", date(2024, 9, 2))
    assert set(meeting.items.values_list("out_on", flat=True)) == {date(2024, 9, 2)}
    notice = Notification.objects.get()
    assert (notice.person, notice.subject.address) == (member, meeting.get_absolute_url())
    assert notice.text == ("The meeting of The Alliance on 12 December 2024: the agenda is out.")
    assert Message.objects.get().title == (
        "The agenda of the meeting of The Alliance on 12 December 2024 is out"
    )
    assert "Out since 2 September 2024, in time" in tidy(client.get(page_of(meeting)))
    client.logout()
    assert "The plan" in tidy(client.get(meeting.get_absolute_url()))


@pytest.mark.parametrize(
    ("day", "late"), [("2024-09-11", False), ("2024-09-10", False), ("2024-09-09", True)]
)
def test_an_agenda_is_late_from_the_day_after_the_latest(
    client: Client, meeting: Meeting, officer: User, day: str, late: bool
) -> None:
    Board.objects.update(notice="clear_days")
    Meeting.objects.update(on=date.fromisoformat(day))
    items(meeting, "The plan")
    assert publish(client, meeting).status_code == (422 if late else 302)


def test_a_late_agenda_needs_its_reason_which_everybody_reads(
    client: Client, meeting: Meeting, officer: User
) -> None:
    Board.objects.update(notice="clear_days")
    Meeting.objects.update(on=date(2024, 9, 5))
    items(meeting, "The plan")
    page = tidy(publish(client, meeting))
    assert "it should have been out by Wednesday 28 August 2024" in page
    assert '<a href="#id_late_reason">Say why the agenda is late.</a>' in page
    publish(client, meeting, late_reason="The figures came late.")
    page = tidy(client.get(page_of(meeting)))
    assert "Out since 2 September 2024, 3 working days late" in page
    assert "The figures came late." in page
    client.logout()
    assert "The figures came late." in tidy(client.get(meeting.get_absolute_url()))


def test_nothing_on_it_nothing_comes_out(client: Client, meeting: Meeting, officer: User) -> None:
    answer = publish(client, meeting)
    assert answer.status_code == 422
    meeting.refresh_from_db()
    assert meeting.state == "planned"


@pytest.fixture
def published(client: Client, meeting: Meeting, officer: User) -> Meeting:
    """The meeting with one item out."""
    items(meeting, "Apologies")
    publish(client, meeting)
    meeting.refresh_from_db()
    return meeting


def test_once_a_meeting_was_held_its_agenda_offers_nothing_to_change(
    client: Client, published: Meeting
) -> None:
    page = tidy(client.get(page_of(published)))
    assert ("Ask for a paper" in page, "Edit item 1" in page) == (True, True)
    Meeting.objects.update(state="held")
    page = tidy(client.get(page_of(published)))
    assert ("Ask for a paper" in page, "Edit item 1" in page) == (False, False)


def test_a_move_that_comes_too_late_is_answered_with_the_page_as_it_stands_and_why(
    client: Client, published: Meeting
) -> None:
    AgendaItemFactory(meeting=published, number=2, title="The plan")
    place = f"{page_of(published)}{published.items.get(number=2).pk}/"
    answer = client.post(place, {"deed": "up"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    assert "The agenda is out: its order stands." in client.get(page_of(published)).text
    assert titles(published) == ["Apologies", "The plan"]


def test_after_publication_an_item_is_late_and_comes_out_in_a_supplement(
    client: Client, published: Meeting
) -> None:
    chair = AppointmentFactory(place__seat__board=published.board, place__seat__role="chair")
    add = f"{page_of(published)}add/"
    without = client.post(add, sent())
    assert without.status_code == 422
    assert "give the chair’s reason for a late item" in tidy(without)
    assert "say who agreed to a late item" in tidy(without)
    unagreed = client.post(add, sent(late_reason="It cannot wait."))
    assert "say who agreed to a late item" in tidy(unagreed)
    late = sent(late_reason="It cannot wait.", late_agreed_by=chair.holder.pk)
    assert client.post(add, late).status_code == 302
    item = AgendaItem.objects.get(title="The plan")
    assert (item.number, item.out_on, item.supplement) == (2, None, 0)
    visitor = Client()
    address = published.get_absolute_url()
    assert "The plan" not in tidy(visitor.get(address))
    assert "1 late item waits for it." in tidy(client.get(page_of(published)))
    for _ in range(2):
        client.post(page_of(published), {"deed": "supplement"})
    item.refresh_from_db()
    assert (item.out_on, item.supplement) == (date(2024, 9, 2), 1)
    page = tidy(visitor.get(address))
    assert "Supplementary agenda 1" in page
    assert f"Late item: It cannot wait. Agreed by {chair.holder}." in page
    told = Notification.objects.filter(person=chair.holder, event="supplement 1")
    assert "supplementary agenda 1 is out" in told.get().text


def test_what_is_out_keeps_its_numbers(client: Client, published: Meeting) -> None:
    first = published.items.get()
    second = AgendaItemFactory(meeting=published, number=2, title="B", out_on=date(2024, 9, 2))
    do(client, second, "up")
    assert "The agenda is out: its order stands." in tidy(client.get(page_of(published)))
    do(client, first, "remove")
    assert list(published.items.values_list("number", flat=True)) == [2]
    do(client, first, "bring back")
    assert list(published.items.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_late_items_reason_is_not_taken_back(client: Client, published: Meeting) -> None:
    chair = AppointmentFactory(place__seat__board=published.board, place__seat__role="chair")
    agreed = {"late_reason": "Urgent.", "late_agreed_by": chair.holder}
    item = AgendaItemFactory(meeting=published, number=2, **agreed)
    values = sent(late_reason="", late_agreed_by=chair.holder.pk, version=item.version)
    assert client.post(f"{page_of(published)}{item.pk}/", values).status_code == 422
    item.refresh_from_db()
    assert item.late_reason == "Urgent."


def test_a_meeting_that_was_held_takes_no_more_business(
    client: Client, meeting: Meeting, officer: User
) -> None:
    Meeting.objects.update(state="held")
    answer = client.post(f"{page_of(meeting)}add/", sent())
    assert "The meeting is held: it cannot be given another item." in tidy(answer)


def secret_item(meeting: Meeting) -> AgendaItem:
    hidden = {
        "presenter": "Hidden presenter",
        "exempt_reason": "Hidden reason",
        "exempt_by": "Hidden officer",
        "exempt_paragraphs": "3",
    }
    subject = SubjectFactory(board=meeting.board, title="Hidden subject", classification="public")
    made: AgendaItem = AgendaItemFactory(
        meeting=meeting, title="A contract", exempt=True, subject=subject, **hidden
    )
    return made


def test_of_an_exempt_item_the_public_sees_title_and_paragraph_only(
    client: Client, board: Board, meeting: Meeting
) -> None:
    Meeting.objects.update(state="published")
    secret_item(meeting)
    page = tidy(client.get(meeting.get_absolute_url()))
    assert "<b>A contract</b>" in page
    assert "Exempt under paragraph 3 of Schedule 12A: financial or business affairs" in page
    assert "Hidden" not in page
    assert "To discuss" not in page
    guest = {"place__seat__role": "observer", "place__seat__voting": False}
    client.force_login(AppointmentFactory(place__seat__board=board, **guest).holder)
    assert "Hidden" not in tidy(client.get(meeting.get_absolute_url()))
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    page = tidy(client.get(meeting.get_absolute_url()))
    assert "Hidden presenter" in page
    assert "Hidden subject" in page


def test_what_a_public_item_is_about_is_named_only_where_one_may_know_of_it(
    client: Client, board: Board, meeting: Meeting
) -> None:
    Meeting.objects.update(state="published")
    subject = SubjectFactory(board=board, title="A draft plan")
    AgendaItemFactory(meeting=meeting, subject=subject)
    assert "A draft plan" not in tidy(client.get(meeting.get_absolute_url()))
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert "A draft plan" in tidy(client.get(meeting.get_absolute_url()))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_agenda_costs_the_same_however_long(
    client: Client, meeting: Meeting, officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    items(meeting, *"ABC"[:rows])
    with django_assert_num_queries(7):  # session, person, meeting, standing, papers, items, off
        page = tidy(client.get(page_of(meeting)))
    assert page.count('<tr role="row" id="item-') == rows
