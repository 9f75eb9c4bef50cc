"""An officer's scrutiny report from nothing to published, in real browsers; a visitor finds it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from governance.models import Board, User
from portal.changes.papers import write_section
from portal.changes.writing import write_report
from portal.models import Report, ReportRun, ReportSection
from portal.reports.formats import rows
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    ReportFactory,
    ReportFormatFactory,
    ReportSectionFactory,
)
from tests.journeys.conftest import OpenPage, in_every_way
from tests.journeys.looking import faults
from tests.portal.papers import ANSWERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
TITLE = "How the plan is going"
ROOMS: tuple[tuple[int, Any], ...] = ((320, "dark"), (768, "light"), (1440, "light"))
SHOWS = "#section-purpose .as-printed"


@pytest.fixture
def board(transactional_db: None) -> Board:
    for row in rows():
        ReportFormatFactory(**row)
    made: Board = BoardFactory(slug="learning-alliance", name="Learning Alliance")
    return made


@pytest.fixture
def officer(board: Board) -> User:
    held = {"board": board, "kind": "partnership_officer"}
    person: User = OfficeFactory(**held, person__post="Partnership officer").person
    return person


@pytest.fixture
def chair(board: Board) -> User:
    place = {"place__seat__board": board, "place__seat__role": "chair"}
    person: User = AppointmentFactory(**place, holder__post="Independent chair").holder
    return person


def begin(page: Page) -> Report:
    """Begin a paper on the one short page."""
    page.get_by_role("link", name="Write a paper").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Format").select_option("scrutiny-2014")
    page.get_by_label("Board it speaks of").select_option("learning-alliance")
    page.get_by_label("Period").fill("2023-24-q4")
    page.get_by_role("button", name="Begin the paper").click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    return Report.objects.get()


def write_the_rest(paper: Report, by: User) -> None:
    """Write what a journey does not type itself: all but the purpose and the equality."""
    for section in paper.sections.exclude(code__in=["purpose", "equality"]):
        text = ANSWERS.get(section.code, f"Words on {section.code}.")
        write_section(section, version=section.version, text=text, by=by)


def clear(page: Page) -> None:
    """Note on the page of the head who cleared the paper."""
    page.get_by_role("link", name="Edit the head").click()
    for kind in ("Finance", "Legal", "Director"):
        page.get_by_label(f"{kind}: cleared by").fill(f"Head of {kind}")
        page.get_by_label(f"{kind}: cleared on").fill("6 January 2014")
    page.get_by_role("button", name="Save the head").click()
    page.get_by_role("heading", name="Head", exact=True).wait_for()


@in_every_way
def test_a_scrutiny_report_from_nothing_to_published(
    open_page: OpenPage,
    enter: Any,
    officer: User,
    chair: User,
    width: int,
    scheme: str,
    script: bool,
    full: bool,
) -> None:
    rooms = (((width, scheme),) if full else ROOMS) if script else ()
    window = open_page(width=width, scheme=scheme, script=script)
    page = enter(window, officer, "/reports/")
    found = faults(page, "/reports/write/", rooms) if script else []
    page.goto("/reports/")
    paper = begin(page)
    at = paper.get_absolute_url()
    page.get_by_role("link", name="Edit Purpose of report").click()
    text = page.get_by_role("textbox", name="Purpose of report")
    text.fill("To tell the panel what came of **its questions**.")
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview b").get_by_text("its questions").wait_for()
    page.get_by_role("button", name="Save Purpose of report").click()
    page.locator(SHOWS).get_by_text("its questions").wait_for()
    if script:
        link = page.get_by_role("link", name="Edit Purpose of report")
        expect(link).to_be_focused()
    write_the_rest(paper, officer)
    page.goto(at)
    clear(page)
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_text("This could not be done").wait_for()
    page.get_by_role("link", name="“Equality implications” is empty").click()
    page.get_by_role("textbox", name="Equality implications").fill("None")
    page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes the 422
    page.get_by_role("button", name="Save Equality implications").click()
    page.get_by_text("Nothing that the format requires is missing.").wait_for()
    for address in (at, f"{at}head/", f"{at}sections/purpose/", "/formats/") if script else ():
        found += faults(page, address, rooms)
    page.goto(at)
    page.get_by_role("button", name="Submit for approval").click()
    page.wait_for_url("**/reports/*/")
    edition = page.url
    write_report(ReportRun.objects.get().pk)
    page.goto(edition)
    expect(page.get_by_text("Independent chair approves it.")).to_be_visible()
    found += faults(page, edition, rooms) if script else []

    other = enter(open_page(script=script, width=390), chair, "/reports/")
    other.get_by_role("link", name=TITLE).click()
    other.get_by_role("link", name="Edition 1").click()
    other.get_by_role("button", name="Approve this edition").click()
    other.get_by_text("It is not published yet.").wait_for()
    page.goto(edition)
    page.get_by_role("button", name="Publish this edition").click()
    page.get_by_role("heading", name="Published on").wait_for()

    visitor = open_page(script=script, width=320, scheme="dark")
    visitor.goto("/reports/")
    found += faults(visitor, "/reports/", rooms) if script else []
    visitor.get_by_role("link", name=TITLE).click()
    found += faults(visitor, visitor.url, rooms) if script else []
    visitor.get_by_role("link", name="to read on the screen").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.get_by_text("its questions")).to_be_visible()
    assert "\n".join(found) == ""
    for window in (page, other, visitor):
        assert window.complaints == []  # type: ignore[attr-defined]


@pytest.fixture
def section(officer: User, board: Board) -> ReportSection:
    paper = ReportFactory(board=board, written_by=officer)
    made: ReportSection = ReportSectionFactory(report=paper, code="purpose", text="")
    return made


@pytest.mark.parametrize("script", [True, False])
def test_typed_text_outlives_a_sign_out_and_a_fault(
    open_page: OpenPage,
    enter: Any,
    officer: User,
    section: ReportSection,
    script: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = section.report.get_absolute_url()
    address = f"{at}sections/purpose/"
    page = enter(open_page(script=script), officer, at)
    page.get_by_role("link", name="Edit Purpose of report").click()
    text = page.get_by_role("textbox", name="Purpose of report")
    text.fill("Typed before the session ended.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save Purpose of report").click()
    page.get_by_label("E-mail address").wait_for()
    enter(page, officer, address)
    expect(text).to_have_value("Typed before the session ended.")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("portal.views.sections.write_section", broken)
        text.fill("Typed before the fault.")
        with page.expect_response(lambda answer: answer.status == 500):
            page.get_by_role("button", name="Save Purpose of report").click()
    page.goto(address)
    expect(text).to_have_value("Typed before the fault.")
    page.get_by_role("button", name="Save Purpose of report").click()
    page.locator(SHOWS).get_by_text("Typed before the fault.").wait_for()


@pytest.mark.parametrize("script", [True, False])
def test_two_officers_in_one_section_lose_nothing(
    open_page: OpenPage,
    enter: Any,
    officer: User,
    board: Board,
    section: ReportSection,
    script: bool,
) -> None:
    held = {"board": board, "kind": "partnership_officer"}
    other = OfficeFactory(**held, person__post="Policy officer").person
    at = section.report.get_absolute_url()
    mine = enter(open_page(script=script), officer, at)
    theirs = enter(open_page(script=script, width=390), other, at)
    for page in (mine, theirs):
        page.get_by_role("link", name="Edit Purpose of report").click()
        page.get_by_role("textbox", name="Purpose of report").wait_for()
    theirs.get_by_role("textbox", name="Purpose of report").fill("To tell the panel.")
    theirs.get_by_role("button", name="Save Purpose of report").click()
    theirs.locator(SHOWS).get_by_text("To tell the panel.").wait_for()
    mine.get_by_role("textbox", name="Purpose of report").fill("To ask the panel.")
    mine.get_by_role("button", name="Save Purpose of report").click()
    mine.get_by_text("was changed while you were writing").wait_for()
    expect(mine.locator("del").first).to_have_text("tell")
    mine.get_by_label("Both, as written below").check()
    mine.get_by_label("Text from both").fill("To tell and ask the panel.")
    mine.get_by_role("button", name="Save this text").click()
    mine.locator(SHOWS).get_by_text("To tell and ask the panel.").wait_for()
    section.refresh_from_db()
    assert section.text == "To tell and ask the panel."
