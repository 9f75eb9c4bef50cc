"""Who reads what is exempt is written down: who, what and when, once an hour, and nobody else."""

from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from governance.models import AgendaItem, ExemptReading, Meeting, MeetingPaper, User
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    DecisionFactory,
    DeclarationFactory,
    ExemptReadingFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    PaperFileFactory,
    SubjectFactory,
    UserFactory,
    VoteFactory,
)
from tests.pages import tidy
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db
EXEMPT = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}
AT = "2024-09-02T10:10:00Z"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def meeting() -> Meeting:
    made: Meeting = MeetingFactory(minutes_agreed_on="2024-09-01")
    return made


@pytest.fixture
def paper(meeting: Meeting) -> MeetingPaper:
    """An exempt paper, sent as a file and given out."""
    item = AgendaItemFactory(
        meeting=meeting, number=2, title="A contract", exempt=True, minute="Costs.", **EXEMPT
    )
    made: MeetingPaper = MeetingPaperFactory(
        item=item, title="The price", received_on="2024-09-01", text="Much."
    )
    PaperFileFactory(paper=made)
    return made


def sitting(meeting: Meeting, role: str = "member") -> User:
    seat = {"role": role, "voting": role == "member", "board": meeting.board}
    held = AppointmentFactory(**{f"place__seat__{name}": each for name, each in seat.items()})
    person: User = held.holder
    return person


def places(paper: MeetingPaper) -> dict[str, str]:
    """Return what stands at each address that tells what is exempt."""
    meeting = paper.item.meeting.get_absolute_url()
    return {
        paper.get_absolute_url(): "“The price”, item 2",
        f"{paper.get_absolute_url()}1/": "“The price”, item 2, edition 1 as PDF",
        f"{meeting}minutes/": "the minutes",
        meeting: "the page of the meeting",
    }


def noted() -> list[tuple[int, str, str]]:
    rows = ExemptReading.objects.order_by("pk")
    return list(rows.values_list("person", "address", "what"))


def test_each_way_to_read_what_is_exempt_leaves_one_entry_an_hour(
    client: Client, paper: MeetingPaper
) -> None:
    member = sitting(paper.item.meeting)
    expected = [(member.pk, place, what) for place, what in places(paper).items()]
    for at in (AT, "2024-09-02T10:59:59Z"):
        with time_machine.travel(at, tick=False):
            client.force_login(member)
            assert [client.get(place).status_code for place in places(paper)] == [200] * 4
        assert noted() == expected
    with time_machine.travel("2024-09-02T11:00:00Z", tick=False):
        for place in places(paper):
            client.get(place)
    assert noted() == expected * 2


def test_the_officer_who_changes_the_words_has_read_them(
    client: Client, paper: MeetingPaper
) -> None:
    officer = OfficeFactory(board=paper.item.meeting.board, kind="partnership_officer").person
    client.force_login(officer)
    meeting = paper.item.meeting.get_absolute_url()
    Meeting.objects.update(minutes_agreed_on=None)
    asked = {
        f"{paper.get_absolute_url()}edit/": "“The price”, item 2",
        f"{meeting}minutes/{paper.item_id}/": "the minute of item 2",
        f"{meeting}room/": "what is taken down in the room",
        f"{meeting}agenda/": "the agenda as its officers keep it",
        f"{meeting}agenda/{paper.item_id}/": "what is kept, item 2",
    }
    assert [client.get(place).status_code for place in asked] == [200] * 5
    assert noted() == [(officer.pk, place, what) for place, what in asked.items()]


def test_the_officer_who_notes_the_business_of_an_exempt_item_has_read_it(
    client: Client, paper: MeetingPaper
) -> None:
    meeting = paper.item.meeting
    Meeting.objects.update(minutes_agreed_on=None)
    place, whose = meeting.get_absolute_url(), {"meeting": meeting, "item": paper.item}
    register = f"{place}register/"
    officer = OfficeFactory(board=meeting.board, kind="partnership_officer").person
    client.force_login(officer)
    assert client.get(register).status_code == 200
    assert noted() == []
    decided = DecisionFactory(**whose, board=meeting.board)
    asked = {
        register: "what was declared and voted",
        f"{place}declarations/{DeclarationFactory(**whose).pk}/": "a declaration, item 2",
        f"{place}votes/{VoteFactory(**whose).pk}/": "a vote, item 2",
        f"/decisions/{decided.pk}/edit/": "a decision, item 2",
    }
    point = ActionPointFactory(**whose, number=4).get_absolute_url()
    asked |= {point: "action point 4, item 2", f"{point}edit/": "action point 4, item 2"}
    assert [client.get(place).status_code for place in asked] == [200] * 6
    assert noted() == [(officer.pk, place, what) for place, what in asked.items()]


def test_an_exempt_decision_that_is_found_by_search_is_read(
    client: Client, paper: MeetingPaper
) -> None:
    meeting = paper.item.meeting
    whose = {"board": meeting.board, "meeting": meeting, "municipal_year": 2024}
    decided = {"text": "The wheatear is bought.", "item": paper.item}
    exempt = [DecisionFactory(**whose, **decided, number=number) for number in (1, 2)]
    DecisionFactory(**whose, number=3, text="A wheatear for all.")
    member = sitting(meeting)
    client.force_login(member)
    for _ in range(2):
        assert client.get("/search/", {"q": "wheatear"}).text.count("wheatear</mark>") >= 3
    assert noted() == [
        (member.pk, f"/search/#{each.pk}", f"decision {each.number} of 2024/25, found by search")
        for each in exempt
    ]
    client.logout()
    client.get("/search/", {"q": "wheatear"})
    assert len(noted()) == 2


