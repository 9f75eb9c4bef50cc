"""The command `report`: the same code as the workers, and a sentence for every slip."""

import hashlib
import threading
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.models.functions import Now

from portal.changes import printing
from portal.changes.lease import claim
from portal.changes.printing import NoPdf
from portal.changes.writing import write_report
from portal.models import ReportFormat, ReportRun
from tests.factories import BoardFactory, ReportFormatFactory, ReportRunFactory

BOARD, PERIOD = "learning-alliance", "2024-25-q1"


@pytest.fixture(autouse=True)
def august():
    with time_machine.travel(datetime(2024, 8, 1, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def partnership(db):
    return ReportFormatFactory(is_built=True), BoardFactory(slug=BOARD, name="Learning Alliance")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*words):
    out = StringIO()
    call_command("report", *words, stdout=out)
    return out.getvalue()


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_twice_gives_one_edition_and_the_same_bytes(partnership, here):
    first = report("board", BOARD, PERIOD, "-o", "first.pdf")
    second = report("board", BOARD, PERIOD, "-o", "second.pdf")
    assert sha256("first.pdf") == sha256("second.pdf")
    run = ReportRun.objects.get(edition=1)
    with pikepdf.open("first.pdf") as paper:
        pages = len(paper.pages)
    size = (here / "first.pdf").stat().st_size
    assert first.splitlines() == [
        f"Report {run.pk}, edition 1, content {run.checksum}",
        f"first.pdf  {pages} pages, {size:,} bytes, SHA-256 {sha256('first.pdf')}",
    ]
    assert second == first.replace("first.pdf", "second.pdf")


def test_every_kind_goes_into_a_file_named_after_the_edition(partnership, here):
    report("board", BOARD, PERIOD, "--as", "pdf,docx,html,json")
    assert sorted(path.name for path in here.iterdir()) == [
        f"{BOARD}-{PERIOD}-board-edition-1.{kind}" for kind in ("docx", "html", "json", "pdf")
    ]


def test_the_name_of_the_file_says_the_kind(partnership, here):
    report("board", BOARD, PERIOD, "-o", "paper.docx")
    assert (here / "paper.docx").read_bytes()[:2] == b"PK"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_has_the_run_is_waited_for(here):
    house_format = ReportFormatFactory(is_built=True)
    board = BoardFactory(slug=BOARD)
    run = ReportRunFactory(format=house_format, board=board, period=PERIOD)
    held = claim(run.pk)

    def lose_it():
        ReportRun.objects.filter(pk=held.pk).update(lease_until=Now())
        write_report(run.pk)
        connection.close()

    worker = threading.Timer(0.5, lose_it)
    worker.start()
    report("board", BOARD, PERIOD, "-o", "paper.pdf")
    worker.join()
    run.refresh_from_db()
    assert (run.state, run.attempt) == (ReportRun.State.READY, 2)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("bored", BOARD, PERIOD),
            (
                "There is no format “bored”. Formats that can be written: annual, board,"
                " dfe-summary-2013, dfe-theme-2013, hwb-2023, scrutiny-2014, scrutiny-2023."
            ),
        ),
        (
            ("board", "lerning-aliance", PERIOD),
            "There is no board “lerning-aliance”. The nearest: learning-alliance.",
        ),
        (("board", "xyz", PERIOD), "There is no board “xyz”. There are 1, on /boards/."),
        (
            ("board", BOARD, "q3"),
            "“q3” is not a period of this board: write it like 2013-14-q3 or 2013-14.",
        ),
        (
            ("board", BOARD, PERIOD, "--as", "pdf,odt"),
            "“odt” is no kind of document: choose of pdf, html, docx, json.",
        ),
        (
            ("board", BOARD, PERIOD, "--as", ","),
            "Nothing is no kind of document: choose of pdf, html, docx, json.",
        ),
    ],
)
def test_every_slip_is_one_sentence(partnership, words, sentence):
    with pytest.raises(CommandError) as refusal:
        report(*words)
    assert str(refusal.value) == sentence


def test_a_file_that_cannot_be_written_is_a_sentence(partnership, here):
    with pytest.raises(CommandError) as refusal:
        report("board", BOARD, PERIOD, "-o", "nowhere/paper.json")
    assert str(refusal.value) == "nowhere/paper.json cannot be written: No such file or directory."


@pytest.mark.django_db
def test_without_data_it_says_what_loads_walsall():
    with pytest.raises(CommandError, match="loads Walsall"):
        report("board", BOARD, PERIOD)


def test_a_report_that_cannot_be_written_says_why(partnership):
    ReportFormatFactory(code="green", is_built=True, sections=[{"title": "Aim"}])
    with pytest.raises(CommandError) as refusal:
        report("green", BOARD, PERIOD)
    assert str(refusal.value) == (
        "No paper of the format green can be written. Section Aim has no code."
    )


@pytest.mark.django_db
def test_formats_without_a_board_are_no_partnership_yet():
    ReportFormatFactory(is_built=True)
    with pytest.raises(CommandError, match="loads Walsall"):
        report("board", BOARD, PERIOD)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (ProgrammingError, "There is no partnership here yet:"),
        (OperationalError, "The database does not answer: is DATABASE_URL right?"),
    ],
)
def test_a_database_that_is_empty_or_away_is_a_sentence(monkeypatch, fault, sentence):
    def away(**_):
        raise fault

    monkeypatch.setattr(ReportFormat.objects, "filter", away)
    with pytest.raises(CommandError) as refusal:
        report("board", BOARD, PERIOD)
    assert str(refusal.value).startswith(sentence)


def test_without_pango_the_other_documents_come_and_the_pdf_has_a_reason(
    partnership, here, monkeypatch
):
    def without_pango():
        raise NoPdf("Papers cannot be written as PDF: Pango is missing.")

    monkeypatch.setattr(printing, "prove_pdf", without_pango)
    with pytest.raises(CommandError) as refusal:
        report("board", BOARD, PERIOD, "-o", "paper.pdf", "--as", "pdf,json")
    assert str(refusal.value) == "Papers cannot be written as PDF: Pango is missing."
    assert [path.name for path in here.iterdir()] == ["paper.json"]


def test_a_file_is_there_whole_or_not_at_all(partnership, here, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommandError) as refusal:
        report("board", BOARD, PERIOD, "-o", "paper.json")
    assert str(refusal.value) == "paper.json cannot be written: No space left on device."
    assert list(here.iterdir()) == []
