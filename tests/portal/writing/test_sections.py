"""The pages of papers in work: what they cost, what they say, and that no typed word is lost."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Draft
from portal.changes.papers import submit, write_section
from portal.models import Report, ReportFormat, ReportRun
from tests.pages import tidy
from tests.portal.reading import member_of, officer_of
from tests.portal.writing.drafts import HTMX, address, paper_of

pytestmark = pytest.mark.django_db


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
