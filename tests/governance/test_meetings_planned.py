"""Meetings planned and changed in the browser, and what becomes of them."""

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from governance.changes import meetings as changes
from governance.changes.expecting import expect
from governance.editing import Refused
from governance.models import Attendance, Board, Draft, Meeting, Message, Notification, User
from governance.queries.meetings import meeting_where
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    DecisionFactory,
    MeetingFactory,
    OfficeFactory,
    SubjectFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
ADD = "/boards/alliance/meetings/add/"
SENT = {
    "kind": "ordinary",
    "on": "2024-12-12",
    "starts_at": "14:00",
    "ends_at": "16:00",
    "venue": "Council House",
    "hybrid": "on",
    "joining": "https://meet.example.org/1",
}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board).person
    client.force_login(person)
    return person


def seated(board: Board, **more: Any) -> Any:
    return AppointmentFactory(place__seat__board=board, **more)


def planned(board: Board, **more: Any) -> Meeting:
    made: Meeting = MeetingFactory(
        board=board, **{"on": date(2024, 12, 12), "state": "planned", **more}
    )
    return made


def sent_of(meeting: Meeting, **changed: Any) -> dict[str, Any]:
    return {**SENT, "version": meeting.version, "key": "of-this-form", **changed}


def test_an_officer_plans_a_meeting_and_the_places_held_that_day_are_expected(
    client: Client, board: Board, officer: User
) -> None:
    here = seated(board)
    seated(board, ends_on=date(2024, 12, 12))
    follows = seated(board, starts_on=date(2024, 12, 12))
    answer = client.post(ADD, SENT)
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{meeting.pk}/")
    assert (meeting.state, meeting.slug) == ("planned", "alliance-2024-12-12")
    assert meeting.papers_due_on == date(2024, 12, 2)  # eight working days before
    expected = {here.place_id, follows.place_id}
    assert set(meeting.register.values_list("place", flat=True)) == expected
    page = tidy(client.get(answer["Location"]))
    assert "Thursday 12 December 2024, 2 pm to 4 pm" in page
    assert "https://meet.example.org/1" in page


def test_a_form_sent_twice_plans_one_meeting(client: Client, board: Board, officer: User) -> None:
    for _ in range(2):
        client.post(ADD, {**SENT, "key": "of-this-form"})
    assert Meeting.objects.count() == 1


def test_two_meetings_of_a_day_have_addresses_of_their_own(
    client: Client, board: Board, officer: User
) -> None:
    for _ in range(3):
        client.post(ADD, SENT)
    slugs = Meeting.objects.order_by("pk").values_list("slug", flat=True)
    stem = "alliance-2024-12-12"
    assert list(slugs) == [stem, f"{stem}-2", f"{stem}-3"]


def test_how_to_join_from_afar_is_for_the_board_only(client: Client, board: Board) -> None:
    meeting = planned(board, state="published", hybrid=True, joining="Room 7, code 4711")
    assert "4711" not in tidy(client.get(meeting.get_absolute_url()))
    client.force_login(seated(board).holder)
    assert "4711" in tidy(client.get(meeting.get_absolute_url()))


def test_a_board_that_nobody_joins_from_afar_is_not_asked_about_it(
    client: Client, board: Board, officer: User
) -> None:
    Board.objects.update(remote="never")
    assert "remotely" not in tidy(client.get(ADD))
    client.post(ADD, SENT)
    assert not Meeting.objects.get().hybrid


def test_what_is_wrong_is_said_at_its_place(client: Client, board: Board, officer: User) -> None:
    answer = client.post(ADD, {**SENT, "on": "", "starts_at": "soon"})
    assert answer.status_code == 422
    page = tidy(answer)
    assert "Two things to put right" in page
    assert "Enter a time, like 14:30" in page
    assert 'value="Council House"' in page
    late = client.post(ADD, {**SENT, "ends_at": "13:00"})
    assert '<a href="#id_ends_at">A meeting ends after it starts.</a>' in tidy(late)
    assert not Meeting.objects.exists()


