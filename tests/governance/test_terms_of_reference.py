"""The terms of reference of a board: read by all, drafted, signed off at a meeting, frozen."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, TermsOfReference, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    OrganisationFactory,
    SeatFactory,
    SignatureFactory,
    TermsOfReferenceFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
TERMS = "/boards/alliance/terms/"
DRAFT, SIGN_OFF = f"{TERMS}draft/", f"{TERMS}draft/sign-off/"
JUNE, SEPTEMBER = date(2024, 6, 12), date(2024, 9, 11)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-10-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def administrator(client: Client, board: Board) -> User:
    """Who keeps the membership of this one board, signed in."""
    person: User = OfficeFactory(board=board, kind="membership_administrator").person
    client.force_login(person)
    return person


def signed(board: Board, number: int, text: str, on: date = JUNE) -> TermsOfReference:
    meeting = MeetingFactory(board=board, on=on)
    made: TermsOfReference = TermsOfReferenceFactory(
        board=board, number=number, text=text, signed_off_on=on, signed_off_in=meeting
    )
    return made


def version_in(page: str) -> str:
    return re.findall(r'name="version" value="(\d*)"', page)[0]


def test_terms_go_from_a_draft_to_a_meeting_and_the_next_begins_as_their_copy(
    client: Client, administrator: User, board: Board
) -> None:
    meeting = MeetingFactory(board=board, on=JUNE)
    assert "None were signed off." in tidy(client.get(TERMS))
    assert client.post(DRAFT, {"text": "We meet.\n\nWe listen."})["Location"] == TERMS
    version = version_in(tidy(client.get(SIGN_OFF)))
    signed = {"signed_off_in": meeting.pk, "version": version}
    assert client.post(SIGN_OFF, signed)["Location"] == TERMS
    row = TermsOfReference.objects.get()
    assert (row.number, row.signed_off_on, row.signed_off_in) == (1, JUNE, meeting)
    page = tidy(Client().get(TERMS))
    assert "Version 1, signed off on 12 June 2024" in page
    assert "<p>We meet.</p><p>We listen.</p>" in page
    assert "We listen.</textarea>" in client.get(DRAFT).content.decode()
    # Sent twice, nothing more is signed off.
    assert client.post(SIGN_OFF, signed)["Location"] == TERMS
    assert TermsOfReference.objects.count() == 1


def test_the_draft_is_read_by_the_table_and_its_keeper_alone(
    client: Client, administrator: User, board: Board
) -> None:
    signed(board, 1, "We meet.")
    TermsOfReferenceFactory(board=board, number=2, text="We meet twice.")
    assert "Read the draft of version 2" in tidy(client.get(TERMS))
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    assert "Read the draft of version 2" in tidy(client.get(TERMS))
    assert "We meet twice." in tidy(client.get(f"{TERMS}2/"))
    stranger = Client()
    assert "draft" not in tidy(stranger.get(TERMS)).partition("<main")[2]
    assert stranger.get(f"{TERMS}2/").status_code == 404


def test_a_version_says_word_by_word_what_it_changed(client: Client, board: Board) -> None:
    signed(board, 1, "The board meets monthly.\n\nIt listens.")
    signed(board, 2, "The board meets quarterly.\n\nIt listens.", on=SEPTEMBER)
    page = tidy(client.get(f"{TERMS}2/"))
    assert '<del><span class="vh">taken out:</span>monthly.</del>' in page
    assert '<ins><span class="vh">put in:</span>quarterly.</ins>' in page
    assert 'href="/boards/alliance/terms/1/"' in page
    assert "What it changed" not in tidy(client.get(f"{TERMS}1/"))


def test_terms_are_shown_as_they_were_in_force_on_a_day(client: Client, board: Board) -> None:
    signed(board, 1, "The board meets monthly.")
    signed(board, 2, "The board meets quarterly.", on=SEPTEMBER)
    then = tidy(client.get(f"{TERMS}?as_at=2024-07-01"))
    assert "monthly" in then
    assert "quarterly" not in then
    assert "quarterly" in tidy(client.get(TERMS))


def test_a_draft_changed_meanwhile_is_read_again_before_it_is_signed_off(
    client: Client, administrator: User, board: Board
) -> None:
    meeting = MeetingFactory(board=board, on=JUNE)
    draft = TermsOfReferenceFactory(board=board, text="We meet.")
    client.post(DRAFT, {"text": "We meet twice.", "version": draft.version})
    answer = client.post(SIGN_OFF, {"signed_off_in": meeting.pk, "version": draft.version})
    assert answer.status_code == 422
    assert "The draft was changed while you were here." in tidy(answer)
    assert TermsOfReference.objects.get().signed_off_on is None


@pytest.mark.parametrize(
    ("meeting", "sentence"),
    [
        ({"state": "planned", "on": date(2024, 9, 30)}, "This is not offered here"),
        ({"on": date(2024, 5, 1)}, "The version before was signed off after that meeting"),
        (None, "Choose the meeting at which they were signed off"),
    ],
)
def test_what_cannot_have_signed_the_terms_off_is_refused(
    client: Client,
    administrator: User,
    board: Board,
    meeting: dict[str, Any] | None,
    sentence: str,
) -> None:
    signed(board, 1, "We meet.")
    draft = TermsOfReferenceFactory(board=board, number=2)
    chosen = MeetingFactory(board=board, **meeting).pk if meeting else ""
    answer = client.post(SIGN_OFF, {"signed_off_in": chosen, "version": draft.version})
    assert answer.status_code == 422
    assert sentence in tidy(answer)


@pytest.mark.parametrize("rows", [1, 3])
def test_terms_cost_the_same_however_many_versions_there_are(
    client: Client, administrator: User, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, rows + 1):
        last = signed(board, number, "We meet.", on=date(2024, 6, number))
    for _ in range(rows):
        SignatureFactory(terms=last, signed_on=JUNE)
        SeatFactory(board=board, represents=OrganisationFactory())
    # session, person, board, scope, terms; who is at the table, who signed
    with django_assert_num_queries(7):
        page = tidy(client.get(TERMS))
    assert len(re.findall(rf'href="{TERMS}\d/"', page)) == rows


def test_two_hands_in_the_draft_choose_whose_words_stay(
    client: Client, administrator: User, board: Board
) -> None:
    draft = TermsOfReferenceFactory(board=board, text="We meet.")
    client.post(DRAFT, {"text": "We meet monthly.", "version": draft.version})
    answer = client.post(DRAFT, {"text": "We meet quarterly.", "version": draft.version})
    assert answer.status_code == 409
    page = tidy(answer)
    assert "monthly." in page
    assert "quarterly." in page
    draft.refresh_from_db()
    assert draft.text == "We meet monthly."
