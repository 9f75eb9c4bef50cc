"""A signed link opens a person's own items of its round, and nothing once it has ended."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from governance.changes import links
from governance.models import Organisation, SignedLink, User
from priorities.models import Contribution, ReportingRound
from tests.factories import (
    ReportingRoundFactory,
    RespondentFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.portal.answers.asked import NOW, SAID, asked, link_to

pytestmark = pytest.mark.django_db


def test_a_link_is_swapped_for_a_cookie_that_opens_only_the_answers(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    asked(opened, trust)
    token = link_to(head, opened)
    response = client.get(f"/answer/{token}/")
    assert (response.status_code, response.headers["Location"]) == (302, "/answer/")
    cookie = response.cookies["answer"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/answer/", True, "Lax")
    assert token not in cookie.value
    assert "1 item to answer" in tidy(client.get("/answer/"))
    assert client.get("/home/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"HX-Request": "true"}])
@pytest.mark.parametrize("keeps_cookies", [True, False])
def test_a_link_opened_by_a_mail_scanner_changes_nothing(
    client: Client,
    head: User,
    opened: ReportingRound,
    trust: Organisation,
    method: str,
    headers: dict[str, str],
    keeps_cookies: bool,
    django_assert_max_num_queries: Any,
) -> None:
    [item] = asked(opened, trust)
    token = link_to(head, opened)
    with django_assert_max_num_queries(100) as asking:
        for address in (f"/answer/{token}/", "/answer/", f"/answer/{item.pk}/"):
            getattr(client, method)(address, headers=headers)
            if not keeps_cookies:
                client.cookies.clear()
    verbs = {query["sql"].lstrip("(").split()[0] for query in asking.captured_queries}
    assert verbs == {"SELECT"}
    assert client.post(f"/answer/{token}/").status_code == 405


def test_a_link_says_when_it_was_last_acted_by(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.get(f"/answer/{link_to(head, opened)}/")
    client.post(f"/answer/{item.pk}/", SAID)
    assert SignedLink.objects.get().last_used_at == NOW
    assert Contribution.objects.get().sent_by == head


def test_two_who_open_their_links_in_one_browser_answer_each_for_themselves(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    deputy = RespondentFactory(organisation=trust, board=opened.board).person
    client.get(f"/answer/{link_to(head, opened)}/")
    page = tidy(client.get(f"/answer/{item.pk}/"))
    sealed = re.search(r'name="link" value="([^"]+)"', page)
    assert sealed
    client.get(f"/answer/{link_to(deputy, opened)}/")  # in another tab
    assert client.post(f"/answer/{item.pk}/", {**SAID, "link": "1:forged"}).status_code == 404
    client.post(f"/answer/{item.pk}/", {**SAID, "link": sealed[1]})
    assert Contribution.objects.get().sent_by == head
    assert client.get("/answer/").context["who"].person == head


def guessed(client: Client, head: User, opened: ReportingRound) -> str:
    return links.new_token()


def expired(client: Client, head: User, opened: ReportingRound) -> str:
    day = timedelta(days=1)
    return link_to(head, opened, at=NOW - 2 * day, until=NOW - day)


def revoked(client: Client, head: User, opened: ReportingRound) -> str:
    token = link_to(head, opened)
    links.revoke_link(SignedLink.objects.get(), by=UserFactory(), at=NOW)
    return token


def ended(client: Client, head: User, opened: ReportingRound) -> str:
    token = link_to(head, opened)
    head.answers_for.update(ends_on=date(2024, 6, 1))
    return token


def suspended(client: Client, head: User, opened: ReportingRound) -> str:
    token = link_to(head, opened)
    User.objects.filter(pk=head.pk).update(is_active=False)
    return token


@pytest.mark.parametrize("fate", [guessed, expired, revoked, ended, suspended])
def test_a_link_that_does_not_stand_is_the_same_as_none(
    client: Client, head: User, opened: ReportingRound, fate: Any
) -> None:
    nothing, token = links.new_token(), fate(client, head, opened)
    nowhere, met = (client.get(f"/answer/{each}/") for each in (nothing, token))
    assert met.status_code == 404
    assert (met.content, met.headers) == (nowhere.content, nowhere.headers)
    assert not met.cookies


def test_a_link_revoked_after_it_was_opened_opens_nothing_more(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    client.get(f"/answer/{link_to(head, opened)}/")
    links.revoke_link(SignedLink.objects.get(), by=UserFactory(), at=NOW)
    assert client.get("/answer/").status_code == 404
    assert client.post(f"/answer/{item.pk}/", SAID).status_code == 404
    assert Contribution.objects.count() == 0


def test_a_link_of_somebody_else_is_refused_with_a_sentence(
    client: Client, head: User, opened: ReportingRound
) -> None:
    client.force_login(UserFactory())
    response = client.get(f"/answer/{link_to(head, opened)}/")
    assert response.status_code == 403
    assert "This link was sent to somebody else." in tidy(response)
    assert "answer" not in response.cookies


def test_a_link_opens_only_the_round_it_speaks_of(
    client: Client, head: User, opened: ReportingRound, trust: Organisation
) -> None:
    [item] = asked(opened, trust)
    other = ReportingRoundFactory()
    client.get(f"/answer/{link_to(head, other)}/")
    assert client.get(f"/answer/{item.pk}/").status_code == 404


def test_a_forged_cookie_is_no_link(client: Client, head: User, opened: ReportingRound) -> None:
    link_to(head, opened)
    client.cookies["answer"] = str(SignedLink.objects.get().pk)
    assert client.get("/answer/").headers["Location"] == "/accounts/login/?next=/answer/"


def test_only_the_hash_of_a_token_is_kept(head: User, opened: ReportingRound) -> None:
    token = link_to(head, opened)
    link = SignedLink.objects.get()
    assert link.token_sha256 == links.hash_of(token)
    assert len(token) == 43


def test_the_link_of_a_mail_can_be_worked_out_again_and_differs_for_each_person() -> None:
    one, other = UserFactory(), UserFactory()
    assert links.token_for(one, "round") == links.token_for(one, "round")
    assert len({links.token_for(each, "round") for each in (one, other)}) == 2
    assert len(links.token_for(one, "round")) == 43


def test_a_link_ended_twice_keeps_its_first_end(head: User, opened: ReportingRound) -> None:
    link_to(head, opened)
    link = SignedLink.objects.get()
    links.revoke_link(link, by=head, at=NOW)
    links.revoke_link(link, by=head, at=NOW + timedelta(days=1))
    assert link.revoked_at == NOW