def test_a_themed_meeting_says_what_its_theme_is(
    client: Client, board: Board, officer: User
) -> None:
    theme = SubjectFactory(board=board, title="Early help")
    other = SubjectFactory(title="Another board's")
    assert client.post(ADD, {**SENT, "kind": "themed"}).status_code == 422
    assert client.post(ADD, {**SENT, "kind": "themed", "theme": other.pk}).status_code == 422
    client.post(ADD, {**SENT, "kind": "themed", "theme": theme.pk})
    assert Meeting.objects.get().theme == theme
    client.post(ADD, {**SENT, "on": "2025-01-09", "theme": theme.pk})
    assert Meeting.objects.latest("pk").theme is None


def test_the_papers_day_moves_with_the_meeting_unless_another_was_chosen(
    client: Client, board: Board, officer: User
) -> None:
    client.post(ADD, SENT)
    meeting = Meeting.objects.get()
    edit = f"/meetings/{meeting.pk}/edit/"
    moved = sent_of(meeting, on="2024-12-19", papers_due_on="2024-12-02")
    assert client.post(edit, moved).status_code == 302
    meeting.refresh_from_db()
    assert meeting.papers_due_on == date(2024, 12, 9)
    chosen = sent_of(meeting, on="2024-12-20", papers_due_on="2024-12-12", key="2")
    client.post(edit, chosen)
    meeting.refresh_from_db()
    assert (meeting.on, meeting.papers_due_on) == (date(2024, 12, 20), date(2024, 12, 12))


def test_two_officers_who_change_the_same_field_choose_between_both(
    client: Client, board: Board, officer: User
) -> None:
    meeting = planned(board, venue="Council House")
    theirs, mine = sent_of(meeting, venue="Town Hall"), sent_of(meeting, venue="Library", key="m")
    other = Client()
    other.force_login(OfficeFactory(board=board).person)
    edit = f"/meetings/{meeting.pk}/edit/"
    assert other.post(edit, theirs).status_code == 302
    answer = client.post(edit, mine)
    assert answer.status_code == 409
    page = tidy(answer)
    assert "<del>Town Hall</del>" in page
    assert "<ins>Library</ins>" in page


def test_a_reply_is_forgotten_with_who_gave_it(board: Board) -> None:
    meeting = planned(board)
    held = seated(board)
    expect(meeting)
    Attendance.objects.update(
        reply="coming", replied_by=held.holder, replied_at="2024-09-01T10:00:00Z"
    )
    type(held).objects.filter(pk=held.pk).update(ends_on=date(2024, 10, 1))
    seated(board, place=held.place, starts_on=date(2024, 10, 1))
    expect(meeting)
    row = Attendance.objects.get()
    assert (row.place, row.reply, row.replied_by) == (held.place, "none", None)


def test_once_it_was_held_the_register_stays(board: Board) -> None:
    meeting = planned(board, state="held")
    kept = AttendanceFactory(meeting=meeting)
    seated(board)
    expect(meeting)
    assert list(meeting.register.all()) == [kept]


REASON = {"because": "The chair is ill."}


def become(client: Client, meeting: Meeting, deed: str, **values: Any) -> Any:
    prefix = deed.replace(" ", "-")
    fields = {f"{prefix}-{name}": value for name, value in values.items()}
    return client.post(f"/meetings/{meeting.pk}/state/", {"deed": deed, **fields})


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        ("postpone", "planned", "postponed"),
        ("postpone", "published", "postponed"),
        ("cancel", "planned", "cancelled"),
        ("cancel", "published", "cancelled"),
        ("cancel", "postponed", "cancelled"),
    ],
)
def test_a_meeting_becomes_something_else_for_a_reason(
    client: Client, board: Board, officer: User, deed: str, before: str, after: str
) -> None:
    meeting = planned(board, state=before)
    assert become(client, meeting, deed, because="").status_code == 422
    assert become(client, meeting, deed, **REASON).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.state_reason) == (after, "The chair is ill.")
    assert "The chair is ill." in tidy(client.get(meeting.get_absolute_url()))