def test_an_exempt_decision_in_a_kit_is_read(client: Client, paper: MeetingPaper) -> None:
    meeting, theme = paper.item.meeting, SubjectFactory(board=paper.item.meeting.board)
    AgendaItem.objects.update(subject=theme)
    whose = {"board": meeting.board, "meeting": meeting, "municipal_year": 2024}
    decision = DecisionFactory(**whose, item=paper.item, number=7)
    later = MeetingFactory(board=meeting.board, theme=theme, title="Winter", on="2024-10-01")
    member = sitting(meeting)
    client.force_login(member)
    place = f"{later.get_absolute_url()}kit/"
    assert decision.text in client.get(place).text
    told = "decision 7 of 2024/25, in the kit of Winter, 1 October 2024"
    assert noted() == [(member.pk, f"{place}#{decision.pk}", told)]
    assert ExemptReading.objects.get().meeting == meeting


@pytest.mark.parametrize("who", ["public", "somebody", "observer"])
def test_who_is_refused_or_reads_what_everybody_may_leaves_no_entry(
    client: Client, paper: MeetingPaper, who: str
) -> None:
    if who != "public":
        person = sitting(paper.item.meeting, who) if who == "observer" else UserFactory()
        client.force_login(person)
    statuses = [client.get(place).status_code for place in places(paper)]
    assert statuses == [403 if who == "observer" else 404] * 2 + [200] * 2
    assert noted() == []


def test_what_is_not_exempt_or_gives_nothing_leaves_no_entry(
    client: Client, paper: MeetingPaper
) -> None:
    client.force_login(sitting(paper.item.meeting))
    for place in places(paper):
        assert client.head(place).status_code == 200
    assert client.get(f"{paper.get_absolute_url()}9/").status_code == 404
    assert noted() == []
    AgendaItem.objects.update(exempt=False)
    for place in places(paper):
        assert client.get(place).status_code == 200
    assert noted() == []


def test_minutes_that_say_nothing_yet_of_what_is_exempt_leave_no_entry(
    client: Client, paper: MeetingPaper
) -> None:
    AgendaItem.objects.filter(pk=paper.item_id).update(exempt=True)
    Meeting.objects.update(minutes_agreed_on=None)
    AgendaItem.objects.update(minute="")
    minutes = f"{paper.item.meeting.get_absolute_url()}minutes/"
    client.force_login(sitting(paper.item.meeting))
    client.get(minutes)
    assert noted() == []
    DecisionFactory(meeting=paper.item.meeting, board=paper.item.meeting.board, item=paper.item)
    client.get(minutes)
    assert len(noted()) == 1


def test_a_note_costs_one_query_and_only_where_something_exempt_is_read(
    client: Client, paper: MeetingPaper, django_assert_num_queries: Any
) -> None:
    client.force_login(sitting(paper.item.meeting))
    with django_assert_num_queries(7):  # session, person, paper, standing, note, files, clearances
        client.get(paper.get_absolute_url())
    AgendaItem.objects.update(exempt=False)
    with django_assert_num_queries(6):
        client.get(paper.get_absolute_url())


def test_officers_see_on_the_agenda_who_read_what(client: Client, paper: MeetingPaper) -> None:
    meeting = paper.item.meeting
    member = sitting(meeting)
    client.force_login(member)
    client.get(paper.get_absolute_url())
    ExemptReadingFactory(person__post="Of another meeting")
    client.force_login(OfficeFactory(board=meeting.board, kind="partnership_officer").person)
    page = tidy(client.get(f"{meeting.get_absolute_url()}agenda/"))
    told = f'{member.post}<span class="sub">“The price”, item 2, 2 September 2024, 11.10</span>'
    assert told in page
    assert "Of another meeting" not in page


def test_all_that_was_read_is_listed_a_page_at_a_time(client: Client, paper: MeetingPaper) -> None:
    meeting = paper.item.meeting
    for number in range(51):
        ExemptReadingFactory(meeting=meeting, address=f"/{number}/", what=f"reading {number}.")
    client.force_login(OfficeFactory(board=meeting.board, kind="partnership_officer").person)
    place = f"{meeting.get_absolute_url()}agenda/"
    newest, oldest = tidy(client.get(place)), tidy(client.get(f"{place}?read=2"))
    assert "Reading 50." in newest
    assert "Page 1 of 2" in newest
    assert "Reading 0." not in newest
    assert "Reading 0." in oldest


def test_the_record_only_grows_and_holds_one_entry_an_hour(meeting: Meeting) -> None:
    entry = ExemptReadingFactory(meeting=meeting, read_at="2024-09-02T10:00:00Z")
    with refused("exempt_reading_is_noted_once_an_hour"):
        insert_like(entry, read_at="2024-09-02T10:59:59Z")
    for other in ({"read_at": "2024-09-02T11:00:00Z"}, {"address": "/"}):
        insert_like(entry, **other)
    for forbidden in (lambda: update(entry, what="nothing"), lambda: delete(entry)):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            forbidden()
