"""What is typed while the session, the page's mark or the server ends is offered back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from governance.changes import drafts
from governance.changes.drafts import LARGEST, Sheet, TooLong
from governance.models import Draft, User
from priorities.models import DeliveryAction
from tests.factories import DeliveryActionFactory, OfficeFactory, UserFactory
from tests.pages import tidy

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SHEET = Sheet("action", "7", "/plans/plan/1/delivery/7/", "Action 1.7")


@pytest.fixture
def action() -> DeliveryAction:
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    made: DeliveryAction = DeliveryActionFactory(number=1, title="Open a hub", **where)
    return made


@pytest.fixture
def officer(action: DeliveryAction) -> User:
    board = action.plan.priority.plan.board
    person: User = OfficeFactory(board=board, kind="partnership_officer").person
    return person


@pytest.fixture
def address(action: DeliveryAction) -> str:
    return f"/plans/plan/1/delivery/{action.pk}/"


def typed_in(client: Client, address: str, **changed: str) -> dict[str, str]:
    """What the browser holds of the form, with what was typed since."""
    page = client.get(address).text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    return {**hidden, "state": "on_track", "title": "Open a hub", **changed}


def test_what_was_typed_when_the_session_ended_waits_behind_the_sign_in(
    client: Client, officer: User, address: str
) -> None:
    client.force_login(officer)
    typed = typed_in(client, address, title="Typed with care")
    client.logout()
    answer = client.post(address, typed, follow=True)
    assert answer.redirect_chain == [(f"/accounts/login/?next={address}", 302)]
    assert "What you typed is kept: sign in" in tidy(answer)
    assert "Typed with care" not in tidy(answer)
    client.force_login(officer)
    form = tidy(client.get(address))
    assert "Typed with care</textarea>" in form
    assert "This is what you typed at" in form
    assert "ticket" not in Draft.objects.get().values
    assert "csrfmiddlewaretoken" not in Draft.objects.get().values


def test_a_fragment_sent_too_late_leads_the_whole_page_to_sign_in_and_back_to_its_form(
    client: Client, officer: User, address: str
) -> None:
    client.force_login(officer)
    typed = typed_in(client, address, deed="keep", title="Half a thou")
    client.logout()
    answer = client.post(address, typed, headers=HTMX)
    assert answer.status_code == 401
    wanted = f"/accounts/login/?next={address.replace('/', '%2F')}"
    assert answer["HX-Redirect"] == wanted
    assert Draft.objects.get().values["title"] == "Half a thou"


def test_nobody_else_is_shown_it(client: Client, officer: User, address: str) -> None:
    client.force_login(officer)
    typed = typed_in(client, address, title="Typed with care")
    client.logout()
    client.post(address, typed)
    board = DeliveryAction.objects.get().plan.priority.plan.board
    client.force_login(OfficeFactory(board=board, kind="partnership_officer").person)
    assert "Typed with care" not in tidy(client.get(address))


@pytest.mark.parametrize("ticket", ["", "guessed", "a:b:c"])
def test_without_a_ticket_of_ours_nothing_is_kept(
    client: Client, officer: User, address: str, ticket: str
) -> None:
    answer = client.post(address, {"title": "From nowhere", "ticket": ticket})
    assert answer["Location"] == f"/accounts/login/?next={address}"
    assert not Draft.objects.exists()


def test_a_ticket_lapses_and_dies_with_the_account(officer: User) -> None:
    ticket, at = drafts.ticket_for(officer, SHEET), timezone.now()
    sent = {"ticket": ticket, "title": "Typed"}
    with time_machine.travel(at + drafts.LIFE + timedelta(minutes=1)):
        assert drafts.keep_refused(sent, at=at) is None
    User.objects.update(is_active=False)
    assert drafts.keep_refused(sent, at=at) is None
    User.objects.update(is_active=True)
    assert drafts.keep_refused(sent, at=at) == SHEET
    assert Draft.objects.get().title == "Action 1.7"


def test_too_much_is_not_kept_and_what_was_kept_before_stays() -> None:
    person, at = UserFactory(), timezone.now()
    drafts.keep_draft(SHEET, values={"title": "Short"}, by=person, at=at)
    with pytest.raises(TooLong):
        drafts.keep_draft(SHEET, values={"title": "x" * (LARGEST + 1)}, by=person, at=at)
    sent = {"ticket": drafts.ticket_for(person, SHEET), "title": "x" * (LARGEST + 1)}
    assert drafts.keep_refused(sent, at=at) is None
    assert Draft.objects.get().values == {"title": "Short"}


def test_too_much_is_told_at_its_place(client: Client, officer: User, address: str) -> None:
    client.force_login(officer)
    typed = typed_in(client, address, deed="keep", outcome="x" * LARGEST)
    assert "Too long to be kept as a draft" in tidy(client.post(address, typed, headers=HTMX))
    assert "Too long to be kept as a draft" in tidy(client.post(address, typed, follow=True))


def test_a_page_whose_mark_lapsed_gives_the_words_back(officer: User, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    typed = {**typed_in(client, address, title="Typed with care"), "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(address, typed, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "look it over, and save it again" in tidy(answer)
    assert "Typed with care</textarea>" in tidy(answer)
    assert client.post(address, typed, headers=HTMX)["HX-Redirect"] == address


@pytest.mark.parametrize(
    ("problem", "status"), [(OperationalError("gone"), 503), (ValueError("a fault"), 500)]
)
def test_a_page_of_a_fault_holds_what_was_sent_and_sends_it_again(
    client: Client,
    officer: User,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    status: int,
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise problem

    client.force_login(officer)
    client.raise_request_exception = False
    typed = typed_in(client, address, title='Typed "with" care & <love>')
    with monkeypatch.context() as patch:
        patch.setattr("priorities.changes.delivery.save_edit", break_down)
        answer = client.post(address, typed)
        plain = client.post(address, {**typed, "ticket": "guessed"})
    assert answer.status_code == status
    page = tidy(answer)
    assert f'<form class="mt" action="{address}" method="post">' in page
    assert 'value="Typed &quot;with&quot; care &amp; &lt;love&gt;"' in page
    assert "Typed" not in tidy(plain)