@pytest.mark.parametrize(
    ("deed", "state", "sentence"),
    [
        ("postpone", "held", "The meeting is held: it cannot be postponed."),
        ("cancel", "held", "The meeting is held: it cannot be cancelled."),
        ("postpone", "cancelled", "The meeting is cancelled: it cannot be postponed."),
        ("adjourn", "planned", "The meeting is planned: it cannot be adjourned."),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: Client, board: Board, officer: User, deed: str, state: str, sentence: str
) -> None:
    meeting = planned(board, state=state)
    answer = become(client, meeting, deed, **REASON, on="2024-12-19")
    assert answer.status_code == 422
    assert sentence in tidy(answer)
    meeting.refresh_from_db()
    assert meeting.state == state


def test_what_was_held_is_not_moved(client: Client, board: Board, officer: User) -> None:
    meeting = planned(board, state="held")
    answer = client.post(f"/meetings/{meeting.pk}/edit/", sent_of(meeting))
    assert answer.status_code == 422
    assert "The meeting is held: it cannot be changed." in tidy(answer)


@pytest.mark.parametrize(
    ("state", "when", "links"),
    [
        ("planned", "When", ["agenda", "room", "questions", "minutes", "edit", "state"]),
        ("postponed", "Was to be", ["agenda", "questions", "edit", "state"]),
        ("cancelled", "Was to be", ["agenda", "questions"]),
    ],
)
def test_the_page_of_a_meeting_says_what_became_of_it_and_offers_what_can_still_be_done(
    client: Client, board: Board, officer: User, state: str, when: str, links: list[str]
) -> None:
    why = "" if state == "planned" else "Snow."
    meeting = planned(board, state=state, state_reason=why)
    page = tidy(client.get(meeting.get_absolute_url()))
    assert f"<dt>{when}</dt>" in page
    assert (f"<b>{state.capitalize()}:</b>Snow." in page) is bool(why)
    places = ("agenda", "register", "room", "questions", "minutes", "edit", "state")
    linked = [each for each in places if f'href="/meetings/{meeting.pk}/{each}/"' in page]
    assert linked == links


def test_a_postponed_meeting_gets_its_new_day(client: Client, board: Board, officer: User) -> None:
    held = seated(board)
    meeting = planned(board, state="postponed", state_reason="The chair is ill.")
    past = become(client, meeting, "take up", on="2024-09-01")
    assert "Give a day that is to come." in tidy(past)
    assert become(client, meeting, "take up", on="2025-01-09").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.on, meeting.state_reason) == ("planned", date(2025, 1, 9), "")
    assert meeting.papers_due_on == date(2024, 12, 27)
    assert not Notification.objects.exists()
    Meeting.objects.update(state="postponed", state_reason="Snow.", agenda_out_on=date(2024, 9, 2))
    become(client, meeting, "take up", on="2025-01-16")
    meeting.refresh_from_db()
    assert meeting.state == "published"
    told = Notification.objects.get()
    assert told.person == held.holder
    assert told.text == f"The meeting of {board} is now on 16 January 2025."


