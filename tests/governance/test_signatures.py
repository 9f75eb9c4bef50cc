"""Who signed the terms of a board: counted among those at the table, put right, taken back."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, Organisation, Signature, TermsOfReference, User
from tests.factories import (
    BoardFactory,
    OfficeFactory,
    OrganisationFactory,
    SeatFactory,
    SignatureFactory,
    TermsOfReferenceFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
TERMS = "/boards/alliance/terms/"
ADD = f"{TERMS}signatures/add/"
JUNE = date(2024, 6, 12)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel("2024-10-02T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


@pytest.fixture
def terms(board: Board) -> TermsOfReference:
    made: TermsOfReference = TermsOfReferenceFactory(board=board, signed_off_on=JUNE)
    return made


@pytest.fixture
def table(board: Board) -> list[Organisation]:
    """The police and two schools; a seat that has ended counts no more."""
    found = [OrganisationFactory(name=name) for name in ("Police", "School A", "School B")]
    for each in found:
        SeatFactory(board=board, represents=each)
    SeatFactory(board=board, represents=OrganisationFactory(), ends_on=date(2024, 9, 1))
    return found


@pytest.fixture(autouse=True)
def administrator(client: Client, board: Board) -> User:
    """Who keeps the membership of this one board, signed in."""
    person: User = OfficeFactory(board=board, kind="membership_administrator").person
    client.force_login(person)
    return person


def test_a_signature_is_recorded_once_and_counted_among_those_at_the_table(
    client: Client, terms: TermsOfReference, table: list[Organisation]
) -> None:
    sent = {"organisation": "Police", "signed_on": "2024-07-01", "key": "one"}
    for _ in range(2):
        assert client.post(ADD, sent)["Location"] == f"{TERMS}#signed"
    row = Signature.objects.get()
    assert (row.terms, row.organisation, row.signed_on) == (terms, table[0], date(2024, 7, 1))
    page = tidy(Client().get(TERMS))
    assert "Signed by 1 of 3 organisations at the table" in page
    assert "signed on 1 July 2024" in page
    assert "Not signed: School A; School B." in page
    then = tidy(client.get(f"{TERMS}?as_at=2024-06-30"))
    assert "Signed by 0 of 4 organisations at the table" in then


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"organisation": "Police", "signed_on": "2024-06-01"}, "before the board signed them"),
        ({"organisation": "Police", "signed_on": "2024-10-03"}, "Enter today, or a day before"),
        ({"organisation": "Fire", "signed_on": "2024-07-01"}, "is called “Fire”"),
        ({"organisation": "School A", "signed_on": "2024-07-01"}, "signed this version already"),
    ],
)
def test_what_nobody_can_have_signed_is_refused_at_its_place(
    client: Client,
    terms: TermsOfReference,
    table: list[Organisation],
    sent: dict[str, str],
    sentence: str,
) -> None:
    SignatureFactory(terms=terms, organisation=table[1], signed_on=JUNE)
    answer = client.post(ADD, sent)
    assert answer.status_code == 422
    assert sentence in tidy(answer)
    assert Signature.objects.count() == 1


def test_a_signature_is_put_right_and_taken_back(
    client: Client, terms: TermsOfReference, table: list[Organisation]
) -> None:
    row = SignatureFactory(terms=terms, organisation=table[0], signed_on=JUNE)
    place = f"{TERMS}signatures/{row.pk}/"
    client.post(place, {"signed_on": "2024-08-01", "version": row.version})
    row.refresh_from_db()
    assert row.signed_on == date(2024, 8, 1)
    for _ in range(2):
        assert client.post(place, {"deed": "remove"})["Location"] == TERMS
    assert not Signature.objects.exists()


def test_a_new_version_is_signed_anew(
    client: Client, board: Board, terms: TermsOfReference, table: list[Organisation]
) -> None:
    SignatureFactory(terms=terms, organisation=table[0], signed_on=JUNE)
    TermsOfReferenceFactory(board=board, number=2, signed_off_on=date(2024, 9, 11))
    assert "Signed by 0 of 3" in tidy(client.get(TERMS))


def test_nothing_is_signed_where_no_terms_are_in_force(client: Client, board: Board) -> None:
    TermsOfReferenceFactory(board=board)
    assert client.get(ADD)["Location"] == TERMS
