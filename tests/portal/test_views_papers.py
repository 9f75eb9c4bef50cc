"""The pages of papers in work: what they cost, what they say, and that no typed word is lost."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import Board, Draft, User
from portal.changes.papers import send_back, submit, write_section
from portal.changes.standing import approve, publish
from portal.changes.writing import write_report
from portal.models import Report, ReportFormat, ReportRun, ReportSection
from portal.reports.formats import named
from tests.factories import BoardFactory, OfficeFactory, ReportClearanceFactory, ReportFactory
from tests.pages import hidden_in, tidy
from tests.portal.papers import ANSWERS
from tests.portal.reading import member_of, officer_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="learning-alliance", name="Learning Alliance")
    return made


@pytest.fixture
def officer(board: Board, client) -> User:
    person: User = officer_of(board)
    client.force_login(person)
    return person


def paper_of(board: Board, writer: User, *, code: str = "scrutiny-2014", full: bool = False):
    """Return a paper with all its sections: empty, or typed and cleared."""
    paper = ReportFactory(board=board, written_by=writer, format__code=code)
    made_of = named(code)
    ReportSection.objects.bulk_create(
        ReportSection(
            report=paper,
            code=each.code,
            text=ANSWERS.get(each.code, f"Words on {each.code}.") if full else "",
        )
        for each in made_of.typed()
    )
    for kind in {kind for each in made_of.sections for kind in each.needs} if full else ():
        ReportClearanceFactory(report=paper, kind=str(kind))
    return paper


def address(paper: Report, code: str = "purpose") -> str:
    return reverse("portal:section-edit", args=[paper.pk, code])


# One short page


def test_an_officer_begins_a_paper_on_one_page(client, board, officer) -> None:
    wanted = {
        "title": "How the plan is going",
        "format": "scrutiny-2014",
        "board": board.slug,
        "period": "2023-24-q4",
        "sources": ["measures", "plan"],
    }
    response = client.post("/reports/write/", wanted)
    paper = Report.objects.get()
    assert (response.status_code, response.url) == (302, f"/reports/write/{paper.pk}/")
    assert (paper.written_by, paper.sources, paper.authors) == (
        officer,
        ["plan", "measures"],
        str(officer),
    )


def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(
    client, board, officer
) -> None:
    response = client.post(
        "/reports/write/",
        {"title": "Kept", "format": "annual", "board": board.slug, "period": "2023-24-q4"},
    )
    assert response.status_code == 422
    page = tidy(response)
    assert "speaks of a whole year: write it like 2023-24." in page
    assert 'value="Kept"' in page


def test_formats_that_somebody_types_are_not_asked_for_and_the_other_way_round(
    client, board, officer
) -> None:
    offered = re.findall(r'<option value="([a-z]+[a-z0-9-]*)"', client.get("/reports/").text)
    assert [each for each in offered if each != board.slug] == ["board"]
    page = client.get("/reports/write/").text
    codes = {*ReportFormat.objects.by_hand().values_list("code", flat=True)}
    assert "board" not in codes
    assert {code for code in codes if f'value="{code}"' in page} == codes


def test_everybody_may_read_what_each_format_asks_for(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):  # formats, and which of them are typed
        page = tidy(client.get("/formats/"))
    assert "Equality implications" in page
    assert "required; None where there is nothing" in page


# The paper


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_paper_costs_the_same_queries_however_much_is_typed(
    client, board, officer, many, django_assert_num_queries
) -> None:
    paper = paper_of(board, officer, full=many > 1)
    for edition in range(1, many + 1):
        ReportRun.objects.create(
            report=paper,
            format=paper.format,
            board=board,
            period=paper.period,
            state="ready",
            edition=edition,
            asked_at=timezone.now(),
        )
    with django_assert_num_queries(QUERIES):
        client.get(paper.get_absolute_url())


QUERIES = 28  # session, user, scope, paper, sections, clearances, facts, runs, chairs, formats


def test_what_is_missing_is_told_first_with_links(client, board, officer) -> None:
    paper = paper_of(board, officer)
    page = tidy(client.get(paper.get_absolute_url()))
    empty = "“Equality implications” is empty: write it, or type None where there is nothing."
    assert f'<a href="{address(paper, "equality")}">{empty}</a>' in page
    assert page.index(empty) < page.index('id="section-purpose"')


def test_a_paper_that_lacks_something_is_not_submitted(client, board, officer) -> None:
    paper = paper_of(board, officer)
    response = client.post(paper.get_absolute_url(), {"deed": "submit", "version": 1})
    assert response.status_code == 422
    assert "This could not be done" in response.text
    assert Report.objects.get().state == Report.State.DRAFT


@pytest.mark.parametrize("deed", ["", "sbmit", "approve"])
def test_nonsense_does_nothing_with_a_paper(client, board, officer, deed) -> None:
    paper = paper_of(board, officer, full=True)
    response = client.post(paper.get_absolute_url(), {"deed": deed, "version": 1})
    assert response.status_code == 404
    assert Report.objects.get().state == Report.State.DRAFT


@pytest.mark.parametrize("version", ["", "one", "9" * 5000])
def test_a_paper_is_submitted_only_as_it_was_read(client, board, officer, version) -> None:
    paper = paper_of(board, officer, full=True)
    response = client.post(paper.get_absolute_url(), {"deed": "submit", "version": version})
    assert response.status_code == 409
    assert Report.objects.get().state == Report.State.DRAFT


def test_the_whole_paper_is_shown_as_it_will_look_under_its_own_policy(
    client, board, officer
) -> None:
    paper = paper_of(board, officer, full=True)
    response = client.get(reverse("portal:paper-preview", args=[paper.pk]))
    assert "<h1>How the plan is going</h1>" in response.text
    assert "Words on purpose." in response.text
    assert "default-src 'none'; style-src 'sha256-" in response["Content-Security-Policy"]


def test_a_member_reads_the_draft_and_is_not_offered_to_change_it(client, board, officer) -> None:
    paper = paper_of(board, officer, full=True)
    client.force_login(member_of(board))
    page = client.get(paper.get_absolute_url()).text
    assert "Words on purpose." in page
    for deed in ("Submit for approval", ">Edit<", "Copy the paper"):
        assert deed not in page


# A section


def test_a_section_is_saved_and_leads_back_to_its_place(client, board, officer) -> None:
    paper = paper_of(board, officer)
    response = client.post(address(paper), {"text": "To tell the panel.", "version": 1})
    assert response.url == f"/reports/write/{paper.pk}/?at=purpose#section-purpose"
    assert paper.sections.get(code="purpose").text == "To tell the panel."
    assert Draft.objects.count() == 0
    assert "To tell the panel." in client.get(response.url).text


def test_who_is_second_sees_both_texts_and_chooses(client, board, officer) -> None:
    paper = paper_of(board, officer)
    section = paper.sections.get(code="purpose")
    write_section(section, version=1, text="First words.", by=officer_of(board))
    response = client.post(address(paper), {"text": "Second words.", "version": 1})
    assert response.status_code == 409
    page = tidy(response)
    assert "<del>First</del>" in page
    assert "<ins>Second</ins>" in page
    sent = {"text": "Second words.", "version": 1, "seen": 2, "asked-text": "yes"}
    assert client.post(address(paper), sent).status_code == 409
    both = {**sent, "choice-text": "both", "both-text": "First and second."}
    assert client.post(address(paper), both).status_code == 302
    section.refresh_from_db()
    assert section.text == "First and second."
    theirs = {**sent, "choice-text": "theirs", "seen": section.version}
    assert client.post(address(paper), theirs).status_code == 302
    section.refresh_from_db()
    assert section.text == "First and second."


def test_a_third_saver_in_between_is_met_the_same_way(client, board, officer) -> None:
    paper = paper_of(board, officer)
    section = paper.sections.get(code="purpose")
    other = officer_of(board)
    write_section(section, version=1, text="First.", by=other)
    write_section(section, version=2, text="Third.", by=other)
    sent = {"text": "Mine.", "version": 1, "seen": 2, "asked-text": "yes", "choice-text": "mine"}
    response = client.post(address(paper), sent)
    assert response.status_code == 409
    assert "Third." in response.text
    assert "Mine." in response.text


def test_a_text_that_is_too_long_comes_back_whole(client, board, officer) -> None:
    paper = paper_of(board, officer)
    text = "words " * 9_000
    response = client.post(address(paper), {"text": text, "version": 1})
    assert response.status_code == 422
    assert text.strip() in response.text
    assert "Shorten it to 50,000 characters" in response.text


def test_typed_text_is_there_after_a_fault_of_the_server(
    client, board, officer, monkeypatch
) -> None:
    paper = paper_of(board, officer)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("portal.views.sections.write_section", broken)
    client.raise_request_exception = False
    assert client.post(address(paper), {"text": "Kept.", "version": 1}).status_code == 500
    assert "Kept." in client.get(address(paper)).text


def test_a_preview_shows_what_is_typed_and_saves_only_the_draft(client, board, officer) -> None:
    paper = paper_of(board, officer)
    sent = {"deed": "preview", "text": "## A head\n\n- one\n\n<b>no</b>", "version": 1}
    part = tidy(client.post(address(paper), sent, headers=HTMX))
    assert "<h3>A head</h3>" in part
    assert "&lt;b&gt;no&lt;/b&gt;" in part
    whole = client.post(address(paper), sent).text
    assert "<h3>A head</h3>" in tidy(client.post(address(paper), sent))
    assert "## A head" in whole
    assert paper.sections.get(code="purpose").text == ""


def test_a_choice_is_one_of_the_formats(client, board, officer) -> None:
    paper = paper_of(board, officer, code="hwb-2023")
    assert client.post(address(paper, "for"), {"text": "Lunch", "version": 1}).status_code == 422
    client.post(address(paper, "for"), {"text": "Decision", "version": 1})
    assert paper.sections.get(code="for").text == "Decision"


def test_a_submitted_paper_keeps_its_words_and_what_was_typed_comes_back(
    client, board, officer
) -> None:
    paper = paper_of(board, officer, full=True)
    submit(paper, version=1, by=officer, at=timezone.now())
    response = client.post(address(paper), {"text": "Too late.", "version": 1})
    assert response.status_code == 422
    assert "is taken back before its words change" in response.text
    assert "Too late." in response.text


# The head


def test_the_head_is_saved_with_its_clearances(client, board, officer) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    said = {"title": "A better title", "version": 1, "dated": "16/01/2014", "wards": "All"}
    response = client.post(head, {**said, "legal_post": "Head of Legal"})
    assert response.status_code == 422
    assert "Say on which day it was cleared" in response.text
    client.post(head, {**said, "legal_post": "Head of Legal", "legal_on": "6 January 2014"})
    paper.refresh_from_db()
    (cleared,) = paper.clearances.all()
    assert (paper.title, paper.dated) == ("A better title", date(2014, 1, 16))
    assert (cleared.kind, cleared.post, cleared.on) == (
        "legal",
        "Head of Legal",
        date(2014, 1, 6),
    )
    assert "Head of Legal" in client.get(head).text


def head_of(client, paper) -> dict[str, Any]:
    """What a browser sends of the head of `paper` as its form shows it."""
    form = client.get(reverse("portal:paper-head", args=[paper.pk])).context["form"]
    names = [name for name in form.fields if name not in {"sources", "key"}]
    values = {name: form[name].value() for name in names}
    return {name: value for name, value in values.items() if value is not None}


@pytest.fixture
def colleague(board) -> Client:
    """A second browser, in which another officer of the board is signed in."""
    made = Client()
    office = {"board": board, "kind": "partnership_officer", "person__post": "Second officer"}
    made.force_login(OfficeFactory(**office).person)
    return made


@pytest.mark.parametrize(
    ("choice", "title"), [("mine", "Second"), ("theirs", "First"), ("both", "Of both")]
)
def test_whoever_is_second_at_the_head_chooses_which_words_stay(
    client, colleague, board, officer, choice, title
) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    read = head_of(client, paper)
    colleague.post(head, {**read, "authors": "First", "wards": "Palfrey"})
    mine = {**read, "authors": "Second", "title": "A better title"}
    response = client.post(head, mine)
    assert response.status_code == 409
    page = tidy(response)
    assert "Second officer saved" in page
    assert "<del>First</del><ins>Second</ins>" in page
    hidden = hidden_in(response)
    assert "Choose which stays" in tidy(client.post(head, hidden))
    chosen = {**hidden, "choice-authors": choice, "both-authors": "Of both"}
    assert client.post(head, chosen).status_code == 302
    paper.refresh_from_db()
    assert (paper.authors, paper.title, paper.wards) == (title, "A better title", "Palfrey")


def test_a_third_at_the_head_is_met_the_same_way(client, colleague, board, officer) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    read = head_of(client, paper)
    colleague.post(head, {**read, "title": "First"})
    hidden = hidden_in(client.post(head, {**read, "title": "Mine"}))
    colleague.post(head, {**head_of(colleague, paper), "title": "Third"})
    again = client.post(head, {**hidden, "choice-title": "mine"})
    assert again.status_code == 409
    assert "<del>Third</del><ins>Mine</ins>" in tidy(again)
    assert client.post(head, {**hidden_in(again), "choice-title": "mine"}).status_code == 302
    paper.refresh_from_db()
    assert paper.title == "Mine"


def test_two_who_choose_facts_and_clear_the_paper_lose_nothing(
    client, colleague, board, officer
) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    read = head_of(client, paper)
    first = {"finance_post": "Head of Finance", "finance_on": "6 January 2014"}
    legal = {"legal_post": "Head of Legal", "legal_on": "2014-01-07"}
    colleague.post(head, {**read, **first, "sources": ["plan"]})
    second = {"finance_post": "Treasurer", "finance_on": "6 January 2014"}
    mine = {**read, **second, **legal, "sources": ["measures", "plan"]}
    response = client.post(head, mine)
    assert response.status_code == 409
    page = tidy(response)
    assert "<del>Head of Finance</del><ins>Treasurer</ins>" in page
    assert "<b>Theirs.</b>Delivery plans" in page
    assert "<b>Mine.</b>Delivery plans, Measures" in page
    assert "Second officer saved" in page
    assert not paper.clearances.filter(kind="legal").exists()
    choices = {"choice-finance_post": "mine", "choice-sources": "mine"}
    assert client.post(head, {**hidden_in(response), **choices}).status_code == 302
    paper.refresh_from_db()
    assert paper.sources == ["plan", "measures"]
    assert dict(paper.clearances.values_list("kind", "post")) == {
        "finance": "Treasurer",
        "legal": "Head of Legal",
    }


def test_a_clearance_that_somebody_took_away_is_met_too(client, colleague, board, officer) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    cleared = {"finance_post": "Head of Finance", "finance_on": "2014-01-06"}
    client.post(head, {**head_of(client, paper), **cleared})
    read = head_of(client, paper)
    colleague.post(head, {**read, "finance_post": "", "finance_on": ""})
    response = client.post(head, {**read, "finance_post": "Treasurer"})
    assert response.status_code == 409
    choices = {"choice-finance_post": "mine", "choice-finance_on": "theirs"}
    mixed = client.post(head, {**hidden_in(response), **choices})
    assert mixed.status_code == 422
    assert "Say on which day it was cleared" in tidy(mixed)
    assert 'value="Treasurer"' in tidy(mixed)
    both = {"choice-finance_post": "theirs", "choice-finance_on": "theirs"}
    assert client.post(head, {**hidden_in(response), **both}).status_code == 302
    assert not paper.clearances.exists()


def test_what_one_only_read_of_a_head_takes_nothing_from_the_other(
    client, colleague, board, officer
) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    read = head_of(client, paper)
    cleared = {"finance_post": "Head of Finance", "finance_on": "2014-01-06"}
    colleague.post(head, {**read, **cleared})
    assert client.post(head, {**read, "title": "Mine"}).status_code == 302
    assert paper.clearances.get().post == "Head of Finance"


def test_what_is_typed_in_a_head_is_kept_as_a_draft_with_every_tick(
    client, board, officer
) -> None:
    paper = paper_of(board, officer)
    head = reverse("portal:paper-head", args=[paper.pk])
    typed = {**head_of(client, paper), "title": "Half a", "sources": ["measures", "plan"]}
    client.post(head, {**typed, "deed": "keep"})
    form = client.get(head).context["form"]
    assert (form["title"].value(), form["sources"].value()) == ("Half a", ["measures", "plan"])
    client.post(head, typed)
    assert not Draft.objects.exists()
    paper.refresh_from_db()
    assert paper.sources == ["plan", "measures"]


# On its way


def test_the_chair_approves_on_the_page_of_the_edition_and_the_officer_publishes(
    client, board, officer
) -> None:
    paper = paper_of(board, officer, full=True)
    response = client.post(paper.get_absolute_url(), {"deed": "submit", "version": 1})
    run = ReportRun.objects.get()
    assert response.url == f"/reports/{run.pk}/"
    write_report(run.pk)
    page = f"/reports/{run.pk}/"
    chair = member_of(board, role="chair")
    assert str(chair) in client.get(page).text
    assert client.post(page, {"deed": "approve"}).status_code == 403
    client.force_login(chair)
    assert "Approve this edition" in client.get(page).text
    client.post(page, {"deed": "approve"})
    client.logout()
    assert client.get(page).status_code == 404
    client.force_login(officer)
    client.post(page, {"deed": "publish"})
    client.logout()
    assert "How the plan is going" in client.get("/reports/").text
    assert "How the plan is going" in client.get(f"/boards/{board.slug}/reports/").text
    kept = client.get(f"{page}pdf/").content
    assert kept[:5] == b"%PDF-"
    client.force_login(officer)
    assert client.post(page, {"deed": "withdraw", "because": ""}).status_code == 422
    client.post(page, {"deed": "withdraw", "because": "A figure was wrong."})
    client.logout()
    assert "A figure was wrong." in client.get(page).text
    assert client.get(f"{page}pdf/").status_code == 404


def test_a_chair_who_sends_a_paper_back_says_what_is_to_be_changed(client, board, officer) -> None:
    paper = paper_of(board, officer, full=True)
    submit(paper, version=1, by=officer, at=timezone.now())
    client.force_login(member_of(board, role="chair"))
    page = paper.get_absolute_url()
    assert client.post(page, {"deed": "send back"}).status_code == 422
    client.post(page, {"deed": "send back", "because": "Say what it costs."})
    client.force_login(officer)
    assert "Say what it costs." in client.get(page).text
    assert (
        send_back(paper, because="", by=officer, at=timezone.now()).sent_back_because
        == "Say what it costs."
    )


def test_a_published_paper_keeps_its_bytes_whatever_is_asked_again(client, board, officer) -> None:
    paper = paper_of(board, officer, full=True)
    run = submit(paper, version=1, by=officer, at=timezone.now())
    write_report(run.pk)
    run.refresh_from_db()
    approve(run, by=member_of(board, role="chair"), at=timezone.now())
    publish(run, by=officer, at=timezone.now())
    before = client.get(f"/reports/{run.pk}/html/").content
    response = client.post(paper.get_absolute_url(), {"deed": "ask"})
    assert response.url == f"/reports/{run.pk}/"
    assert client.get(f"/reports/{run.pk}/html/").content == before
    assert ReportRun.objects.count() == 1


def test_papers_in_work_stand_on_the_list_of_those_who_read_drafts_only(
    client, board, officer
) -> None:
    paper = paper_of(board, officer)
    assert paper.get_absolute_url() in client.get("/reports/").text
    assert paper.get_absolute_url() in client.get(f"/boards/{board.slug}/reports/").text
    client.logout()
    assert "How the plan is going" not in client.get("/reports/").text