def test_an_adjourned_meeting_goes_on_in_another_with_what_is_unfinished(
    client: Client, board: Board, officer: User
) -> None:
    meeting = planned(board, state="published", venue="Council House", on=date(2024, 9, 2))
    done = AgendaItemFactory(meeting=meeting, number=1, title="Apologies")
    DecisionFactory(board=board, meeting=meeting, item=done)
    AgendaItemFactory(meeting=meeting, number=2, title="The plan", purpose="decide")
    answer = become(client, meeting, "adjourn", **REASON, on="2024-09-09", starts_at="10:00")
    meeting.refresh_from_db()
    other = meeting.goes_on_in
    assert other is not None
    assert answer["Location"] == other.get_absolute_url()
    assert (meeting.state, other.state, other.on) == ("adjourned", "planned", date(2024, 9, 9))
    assert list(other.items.values_list("number", "title", "purpose")) == [
        (1, "The plan", "decide")
    ]
    become(client, meeting, "adjourn", **REASON, on="2024-09-16")
    assert Meeting.objects.count() == 2
    page = tidy(client.get(meeting.get_absolute_url()))
    assert f'It goes on in<a href="{other.get_absolute_url()}">' in page
    assert "It goes on from" in tidy(client.get(other.get_absolute_url()))
    client.logout()
    assert other.get_absolute_url() not in tidy(client.get(meeting.get_absolute_url()))


@pytest.mark.parametrize(
    ("deed", "state", "sent"),
    [
        ("take up", "postponed", {"on": "2025-01-09"}),
        ("adjourn", "published", {**REASON, "on": "2024-09-09"}),
    ],
)
def test_a_new_day_does_not_end_before_it_begins(
    client: Client, board: Board, officer: User, deed: str, state: str, sent: dict[str, str]
) -> None:
    why = "Snow." if state == "postponed" else ""
    meeting = planned(board, state=state, state_reason=why, on=date(2024, 9, 2))
    answer = become(client, meeting, deed, **sent, starts_at="14:00", ends_at="13:00")
    assert answer.status_code == 422
    assert "A meeting ends after it starts." in tidy(answer)
    assert 'value="13:00"' in tidy(answer)
    times = {"starts_at": time(14), "ends_at": time(13), "on": date(2025, 1, 9)}
    change = {"take up": changes.take_up, "adjourn": changes.adjourn}[deed]
    more = {"because": "Fire."} if deed == "adjourn" else {}
    with pytest.raises(Refused, match=r"^A meeting ends after it starts\.$"):
        change(meeting, values=times, by=officer, at=timezone.now(), **more)


def test_what_the_portal_keeps_to_tell_people_of_is_no_theme(
    client: Client, board: Board, officer: User
) -> None:
    kept = ("procedure", "nomination", "place", "draft")
    for kind in (*kept, "theme"):
        SubjectFactory(board=board, kind=kind, title=f"A {kind}")
    page = tidy(client.get(f"{board.get_absolute_url()}meetings/add/"))
    assert "A theme" in page
    assert not any(f"A {kind}" in page for kind in kept)


def test_why_a_meeting_is_cancelled_outlives_the_session(
    client: Client, board: Board, officer: User
) -> None:
    meeting = planned(board, state="published")
    place = f"/meetings/{meeting.pk}/state/"
    ticket = re.findall(r'name="ticket" value="([^"]*)"', client.get(place).text)[0]
    typed = {"deed": "cancel", "cancel-because": "The hall is flooded.", "ticket": ticket}
    client.logout()
    client.post(place, typed)
    client.force_login(officer)
    page = tidy(client.get(place))
    assert page.count("The hall is flooded.</textarea>") == 1
    assert Meeting.objects.get().state == "published"
    assert client.post(place, typed).status_code == 302
    assert Meeting.objects.get().state == "cancelled"
    assert not Draft.objects.exists()


