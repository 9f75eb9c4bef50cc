"""Minutes as PDF, Word and a page of their own: the same words, for whom they are."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pymupdf
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import ExemptReading, Meeting
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.portal.test_papers_printed import failures

pytestmark = pytest.mark.django_db

EXEMPT = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}


@pytest.fixture
def meeting() -> Meeting:
    meeting = MeetingFactory(board=BoardFactory(name="The Alliance"))
    item = AgendaItemFactory(
        meeting=meeting, number=1, title="Early help", minute="It grows.\n\nSlowly, though."
    )
    DecisionFactory(board=meeting.board, meeting=meeting, item=item, text="The plan is agreed.")
    ActionPointFactory(meeting=meeting, item=item, what="Send the figures.")
    hidden = AgendaItemFactory(
        meeting=meeting,
        number=2,
        title="A contract",
        minute="It costs much.",
        exempt=True,
        **EXEMPT,
    )
    DecisionFactory(board=meeting.board, meeting=meeting, item=hidden, text="Sign it.")
    Meeting.objects.filter(pk=meeting.pk).update(minutes_agreed_on=date(2024, 9, 11))
    meeting.refresh_from_db()
    return meeting


def asked(client: Client, meeting: Meeting, kind: str) -> Any:
    return client.get(reverse("portal:minutes-document", args=[meeting.pk, kind]))


def words_of(kind: str, body: bytes) -> str:
    if kind == "pdf":
        with pymupdf.open(stream=body, filetype="pdf") as printed:
            return " ".join(" ".join(page.get_text().split()) for page in printed)
    if kind == "docx":
        written = docx.Document(BytesIO(body))
        cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
        return " ".join([*(each.text for each in written.paragraphs), *cells])
    return body.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_each_document_says_what_was_decided_and_hides_what_is_exempt(
    client: Client, meeting: Meeting, kind: str
) -> None:
    public = words_of(kind, asked(client, meeting, kind).content)
    for said in ("Early help", "Slowly, though.", "The plan is agreed.", "A contract"):
        assert said in public
    assert [each for each in ("It costs much.", "Sign it.") if each in public] == []
    client.force_login(AppointmentFactory(place__seat__board=meeting.board).holder)
    inside = words_of(kind, asked(client, meeting, kind).content)
    assert "It costs much." in inside
    assert "Sign it." in inside
    (entry,) = ExemptReading.objects.all()
    named = {"pdf": "PDF", "docx": "Word", "html": "web page"}
    assert entry.what == f"the minutes as {named[kind]}"


def test_the_pdf_is_accessible_and_the_same_each_time(client: Client, meeting: Meeting) -> None:
    first, second = (asked(client, meeting, "pdf").content for _ in range(2))
    assert first == second
    assert failures(first) == []


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_minutes_have_no_editions_to_number(client: Client, meeting: Meeting, kind: str) -> None:
    assert "Not numbered yet" not in words_of(kind, asked(client, meeting, kind).content)


def test_there_is_no_document_of_another_kind(client: Client, meeting: Meeting) -> None:
    assert asked(client, meeting, "json").status_code == 404
