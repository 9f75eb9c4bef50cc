"""Typed text is still there: after a conflict, a sign-out, a fault here, a lost network."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from playwright.sync_api import Locator, Page, expect

from governance.models import AgendaItem, User
from portal.models import Session
from priorities.models import (
    Commitment,
    Contribution,
    DeliveryAction,
    ProgressUpdate,
    ReportingRound,
)
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    MeetingFactory,
    OfficeFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    SponsorshipFactory,
)
from tests.journeys.conftest import PASSWORD, OpenPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
EMAIL = "somebody@example.org"
TYPED = "Typed with care, and not to be lost."


@dataclass(frozen=True)
class Form:
    """One form: how one comes to it, its text, its button, what takes it, what was saved."""

    address: Callable[[], str]
    edit: str
    label: str
    button: str
    change: str
    saved: Callable[[], str]


def _plan() -> str:
    return "/plans/plan/1/delivery/"


def _answer() -> str:
    return f"/answer/{Commitment.objects.get().pk}/?round=2024-25-q1"


def _progress() -> str:
    return "/plans/plan/1/progress/2024-25-q1/"


FORMS = {
    "delivery plan": Form(
        _plan,
        "Edit action 1.1",
        "What will be done",
        "Save action 1.1",
        "priorities.changes.delivery.save_edit",
        lambda: DeliveryAction.objects.get().title,
    ),
    "answer": Form(
        _answer,
        "",
        "What changed since then?",
        "Save and finish",
        "portal.views.answer.contribute",
        lambda: Contribution.objects.get().text,
    ),
    "progress": Form(
        _progress,
        "",
        "Action taken",
        "Save",
        "priorities.changes.progress.write_update",
        lambda: ProgressUpdate.objects.get().action_taken,
    ),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture
def person(transactional_db: None, settings: Any) -> User:
    """Who sponsors a priority and answers for a partner in it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    action = DeliveryActionFactory(number=1, title="Open a hub", **where)
    place = SponsorshipFactory(priority=action.plan.priority).place
    answered = {"state": "accepted", "answered_on": date(2024, 5, 1)}
    CommitmentFactory(action=action, organisation=place.seat.represents, **answered)
    ReportingRoundFactory(board=place.seat.board)
    somebody: User = AppointmentFactory(place=place, holder__email=EMAIL).holder
    somebody.set_password(PASSWORD)
    somebody.save(update_fields=["password"])
    return somebody


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def type_in(page: Page, form: Form) -> Locator:
    """Come to the form signed in, and type; return the field."""
    page.goto(f"/accounts/login/?next={form.address().replace('?', '%3F')}")
    sign_in(page)
    if form.edit:
        page.get_by_role("link", name=form.edit).click()
    field = page.get_by_label(form.label, exact=True)
    field.wait_for()
    page.wait_for_load_state()  # until then the form is sent as without script
    field.fill(TYPED)
    return field


def save(page: Page, form: Form) -> None:
    page.get_by_role("button", name=form.button, exact=True).click()


def is_saved(page: Page, form: Form) -> bool:
    page.wait_for_function("() => !document.querySelector('form[data-sent]')")
    page.wait_for_load_state()
    return form.saved() == TYPED


@pytest.mark.parametrize("script", [True, False])
def test_who_was_signed_out_finds_it_behind_the_sign_in(
    open_page: OpenPage, person: User, form: Form, script: bool
) -> None:
    page = open_page(script=script)
    type_in(page, form)
    Session.objects.all().delete()
    save(page, form)
    page.get_by_text("What you typed is kept: sign in").wait_for()
    sign_in(page)
    field = page.get_by_label(form.label, exact=True)
    field.wait_for()
    expect(field).to_have_value(TYPED)
    save(page, form)
    assert is_saved(page, form)


@pytest.mark.parametrize("problem", [OperationalError("gone"), ValueError("a fault")])
@pytest.mark.parametrize("script", [True, False])
def test_after_a_fault_here_it_is_sent_again(
    open_page: OpenPage,
    person: User,
    form: Form,
    script: bool,
    problem: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise problem

    page = open_page(script=script)
    field = type_in(page, form)
    with monkeypatch.context() as patch:
        patch.setattr(form.change, break_down)
        save(page, form)
        told = "It is not saved" if script else "What you typed is in this page."
        page.get_by_text(told).locator("visible=true").wait_for()
    if script:
        expect(field).to_have_value(TYPED)
        page.get_by_role("button", name="Try again").click()
        page.get_by_text(told).locator("visible=true").wait_for(state="detached")
    else:
        page.get_by_role("button", name="Send it again").click()
    assert is_saved(page, form)


def test_with_the_network_lost_it_stays_in_the_form(
    open_page: OpenPage, person: User, form: Form
) -> None:
    page = open_page(width=390)
    field = type_in(page, form)
    page.context.set_offline(True)
    save(page, form)
    page.get_by_text("the portal cannot be reached").wait_for()
    expect(field).to_have_value(TYPED)
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("the portal cannot be reached").wait_for(state="hidden")
    assert is_saved(page, form)


THEIRS = "Written by somebody else."


def _write_first(form: Form) -> None:
    """Let somebody else save the same text first."""
    match form.label:
        case "What will be done":
            DeliveryAction.objects.update(title=THEIRS)
        case "Action taken":
            place = {"priority": DeliveryAction.objects.get().plan.priority}
            ProgressUpdateFactory(round=_round(), action_taken=THEIRS, **place)
        case _:
            ContributionFactory(round=_round(), commitment=Commitment.objects.get(), text=THEIRS)


def _round() -> Any:
    return ReportingRound.objects.get()


def test_a_conflict_shows_both_texts(open_page: OpenPage, person: User, form: Form) -> None:
    page = open_page()
    type_in(page, form)
    _write_first(form)
    save(page, form)
    page.get_by_text(THEIRS).first.wait_for()
    held = page.evaluate("[...document.querySelectorAll('textarea')].map((each) => each.value)")
    assert TYPED in held


def test_a_page_of_two_texts_begins_with_what_happened(
    open_page: OpenPage, enter: Callable[[Page, User, str], Page]
) -> None:
    meeting = MeetingFactory(state="planned")
    item = AgendaItemFactory(meeting=meeting, title="The plan")
    officer = OfficeFactory(board=meeting.board, kind="partnership_officer").person
    page = enter(open_page(), officer, f"{meeting.get_absolute_url()}agenda/{item.pk}/")
    AgendaItem.objects.update(title="Theirs")
    page.get_by_label("Title").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("It was changed while you were writing")