def test_what_was_resolved_without_a_quorum_goes_on_when_the_meeting_is_adjourned(
    client: Client, board: Board, officer: User
) -> None:
    Board.objects.update(quorum_number=2)
    meeting = planned(board, state="inquorate", venue="Council House", on=date(2024, 9, 2))
    sits = AppointmentFactory(place__seat__board=board).place
    AttendanceFactory(meeting=meeting, place=sits, came="present")
    for number, kind in enumerate(("resolved", "noted"), 1):
        item = AgendaItemFactory(meeting=meeting, number=number, title=kind)
        DecisionFactory(board=board, meeting=meeting, item=item, kind=kind)
    become(client, meeting, "adjourn", **REASON, on="2024-09-09")
    meeting.refresh_from_db()
    assert meeting.goes_on_in is not None
    assert list(meeting.goes_on_in.items.values_list("title", flat=True)) == ["resolved"]
    place = meeting.get_absolute_url()
    assert "The meeting had no quorum: what it resolved" in tidy(client.get(place))
    assert "Not reached: what was resolved" in tidy(client.get(f"{place}minutes/"))


def test_nothing_is_adjourned_before_it_began(board: Board) -> None:
    meeting = planned(board, state="published")
    by, sent = OfficeFactory(board=board).person, {"values": {"on": date(2024, 12, 19)}}
    with pytest.raises(Refused, match=r"^It has not begun: postpone it instead\.$"):
        changes.adjourn(meeting, because="Fire.", by=by, at=timezone.now(), **sent)


def test_the_board_is_told_once_of_each_event_and_who_did_it_is_not(
    client: Client, board: Board, officer: User
) -> None:
    member = seated(board).holder
    deputy = AttendanceFactory(
        meeting=planned(board, state="published"),
        place=seated(board).place,
        reply="deputy",
        came="unknown",
        deputy=seated(board).holder,
    )
    seated(board, holder=officer)
    meeting = deputy.meeting
    edit = f"/meetings/{meeting.pk}/edit/"
    for _ in range(2):
        client.post(edit, sent_of(meeting, venue="Town Hall"))
    told = Notification.objects.filter(person=member)
    assert told.get().text == (
        "The meeting of The Alliance is at another time or place: 12 December 2024, 2 pm,"
        " Town Hall."
    )
    assert not Notification.objects.filter(person=officer).exists()
    assert become(client, meeting, "cancel", **REASON).status_code == 302
    assert told.all().count() == 2
    assert Message.objects.filter(person=member).count() == 2
    assert "is cancelled: The chair is ill." in told.latest("pk").text


def test_nobody_is_told_of_what_is_only_planned(
    client: Client, board: Board, officer: User
) -> None:
    seated(board)
    meeting = planned(board)
    client.post(f"/meetings/{meeting.pk}/edit/", sent_of(meeting, venue="Town Hall"))
    become(client, meeting, "cancel", **REASON)
    assert not Notification.objects.exists()


def test_a_closed_board_plans_nothing(client: Client, board: Board, officer: User) -> None:
    Board.objects.update(status="historic")
    assert client.get(ADD).status_code == 403
    assert "Plan a meeting" not in tidy(client.get("/boards/alliance/meetings/"))


@pytest.mark.parametrize(
    ("venue", "hybrid", "said"),
    [("Hall", False, "Hall"), ("Hall", True, "Hall, or remotely"), ("", True, "Remotely")],
)
def test_where_a_meeting_is_reads_as_a_sentence(
    board: Board, venue: str, hybrid: bool, said: str
) -> None:
    assert meeting_where(planned(board, venue=venue, hybrid=hybrid)) == said


@pytest.mark.parametrize(
    ("state", "stood", "status"),
    [
        ("published", date(2024, 12, 19), 422),
        ("published", date(2024, 8, 20), 302),
        ("planned", date(2024, 12, 19), 302),
    ],
)
def test_what_people_come_to_is_not_moved_to_a_day_that_is_past(
    client: Client, board: Board, officer: User, state: str, stood: date, status: int
) -> None:
    meeting = planned(board, state=state, on=stood)
    sent = {"on": "2024-08-01", "kind": "ordinary", "version": meeting.version}
    answer = client.post(f"{meeting.get_absolute_url()}edit/", sent)
    assert answer.status_code == status
    assert ("Give a day that is still to come." in tidy(answer)) == (status == 422)
