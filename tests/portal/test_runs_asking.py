"""Asking for a report: one open run, whoever asks, and a sentence for every slip."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from portal.changes.asking import CannotAsk, ask_for_report
from portal.models import ReportRun
from tests.factories import BoardFactory, ReportFormatFactory, ReportRunFactory, UserFactory

AT = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def board_format(db):
    return ReportFormatFactory(is_built=True)


@pytest.mark.django_db
def test_asking_writes_a_row_without_an_edition(board_format):
    board, officer = BoardFactory(), UserFactory()
    run = ask_for_report(format=board_format, board=board, period="2024-25-q1", by=officer, at=AT)
    assert (run.state, run.edition, run.asked_by, run.asked_at, run.attempt) == (
        ReportRun.State.ASKED,
        None,
        officer,
        AT,
        0,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("state", [ReportRun.State.ASKED, ReportRun.State.WRITING])
def test_asking_again_gives_the_run_that_is_still_open(board_format, state):
    open_run = ReportRunFactory(
        format=board_format, state=state, attempt=1, lease_until=AT, asked_at=AT
    )
    asked = ask_for_report(
        format=board_format, board=open_run.board, period=open_run.period, by=None, at=AT
    )
    assert asked == open_run
    assert ReportRun.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", [ReportRun.State.READY, ReportRun.State.FAILED])
def test_asking_after_the_end_gives_a_new_run(board_format, state):
    ended = ReportRunFactory(format=board_format, state=state, edition=1, reason="No room.")
    asked = ask_for_report(
        format=board_format, board=ended.board, period=ended.period, by=None, at=AT
    )
    assert (asked.pk > ended.pk, asked.state) == (True, ReportRun.State.ASKED)


@pytest.mark.django_db(transaction=True)
def test_forty_who_ask_at_once_share_one_row():
    house_format, board = ReportFormatFactory(is_built=True), BoardFactory()

    def ask(_):
        try:
            return ask_for_report(
                format=house_format, board=board, period="2024-25-q1", by=None, at=AT
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as askers:
        answers = list(askers.map(ask, range(40)))
    assert list(ReportRun.objects.values_list("pk", flat=True)) == [answers[0]]
    assert set(answers) == {answers[0]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("calendar", "period", "sentence"),
    [
        (
            "financial",
            "Q1",
            "“Q1” is not a period of this board: write it like 2013-14-q3 or 2013-14.",
        ),
        (
            "academic",
            "2024-25-q1",
            "“2024-25-q1” is not a period of this board: write it like 2013-14-autumn or 2013-14.",
        ),
        (
            "financial",
            "2024-25",
            "“Quarterly report to the board” speaks of a quarter or term, not of a whole year.",
        ),
        (
            "financial",
            "2024-25-q3",
            (
                "There is nothing to report yet: quarter 3 of 2024/25, October to December 2024"
                " has not begun."
            ),
        ),
    ],
)
def test_a_period_that_cannot_be_reported_on_is_refused_with_a_sentence(
    board_format, calendar, period, sentence
):
    with pytest.raises(CannotAsk) as refusal:
        ask_for_report(
            format=board_format,
            board=BoardFactory(calendar=calendar),
            period=period,
            by=None,
            at=AT,
        )
    assert str(refusal.value) == sentence
    assert ReportRun.objects.count() == 0


@pytest.mark.django_db
def test_a_format_that_is_not_built_names_those_that_are(board_format):
    plan = ReportFormatFactory(code="priority-delivery-plan", title="Priority delivery plan")
    with pytest.raises(CannotAsk) as refusal:
        ask_for_report(format=plan, board=BoardFactory(), period="2024-25-q1", by=None, at=AT)
    assert str(refusal.value) == (
        "“Priority delivery plan” cannot be written yet. Formats that can be written: annual,"
        " board, dfe-summary-2013, dfe-theme-2013, hwb-2023, scrutiny-2014, scrutiny-2023."
    )


@pytest.mark.django_db
def test_an_annual_report_wants_a_year(board_format):
    annual = ReportFormatFactory(code="annual", title="Annual report of the board", is_built=True)
    with pytest.raises(CannotAsk) as refusal:
        ask_for_report(format=annual, board=BoardFactory(), period="2024-25-q1", by=None, at=AT)
    assert str(refusal.value) == (
        "“Annual report of the board” speaks of a whole year: write it like 2024-25."
    )
