"""Writing a report: claimed by one, frozen before it is printed, kept whole or not at all."""

import hashlib
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db.models.functions import Now

from portal.changes.asking import ask_for_report
from portal.changes.lease import LEASE, TRIES, LeaseLost, claim, give_up, write_as_held
from portal.changes.printing import NoPdf, Press, Printed
from portal.changes.writing import write_report
from portal.models import ReportDocument, ReportRun
from portal.reports.content import to_json
from tests.bench.paper import content
from tests.factories import BoardFactory, ReportFormatFactory, ReportRunFactory, UserFactory

State = ReportRun.State
AT = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)
PAPER = content(priorities=1, actions=1, measures=0, themes=0, card=0)

pytestmark = pytest.mark.django_db


class PlainPress(Press):
    """A press that prints the frozen content as it is: quick, and the same bytes each time."""

    def set_all(self, content, kinds):
        wanted = [kind for kind in ("html", "docx", "json") if kind in kinds]
        return [Printed(kind, to_json(content).encode()) for kind in wanted]

    def set_pdf(self, content):
        return Printed("pdf", b"%PDF of " + to_json(content).encode(), 1)


class PressWithoutPango(PlainPress):
    """A press on a machine that lacks Pango."""

    def set_pdf(self, content):
        raise NoPdf("Papers cannot be written as PDF: Pango is missing.")


class JammedPress(PlainPress):
    """A press whose PDF breaks."""

    def set_pdf(self, content):
        raise ZeroDivisionError


def compose(paper=PAPER, **_asked):
    return replace(paper, edition=None)


@pytest.fixture
def asked(db):
    """A run that waits, and how to ask for it again."""
    return partial(
        ask_for_report,
        format=ReportFormatFactory(is_built=True),
        board=BoardFactory(),
        period="2024-25-q1",
        by=None,
        at=AT,
    )


def write(run, *, paper=PAPER, press=None):
    done = write_report(run.pk, compose=partial(compose, paper), press=press or PlainPress())
    run.refresh_from_db()
    return done


def bytes_of(run):
    return {each.kind: bytes(each.body) for each in run.documents.all()}


# Who writes


def test_a_claim_takes_the_run_for_ten_seconds_of_the_database_clock(asked):
    run = claim(asked().pk)
    assert (run.state, run.attempt, run.step) == (State.WRITING, 1, ReportRun.Step.READING)
    left = ReportRun.objects.annotate(now=Now()).get(pk=run.pk)
    assert timedelta(seconds=9) < left.lease_until - left.now <= LEASE


def test_a_doubled_message_finds_the_run_in_other_hands(asked):
    run = asked()
    assert claim(run.pk) == run
    assert claim(run.pk) is None


def test_a_lease_does_not_lapse_by_the_clock_of_a_worker(asked):
    run = claim(asked().pk)
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC)):
        assert claim(run.pk) is None


def test_a_lapsed_lease_lets_the_next_worker_in_as_the_second_attempt(asked):
    run = asked()
    claim(run.pk)
    ReportRun.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert claim(run.pk).attempt == 2


def test_a_worker_that_lost_its_lease_can_write_nothing_more(asked):
    sleeper = claim(asked().pk)
    ReportRun.objects.filter(pk=sleeper.pk).update(lease_until=Now())
    claim(sleeper.pk)
    with pytest.raises(LeaseLost, match="was taken over"):
        write_as_held(sleeper, state=State.READY, edition=1)


def test_a_worker_that_lost_its_lease_while_printing_keeps_no_document(asked, caplog):
    run = asked()

    class SlowPress(PlainPress):
        def set_pdf(self, content):
            ReportRun.objects.filter(pk=run.pk).update(lease_until=Now())
            assert write_report(run.pk, compose=compose, press=PlainPress())
            return Printed("pdf", b"%PDF of a sleeper", 1)

    with caplog.at_level(logging.WARNING):
        assert not write(run, press=SlowPress())
    assert (run.state, run.attempt) == (State.READY, 2)
    assert bytes_of(run)["pdf"] != b"%PDF of a sleeper"
    assert f"Attempt 1 at report run {run.pk} was taken over." in caplog.messages


def test_after_three_silent_attempts_nobody_tries_again_and_the_row_says_why(asked):
    run = asked()
    for _ in range(TRIES):
        assert claim(run.pk)
        ReportRun.objects.filter(pk=run.pk).update(lease_until=Now())
    assert claim(run.pk) is None
    assert give_up() == 1
    run.refresh_from_db()
    assert (run.state, run.reason, run.lease_until) == (
        State.FAILED,
        "The service that writes papers was stopped before it was done.",
        None,
    )


def test_a_third_attempt_that_still_works_is_not_given_up(asked):
    run = asked()
    ReportRun.objects.filter(pk=run.pk).update(attempt=2)
    claim(run.pk)
    assert give_up() == 0


