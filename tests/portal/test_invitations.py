"""Invitations: written by an administrator, opened once by whom they were sent to."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core import mail
from django.test import Client
from django.utils import timezone

from governance.changes.mail import send_waiting
from governance.models import Message, Office, SignedLink, User
from portal.changes import invitations as changes
from portal.start.variables import Provider
from tests.factories import OfficeFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db

START = "2024-09-02T09:00:00+01:00"
PAGE, OPENS = "/accounts/invitations/", "/accounts/invitation/"
CHOSEN = {"password1": "four words that hold", "password2": "four words that hold"}


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def admin(client: Client) -> User:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    person: User = OfficeFactory(kind=kind, board=None).person
    client.force_login(person)
    return person


def beginner(**more: Any) -> User:
    first = {"email": "new@example.org", "post": "Head of Housing"}
    made: User = UserFactory(**{**first, "password": make_password(None), **more})
    return made


def link_mailed() -> str:
    """Send what waits; return the path of the link in the last mail."""
    send_waiting(at=timezone.now())
    found = re.search(rf"http://localhost:8000({OPENS}\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def states(client: Client) -> list[tuple[str, str]]:
    """Return each row of the list: how it stands, and of whom."""
    row = r"<div>([A-Z][a-z ]+)<span class=\"small muted sub\">[^<]*</span></div><div>([^<]+)<span"
    return re.findall(row, tidy(client.get(PAGE)).partition("Not invited yet")[0])


def opened(link: str) -> tuple[Client, Any]:
    """Follow a link in a fresh browser; return both, the browser at the page it leads to."""
    browser = Client()
    return browser, browser.get(link, follow=True)


def test_an_invitation_opens_the_account_with_a_password_of_one_s_own(
    client: Client, admin: User
) -> None:
    one = beginner()
    assert '<div>Head of Housing<span class="sub">new@example.org</span></div>' in tidy(
        client.get(PAGE)
    )
    response = client.post(PAGE, {"invite": one.pk}, follow=True)
    assert "Head of Housing is invited." in tidy(response)
    assert states(client) == [("On its way", "Head of Housing")]
    link = link_mailed()
    assert mail.outbox[0].to == ["new@example.org"]
    assert states(client) == [("Sent", "Head of Housing")]
    browser, page = opened(link)
    assert page.redirect_chain == [(OPENS, 302)]
    assert "<h1>Open your account</h1>" in tidy(page)
    assert browser.post(OPENS, CHOSEN).headers["Location"] == "/home/"
    assert browser.get("/home/").status_code == 200
    assert states(client) == [("Accepted", "Head of Housing")]
    sent = {"login": "new@example.org", "password": CHOSEN["password1"]}
    assert Client().post("/accounts/login/", sent).headers["Location"] == "/home/"


def test_looking_changes_nothing_and_the_link_waits(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = link_mailed()
    for _ in range(3):
        _, page = opened(link)
        assert page.status_code == 200
    assert SignedLink.objects.get().last_used_at is None
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_a_password_that_is_too_easy_is_refused_and_the_link_stays(
    client: Client, admin: User
) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = link_mailed()
    browser, _ = opened(link)
    easy = browser.post(OPENS, {"password1": "short", "password2": "short"})
    assert easy.status_code == 422
    assert "must contain at least 12 characters" in tidy(easy)
    empty = browser.post(OPENS, {"password1": "", "password2": ""})
    assert "Enter a password" in tidy(empty)
    assert browser.post(OPENS, CHOSEN).status_code == 302


def used(link: str, clock: Any) -> None:
    browser, _ = opened(link)
    browser.post(OPENS, CHOSEN)


def revoked(link: str, clock: Any) -> None:
    SignedLink.objects.update(revoked_at=timezone.now())


def lapsed(link: str, clock: Any) -> None:
    clock.shift(timedelta(days=14))


def left(link: str, clock: Any) -> None:
    User.objects.filter(email="new@example.org").update(left_on=timezone.localdate())


def suspended(link: str, clock: Any) -> None:
    User.objects.filter(email="new@example.org").update(is_active=False)


def has_a_way_in(link: str, clock: Any) -> None:
    held = MD5PasswordHasher().encode("another way to be in", "salt")
    User.objects.filter(email="new@example.org").update(password=held)


@pytest.mark.parametrize(
    ("over", "state"),
    [
        (used, "Accepted"),
        (revoked, "Revoked"),
        (lapsed, "Lapsed"),
        (left, "Ended"),
        (suspended, "Ended"),
        (has_a_way_in, "Not needed"),
    ],
)
def test_a_link_that_is_over_is_not_there_whatever_ended_it(
    client: Client, admin: User, clock: Any, over: Any, state: str
) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = link_mailed()
    held, _ = opened(link)  # a browser that had the page open
    over(link, clock)
    for response in (Client().get(link), held.get(OPENS), held.post(OPENS, CHOSEN)):
        assert response.status_code == 404
        assert link.split("/")[-2] not in tidy(response)
    client.force_login(admin)
    assert states(client) == [(state, "Head of Housing")]


def test_two_invitations_in_one_browser_open_each_the_account_they_were_shown_for(
    client: Client, admin: User
) -> None:
    links = []
    for name in ("one", "two"):
        client.post(PAGE, {"invite": beginner(email=f"{name}@example.org", post=name).pk})
        links.append(link_mailed())
    browser, first = opened(links[0])
    browser.get(links[1])  # in another tab
    sealed = re.search(r'name="link" value="([^"]+)"', tidy(first))
    assert sealed
    assert browser.post(OPENS, {**CHOSEN, "link": "1:forged"}).status_code == 404
    assert browser.post(OPENS, {**CHOSEN, "link": sealed[1]}).status_code == 302
    assert states(client) == [("Sent", "two"), ("Accepted", "one")]


def test_whoever_comes_too_late_reads_what_to_do(client: Client) -> None:
    page = tidy(client.get(f"{OPENS}guessed/"))
    assert "<h1>This link opens nothing</h1>" in page
    assert "If yours is open, sign in; else ask whoever invited you for a new one." in page
    assert 'href="/accounts/login/?next=/home/"' in page


def test_whoever_came_in_through_their_organisation_needs_no_invitation(
    client: Client, admin: User
) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = link_mailed()
    User.objects.filter(email="new@example.org").update(last_login=timezone.now())
    assert Client().get(link).status_code == 404
    assert states(client) == [("Not needed", "Head of Housing")]
    SignedLink.objects.all().delete()
    assert "Head of Housing" not in tidy(client.get(PAGE))


def test_an_invitation_says_which_organisation_vouches_already(
    client: Client, admin: User, settings: Any
) -> None:
    known = {"server": "https://id.example.org", "client": "portal", "secret": "x"}
    settings.OPENID = [
        Provider(code="council", name="The Council", domains=("example.org",), **known),
        Provider(code="trust", name="The Trust", domains=("trust.example.org",), **known),
    ]
    client.post(PAGE, {"invite": beginner().pk})
    _, page = opened(link_mailed())
    assert "You need no password here if you have an account at The Council:" in tidy(page)
    assert "The Trust" not in tidy(page)


def test_the_mailbox_that_nominations_are_asked_at_is_nobody_to_invite(
    client: Client, admin: User
) -> None:
    beginner(post="Nominations contact")
    assert "Everybody with an e-mail address can sign in or is invited." in tidy(client.get(PAGE))


def test_a_guessed_link_and_a_page_without_one_are_not_there(client: Client) -> None:
    for address in (f"{OPENS}guessed/", OPENS):
        assert client.get(address).status_code == 404
    client.cookies["invitation"] = "1"  # not signed
    assert client.get(OPENS).status_code == 404


def test_two_who_press_at_once_open_it_once(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = SignedLink.objects.get()
    at = timezone.now()
    done = [changes.accept(link, password=each, at=at) for each in ("one long word", "other word")]
    assert done == [True, False]
    assert User.objects.get(email="new@example.org").check_password("one long word")


def test_inviting_twice_is_one_invitation_and_one_mail(client: Client, admin: User) -> None:
    one = beginner()
    for _ in range(2):
        client.post(PAGE, {"invite": one.pk})
    assert SignedLink.objects.count() == Message.objects.count() == 1


def test_those_listed_are_invited_at_once_and_who_cannot_be_is_named(
    client: Client, admin: User
) -> None:
    listed = [beginner(email=f"{name}@example.org", post=name.capitalize()) for name in "ab"]
    listed.append(beginner(is_young=True, name="", supporter=UserFactory(email=None)))
    page = tidy(client.get(PAGE))
    sent = re.search(r'name="these" value="([\d,]+)">Invite these 3<', page)
    assert sent
    assert set(sent[1].split(",")) == {str(each.pk) for each in listed}
    said = tidy(client.post(PAGE, {"these": sent[1]}, follow=True))
    why = "Head of Housing: Their supporter has no e-mail address: give one first."
    assert f"2 people invited. {why}" in said
    again = tidy(client.post(PAGE, {"these": sent[1]}, follow=True))
    assert "2 people invited." in again
    assert sorted(states(client)) == [("On its way", "A"), ("On its way", "B")]
    assert Message.objects.count() == 2


def test_the_invitation_says_who_invites(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link_mailed()
    first = f"{admin} invites you to the partnership portal, as Head of Housing."
    assert str(mail.outbox[0].body).startswith(first)


def test_who_has_not_opened_their_account_stands_first(client: Client, admin: User) -> None:
    for name in ("one", "two"):
        client.post(PAGE, {"invite": beginner(email=f"{name}@example.org", post=name).pk})
        browser, _ = opened(link_mailed())
        if name == "two":
            browser.post(OPENS, CHOSEN)
    assert states(client) == [("Sent", "one"), ("Accepted", "two")]


def test_the_people_lead_to_invitations(client: Client, admin: User) -> None:
    assert f'href="{PAGE}">Invitations</a>' in tidy(client.get("/people/"))


def test_a_new_link_ends_the_old_one_and_pressing_twice_makes_one(
    client: Client, admin: User, clock: Any
) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    first, old = SignedLink.objects.get(), link_mailed()
    clock.shift(timedelta(minutes=10))
    said = tidy(client.post(PAGE, {"again": first.pk}, follow=True))
    assert "Head of Housing gets a new link." in said
    clock.shift(timedelta(seconds=1))
    assert "That invitation had ended already." in tidy(
        client.post(PAGE, {"again": first.pk}, follow=True)
    )
    new = link_mailed()
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 302
    assert SignedLink.objects.count() == 2
    assert states(client) == [("Sent", "Head of Housing")]


def test_a_revoked_invitation_opens_nothing_and_can_be_sent_again(
    client: Client, admin: User
) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = SignedLink.objects.get()
    said = tidy(client.post(PAGE, {"revoke": link.pk}, follow=True))
    assert "The invitation of Head of Housing is revoked." in said
    assert states(client) == [("Revoked", "Head of Housing")]
    assert Client().get(link_mailed()).status_code == 404


def test_an_invitation_that_could_not_be_sent_says_why(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    Message.objects.update(state=Message.State.FAILED, reason="The address was refused.")
    assert states(client) == [("Could not be sent", "Head of Housing")]
    assert "new@example.org. The address was refused." in tidy(client.get(PAGE))


def test_who_is_under_18_gets_the_link_through_their_supporter(
    client: Client, admin: User
) -> None:
    supporter = UserFactory(email="supporter@example.org", post="Youth worker")
    one = beginner(is_young=True, supporter=supporter, name="")
    client.post(PAGE, {"invite": one.pk})
    link = link_mailed()
    assert mail.outbox[0].to == ["supporter@example.org"]
    assert "You support Head of Housing" in str(mail.outbox[0].body)
    browser, _ = opened(link)
    browser.post(OPENS, CHOSEN)
    one.refresh_from_db()
    assert one.check_password(CHOSEN["password1"])
    assert browser.get("/home/").status_code == 200


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"email": None}, "Head of Housing has no e-mail address: give one first."),
        ({"is_active": False}, "Head of Housing has left or is suspended."),
        (
            {"password": MD5PasswordHasher().encode("a way to be in", "salt")},
            "Head of Housing can sign in already.",
        ),
    ],
)
def test_whom_an_invitation_would_not_help_is_not_invited(
    client: Client, admin: User, who: Any, said: str
) -> None:
    one = beginner(**who)
    assert said in tidy(client.post(PAGE, {"invite": one.pk}, follow=True))
    assert not SignedLink.objects.exists()


def test_a_supporter_without_an_address_cannot_be_written_to(client: Client, admin: User) -> None:
    one = beginner(is_young=True, supporter=UserFactory(email=None), name="")
    said = "Their supporter has no e-mail address: give one first."
    assert said in tidy(client.post(PAGE, {"invite": one.pk}, follow=True))
    assert not SignedLink.objects.exists()


def test_an_invitation_is_not_opened_by_who_is_signed_in(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = link_mailed()
    refused = client.get(link)
    assert refused.status_code == 403
    assert "This invitation was sent to somebody else. Sign out to open it." in tidy(refused)


def test_a_link_of_another_purpose_is_no_invitation(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    link = SignedLink.objects.get()
    token = link_mailed().split("/")[-2]
    assert Client().get(f"/answer/{token}/").status_code == 404
    SignedLink.objects.update(purpose=SignedLink.Purpose.ANSWER)
    assert Client().get(f"{OPENS}{token}/").status_code == 404
    assert client.post(PAGE, {"again": link.pk}).status_code == 404
    assert client.post(PAGE, {"invite": "x"}).status_code == 404
    assert client.post(PAGE, {}).status_code == 404


def test_only_the_hash_of_a_link_is_kept(client: Client, admin: User) -> None:
    client.post(PAGE, {"invite": beginner().pk})
    token = link_mailed().split("/")[-2]
    kept = [*SignedLink.objects.values_list(), *Message.objects.values_list()]
    assert token not in str(kept)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_however_many(
    client: Client, admin: User, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        asked = beginner(email=f"asked{number}@example.org", post=f"Asked {number}")
        changes.invite(asked, by=admin, at=timezone.now())
        beginner(email=f"new{number}@example.org", post=f"New {number}")
    with django_assert_num_queries(8):  # session, person, roles, 2 lists each counted, mails
        page = tidy(client.get(PAGE))
    assert page.count('name="again"') == page.count('name="invite"') == many


def test_who_keeps_neither_accounts_nor_membership_is_told_who_does(client: Client) -> None:
    client.force_login(UserFactory())
    said = "Membership administrators of the partnership and system administrators invite people."
    assert said in tidy(client.get(PAGE))
