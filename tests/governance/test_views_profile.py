"""One's own profile: kept by oneself, with all that the portal holds."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import User
from governance.queries.references import named_in, references
from tests.factories import (
    AppointmentFactory,
    ChallengeFactory,
    OfficeFactory,
    ProgressUpdateFactory,
    RespondentFactory,
    UserFactory,
)
from tests.laws import MODELS
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
ME = "/people/me/"


@pytest.fixture
def me(client: Client) -> User:
    person: User = UserFactory(post="Head teacher", organisation__name="School")
    client.force_login(person)
    return person


def test_everybody_keeps_their_post_and_name(client: Client, me: User) -> None:
    sent = {"version": 1, "post": "Principal", "distinction": "north", "name": "N. N.", "key": "1"}
    answer = client.post(ME, sent, follow=True)
    assert answer.redirect_chain == [(ME, 302)]
    me.refresh_from_db()
    assert (str(me), me.name) == ("Principal (north)", "N. N.")
    assert "Your profile is saved." in tidy(answer)


def test_the_address_stands_as_it_was_given(client: Client, me: User) -> None:
    User.objects.filter(pk=me.pk).update(email="head@example.org")
    assert "<dd>head@example.org</dd>" in client.get(ME).content.decode()


def test_nobody_gives_themselves_another_organisation_or_address(client: Client, me: User) -> None:
    was = (me.organisation_id, me.email)
    other = UserFactory()
    sent = {"organisation": other.organisation_id, "email": "x@example.org", "is_staff": "on"}
    assert client.post(ME, {"version": 1, "post": "Head", **sent}).status_code == 302
    me.refresh_from_db()
    assert (me.organisation_id, me.email, me.is_staff) == (*was, False)


def test_a_post_that_somebody_has_is_refused_at_its_field(client: Client, me: User) -> None:
    UserFactory(post="Principal", organisation=me.organisation)
    answer = client.post(ME, {"version": 1, "post": "Principal", "name": "N. N."})
    assert answer.status_code == 422
    page = tidy(answer)
    assert '<a href="#id_distinction">Add a word that tells the two posts apart.</a>' in page
    assert 'value="N. N."' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_all_that_is_held_is_shown_in_the_same_queries(
    client: Client, me: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        AppointmentFactory(holder=me, place__seat__title=f"Seat {number}")
        OfficeFactory(person=me)
        RespondentFactory(person=me)
        ChallengeFactory(asked_by=me)
    # session, who asks, person, merger, address asked for, seats, offices, answers for, supports,
    # named in, draft
    with django_assert_num_queries(12):
        page = tidy(client.get(ME))
    assert page.count('<div class="row row-due">') == 3 * rows
    assert f"<dt>Challenges, asked by</dt><dd>{rows}</dd>" in page


def test_what_is_held_is_taken_along_as_a_file(client: Client, me: User) -> None:
    AppointmentFactory(holder=me)
    ProgressUpdateFactory(
        signed_off_by=me, signed_off_at="2024-07-01T09:00:00Z", rating="on_track"
    )
    held = {row["What"]: row["Held"] for row in client.get(f"{ME}?format=json").json()}
    assert held["Organisation"] == "School"
    assert held["Appointments"] == "1"
    assert held["Progress updates"] == "1"


def test_a_term_that_runs_says_why_it_ends_and_one_that_is_over_why_it_ended(
    client: Client, me: User
) -> None:
    over = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
    AppointmentFactory(holder=me, **over, why_ended="moved")
    AppointmentFactory(holder=me, ends_on=date(2199, 1, 1), why_ended="retires")
    page = tidy(client.get(ME))
    assert ("ended: moved" in page, "ends: retires" in page) == (True, True)
    assert "ended: retires" not in page


def test_where_somebody_is_named_is_looked_for_in_every_model_of_the_house() -> None:
    """Each key to a person of each model, found by the models' own fields."""
    keys = {
        (model, field.name)
        for model in MODELS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is User
    }
    assert {(each.model, each.column) for each in references()} == keys
    assert named_in(UserFactory()) == []


@pytest.fixture
def young(client: Client) -> User:
    person: User = UserFactory(young=True, supporter__post="Youth worker")
    client.force_login(person)
    return person


def test_a_young_person_agrees_that_their_words_are_shown_and_takes_it_back(
    client: Client, young: User
) -> None:
    def dates() -> tuple[date | None, date | None]:
        young.refresh_from_db()
        return young.consent_on, young.consent_withdrawn_on

    assert "My words may be shown" in tidy(client.get(ME))
    for _ in range(2):
        assert client.post(ME, {"deed": "agree"}).status_code == 302
        assert dates() == (date(2024, 9, 2), None)
    with time_machine.travel("2024-10-01T12:00:00+01:00", tick=False):
        client.force_login(young)
        assert "Hide my words" in tidy(client.get(ME))
        for _ in range(2):
            assert client.post(ME, {"deed": "withdraw"}).status_code == 302
            assert dates() == (date(2024, 9, 2), date(2024, 10, 1))
        assert client.post(ME, {"deed": "agree"}).status_code == 302
        assert dates() == (date(2024, 10, 1), None)


def test_consent_that_was_never_given_is_not_taken_back(client: Client, young: User) -> None:
    page = tidy(client.post(ME, {"deed": "withdraw"}, follow=True))
    assert "There was no consent to take back." in page


def test_a_young_person_keeps_no_post_and_no_name(client: Client, young: User) -> None:
    assert 'name="post"' not in tidy(client.get(ME))
    assert client.post(ME, {"version": 1, "post": "Pupil", "name": "N. N."}).status_code == 302
    young.refresh_from_db()
    assert (young.post, young.name) == ("Young people's representative", "")
    assert "<dt>Written to through</dt><dd>Youth worker</dd>" in tidy(client.get(ME))


def test_the_desk_leads_to_the_profile_and_who_may_to_the_people(client: Client, me: User) -> None:
    page = tidy(client.get("/home/"))
    assert f'href="{ME}"' in page
    assert 'href="/people/"' not in page
    client.force_login(OfficeFactory().person)
    assert 'href="/people/"' in tidy(client.get("/home/"))
