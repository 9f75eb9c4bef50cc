"""What a person was told: newest first, read by opening, never by looking."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from governance.changes.telling import tell
from governance.models import Message, Notification, User
from tests.factories import FIRST_INSTANT, NotificationFactory, SubjectFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db
LATER = FIRST_INSTANT + timedelta(hours=3)


@pytest.fixture
def me(client: Client) -> User:
    person: User = UserFactory()
    client.force_login(person)
    return person


def told(me: User, many: int = 1, **more: Any) -> list[Notification]:
    made: list[Notification] = NotificationFactory.create_batch(many, person=me, **more)
    return made


def test_one_is_told_once_at_the_desk_and_by_mail(me: User) -> None:
    subject = SubjectFactory(address="/plans/plan/1/delivery/")
    for at in (FIRST_INSTANT, LATER):
        tell(me, subject=subject, event="moved", text="Moved: " + "x" * 300, mail="It", at=at)
    notice = Notification.objects.get()
    assert (len(notice.text), notice.text[-1], notice.at) == (300, "…", FIRST_INSTANT)
    message = Message.objects.get()
    assert (message.person, message.title) == (me, "It")
    assert message.body == "It. Read it at http://localhost:8000/plans/plan/1/delivery/\n"


def test_the_newest_stands_first_and_new_is_a_word(client: Client, me: User) -> None:
    told(me, text="The older.", seen_at=LATER)
    told(me, text="The newer.", at=LATER, illustrative=True)
    NotificationFactory(text="Somebody else's.")
    page = tidy(client.get("/notifications/"))
    assert "<h1>1 new notice</h1>" in page
    assert page.index("The newer.") < page.index("The older.")
    assert page.index("<b>New</b>") < page.index('<span class="muted">read</span>')
    assert page.count('class="made-up">illustrative') == 1
    assert "Somebody else" not in page


def test_looking_reads_nothing_and_opening_leads_there(client: Client, me: User) -> None:
    [notice] = told(me)
    client.get("/notifications/")
    assert Notification.objects.get().seen_at is None
    response = client.post("/notifications/", {"open": notice.pk})
    assert response.headers["Location"] == notice.subject.address
    seen = Notification.objects.get().seen_at
    assert seen is not None
    client.post("/notifications/", {"open": notice.pk})
    assert Notification.objects.get().seen_at == seen


def test_all_are_read_at_once(client: Client, me: User) -> None:
    told(me, 2)
    other = NotificationFactory()
    assert client.post("/notifications/", {"deed": "all"}).status_code == 302
    assert list(Notification.objects.filter(seen_at=None)) == [other]
    assert "<h1>Nothing new</h1>" in tidy(client.get("/notifications/"))


@pytest.mark.parametrize("thing", ["", "x", "0", "99999999999999999999", "²"])
def test_nothing_else_is_opened(client: Client, me: User, thing: str) -> None:
    assert client.post("/notifications/", {"open": thing}).status_code == 404


def test_nobody_opens_anothers_notice(client: Client, me: User) -> None:
    other = NotificationFactory()
    assert client.post("/notifications/", {"open": other.pk}).status_code == 404
    assert Notification.objects.get().seen_at is None


def test_the_masthead_counts_what_is_new(client: Client, me: User) -> None:
    assert '<a href="/notifications/">Notices</a>' in tidy(client.get("/glossary/"))
    told(me, 2)
    assert '<a href="/notifications/">Notices, 2 new</a>' in tidy(client.get("/glossary/"))
    client.logout()
    assert "/notifications/" not in tidy(client.get("/glossary/"))


def test_pages_hold_twenty(client: Client, me: User) -> None:
    told(me, 21)
    first = tidy(client.get("/notifications/"))
    assert first.count('<li id="notice-') == 20
    assert 'Page 1 of 2</span><a rel="next" href="?page=2">The next page</a></nav>' in first
    assert "The page before" not in first
    second = tidy(client.get("/notifications/?page=2"))
    assert second.count('<li id="notice-') == 1
    assert '<a rel="prev" href="?page=1">The page before</a><span>Page 2 of 2' in second
    assert "The next page" not in second
    assert tidy(client.get("/notifications/?page=soon")).count('<li id="notice-') == 20


def test_an_empty_list_says_what_belongs_there(client: Client, me: User) -> None:
    assert "is told here" in tidy(client.get("/notifications/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    client: Client, me: User, rows: int, django_assert_num_queries: Any
) -> None:
    told(me, rows)
    with django_assert_num_queries(5):  # session, person, how many, notices, how many new
        page = tidy(client.get("/notifications/"))
    assert page.count('<li id="notice-') == rows
