"""People are added, edited and charged, and read as under 18 by nothing but that."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from governance import audit
from governance.models import Office, Respondent, User
from tests.factories import (
    FIRST_DAY,
    BoardFactory,
    OfficeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.governance.people.keeping import NEW, browser_of, written
from tests.pages import tidy

pytestmark = pytest.mark.django_db


def test_a_person_is_added_once_however_often_it_is_sent(
    client: Client, administrator: User
) -> None:
    trust = OrganisationFactory()
    sent = written(organisation=trust.name, email="Nurse@example.org", name="N. N.")
    for _ in range(2):
        answer = client.post(NEW, sent)
        person = User.objects.get(post="Chief nurse")
        assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.pk}/")
    assert (person.organisation, person.email, person.name) == (
        trust,
        "nurse@example.org",
        "N. N.",
    )
    assert not person.has_usable_password()
    assert [each.sentence for each in audit.trail(person)] == ["Administrator added Chief nurse."]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"post": " "}, "Give the post"),
        ({"email": "none"}, "Enter an e-mail address, like name@example.org"),
        ({"email": "TAKEN@example.org"}, "Somebody has that e-mail address already."),
        ({"post": "Taken"}, "Add a word that tells the two posts apart."),
        ({"is_young": "on"}, "Name who is written to for a person under 18"),
        (
            {"is_young": "on", "name": "Shown", "supporter": "taken@example.org"},
            "Leave the name of a person under 18 out",
        ),
        (
            {"is_young": "on", "supporter": "Nobody at all"},
            "Nobody here is called “Nobody at all”. Write their post, or their e-mail address.",
        ),
        (
            {"is_young": "on", "supporter": "No address"},
            "A supporter is here and has an e-mail address.",
        ),
        ({"is_young": "on", "supporter": "Young"}, "A supporter is not under 18."),
        ({"consent_on": "2024-09-03"}, "That day is still to come"),
        (
            {"consent_withdrawn_on": "2024-09-02"},
            "Consent is withdrawn on or after the day it was given.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, administrator: User, changed: dict[str, str], sentence: str
) -> None:
    body = UserFactory(post="Taken", email="taken@example.org").organisation
    UserFactory(post="No address", email=None)
    UserFactory(young=True)
    sent = written(organisation=body.name, distinction="", **{"email": "x@example.org", **changed})
    before = User.objects.count()
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    page = unescape(tidy(answer))
    assert sentence in page
    assert f'name="organisation" value="{body.name}"' in page
    assert User.objects.count() == before


def test_a_person_under_18_is_known_by_nothing_but_that(
    client: Client, administrator: User
) -> None:
    supporter = UserFactory(post="Youth worker", organisation__name="Youth Service")
    sent = written(
        post="Pupil of a named school",
        is_young="on",
        supporter="youth worker, youth service",
        consent_on="1 September 2024",
        distinction="one",
    )
    assert client.post(NEW, sent).status_code == 302
    young = User.objects.get(is_young=True)
    assert (young.post, young.distinction, young.name) == (
        "Young people's representative",
        "one",
        "",
    )
    assert (young.supporter, young.consent_on) == (supporter, date(2024, 9, 1))
    page = tidy(client.get(f"/people/{young.pk}/"))
    assert "<dt>Written to through</dt><dd>Youth worker</dd>" in page
    assert "<dt>Consent to show their words</dt><dd>Given on 1 September 2024</dd>" in page


def test_somebody_who_is_found_to_be_under_18_loses_name_and_post(
    client: Client, administrator: User
) -> None:
    UserFactory(post="Youth worker", email="worker@example.org")
    person = UserFactory(post="Pupil", name="N. N.")
    sent = written(post="Pupil", is_young="on", supporter="worker@example.org")
    assert client.post(f"/people/{person.pk}/edit/", sent).status_code == 302
    person.refresh_from_db()
    assert (person.post, person.name) == ("Young people's representative", "")


def test_two_people_in_different_fields_never_meet_and_in_one_choose(
    client: Client, administrator: User
) -> None:
    person = UserFactory(post="Nurse", organisation=None)
    place = f"/people/{person.pk}/edit/"
    other = browser_of(OfficeFactory(kind="membership_administrator", board=None).person)
    assert other.post(place, written(post="Chief nurse")).status_code == 302
    assert (
        client.post(place, written(distinction="north", post="Nurse", key="2")).status_code == 302
    )
    person.refresh_from_db()
    assert str(person) == "Chief nurse (north)"
    answer = client.post(place, written(post="Matron", distinction="", key="3"))
    assert answer.status_code == 409
    page = tidy(answer)
    assert "It was changed while you were writing" in page
    assert "<b>Theirs.</b>Chief nurse" in page
    chosen = {"version": 1, "seen": 3, "asked-post": "yes", "choice-post": "mine"}
    assert client.post(place, {**chosen, "post": "Matron"}).status_code == 302
    person.refresh_from_db()
    assert person.post == "Matron"


def test_the_address_is_not_changed_with_the_record(client: Client, administrator: User) -> None:
    person = UserFactory(email="old@example.org")
    sent = written(email="new@example.org")
    assert client.post(f"/people/{person.pk}/edit/", sent).status_code == 302
    person.refresh_from_db()
    assert person.email == "old@example.org"


def test_an_office_is_given_from_a_day_to_a_last_day_and_once(
    client: Client, administrator: User
) -> None:
    person, board = UserFactory(), BoardFactory()
    place = f"/people/{person.pk}/offices/add/"
    sent = {
        "kind": "partnership_officer",
        "board": board.pk,
        "starts_on": "2024-09-02",
        "ends_on": "31 August 2025",
        "key": "k",
    }
    for _ in range(2):
        assert client.post(place, sent)["Location"] == f"/people/{person.pk}/"
    office = Office.objects.get(person=person)
    assert (office.starts_on, office.ends_on) == (date(2024, 9, 2), date(2025, 9, 1))
    again = client.post(place, {**sent, "key": "another"})
    assert again.status_code == 422
    assert "They hold this office then already." in tidy(again)
    assert "since 2 September 2024" not in tidy(client.get(f"/people/{person.pk}/"))
    assert "2 September 2024 to 31 August 2025" in tidy(client.get(f"/people/{person.pk}/"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "assistant"}, "Say whom the assistant assists"),
        ({"assists": "Director"}, "Only an assistant assists somebody: leave this empty"),
        ({"starts_on": ""}, "Enter a date"),
        ({"starts_on": "31 Feb"}, "Enter a real date, like 31 December 2013"),
        ({"ends_on": "2024-09-01"}, "It must end after it starts."),
        ({"kind": "assistant", "assists": "Clerk"}, "Nobody is their own assistant."),
    ],
)
def test_an_office_that_cannot_be_is_refused_in_words(
    client: Client, administrator: User, changed: dict[str, str], sentence: str
) -> None:
    UserFactory(post="Director")
    person = UserFactory(post="Clerk")
    sent = {"kind": "data_approver", "starts_on": "2024-09-02", **changed}
    answer = client.post(f"/people/{person.pk}/offices/add/", sent)
    assert answer.status_code == 422
    assert sentence in tidy(answer)
    assert not person.offices.exists()


def test_who_has_left_is_charged_with_nothing_more(client: Client, administrator: User) -> None:
    person, board = UserFactory(left_on=date(2024, 9, 1)), BoardFactory()
    body = OrganisationFactory()
    sent = {"starts_on": "2024-09-02", "board": board.pk}
    for place, more in (
        ("offices", {"kind": "data_approver"}),
        ("answers", {"organisation": body.pk}),
    ):
        answer = client.post(f"/people/{person.pk}/{place}/add/", {**sent, **more})
        assert answer.status_code == 422
        assert "Who has left is charged with nothing that begins later." in tidy(answer)


def test_an_office_ends_with_its_last_day(client: Client, administrator: User) -> None:
    office = OfficeFactory(starts_known="month", starts_on=date(2024, 4, 1))
    place = f"/people/{office.person_id}/offices/{office.pk}/"
    assert 'name="ends_on"' in tidy(client.get(place))
    sent = {"version": 1, "starts_on": "2024-04-01", "ends_on": "2024-09-30"}
    assert client.post(place, sent).status_code == 302
    office.refresh_from_db()
    assert (office.ends_on, office.starts_known) == (date(2024, 10, 1), "month")
    assert 'value="2024-09-30"' in tidy(client.get(place))
    wrong = {**sent, "version": 2, "ends_on": "2024-03-01"}
    assert client.post(place, wrong).status_code == 422
    other = client.get(f"/people/{UserFactory().pk}/offices/{office.pk}/")
    assert other.status_code == 404


def test_two_who_end_an_office_on_different_days_read_both_last_days(
    client: Client, administrator: User
) -> None:
    office = OfficeFactory()
    place = f"/people/{office.person_id}/offices/{office.pk}/"
    sent = {"version": 1, "starts_on": FIRST_DAY.isoformat()}
    assert client.post(place, {**sent, "ends_on": "2024-09-30"}).status_code == 302
    answer = client.post(place, {**sent, "ends_on": "2024-10-31"})
    assert answer.status_code == 409
    page = tidy(answer)
    assert "<b>Theirs.</b>30 September 2024" in page
    assert "<b>Mine.</b>31 October 2024" in page


def test_somebody_answers_for_an_organisation_and_ends(
    client: Client, administrator: User
) -> None:
    person, board, body = UserFactory(), BoardFactory(), OrganisationFactory()
    place = f"/people/{person.pk}/answers/add/"
    sent = {"organisation": body.pk, "board": board.pk, "starts_on": "2024-09-02", "key": "k"}
    for _ in range(2):
        assert client.post(place, sent).status_code == 302
    row = Respondent.objects.get()
    assert (row.person, row.organisation, row.board) == (person, body, board)
    again = tidy(client.post(place, {**sent, "key": "other", "ends_on": "2024-12-31"}))
    assert "They answer for this organisation on this board then already." in again
    end = {"version": 1, "starts_on": "2024-09-02", "ends_on": "2024-09-30"}
    assert client.post(f"/people/{person.pk}/answers/{row.pk}/", end).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == date(2024, 10, 1)


def test_a_person_is_meant_by_what_leaves_no_doubt(client: Client, administrator: User) -> None:
    school = OrganisationFactory(name="Northern School", short_name="North")
    UserFactory(post="Head", distinction="a", organisation=school)
    UserFactory(post="Head", distinction="b", organisation=school)
    UserFactory.create_batch(6)
    person = UserFactory(post="Clerk", organisation=None)
    place = f"/people/{person.pk}/offices/add/"

    def said(assists: str) -> str:
        sent = {"kind": "assistant", "starts_on": "2024-09-02", "assists": assists}
        return unescape(tidy(client.post(place, sent)))

    assert (
        "Several people are called “head”: Head (a), North; Head (b), North."
        " Write which you mean." in said("head")
    )
    assert "More than five people are called “Post”. Write more of the post." in said("Post")
    assert "A character in it cannot be kept" in said("Head\x00")
    assert said("head (b), north") == ""
    assert Office.objects.get(person=person).assists == User.objects.get(distinction="b")


def test_somebody_without_a_way_in_is_led_to_their_invitation(
    client: Client, administrator: User
) -> None:
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    button = f'name="invite" value="{person.pk}">Invite them</button>'
    assert button in tidy(client.get(f"/people/{person.pk}/"))
    person.set_password("a long and quiet sentence")
    person.save()
    assert button not in tidy(client.get(f"/people/{person.pk}/"))
