"""Why something is done on a page that is no form of a record: it outlives the session, too."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from governance.models import Board, Draft, User
from portal.models import Report, ReportRun
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    ReportFactory,
    ReportRunFactory,
    WrittenProcedureFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
WHY = "It names a child."
SOON = {"on": date(2099, 9, 12), "state": "planned"}


def edition_of(board: Board) -> ReportRun:
    approver = OfficeFactory(board=board, kind="data_approver").person
    done = {"approved_by": approver, "approved_at": timezone.now(), "edition": 1}
    written = {"content": {}, "checksum": "a" * 64, "finished_at": timezone.now()}
    made: ReportRun = ReportRunFactory(board=board, state="approved", **done, **written)
    return made


def submitted(board: Board) -> Any:
    paper = ReportFactory(board=board, format__code="annual", period="2023-24")
    who = {"submitted_by": paper.written_by, "submitted_at": timezone.now()}
    Report.objects.filter(pk=paper.pk).update(state="submitted", **who)
    return paper


# The page, the deed that is sent, and the field in which why is said.
PAGES: dict[str, tuple[Callable[[Board], str], dict[str, str], str]] = {
    "a clearance": (
        lambda board: MeetingPaperFactory(
            item__meeting__board=board, item__meeting=MeetingFactory(board=board, **SOON)
        ).get_absolute_url(),
        {"deed": "clear", "kind": "finance", "officer": "Finance", "cleared_on": "2024-09-01"},
        "note",
    ),
    "a paper taken out": (
        lambda board: MeetingPaperFactory(
            item__meeting=MeetingFactory(board=board, **SOON)
        ).get_absolute_url(),
        {"deed": "take out"},
        "because",
    ),
    "a question in writing taken back": (
        lambda board: WrittenProcedureFactory(board=board).get_absolute_url(),
        {"deed": "take back"},
        "because",
    ),
    "a meeting cancelled": (
        lambda board: f"{MeetingFactory(board=board, **SOON).get_absolute_url()}state/",
        {"deed": "cancel"},
        "cancel-because",
    ),
    "an edition withdrawn": (
        lambda board: edition_of(board).get_absolute_url(),
        {"deed": "withdraw"},
        "because",
    ),
    "a paper sent back": (
        lambda board: submitted(board).get_absolute_url(),
        {"deed": "send back"},
        "because",
    ),
}


@pytest.fixture
def board(client: Client) -> Board:
    """A board whose chair and officer is signed in."""
    made: Board = BoardFactory(slug="alliance")
    chair = AppointmentFactory(
        place__seat__board=made, place__seat__role="chair", holder__post="Chair"
    ).holder
    OfficeFactory(board=made, kind="partnership_officer", person=chair)
    client.force_login(chair)
    return made


@pytest.mark.parametrize("what", PAGES)
def test_why_waits_behind_the_sign_in_and_can_be_thrown_away(
    client: Client, board: Board, what: str
) -> None:
    make, sent, field = PAGES[what]
    address, person = make(board), User.objects.get(post="Chair")
    page = client.get(address).text
    ticket = re.findall(r'name="ticket" value="([^"]*)"', page)[-1]
    client.logout()
    answer = client.post(address, {**sent, field: WHY, "ticket": ticket}, follow=True)
    assert answer.redirect_chain == [(f"/accounts/login/?next={address}", 302)]
    client.force_login(person)
    again = tidy(client.get(address))
    assert again.count(f"{WHY}</textarea>") == 1
    assert again.count("Throw my draft away") == 1
    client.post(address, {"deed": "forget"})
    assert not Draft.objects.exists()
    assert WHY not in tidy(client.get(address))


@pytest.mark.parametrize("what", PAGES)
def test_what_was_done_leaves_no_draft(client: Client, board: Board, what: str) -> None:
    make, sent, field = PAGES[what]
    address, person = make(board), User.objects.get(post="Chair")
    ticket = re.findall(r'name="ticket" value="([^"]*)"', client.get(address).text)[-1]
    typed = {**sent, field: WHY, "ticket": ticket}
    client.logout()
    client.post(address, typed)
    client.force_login(person)
    assert client.post(address, typed).status_code == 302
    assert not Draft.objects.exists()
