"""Two records of one person in the browser: side by side, merged, undone."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from governance.models import Merger, Office, User
from tests.factories import AppointmentFactory, OfficeFactory, RespondentFactory, UserFactory
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


@pytest.fixture(autouse=True)
def administrator(client: Client) -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person: User = OfficeFactory(kind=kind, board=None, person__post="Administrator").person
    client.force_login(person)
    return person


@pytest.fixture
def stays() -> User:
    person: User = UserFactory(
        post="Head teacher", organisation__name="School", email="head@example.org"
    )
    return person


@pytest.fixture
def gone() -> User:
    person: User = UserFactory(
        post="Principal", organisation__name="College", email="principal@example.org"
    )
    return person


def seen(*people: User) -> str:
    return " ".join(f"{each.pk}.{each.version}" for each in people)


def test_two_records_are_looked_at_merged_and_parted_again(
    client: Client, stays: User, gone: User
) -> None:
    seat = AppointmentFactory(holder=gone, place__seat__title="Schools")
    place = f"/people/{stays.pk}/merge/"
    assert f'href="{place}"' in tidy(client.get(f"/people/{stays.pk}/"))
    assert "See both side by side" in tidy(client.get(place))
    page = unescape(tidy(client.post(place, {"other": "principal, college", "deed": "look"})))
    assert '<td role="cell" data-label="Stays">School</td>' in page
    assert '<td role="cell" data-label="Goes">College</td>' in page
    assert "<dt>Appointments</dt><dd>1</dd>" in page
    assert "Principal, College</span>" in page
    assert f'name="seen" value="{seen(stays, gone)}"' in page
    assert not Merger.objects.exists()
    sent = {"other": "Principal, College", "deed": "merge", "seen": seen(stays, gone)}
    wrong = client.post(place, sent)
    assert wrong.status_code == 422
    assert "Choose which stays: e-mail address" in tidy(wrong)
    answer = client.post(place, {**sent, "post": "gone", "email": "stays"})
    merger = Merger.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/people/mergers/{merger.pk}/")
    stays.refresh_from_db()
    seat.refresh_from_db()
    assert (stays.post, stays.email, seat.holder) == ("Principal", "head@example.org", stays)
    assert "This record was merged into" in tidy(client.get(f"/people/{gone.pk}/"))
    assert client.get("/people/?format=json&q=merged").json() == []
    undo = tidy(client.get(f"/people/mergers/{merger.pk}/"))
    assert "Principal (merged" in undo
    assert "<dt>Appointments</dt><dd>1</dd>" in undo
    parted = client.post(f"/people/mergers/{merger.pk}/", follow=True)
    assert parted.redirect_chain == [(f"/people/{gone.pk}/", 302)]
    assert "there are two records again" in tidy(parted)
    seat.refresh_from_db()
    assert seat.holder == gone
    again = tidy(client.get(f"/people/mergers/{merger.pk}/"))
    assert "Undone on 2 September 2024 by Administrator." in again
    assert "Undo the merging" not in again


def test_what_clashes_is_named_and_no_merging_is_offered(
    client: Client, stays: User, gone: User
) -> None:
    mine = RespondentFactory(person=stays, organisation__name="Trust")
    RespondentFactory(person=gone, organisation=mine.organisation, board=mine.board)
    place = f"/people/{stays.pk}/merge/"
    looked = client.post(place, {"other": gone.email, "deed": "look"})
    merged = client.post(
        place,
        {
            "other": gone.email,
            "deed": "merge",
            "seen": seen(stays, gone),
            "post": "stays",
            "email": "stays",
        },
    )
    for answer in (looked, merged):
        assert answer.status_code == 422
        page = tidy(answer)
        assert "Respondent “Principal for Trust”: The other record has one like it." in page
        assert 'value="merge"' not in page
    assert not Merger.objects.exists()


def test_who_changed_one_of_the_two_meanwhile_is_told_of(
    client: Client, stays: User, gone: User
) -> None:
    place, before = f"/people/{stays.pk}/merge/", seen(stays, gone)
    User.objects.filter(pk=gone.pk).update(post="Executive head")
    sent = {"other": gone.email, "deed": "merge", "seen": before, "post": "gone", "email": "stays"}
    page = tidy(client.post(place, sent))
    assert "One of the two was changed since you looked: look again." in page
    assert "Executive head" in page
    assert not Merger.objects.exists()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("", "Say which record is of the same person"),
        ("nobody", "Nobody here is called “nobody”."),
        ("head@example.org", "That is the same record: name the other one."),
        ("Administrator", "You are signed in with the record that would go: let that one stay."),
    ],
)
def test_a_record_that_cannot_go_is_refused_at_its_field(
    client: Client, stays: User, other: str, sentence: str
) -> None:
    answer = client.post(f"/people/{stays.pk}/merge/", {"other": other, "deed": "look"})
    assert answer.status_code == 422
    assert sentence in unescape(tidy(answer))


def test_what_stands_in_the_way_of_undoing_is_shown(
    client: Client, stays: User, gone: User
) -> None:
    answers = RespondentFactory(person=gone, organisation__name="Trust")
    place = f"/people/{stays.pk}/merge/"
    chosen = {"post": "stays", "email": "stays"}
    sent = {"other": gone.email, "deed": "merge", "seen": seen(stays, gone), **chosen}
    to = client.post(place, sent)["Location"]
    RespondentFactory(person=gone, organisation=answers.organisation, board=answers.board)
    answer = client.post(to)
    assert answer.status_code == 422
    page = tidy(answer)
    assert "It cannot be undone" in page
    assert "Respondent “Head teacher for Trust”: The other record has one like it." in page
    assert Merger.objects.get().undone_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_a_merging_costs_the_same_queries_to_look_at_however_much_it_moved(
    client: Client, stays: User, gone: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        AppointmentFactory(holder=gone, place__seat__title=f"Seat {number}")
    chosen = {"post": "stays", "email": "stays"}
    sent = {"other": gone.email, "deed": "merge", "seen": seen(stays, gone), **chosen}
    to = client.post(f"/people/{stays.pk}/merge/", sent)["Location"]
    with django_assert_num_queries(4):  # session, who asks, what they are, the merging
        page = tidy(client.get(to))
    assert f"<dt>Appointments</dt><dd>{rows}</dd>" in page
