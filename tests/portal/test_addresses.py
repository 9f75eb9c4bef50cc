"""Another e-mail address: asked for, confirmed at both ends, and then only changed."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.utils import timezone

from governance import audit
from governance.changes.mail import send_waiting
from governance.models import Message, NewAddress, Office, SignedLink, User
from portal.changes import addresses as changes
from portal.models import Session
from tests.factories import OfficeFactory, UserFactory
from tests.hands import at_once
from tests.pages import tidy

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Office.Kind.MEMBERSHIP_ADMINISTRATOR
OWN = "/people/me/address/"
OLD, NEW = "old@example.org", "new@example.org"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2024-09-02T09:00:00+01:00", tick=False) as travelling:
        yield travelling


@pytest.fixture
def me(client: Client) -> User:
    person: User = UserFactory(email=OLD, post="Head teacher")
    client.force_login(person)
    return person


@pytest.fixture
def administrator() -> Client:
    browser = Client()
    browser.force_login(
        OfficeFactory(kind=ADMINISTRATOR, board=None, person__post="Administrator").person
    )
    return browser


def links() -> dict[str, str]:
    """Send what waits; return the path of the link by the address it went to."""
    mail.outbox = []
    send_waiting(at=timezone.now())
    found = {}
    for sent in mail.outbox:
        path = re.search(r"http://localhost:8000(/addresses/\S+)", str(sent.body))
        if path:
            found[sent.to[0]] = path[1]
    return found


def email_of(person: User) -> str | None:
    person.refresh_from_db()
    return person.email


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_address_changes_once_both_have_confirmed(
    client: Client, administrator: Client, me: User, order: tuple[str, str]
) -> None:
    answer = client.post(OWN, {"address": "New@example.org"}, follow=True)
    assert answer.redirect_chain == [("/people/me/", 302)]
    assert "A link was sent to both addresses." in tidy(answer)
    waits = "<dt>Address that waits to be confirmed</dt><dd>new@example.org</dd>"
    assert waits in tidy(answer)
    at = links()
    assert set(at) == {OLD, NEW}
    first, second = (at[each] for each in order)
    visitor = Client()
    page = tidy(visitor.get(first))
    assert "It changes once the other one is confirmed, too." in page
    assert email_of(me) == OLD
    assert visitor.post(first)["Location"] == "/"
    assert email_of(me) == OLD
    assert "It changes now." in tidy(visitor.get(second)).replace("it changes", "It changes")
    assert visitor.post(second)["Location"] == "/"
    assert email_of(me) == NEW
    assert waits not in tidy(administrator.get(f"/people/{me.pk}/"))
    assert audit.trail(me)[-1].sentence == (
        f"Head teacher confirmed at the {'new' if order[1] == NEW else 'old'} address."
    )
    mail.outbox = []
    send_waiting(at=timezone.now())
    assert {sent.to[0] for sent in mail.outbox} == {OLD, NEW}
    assert all("is written to at another address" in str(sent.body) for sent in mail.outbox)


def test_looking_changes_nothing_and_is_kept_by_nobody(client: Client, me: User) -> None:
    client.post(OWN, {"address": NEW})
    at = links()
    before = NewAddress.objects.values().get()
    for path in at.values():
        page = Client().get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
    assert NewAddress.objects.values().get() == before
    assert OLD not in tidy(Client().get(at[NEW]))


def test_no_row_keeps_a_token(client: Client, me: User) -> None:
    client.post(OWN, {"address": NEW})
    tokens = [path.split("/")[-2] for path in links().values()]
    kept = f"{list(NewAddress.objects.values())}{list(Message.objects.values())}"
    assert not [token for token in tokens if token in kept]


def test_a_guessed_a_used_and_an_ended_link_are_the_same_404(
    client: Client, me: User, clock: Any
) -> None:
    client.post(OWN, {"address": NEW})
    at = links()
    visitor = Client()
    assert visitor.post(at[OLD]).status_code == 302
    used, guessed = Client().get(at[OLD]), Client().get("/addresses/guessed/")
    assert (used.status_code, guessed.status_code) == (404, 404)
    assert used.content == guessed.content
    assert visitor.post(at[OLD]).status_code == visitor.post("/addresses/guessed/").status_code
    clock.shift(timedelta(days=7))
    assert Client().get(at[NEW]).content == guessed.content
    assert visitor.post(at[NEW]).status_code == 404
    assert email_of(me) == OLD


@pytest.mark.parametrize("ending", [{"is_active": False}, {"left_on": "2024-09-02"}])
def test_who_has_left_or_is_suspended_confirms_nothing(
    client: Client, me: User, ending: dict[str, Any]
) -> None:
    client.post(OWN, {"address": NEW})
    path = links()[NEW]
    User.objects.filter(pk=me.pk).update(**ending)
    assert Client().post(path).status_code == 404


def test_the_sessions_of_the_person_end_except_the_own_one(client: Client, me: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(me)
    EmailAddress.objects.create(user=me, email=OLD, verified=True, primary=True)
    assert Session.objects.filter(person=me).count() == 2
    client.post(OWN, {"address": NEW})
    at = links()
    Client().post(at[OLD])
    assert client.post(at[NEW])["Location"] == "/people/me/"
    assert [each.pk for each in Session.objects.filter(person=me)] == [client.session.session_key]
    assert "Head teacher" in tidy(client.get("/people/me/"))
    assert elsewhere.get("/people/me/").status_code == 302
    assert not EmailAddress.objects.filter(user=me).exists()


def test_where_there_is_no_old_address_an_administrators_word_stands_for_it(
    administrator: Client,
) -> None:
    person = UserFactory(email=None)
    place = f"/people/{person.pk}/address/"
    assert "None is written down." in tidy(administrator.get(place))
    told = tidy(administrator.post(place, {"address": NEW}, follow=True))
    assert "A link was sent to the new address." in told
    at = links()
    assert set(at) == {NEW}
    assert Client().post(at[NEW]).status_code == 302
    assert email_of(person) == NEW


def test_who_has_no_address_asks_for_one_and_an_administrator_confirms_in_its_place(
    client: Client, administrator: Client
) -> None:
    person = UserFactory(email=None)
    client.force_login(person)
    place = f"/people/{person.pk}/address/"
    told = tidy(client.post(OWN, {"address": NEW}, follow=True))
    assert "It is taken once it is confirmed there, and by the membership administrator." in told
    Client().post(links()[NEW])
    assert email_of(person) is None
    client.post(OWN, {"deed": "vouch"})
    assert email_of(person) is None
    assert "Confirm it in the place of an old address" in tidy(administrator.get(place))
    assert administrator.post(place, {"deed": "vouch"}).status_code == 302
    assert email_of(person) == NEW


def test_an_administrator_vouches_for_nobody_who_has_an_address(
    client: Client, administrator: Client, me: User
) -> None:
    client.post(OWN, {"address": NEW})
    place = f"/people/{me.pk}/address/"
    assert 'value="vouch"' not in tidy(administrator.get(place))
    told = tidy(administrator.post(place, {"deed": "vouch"}, follow=True))
    assert "It is confirmed at the old address." in told
    assert NewAddress.objects.get().old_confirmed_at is None


def test_an_administrator_confirms_for_nobody_who_has_an_address(
    administrator: Client, me: User
) -> None:
    administrator.post(f"/people/{me.pk}/address/", {"address": NEW})
    at = links()
    assert set(at) == {OLD, NEW}
    Client().post(at[NEW])
    assert email_of(me) == OLD


def test_two_administrators_stand_in_for_an_old_mailbox_that_is_closed(
    administrator: Client, me: User
) -> None:
    place, other = f"/people/{me.pk}/address/", Client()
    other.force_login(OfficeFactory(kind=ADMINISTRATOR, board=None).person)
    administrator.post(place, {"address": NEW})
    Client().post(links()[NEW])
    assert "Two administrators can stand in for it" in tidy(administrator.get(place))
    administrator.post(place, {"deed": "vouch"})
    assert email_of(me) == OLD
    assert "Confirm it in the place of the old address" in tidy(other.get(place))
    assert other.post(place, {"deed": "vouch"}).status_code == 302
    assert email_of(me) == NEW


def test_a_mistyped_address_that_nobody_came_in_by_is_not_asked(administrator: Client) -> None:
    person = UserFactory(email=OLD, password=make_password(None))
    administrator.post("/accounts/invitations/", {"invite": person.pk})
    place = f"/people/{person.pk}/address/"
    assert "nobody has signed in with it" in tidy(administrator.get(place))
    administrator.post(place, {"address": NEW})
    at = links()
    assert set(at) == {NEW}
    assert Client().post(at[NEW]).status_code == 302
    assert email_of(person) == NEW
    assert SignedLink.objects.filter(purpose="invite", revoked_at=None).count() == 0
    mail.outbox = []
    send_waiting(at=timezone.now())
    assert {sent.to[0] for sent in mail.outbox} == {NEW}


def test_what_was_asked_before_ends_and_what_waits_is_left_as_it_was(
    client: Client, me: User
) -> None:
    client.post(OWN, {"address": NEW})
    first = links()
    client.post(OWN, {"address": NEW})
    assert NewAddress.objects.count() == 1
    client.post(OWN, {"address": "other@example.org"})
    assert Client().get(first[NEW]).status_code == 404
    second = links()
    page = tidy(client.get(OWN))
    assert "<dd>other@example.org</dd>" in page
    assert "Not confirmed yet" in page
    client.post(OWN, {"deed": "cancel"})
    client.post(OWN, {"deed": "cancel"})
    assert "A change waits" not in tidy(client.get(OWN))
    assert Client().post(second["other@example.org"]).status_code == 404


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Enter the new address"),
        ("nowhere", "Enter an e-mail address, like name@example.org"),
        ("OLD@example.org", "That is the address already."),
        ("Taken@example.org", "Somebody has that e-mail address already."),
    ],
)
def test_an_address_that_cannot_be_is_refused_at_its_field(
    client: Client, me: User, address: str, sentence: str
) -> None:
    UserFactory(email="taken@example.org")
    answer = client.post(OWN, {"address": address})
    assert answer.status_code == 422
    assert f'<a href="#id_address">{sentence}</a>' in tidy(answer)
    assert not NewAddress.objects.exists()


def test_an_address_that_was_taken_meanwhile_is_not_taken_twice(client: Client, me: User) -> None:
    client.post(OWN, {"address": NEW})
    at = links()
    Client().post(at[OLD])
    UserFactory(email=NEW)
    answer = Client().post(at[NEW])
    assert answer.status_code == 422
    assert "Somebody has that e-mail address already." in tidy(answer)
    assert email_of(me) == OLD


def test_the_supporter_of_a_young_person_is_told(administrator: Client) -> None:
    young = UserFactory(young=True, supporter__email="worker@example.org")
    administrator.post(f"/people/{young.pk}/address/", {"address": NEW})
    Client().post(links()[NEW])
    assert email_of(young) == NEW
    mail.outbox = []
    send_waiting(at=timezone.now())
    assert {sent.to[0] for sent in mail.outbox} == {NEW, "worker@example.org"}


@pytest.mark.django_db(transaction=True)
def test_both_confirming_at_once_change_it_once() -> None:
    person = UserFactory(email=OLD)
    changes.ask(person, address=NEW, by=person, at=timezone.now())
    tokens = [path.split("/")[-2] for path in links().values()]

    def confirm(token: str) -> bool:
        at = timezone.now()
        side = changes.side_of(token, at=at)
        assert side is not None
        return changes.confirm(side, but=None, at=at)

    assert sorted(at_once(confirm, tokens)) == [False, True]
    assert email_of(person) == NEW
    assert Message.objects.filter(title=changes.DONE).count() == 2