# What is kept


def test_a_written_report_has_an_edition_and_every_document_with_its_sha256(asked):
    run = asked()
    assert write(run)
    assert (run.state, run.edition, run.step, run.reason) == (State.READY, 1, "", "")
    kept = list(run.documents.order_by("kind"))
    assert [each.kind for each in kept] == ["docx", "html", "json", "pdf"]
    assert [each.sha256 for each in kept] == [
        hashlib.sha256(each.body).hexdigest() for each in kept
    ]
    assert [each.size for each in kept] == [len(each.body) for each in kept]


def test_the_second_attempt_prints_the_content_of_the_first(asked):
    run, later = asked(), replace(PAPER, title="What changed meanwhile")
    assert not write(run, press=JammedPress())
    assert write(run, paper=later)
    calm = asked()
    write(calm)
    assert (calm.state, calm.same_as) == (State.SAME, run)
    assert b"What changed meanwhile" not in bytes_of(run)["html"]
    assert run.attempt == 2


def test_equal_content_is_the_same_edition_and_the_same_bytes(asked):
    first = asked()
    write(first)
    before = bytes_of(first)
    second = asked()
    assert write(second)
    assert (second.state, second.same_as, second.edition) == (State.SAME, first, None)
    assert second.checksum == first.checksum
    assert (bytes_of(first), ReportDocument.objects.count()) == (before, 4)


def test_other_content_is_the_next_edition(asked):
    write(asked())
    second = asked()
    write(second, paper=replace(PAPER, title="Another title"))
    assert (second.state, second.edition) == (State.READY, 2)


def test_content_of_an_edition_that_was_withdrawn_is_a_new_edition(asked):
    first = asked()
    write(first)
    gone = {"withdrawn_at": first.asked_at, "withdrawn_by": UserFactory()}
    ReportRun.objects.filter(pk=first.pk).update(
        state=State.WITHDRAWN, withdrawn_because="A figure was wrong.", **gone
    )
    second = asked()
    write(second)
    assert (second.state, second.edition) == (State.READY, 2)


def test_a_message_about_a_finished_run_changes_nothing(asked):
    run = asked()
    write(run)
    assert not write_report(run.pk, compose=compose, press=JammedPress())
    assert ReportRun.objects.get(pk=run.pk).finished_at == run.finished_at


# What goes wrong


def test_a_fault_leaves_the_run_to_the_next_try_and_the_third_fails_it(asked, caplog):
    run = asked()
    for attempt in (1, 2):
        assert not write(run, press=JammedPress())
        assert (run.state, run.attempt) == (State.WRITING, attempt)
    write(run, press=JammedPress())
    assert (run.state, run.edition, run.reason) == (
        State.FAILED,
        None,
        "The third try broke off while setting the PDF (ZeroDivisionError); the log says where.",
    )
    assert run.documents.count() == 0
    assert [each.exc_info[0] for each in caplog.records] == [ZeroDivisionError] * TRIES


def test_a_new_report_after_a_failure_takes_the_edition_that_was_not_used(asked):
    run = asked()
    for _ in range(TRIES):
        write(run, press=JammedPress())
    again = asked()
    write(again)
    assert (again.state, again.edition) == (State.READY, 1)


def test_without_pango_all_but_the_pdf_is_kept_and_the_row_says_why(asked):
    run = asked()
    assert write(run, press=PressWithoutPango())
    assert (run.state, run.reason) == (
        State.READY,
        "Papers cannot be written as PDF: Pango is missing.",
    )
    assert sorted(bytes_of(run)) == ["docx", "html", "json"]


def test_once_pango_is_there_asking_again_adds_the_pdf_to_the_same_edition(asked):
    first, calm = asked(), PlainPress()
    write(first, press=PressWithoutPango())
    second = asked()
    assert write(second)
    first.refresh_from_db()
    assert (second.state, second.same_as, first.reason) == (State.SAME, first, "")
    assert bytes_of(first)["pdf"] == calm.set_pdf(replace(PAPER, edition=1)).body


def test_a_period_that_the_board_no_longer_has_fails_at_once_with_a_sentence(asked):
    run = asked()
    run.board.calendar = "academic"
    run.board.save()
    assert write(run)
    assert (run.state, run.attempt, run.reason) == (
        State.FAILED,
        1,
        "“2024-25-q1” is not a period of this board: write it like 2013-14-autumn or 2013-14.",
    )


def test_being_interrupted_leaves_the_run_to_the_next_worker_at_once(asked):
    run = asked()

    class Interrupted(PlainPress):
        def set_pdf(self, content):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(run, press=Interrupted())
    assert claim(run.pk).attempt == 2


def test_the_database_refuses_a_run_being_written_without_a_lease(db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="run_being_written_has_a_lease"):
        ReportRunFactory(state=State.WRITING, attempt=1)
