"""The pages of reports: who sees what, who may ask, and which bytes come."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from governance.forms.choosing import SUGGESTED
from governance.models import Seat
from portal.models import ReportRun
from tests.factories import (
    BoardFactory,
    OfficeFactory,
    ReportDocumentFactory,
    ReportFactory,
    ReportFormatFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.portal.reading import member_of, officer_of, written

State = ReportRun.State
LIST = "/reports/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(slug="learning-alliance", name="Learning Alliance")


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client, board, rows, django_assert_num_queries
):
    for edition in range(1, rows + 1):
        written(board, edition=edition)
    client.force_login(member_of(board))
    # session, user, scope, how many and reports, those being written, how many papers, the form
    # with how many boards there are to choose from
    with django_assert_num_queries(12):
        response = client.get(LIST)
    assert response.text.count("Quarterly report to the board, quarter 1 of 2024/25") == rows


def test_the_reports_of_many_years_stand_on_pages(client, board):
    for edition in range(1, 14):
        written(board, state=State.PUBLISHED, edition=edition)
    first = client.get(LIST).text
    assert first.count("Quarterly report to the board, quarter 1 of 2024/25") == 12
    assert "13 reports to read" in first
    assert '<a rel="next" href="?page=2">The next page</a>' in first
    second = client.get(f"{LIST}?page=2").text
    assert second.count("Quarterly report to the board, quarter 1 of 2024/25") == 1


def test_the_papers_in_work_have_pages_of_their_own(client, board):
    ReportFactory.create_batch(13, board=board, title="A paper in work")
    client.force_login(member_of(board))
    assert client.get(LIST).text.count("A paper in work") == 12
    second = client.get(f"{LIST}?papers=2").text
    assert second.count("A paper in work") == 1
    assert '<a rel="prev" href="?papers=1">The page before</a>' in second


def test_the_public_sees_what_is_published_and_no_form(client, board):
    written(board, edition=1)
    published = written(board, state=State.PUBLISHED, edition=2)
    page = client.get(LIST).text
    assert page.count('href="/reports/') - page.count('href="/reports/"') == 1
    assert f'href="/reports/{published.pk}/"' in page
    assert "Ask for a report" not in page


def test_a_member_asks_and_comes_to_the_page_of_the_run(client, board):
    ReportFormatFactory(is_built=True)
    member = member_of(board)
    client.force_login(member)
    wanted = {"format": "board", "board": board.slug, "period": "2023-24-q4"}
    response = client.post(LIST, wanted)
    run = ReportRun.objects.get()
    assert (response.status_code, response.url) == (302, f"/reports/{run.pk}/")
    assert (run.asked_by, run.period, run.state) == (member, "2023-24-q4", State.ASKED)


def test_an_officer_of_the_whole_partnership_asks_for_every_board(client, board):
    other = BoardFactory()
    client.force_login(officer_of(None))
    client.post(LIST, {"format": "board", "board": board.slug, "period": "2023-24-q4"})
    client.post(LIST, {"format": "board", "board": other.slug, "period": "2023-24-q4"})
    assert {run.board for run in ReportRun.objects.all()} == {board, other}


def test_the_form_proposes_the_quarterly_report_and_the_quarter_that_ended_last(client, board):
    ReportFormatFactory(is_built=True)
    client.force_login(officer_of(board))
    with time_machine.travel(datetime(2024, 8, 1, 9, 0, tzinfo=UTC)):
        page = tidy(client.get(LIST))
    assert '<option value="board" selected>Quarterly report to the board</option>' in page
    assert 'value="2024-25-q1"' in page
    assert (
        '<option value="2023-24-q4">quarter 4 of 2023/24, January to March 2024</option>' in page
    )


def test_the_period_proposed_is_of_the_calendar_that_most_boards_keep(client, board):
    ReportFormatFactory(is_built=True)
    BoardFactory(calendar="academic")
    BoardFactory()
    client.force_login(officer_of(None))
    with time_machine.travel(datetime(2024, 8, 1, 9, 0, tzinfo=UTC)):
        page = tidy(client.get(LIST))
    assert 'value="2024-25-q1"' in page


def test_of_very_many_boards_one_is_chosen_by_its_name(client, board):
    ReportFormatFactory(is_built=True)
    BoardFactory.create_batch(SUGGESTED)
    client.force_login(officer_of(None))
    page = tidy(client.get(LIST))
    assert (page.count("<select"), 'list="id_board_names"' in page) == (1, True)
    wanted = {"format": "board", "board": "Children", "period": "2023-24-q4"}
    refused = client.post(LIST, wanted)
    assert (refused.status_code, "No board to choose is called “Children”" in refused.text) == (
        422,
        True,
    )
    client.post(LIST, {**wanted, "board": board.name.upper()})
    assert ReportRun.objects.get().board == board


def test_a_slip_comes_back_with_its_sentence_and_what_was_typed(client, board):
    ReportFormatFactory(is_built=True)
    client.force_login(officer_of(board))
    wanted = {"format": "board", "board": board.slug, "period": "autumn"}
    response = client.post(LIST, wanted)
    assert response.status_code == 422
    assert "“autumn” is not a period of this board: write it like 2013-14-q3" in response.text
    assert 'value="autumn"' in response.text
    assert ReportRun.objects.count() == 0


@pytest.mark.parametrize("who", ["public", "stranger", "observer"])
def test_only_members_and_officers_ask(client, board, who):
    ReportFormatFactory(is_built=True)
    if who != "public":
        person = UserFactory() if who == "stranger" else member_of(board, Seat.Role.OBSERVER)
        client.force_login(person)
    response = client.post(LIST, {"format": "board", "board": board.slug, "period": "2023-24-q4"})
    assert response.status_code == 403
    assert ReportRun.objects.count() == 0


def test_a_member_cannot_ask_for_another_board(client, board):
    ReportFormatFactory(is_built=True)
    client.force_login(member_of(BoardFactory()))
    response = client.post(LIST, {"format": "board", "board": board.slug, "period": "2023-24-q4"})
    assert response.status_code == 422
    assert "Choose a board" in response.text


# One report


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("public", State.READY, 404),
        ("public", State.APPROVED, 404),
        ("public", State.PUBLISHED, 200),
        ("public", State.WITHDRAWN, 404),
        ("stranger", State.READY, 404),
        ("observer", State.READY, 200),
        ("member", State.READY, 200),
        ("officer", State.READY, 200),
        ("scrutiny", State.APPROVED, 200),
        ("scrutiny", State.READY, 403),
        ("administrator", State.READY, 403),
    ],
)
def test_page_documents_and_list_open_for_the_same_people(client, board, who, state, status):
    people = {
        "stranger": UserFactory,
        "observer": lambda: member_of(board, Seat.Role.OBSERVER),
        "member": lambda: member_of(board),
        "officer": lambda: officer_of(board),
        "scrutiny": lambda: OfficeFactory(kind="scrutiny_officer", board=board).person,
        "administrator": lambda: (
            OfficeFactory(kind="membership_administrator", board=board).person
        ),
    }
    run = written(board, state=state)
    document = ReportDocumentFactory(run=run)
    if who != "public":
        client.force_login(people[who]())
    page = f"/reports/{run.pk}/"
    assert client.get(page).status_code == status
    assert client.get(f"{page}{document.kind}/").status_code == status
    assert (f'href="{page}"' in client.get(LIST).text) == (status == 200)


def test_the_page_costs_a_fixed_number_of_queries(client, board, django_assert_num_queries):
    run = written(board)
    ReportDocumentFactory(run=run)
    client.force_login(member_of(board))
    with django_assert_num_queries(6):  # session, user, scope, run, documents, who approves
        client.get(f"/reports/{run.pk}/")


# Bytes


def test_a_published_document_comes_byte_for_byte_with_its_checksum_as_etag(client, board):
    run = written(board, state=State.PUBLISHED)
    document = ReportDocumentFactory(run=run, kind="pdf", body=b"%PDF-1.7 \x00\xff")
    response = client.get(f"/reports/{run.pk}/pdf/")
    assert response.content == document.body
    assert {name: response[name] for name in ("ETag", "Content-Type", "Content-Disposition")} == {
        "ETag": f'"{document.sha256}"',
        "Content-Type": "application/pdf",
        "Content-Disposition": (
            'inline; filename="learning-alliance-2024-25-q1-board-edition-1.pdf"'
        ),
    }
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_document_that_the_reader_has_is_not_sent_again(client, board):
    run = written(board, state=State.PUBLISHED)
    document = ReportDocumentFactory(run=run)
    response = client.get(
        f"/reports/{run.pk}/html/", headers={"If-None-Match": f'"{document.sha256}"'}
    )
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("kind", ["docx", "json"])
def test_what_no_browser_shows_is_an_attachment(client, board, kind):
    run = written(board, state=State.PUBLISHED)
    ReportDocumentFactory(run=run, kind=kind)
    response = client.get(f"/reports/{run.pk}/{kind}/")
    assert response["Content-Disposition"].startswith("attachment; ")


def test_a_kept_page_shows_its_own_look_under_a_policy_without_unsafe_words(client, board):
    run = written(board, state=State.PUBLISHED)
    ReportDocumentFactory(run=run, body=b"<!doctype html><style>p{}</style>")
    policy = client.get(f"/reports/{run.pk}/html/")["Content-Security-Policy"]
    look = base64.b64encode(hashlib.sha256(b"p{}").digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{look}';"
        " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_a_private_document_is_never_stored(client, board):
    run = written(board)
    ReportDocumentFactory(run=run)
    client.force_login(member_of(board))
    assert client.get(f"/reports/{run.pk}/html/")["Cache-Control"] == "no-store"


def test_a_kind_that_is_not_there_is_not_found(client, board):
    run = written(board, state=State.PUBLISHED)
    assert client.get(reverse("portal:report-document", args=[run.pk, "odt"])).status_code == 404
