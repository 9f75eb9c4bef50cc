"""What a member notes for themselves: it stays, whatever paper comes, and nobody else reads it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import AgendaItem, PrivateNote, User
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    PaperFileFactory,
    PrivateNoteFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-09-02T12:00:00+01:00", tick=False) as moment:
        yield moment


@pytest.fixture
def item() -> AgendaItem:
    meeting = MeetingFactory(on=date(2024, 9, 12), state="published")
    made: AgendaItem = AgendaItemFactory(meeting=meeting, title="The plan")
    return made


@pytest.fixture
def member(client: Client, item: AgendaItem) -> User:
    """A member of the board, signed in."""
    person: User = AppointmentFactory(place__seat__board=item.meeting.board).holder
    client.force_login(person)
    return person


def page_of(item: AgendaItem) -> str:
    return f"/meetings/{item.meeting_id}/agenda/{item.pk}/notes/"


def test_a_note_is_kept_once_and_stays_when_a_later_paper_comes(
    client: Client, item: AgendaItem, member: User
) -> None:
    paper = MeetingPaperFactory(item=item, received_on="2024-09-01")
    PaperFileFactory(paper=paper, edition=1)
    sent = {"paragraph": "4.2", "text": "Who pays?"}
    assert client.post(page_of(item), {**sent, "text": ""}).status_code == 422
    for _ in range(2):
        assert client.post(page_of(item), sent).status_code == 302
    PaperFileFactory(paper=paper, edition=2)
    note = PrivateNote.objects.get()
    assert (note.person, note.paragraph, note.text) == (member, "4.2", "Who pays?")
    assert "Who pays?" in tidy(client.get(page_of(item)))
    assert "Your 1 note" in tidy(client.get(item.meeting.get_absolute_url()))
    taken = client.post(page_of(item), {**sent, "text": "Another."})
    assert taken.status_code == 422
    assert "You have a note there already" in tidy(taken)
    assert "Another." in tidy(taken)


def test_a_change_in_another_window_is_not_written_over(
    client: Client, item: AgendaItem, member: User, today: Any
) -> None:
    note = PrivateNoteFactory(item=item, person=member, text="First.")
    place = f"{page_of(item)}?note={note.pk}"
    seen = note.noted_at.isoformat()
    assert f'value="{seen}"' in client.get(place).content.decode()
    assert client.post(place, {"text": "Second.", "seen": seen}).status_code == 302
    late = client.post(place, {"text": "Third.", "seen": seen})
    assert late.status_code == 422
    assert "in another window" in tidy(late)
    assert "Third." in tidy(late)
    note.refresh_from_db()
    assert note.text == "Second."
    client.post(place, {"deed": "remove"})
    assert not PrivateNote.objects.exists()


def test_nobody_else_reads_a_note(client: Client, item: AgendaItem, member: User) -> None:
    note = PrivateNoteFactory(item=item, text="Between me and me.")
    board = item.meeting.board
    chair = AppointmentFactory(place__seat__board=board, place__seat__role="chair").holder
    for reader in (member, chair, OfficeFactory(board=board).person):
        client.force_login(reader)
        for place in (page_of(item), item.meeting.get_absolute_url()):
            assert "Between me and me" not in tidy(client.get(place))
        assert client.get(f"{page_of(item)}?note={note.pk}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("member", 200), ("observer", 403), ("young_person", 403)]
)
def test_who_does_not_read_an_exempt_item_notes_nothing_at_it(
    client: Client, item: AgendaItem, role: str, status: int
) -> None:
    exempt = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}
    AgendaItem.objects.update(exempt=True, **exempt)
    young = {"holder__young": True} if role == "young_person" else {}
    seat = {"place__seat__role": role, "place__seat__voting": role != "observer"}
    seat["place__seat__board"] = item.meeting.board
    client.force_login(AppointmentFactory(**seat, **young).holder)
    assert client.get(page_of(item)).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_notes_take_as_many_queries_however_many(
    client: Client, item: AgendaItem, member: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        PrivateNoteFactory(item=item, person=member, paragraph=str(number), text="Ask.")
    client.get(page_of(item))
    with django_assert_num_queries(6):  # session, user, scope, item, notes, draft
        assert tidy(client.get(page_of(item))).count("change it") == rows
