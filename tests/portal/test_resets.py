"""A lost second step: two administrators, never one, and the person is told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from governance.audit import trail
from governance.models import Message, Office, User
from portal.models import FactorReset
from tests.factories import (
    FIRST_INSTANT,
    FactorResetFactory,
    OfficeFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db

PAGE = "/accounts/resets/"
START = "2024-09-02T09:00:00+01:00"
PASSWORD = "four words that hold"
HASHED = MD5PasswordHasher().encode(PASSWORD, "salt")
ASKED = {"email": "One@example.org", "how_known": "I rang them at their office."}


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def one() -> User:
    """Somebody who lost what their second step was."""
    person: User = UserFactory(email="one@example.org", post="Head of Housing", password=HASHED)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def administrator(email: str, **more: Any) -> Client:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person = UserFactory(email=email, post=email.partition("@")[0].capitalize(), **more)
    if not more:
        OfficeFactory(kind=kind, board=None, person=person)
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def first() -> Client:
    return administrator("first@example.org")


@pytest.fixture
def second() -> Client:
    return administrator("second@example.org", is_staff=True)


def confirm(browser: Client) -> str:
    return tidy(browser.post(PAGE, {"confirm": FactorReset.objects.get().pk}, follow=True))


def titles() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").select_related("person")
    return [(each.person.email or "", each.title) for each in rows]


def test_one_asks_another_confirms_and_the_person_begins_anew(
    one: User, first: Client, second: Client
) -> None:
    theirs = Client()
    theirs.force_login(one)
    said = tidy(first.post(PAGE, ASKED, follow=True))
    assert "Another administrator must confirm that Head of Housing begins anew." in said
    assert "waits for somebody else" in said
    assert titles() == [
        ("one@example.org", "Your second step is to be reset"),
        ("second@example.org", "A second administrator is needed"),
    ]
    assert "asked by First: I rang them at their office." in tidy(second.get(PAGE))
    assert "Head of Housing sets up a new second step." in confirm(second)
    assert not Authenticator.objects.exists()
    assert theirs.get("/notifications/").status_code == 302
    assert titles()[-1] == ("one@example.org", "Your second step was reset")
    sent = {"login": "one@example.org", "password": PASSWORD}
    assert Client().post("/accounts/login/", sent).headers["Location"] == "/home/"
    assert "asked by First, confirmed by Second" in tidy(first.get(PAGE))
    [asked, done] = trail(FactorReset.objects.get())
    assert asked.sentence == "First asked to reset the second step of Head of Housing."
    assert done.sentence == "Second reset the second step of Head of Housing."


def test_one_alone_resets_nothing(one: User, first: Client) -> None:
    first.post(PAGE, ASKED)
    assert "Another administrator confirms than the one who asked." in confirm(first)
    assert Authenticator.objects.count() == 2


def test_an_only_administrator_is_told_what_is_missing(one: User, first: Client) -> None:
    said = tidy(first.post(PAGE, ASKED, follow=True))
    assert "Nobody else can today: let a second person keep the membership first." in said


def test_nobody_has_a_part_in_the_reset_of_their_own(first: Client, second: Client) -> None:
    me = User.objects.get(email="second@example.org")
    Authenticator.objects.create(user=me, type="totp", data={})
    own = {**ASKED, "email": "second@example.org"}
    refused = second.post(PAGE, own)
    assert refused.status_code == 422
    assert "Two others reset your second step, never you." in tidy(refused)
    first.post(PAGE, own)
    assert "Two others reset your second step, never you." in confirm(second)
    assert Authenticator.objects.count() == 1


def test_confirming_twice_is_once(one: User, first: Client, second: Client) -> None:
    first.post(PAGE, ASKED)
    confirm(second)
    at = FactorReset.objects.get().confirmed_at
    assert "That was confirmed already." in confirm(second)
    assert FactorReset.objects.get().confirmed_at == at


def test_asking_twice_is_once(one: User, first: Client) -> None:
    first.post(PAGE, ASKED)
    again = first.post(PAGE, ASKED)
    assert again.status_code == 422
    assert "That was asked already, and waits for somebody else." in tidy(again)
    assert 'value="I rang them at their office."' in tidy(again)
    assert FactorReset.objects.count() == 1


def test_what_was_withdrawn_is_not_confirmed_and_the_other_way_round(
    one: User, first: Client, second: Client
) -> None:
    first.post(PAGE, ASKED)
    pk = FactorReset.objects.get().pk
    for _ in range(2):
        said = tidy(first.post(PAGE, {"withdraw": pk}, follow=True))
        assert "The second step of Head of Housing stays." in said
    assert "It was confirmed or withdrawn meanwhile." in confirm(second)
    assert Authenticator.objects.count() == 2
    first.post(PAGE, ASKED)
    waiting = FactorReset.objects.latest("pk").pk
    second.post(PAGE, {"confirm": waiting})
    said = tidy(first.post(PAGE, {"withdraw": waiting}, follow=True))
    assert "It was confirmed or withdrawn meanwhile." in said


def test_after_a_week_it_lapses_and_can_be_asked_anew(
    one: User, first: Client, second: Client, clock: Any
) -> None:
    first.post(PAGE, ASKED)
    clock.shift(timedelta(days=7))
    for browser, email in ((first, "first"), (second, "second")):
        browser.force_login(User.objects.get(email=f"{email}@example.org"))
    assert "Nothing waits." in tidy(second.get(PAGE))
    assert "That was asked more than a week ago. Ask anew." in confirm(second)
    assert first.post(PAGE, ASKED).status_code == 302
    assert FactorReset.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "nobody@example.org"}, "Nobody here has that address."),
        ({"email": "first@example.org"}, "First has no second step."),
        ({"how_known": " "}, "Say how you know that it is them"),
        ({"email": "x"}, "Write the e-mail address like name@example.org"),
    ],
)
def test_what_is_missing_is_asked_for(one: User, first: Client, sent: Any, said: str) -> None:
    response = first.post(PAGE, {**ASKED, **sent})
    assert response.status_code == 422
    assert said in tidy(response)
    assert not FactorReset.objects.exists()


def test_a_form_that_names_nothing_is_not_there(first: Client) -> None:
    assert first.post(PAGE, {"confirm": "7"}).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_however_many(
    first: Client, many: int, django_assert_num_queries: Any
) -> None:
    at = timezone.now()
    FactorResetFactory.create_batch(many, asked_at=at)
    FactorResetFactory.create_batch(many)
    with django_assert_num_queries(6):  # session, person, roles, waiting, ended and their count
        page = tidy(first.get(PAGE))
    assert page.count('name="confirm"') == many
    assert page.count("<div>Lapsed<span") == many


def test_a_reset_takes_two_administrators() -> None:
    row = FactorResetFactory()
    with refused("reset_takes_two_administrators"):
        update(row, confirmed_at=FIRST_INSTANT, confirmed_by_id=row.asked_by_id)


def test_nobody_resets_their_own_second_step() -> None:
    row = FactorResetFactory()
    with refused("nobody_resets_their_own_second_step"):
        update(row, asked_by_id=row.person_id)
    with refused("nobody_resets_their_own_second_step"):
        update(row, confirmed_at=FIRST_INSTANT, confirmed_by_id=row.person_id)


def test_when_and_by_whom_stand_together() -> None:
    row = FactorResetFactory()
    with refused("confirmed_reset_says_when_and_by_whom"):
        update(row, confirmed_at=FIRST_INSTANT)
    with refused("withdrawn_reset_says_when_and_by_whom"):
        update(row, withdrawn_by_id=row.asked_by_id)


def test_a_reset_is_confirmed_or_withdrawn_and_says_how_the_person_was_known() -> None:
    row, other = FactorResetFactory(), UserFactory()
    done = {"confirmed_at": FIRST_INSTANT, "confirmed_by_id": other.pk}
    with refused("reset_is_confirmed_or_withdrawn"):
        update(row, **done, withdrawn_at=FIRST_INSTANT, withdrawn_by_id=other.pk)
    with refused("reset_says_how_the_person_was_known"):
        update(row, how_known="")


def test_a_person_has_one_reset_at_a_time() -> None:
    row = FactorResetFactory()
    with refused("person_has_one_reset_at_a_time"):
        insert_like(row)
