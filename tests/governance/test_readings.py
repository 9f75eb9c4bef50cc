"""Who reads what is exempt is written down: who, what and when, once an hour, and nobody else."""

from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from governance.models import AgendaItem, ExemptReading, Meeting, MeetingPaper, User
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    DecisionFactory,
    ExemptReadingFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    PaperFileFactory,
    UserFactory,
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
    asked = (
        f"{paper.get_absolute_url()}edit/",
        f"{meeting}minutes/{paper.item_id}/",
        f"{meeting}room/",
    )
    assert [client.get(place).status_code for place in asked] == [200] * 3
    assert noted() == [
        (officer.pk, asked[0], "“The price”, item 2"),
        (officer.pk, asked[1], "the minute of item 2"),
        (officer.pk, asked[2], "what is taken down in the room"),
    ]


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


def test_the_record_only_grows_and_holds_one_entry_an_hour(meeting: Meeting) -> None:
    entry = ExemptReadingFactory(meeting=meeting, read_at="2024-09-02T10:00:00Z")
    with refused("exempt_reading_is_noted_once_an_hour"):
        insert_like(entry, read_at="2024-09-02T10:59:59Z")
    for other in ({"read_at": "2024-09-02T11:00:00Z"}, {"address": "/"}):
        insert_like(entry, **other)
    for forbidden in (lambda: update(entry, what="nothing"), lambda: delete(entry)):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            forbidden()
