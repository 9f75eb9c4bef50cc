"""The head of a paper is written by two, the paper approved, sent back and published."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.models import Draft
from portal.changes.papers import send_back, submit
from portal.changes.standing import approve, publish
from portal.changes.writing import write_report
from portal.models import ReportRun
from tests.pages import hidden_in, tidy
from tests.portal.reading import member_of
from tests.portal.writing.drafts import head_of, paper_of

pytestmark = pytest.mark.django_db


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
