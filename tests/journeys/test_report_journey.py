"""An officer asks for a report, watches it being written and reads it: browser and worker."""

import hashlib
from collections.abc import Callable, Iterator
from textwrap import wrap

import pytest
from playwright.sync_api import Page, expect

from governance.models import Office
from portal.models import ReportDocument, ReportRun
from tests.factories import BoardFactory, OfficeFactory, ReportFormatFactory, UserFactory
from tests.journeys.conftest import PASSWORD, OpenPage
from tests.journeys.looking import MORE_ROOMS, ROOMS, faults
from tests.portal import chaos

pytestmark = [
    pytest.mark.browser,
    pytest.mark.broker,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
]

SOON = 90_000  # milliseconds for a worker to start and write


@pytest.fixture
def officer(transactional_db: None, settings) -> str:
    """The e-mail address of a partnership officer, whose board may have reports."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = UserFactory(email="officer@example.org")
    person.set_password(PASSWORD)
    person.save()
    board = BoardFactory(slug="learning-alliance", name="Learning Alliance")
    OfficeFactory(kind=Office.Kind.PARTNERSHIP_OFFICER, board=board, person=person)
    ReportFormatFactory(is_built=True)
    return person.email


@pytest.fixture
def house(officer: str, tmp_path_factory) -> Iterator[chaos.House]:
    with chaos.house(tmp_path_factory.mktemp("j")) as house:
        yield house


@pytest.fixture
def enter(officer: str) -> Callable[[Page], None]:
    def enter_(page: Page) -> None:
        page.goto("/accounts/login/?next=/reports/")
        page.get_by_label("E-mail address").fill(officer)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/reports/")

    return enter_


def shown(sha256: str) -> str:
    return " ".join(wrap(sha256, 8))


def ask(page: Page, period: str) -> None:
    page.get_by_label("Board").select_option(label="Learning Alliance")
    page.get_by_label("Period").fill(period)
    page.get_by_role("button", name="Write the report").click()


def test_a_report_is_asked_for_watched_and_read(open_page: OpenPage, house, enter, full) -> None:
    rooms = ROOMS + MORE_ROOMS if full else ROOMS
    page = open_page()
    enter(page)
    ask(page, "autumn")
    page.wait_for_selector(".notice-error")
    expect(page.get_by_label("Period")).to_have_value("autumn")
    page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes the 422
    ask(page, "2023-24-q4")
    page.wait_for_url("**/reports/*/")
    address = page.url
    waiting = page.get_by_text("The next worker that is free begins within seconds.")
    expect(waiting).to_be_visible()
    found = faults(page, address, rooms)

    house.hire("a")
    page.get_by_role("link", name="read and print").wait_for(
        timeout=SOON
    )  # nobody reloads: htmx looks
    run = ReportRun.objects.get()
    assert (run.state, run.edition) == (ReportRun.State.READY, 1)
    page.get_by_text("Is my file this one?").click()
    for kind in ReportDocument.Kind.values:
        body = page.request.get(f"{address}{kind}/").body()
        expect(page.get_by_text(shown(hashlib.sha256(body).hexdigest()))).to_be_visible()
    found += faults(page, address, rooms)
    found += faults(page, "/reports/", rooms)
    assert "\n".join(found) == ""

    ask(page, "2023-24-q4")
    page.get_by_text("Nothing has changed since edition 1").wait_for(timeout=SOON)
    page.goto(f"{address}html/")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Public Sans"')
    assert page.complaints == []  # type: ignore[attr-defined]


def test_without_script_the_officer_looks_again_by_a_link(
    open_page: OpenPage, house, enter
) -> None:
    page = open_page(script=False, width=390)
    enter(page)
    ask(page, "2023-24-q4")
    page.wait_for_url("**/reports/*/")
    house.hire("a")
    chaos.wait_until(chaos.all_over, within=SOON / 1000, what="the report")
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("link", name="read and print")).to_be_visible()
    expect(page.get_by_role("link", name="See how far it is")).to_have_count(0)
