"""From the typed line to agreed minutes: taken down, sent round, agreed, and then they stand."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes import deciding, minutes
from governance.editing import Refused
from governance.models import (
    ActionPoint,
    Challenge,
    Decision,
    Meeting,
    Message,
    Minutes,
    Notification,
)
from governance.models.people import HIDDEN, User
from governance.queries.minutes import minutes_content
from governance.queries.points import points_open
from governance.rules import reads_point
from governance.scope import scope_of
from governance.versions import checksum
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    DecisionFactory,
    DeclarationFactory,
    MeetingFactory,
    OfficeFactory,
    UserFactory,
    VoteFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db

NEXT = date(2024, 9, 11)


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(board=BoardFactory(name="The Alliance"))


def officer_of(meeting: Meeting) -> Any:
    return OfficeFactory(board=meeting.board).person


def sits(meeting: Meeting, **seat: Any) -> Any:
    named = {f"place__seat__{name}": each for name, each in seat.items()}
    return AppointmentFactory(place__seat__board=meeting.board, **named).holder


def room(client: Client, meeting: Meeting, **sent: Any) -> Any:
    client.force_login(officer_of(meeting))
    return client.post(reverse("governance:meeting-room", args=[meeting.pk]), sent)


def test_a_typed_line_becomes_a_decision_numbered_in_the_municipal_year(
    client: Client, meeting: Meeting
) -> None:
    earlier = MeetingFactory(board=meeting.board, on=date(2024, 4, 30))
    DecisionFactory(board=meeting.board, meeting=earlier, municipal_year=2023, number=7)
    item = AgendaItemFactory(meeting=meeting)
    for key in ("one", "one", "two"):
        sent = {"line": "The plan is agreed.", "item": item.pk, "deed": "decision", "key": key}
        assert room(client, meeting, **sent).status_code == 302
    found = Decision.objects.filter(meeting=meeting).order_by("number")
    assert [(each.municipal_year, each.number, each.item) for each in found] == [
        (2024, 1, item),
        (2024, 2, item),
    ]


def test_a_typed_line_becomes_an_action_point_and_who_is_asked_is_written_to(
    client: Client, meeting: Meeting
) -> None:
    person = sits(meeting)
    sent = {"line": "Send the figures.", "who": person.pk, "due_on": "2024-07-01"}
    assert room(client, meeting, deed="point", **sent).status_code == 302
    point = ActionPoint.objects.get()
    assert (point.what, point.who, point.due_on) == (
        "Send the figures.",
        person,
        date(2024, 7, 1),
    )
    body = Message.objects.get(person=person).body
    assert "Send the figures." not in body
    assert f"at http://localhost:8000/action-points/{point.pk}/\n" in body


def test_a_typed_line_becomes_a_question_raised_at_the_meeting(
    client: Client, meeting: Meeting
) -> None:
    partner = AppointmentFactory(place__seat__board=meeting.board).seat.represents
    sent = {"line": "Why is it late?", "put_to": partner.pk, "due_on": "2199-07-01"}
    assert room(client, meeting, deed="question", **sent).status_code == 302
    asked = Challenge.objects.get()
    assert (asked.question, asked.raised_in, asked.put_to) == ("Why is it late?", meeting, partner)


@pytest.mark.parametrize(
    ("deed", "due_on", "told"),
    [
        ("point", "2024-06-11", "Give a day that is not before the meeting."),
        ("question", "2024-06-11", "Give a day that is still to come."),
    ],
)
def test_nothing_is_asked_for_by_a_day_that_is_past(
    client: Client, meeting: Meeting, deed: str, due_on: str, told: str
) -> None:
    seated = AppointmentFactory(place__seat__board=meeting.board)
    whom = {"who": seated.holder_id, "put_to": seated.seat.represents_id}
    response = room(client, meeting, deed=deed, line="Find a room.", due_on=due_on, **whom)
    assert response.status_code == 422
    assert response.context["form"].errors == {"due_on": [told]}
    assert "Find a room." in response.text


@pytest.mark.parametrize("deed", ["decision", "point"])
@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_nothing_is_decided_at_a_meeting_that_does_not_take_place(
    client: Client, meeting: Meeting, deed: str, state: str
) -> None:
    who = AppointmentFactory(place__seat__board=meeting.board).holder
    Meeting.objects.update(state=state, state_reason="Snow.")
    response = room(client, meeting, deed=deed, line="Two hubs.", who=who.pk)
    assert response.status_code == 422
    told = f"The meeting is {state}: it cannot be given business."
    assert response.context["form"].errors == {"__all__": [told]}
    assert "Two hubs." in response.text
    assert (Decision.objects.count(), ActionPoint.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"state": "cancelled", "state_reason": "Snow."}, "cancelled: it cannot be minuted."),
        ({"on": date(2199, 1, 1)}, "still to come: there is nothing to send round yet."),
    ],
)
def test_a_draft_of_a_meeting_that_was_not_is_not_sent_round(
    client: Client, meeting: Meeting, changed: dict[str, Any], told: str
) -> None:
    Meeting.objects.update(**changed)
    client.force_login(officer_of(meeting))
    place = reverse("governance:minutes-view", args=[meeting.pk])
    assert told in client.post(place, {"deed": "circulate"}, follow=True).text
    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("deed", "errors"),
    [
        ("decision", {"line": ["Write what it is"]}),
        ("point", {"line": ["Write what it is"]}),
    ],
)
def test_an_empty_line_is_nothing(
    client: Client, meeting: Meeting, deed: str, errors: dict[str, list[str]]
) -> None:
    response = room(client, meeting, deed=deed, line=" ")
    assert response.status_code == 422
    assert response.context["form"].errors == errors


@pytest.mark.parametrize("deed", ["decision", "point", "question"])
def test_a_line_as_long_as_a_paper_is_none(client: Client, meeting: Meeting, deed: str) -> None:
    response = room(client, meeting, deed=deed, line="x" * 4001)
    assert response.status_code == 422
    assert response.context["form"].errors["line"] == [
        "Shorten it to 4000 characters: it has 4001"
    ]
    assert "x" * 4001 in response.text
    assert Decision.objects.count() == 0


def test_a_line_that_lacks_who_comes_back_as_it_was_typed(
    client: Client, meeting: Meeting
) -> None:
    response = room(client, meeting, deed="point", line="Send the figures.")
    assert response.status_code == 422
    assert response.context["form"].errors == {"who": ["Choose who is to do it"]}
    assert "Send the figures." in response.text
    assert not ActionPoint.objects.exists()


def agreed(meeting: Meeting, **more: Any) -> Minutes:
    by = officer_of(meeting)
    later = MeetingFactory(board=meeting.board, on=NEXT, **more)
    return minutes.agree(minutes.minutes_of(meeting, by=by), at_meeting=later, by=by)


def test_minutes_are_frozen_as_a_later_meeting_agreed_them(meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting, number=1, title="Early help", minute="It grows.")
    DecisionFactory(board=meeting.board, meeting=meeting, item=item, text="Agreed.")
    before = minutes_content(meeting, None)
    kept = agreed(meeting)
    meeting.refresh_from_db()
    assert meeting.minutes_agreed_on == NEXT
    assert kept.content == before
    assert kept.checksum == checksum(before)
    for change in (
        {"minute": "It shrinks."},
        {"title": "Late help"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(item).objects.filter(pk=item.pk).update(**change)
    said = {"text": "More.", "kind": "resolved", "at": timezone.now()}
    with pytest.raises(Refused, match="what they say stands"):
        deciding.decide(meeting, **said, by=officer_of(meeting))


def test_agreed_again_nothing_changes(meeting: Meeting) -> None:
    kept = agreed(meeting)
    by = officer_of(meeting)
    assert kept.agreed_in is not None
    again = minutes.agree(kept, at_meeting=kept.agreed_in, by=by)
    assert again.agreed_in == kept.agreed_in
    another = MeetingFactory(board=meeting.board, on=date(2024, 12, 11))
    with pytest.raises(Refused, match=r"^They were agreed already, on 11 September 2024\.$"):
        minutes.agree(kept, at_meeting=another, by=by)
    kept.refresh_from_db()
    assert kept.agreed_in == again.agreed_in


def test_who_agrees_minutes_elsewhere_at_the_same_time_is_told_where_they_were_agreed(
    client: Client, meeting: Meeting
) -> None:
    agreed(meeting)
    another = MeetingFactory(board=meeting.board, on=date(2024, 12, 11))
    client.force_login(officer_of(meeting))
    place = reverse("governance:minutes-view", args=[meeting.pk])
    answer = client.post(place, {"deed": "agree", "meeting": another.pk}, follow=True)
    assert "They were agreed already, on 11 September 2024." in answer.text


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        ({"on": date(2024, 6, 12)}, "later meeting of the same board"),
        ({"on": NEXT, "board": "another"}, "later meeting of the same board"),
        ({"on": NEXT, "state": "inquorate"}, "had its quorum"),
    ],
)
def test_minutes_are_agreed_only_at_a_later_quorate_meeting_of_the_board(
    meeting: Meeting, later: dict[str, Any], sentence: str
) -> None:
    board = BoardFactory() if later.pop("board", "") else meeting.board
    by, other = officer_of(meeting), MeetingFactory(board=board, **later)
    with pytest.raises(Refused, match=sentence):
        minutes.agree(minutes.minutes_of(meeting, by=by), at_meeting=other, by=by)


def test_the_board_is_told_of_the_draft_once(meeting: Meeting) -> None:
    member, by = sits(meeting), officer_of(meeting)
    kept = minutes.minutes_of(meeting, by=by)
    sent = [minutes.circulate(kept, by=by, at=timezone.now()) for _ in range(2)]
    assert sent == [True, False]
    assert Message.objects.filter(person=member).count() == 1


def test_the_public_reads_agreed_minutes_without_what_is_exempt(
    client: Client, meeting: Meeting
) -> None:
    whole = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}
    item = AgendaItemFactory(
        meeting=meeting,
        number=1,
        title="A contract",
        minute="It costs much.",
        exempt=True,
        **whole,
    )
    DecisionFactory(board=meeting.board, meeting=meeting, item=item, text="Sign the contract.")
    VoteFactory(meeting=meeting, item=item, motion="That it be signed.")
    DeclarationFactory(meeting=meeting, item=item, interest="Shares in it.")
    ActionPointFactory(meeting=meeting, item=item, what="Sign it.")
    secrets = ("costs much", "Sign the contract", "That it be", "Shares in", "Sign it.")
    place = reverse("governance:minutes-view", args=[meeting.pk])
    assert client.get(place).status_code == 404
    agreed(meeting)
    told = client.get(place).text
    assert "A contract" in told
    assert [each for each in secrets if each in told] == []
    client.force_login(sits(meeting))
    inside = client.get(place).text
    assert [each for each in secrets if each not in inside] == []


def test_who_was_there_is_told_by_post_and_seat(meeting: Meeting) -> None:
    head, nurse = sits(meeting), sits(meeting)
    for person, came in ((head, "present"), (nurse, "remote")):
        place = person.appointments.get().place
        AttendanceFactory(meeting=meeting, place=place, came=came)
    away = sits(meeting)
    AttendanceFactory(
        meeting=meeting, place=away.appointments.get().place, came="absent", reply="apologies"
    )
    content = minutes_content(meeting, None)
    assert content["present"] == [str(head), f"{nurse} (remotely)"]
    assert (content["apologies"], content["absent"]) == ([str(away)], [])


def test_what_is_open_is_carried_forward_until_it_is_settled(meeting: Meeting) -> None:
    point = ActionPointFactory(meeting=meeting, due_on=date(2024, 7, 1))
    passed = ActionPointFactory(passed_to=meeting.board, passed_on=date(2024, 6, 1))
    ActionPointFactory()
    later = MeetingFactory(board=meeting.board, on=NEXT)
    assert meeting.board is not None
    scope = scope_of(officer_of(meeting))
    carried = points_open(meeting.board, before=later, scope=scope)
    assert [(row.pk, row.is_late) for row in carried] == [(point.pk, True), (passed.pk, False)]
    by, at = point.who, timezone.now()
    with pytest.raises(Refused, match="why it is dropped"):
        deciding.settle_point(point, version=1, state="dropped", outcome="", by=by, at=at)
    deciding.settle_point(point, version=1, state="done", outcome="Sent.", by=by, at=at)
    assert (point.settled_by, point.settled_at) == (by, at)
    carried = points_open(meeting.board, before=later, scope=scope)
    assert [row.pk for row in carried] == [passed.pk]
    deciding.settle_point(
        point, version=point.version, state="open", outcome="Not all.", by=by, at=at
    )
    assert (point.settled_by, point.settled_at) == (None, None)


WORDLESS = "Action point 4, of an exempt item"


@pytest.fixture
def exempt_point(meeting: Meeting) -> ActionPoint:
    whole = {"exempt": True, "exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "X"}
    made: ActionPoint = ActionPointFactory(
        meeting=meeting,
        number=4,
        item=AgendaItemFactory(meeting=meeting, **whole),
        what="Sign the contract.",
    )
    return made


@pytest.mark.parametrize(
    ("role", "words"),
    [("member", "Sign the contract."), ("observer", WORDLESS), ("young_person", WORDLESS)],
)
def test_what_an_exempt_item_asked_for_is_carried_forward_with_its_words_for_who_reads_it(
    client: Client, meeting: Meeting, exempt_point: ActionPoint, role: str, words: str
) -> None:
    later = MeetingFactory(board=meeting.board, on=NEXT)
    client.force_login(sits(meeting, role=role, voting=role != "observer"))
    page = client.get(reverse("governance:minutes-view", args=[later.pk])).text
    carried = page[page.index('id="carried"') :]
    assert words in carried
    assert ("Sign the contract." in page) is (words != WORDLESS)


def test_the_board_that_takes_over_an_exempt_point_reads_it(exempt_point: ActionPoint) -> None:
    heir = BoardFactory()
    member = AppointmentFactory(place__seat__board=heir).holder
    assert not reads_point(scope_of(member), exempt_point)
    exempt_point.passed_to = heir
    assert reads_point(scope_of(member), exempt_point)
    assert reads_point(scope_of(OfficeFactory(board=heir).person), exempt_point)


def test_who_is_asked_but_reads_no_exempt_papers_settles_a_point_without_its_words(
    client: Client, exempt_point: ActionPoint
) -> None:
    client.force_login(exempt_point.who)
    place = exempt_point.get_absolute_url()
    page = client.get(place).text
    assert WORDLESS in page
    assert "Sign the contract." not in page
    sent = {"state": "done", "outcome": "It is signed.", "version": 1}
    answer = client.post(place, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    exempt_point.refresh_from_db()
    assert exempt_point.state == "done"


def test_what_came_of_an_exempt_point_is_neither_shown_nor_lost_to_who_reads_no_exempt_papers(
    client: Client, exempt_point: ActionPoint
) -> None:
    ActionPoint.objects.update(outcome="It costs too much.")
    client.force_login(exempt_point.who)
    place = exempt_point.get_absolute_url()
    page = client.get(place).text
    assert "costs" not in page
    assert "Something is noted already, of an exempt item; yours is added." in page
    for said in ("It is signed.", ""):
        answer = client.post(place, {"state": "done", "outcome": said, "version": 1})
        assert (answer.status_code, answer["Location"]) == (302, "/home/")
        exempt_point.refresh_from_db()
        assert exempt_point.outcome == "It costs too much.\n\nIt is signed."


def test_a_later_decision_supersedes_an_earlier_one_of_the_same_board(meeting: Meeting) -> None:
    first = DecisionFactory(board=meeting.board, meeting=meeting)
    later = DecisionFactory(board=meeting.board, meeting=None, on=NEXT)
    by = officer_of(meeting)
    with pytest.raises(Refused, match="later decision"):
        deciding.supersede(later, version=1, later=first, by=by)
    deciding.supersede(first, version=1, later=later, by=by)
    assert Decision.objects.get(superseded_by=later) == first


@pytest.mark.parametrize("rows", [1, 3])
def test_the_minutes_cost_the_same_queries_however_long(
    client: Client, meeting: Meeting, rows: int, django_assert_num_queries: Any
) -> None:
    for item in AgendaItemFactory.create_batch(rows, meeting=meeting, title="An item"):
        DecisionFactory(board=meeting.board, meeting=meeting, item=item)
        ActionPointFactory(meeting=meeting, item=item)
        VoteFactory(meeting=meeting, item=item)
    client.force_login(sits(meeting))
    place = reverse("governance:minutes-view", args=[meeting.pk])
    # Session, person, meeting, scope, minutes, places and register, interests, votes, decisions,
    # action points, items, what is carried forward.
    with django_assert_num_queries(16):
        response = client.get(place)
    assert response.text.count("An item") == rows


@pytest.mark.parametrize("later", [0, 1, 3])
def test_an_officer_chooses_where_minutes_were_agreed_at_the_same_queries_however_many_may(
    client: Client, meeting: Meeting, later: int, django_assert_num_queries: Any
) -> None:
    for weeks in range(later):
        MeetingFactory(board=meeting.board, on=NEXT + timedelta(weeks=weeks), title="")
    client.force_login(officer_of(meeting))
    # Those of a member, and the meetings at which they may have been agreed.
    with django_assert_num_queries(17):
        told = client.get(reverse("governance:minutes-view", args=[meeting.pk])).text
    offered = [f"Ordinary meeting, {day} September 2024</option>" in told for day in (11, 18, 25)]
    assert offered == [later > weeks for weeks in range(3)]
    assert ("None was held yet." in told) == (later == 0)


def test_an_interest_of_a_young_person_is_hidden_once_they_take_back_their_consent(
    client: Client, meeting: Meeting
) -> None:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    DeclarationFactory(meeting=meeting, person=young, interest="A cousin works there.")
    client.force_login(officer_of(meeting))
    places = [f"/meetings/{meeting.pk}/{part}/" for part in ("register", "minutes")]
    for place in places:
        assert "A cousin works there." in client.get(place).text, place
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on=date(2024, 5, 1))
    for place in places:
        told = client.get(place).text
        assert ("A cousin works there." in told, HIDDEN in told) == (False, True), place


def test_in_the_room_the_next_line_is_typed_at_once_as_long_as_something_can_be_said(
    client: Client, meeting: Meeting
) -> None:
    client.force_login(officer_of(meeting))
    place = reverse("governance:meeting-room", args=[meeting.pk])
    assert "autofocus" not in client.get(place).text
    DecisionFactory(board=meeting.board, meeting=meeting)
    assert client.get(place).text.count("autofocus") == 1
    assert "had no quorum" not in client.get(place).text
    Meeting.objects.update(state="inquorate")
    assert "The meeting had no quorum:" in client.get(place).text
    Meeting.objects.update(state="cancelled", state_reason="Snow.")
    page = client.get(place).text
    assert "The meeting is cancelled: nothing is taken down." in page
    assert 'name="line"' not in page
    Meeting.objects.update(state="held", state_reason="", minutes_agreed_on=NEXT)
    assert "The minutes are agreed; what they say stands." in client.get(place).text


def test_a_line_typed_in_the_room_outlives_the_session_until_it_is_taken_down(
    client: Client, meeting: Meeting
) -> None:
    officer, place = officer_of(meeting), reverse("governance:meeting-room", args=[meeting.pk])
    item = AgendaItemFactory(meeting=meeting)
    client.force_login(officer)
    hidden = re.findall(r'name="(ticket|key)" value="([^"]*)"', client.get(place).text)
    typed = {**dict(hidden), "line": "Two hubs are agreed.", "item": str(item.pk)}
    client.logout()
    assert client.post(place, {**typed, "deed": "decision"}).status_code == 302
    assert Decision.objects.count() == 0
    client.force_login(officer)
    page = client.get(place)
    assert "Two hubs are agreed.</textarea>" in page.text
    assert page.context["form"]["item"].value() == str(item.pk)
    assert client.post(place, {**typed, "deed": "decision"}).status_code == 302
    assert "Two hubs are agreed.</textarea>" not in client.get(place).text
    assert client.post(place, {**typed, "deed": "keep"}).headers["Location"] == place
    assert "Two hubs are agreed.</textarea>" in client.get(place).text


def test_nothing_is_decided_or_asked_for_before_the_day_of_the_meeting(
    client: Client, meeting: Meeting
) -> None:
    who = sits(meeting)
    said = "what it decides is written down from that day on"
    with time_machine.travel(f"{meeting.on - timedelta(days=1)}T12:00:00+01:00", tick=False):
        for sent in (
            {"line": "The plan is agreed.", "deed": "decision"},
            {"line": "Ask again.", "deed": "point", "who": who.pk},
        ):
            refused = room(client, meeting, **sent)
            assert refused.status_code == 422
            assert said in tidy(refused)
        assert said in tidy(client.get(reverse("governance:meeting-room", args=[meeting.pk])))
    assert not meeting.decisions.exists()
    assert not meeting.action_points.exists()


def test_what_was_resolved_without_a_quorum_says_so_wherever_it_is_read(
    client: Client, meeting: Meeting
) -> None:
    Meeting.objects.update(state="inquorate")
    DecisionFactory(board=meeting.board, meeting=meeting, text="The plan is agreed.")
    client.force_login(officer_of(meeting))
    place = meeting.get_absolute_url()
    assert "what it resolved is to be decided again by one that has" in tidy(client.get(place))
    for told in (f"{place}minutes/", f"{place}minutes/as/html/"):
        assert "Not reached: what was resolved is to be decided again" in tidy(client.get(told))
    Meeting.objects.update(state="held")
    assert "Not reached" not in tidy(client.get(f"{place}minutes/"))
