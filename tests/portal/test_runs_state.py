"""What the page of a report says while it waits, is written, and when it is over."""

from datetime import timedelta
from textwrap import wrap

import pytest
from django.db.models.functions import Now

from portal.models import ReportRun
from tests.factories import BoardFactory, ReportDocumentFactory, ReportRunFactory
from tests.portal.reading import member_of, written

State = ReportRun.State

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(slug="learning-alliance", name="Learning Alliance")


def state_of(client, run):
    """Return the fragment that says where the run stands."""
    return client.get(f"/reports/{run.pk}/", headers={"HX-Request": "true"}).text


@pytest.fixture
def reader(client, board):
    client.force_login(member_of(board))
    return client


def asked(board, ago=0, **columns):
    run = ReportRunFactory(board=board, **columns)
    ReportRun.objects.filter(pk=run.pk).update(asked_at=Now() - timedelta(seconds=ago))
    return run


def test_a_run_just_asked_for_says_so_and_looks_again_soon(reader, board):
    text = state_of(reader, asked(board))
    assert "The next worker that is free begins within seconds." in text
    assert 'hx-trigger="click, load delay:1s"' in text


def test_a_run_in_the_queue_says_how_many_are_before_it(reader, board):
    for period in ("2023-24-q1", "2023-24-q2"):
        asked(board, ago=20, period=period)
    assert "2 reports are before it." in state_of(reader, asked(board, ago=10))


def test_the_longer_it_waits_the_less_often_it_looks(reader, board):
    assert "load delay:10s" in state_of(reader, asked(board, ago=40))
    assert "load delay:30s" in state_of(reader, asked(board, ago=4000, period="2023-24-q1"))


def test_after_a_minute_without_a_worker_the_page_says_that_the_service_is_not_running(
    reader, board
):
    text = state_of(reader, asked(board, ago=61))
    assert "The service that writes papers is not running. Your request is kept." in text
    assert "load delay:15s" in text


def test_a_long_queue_is_not_taken_for_a_service_that_does_not_run(reader, board):
    busy = asked(board, ago=90, period="2023-24-q1")
    ReportRun.objects.filter(pk=busy.pk).update(
        state=State.WRITING, step="pdf", attempt=1, lease_until=Now() + timedelta(seconds=5)
    )
    text = state_of(reader, asked(board, ago=61))
    assert "not running" not in text
    assert "One report is before it." in text


@pytest.mark.parametrize(
    ("attempt", "lease", "said"),
    [
        (1, 5, "Step 3 of 3: setting the PDF."),
        (2, 5, "Being written, second try"),
        (1, -1, "The first try broke off"),
        (1, -61, "The service that writes papers is not running. Your request is kept."),
    ],
)
def test_a_run_being_written_says_which_step_and_which_try(reader, board, attempt, lease, said):
    run = asked(board, ago=3)
    ReportRun.objects.filter(pk=run.pk).update(
        state=State.WRITING,
        step=ReportRun.Step.PDF,
        attempt=attempt,
        lease_until=Now() + timedelta(seconds=lease),
    )
    assert said in state_of(reader, run)


def test_a_finished_report_offers_its_documents_and_looks_no_more(reader, board):
    run = written(board)
    document = ReportDocumentFactory(run=run, kind="pdf", pages=28)
    text = state_of(reader, run)
    assert f'href="/reports/{run.pk}/pdf/"' in text
    assert "28 pages, 1 kB" in text
    assert " ".join(wrap(document.sha256, 8)) in text
    assert "hx-get" not in text


def test_a_repeat_offers_the_edition_that_says_the_same(reader, board):
    edition = written(board, edition=2)
    ReportDocumentFactory(run=edition)
    repeat = ReportRunFactory(board=board, state=State.SAME, same_as=edition)
    text = state_of(reader, repeat)
    assert "Nothing has changed since edition 2" in text
    assert f'href="/reports/{edition.pk}/html/"' in text


def test_a_failure_says_why_and_offers_to_ask_again(reader, board):
    reason = "The third try broke off while setting the PDF (MemoryError); the log says where."
    run = written(board, state=State.FAILED, edition=None, reason=reason)
    page = reader.get(f"/reports/{run.pk}/").text
    assert reason in page
    assert "Ask again" in page


def test_without_script_the_page_is_whole_and_has_a_link_to_look_again(reader, board):
    run = asked(board)
    page = reader.get(f"/reports/{run.pk}/").text
    assert page.count("<h1>") == 1
    assert state_of(reader, run).strip() in page
    assert page.count(f'href="/reports/{run.pk}/"') == 1


def test_history_gives_the_whole_page_and_caches_tell_the_two_apart(reader, board):
    run = asked(board)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    response = reader.get(f"/reports/{run.pk}/", headers=headers)
    assert response.text.count("<h1>") == 1
    assert "HX-Request" in response["Vary"]
