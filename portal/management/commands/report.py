"""Write a report without a browser, by the same code as the workers."""

import contextlib
import os
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from governance.models import Board
from portal.changes.asking import CannotAsk, ask_by_name, built_formats
from portal.changes.lease import give_up
from portal.changes.writing import write_report
from portal.models import ReportDocument, ReportFormat, ReportRun

KINDS = ReportDocument.Kind.values
NO_DATA = (
    "There is no partnership here yet: `python3 manage.py demo` loads Walsall,"
    " `python3 manage.py up` does so and shows it."
)
LOOKED_AT_EVERY = 0.3  # seconds, while a worker writes it


class Command(BaseCommand):
    """`report FORMAT BOARD PERIOD [-o FILE] [--as pdf,docx,html,json]`."""

    help = "Write a report; equal content gives the same edition and the same bytes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is wanted, of whom, for when, and where it goes."""
        parser.add_argument("format", metavar="FORMAT", help="such as board")
        parser.add_argument("board", metavar="BOARD", help="such as cyp-partnership-board")
        parser.add_argument("period", metavar="PERIOD", help="such as 2013-14-q3")
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where it goes")
        parser.add_argument("--as", dest="kinds", metavar="KINDS", help=f"of {', '.join(KINDS)}")

    def handle(self, *_: Any, **options: Any) -> None:
        """Ask, write or wait, and put the documents into files."""
        kinds = _kinds(options["kinds"], options["output"])
        try:
            run_id = self._ask(options["format"], options["board"], options["period"])
        except ProgrammingError as reason:  # the tables are not there
            raise CommandError(NO_DATA) from reason
        except OperationalError as reason:
            raise CommandError("The database does not answer: is DATABASE_URL right?") from reason
        run = finished(run_id)
        if run.state == ReportRun.State.FAILED:
            raise CommandError(run.reason)
        self._deliver(run, kinds, options["output"])

    def _ask(self, format_code: str, slug: str, period: str) -> int:
        house_format, board = _format(format_code), _board(slug)
        try:
            run = ask_by_name(format=house_format, board=board, period=period, at=timezone.now())
        except CannotAsk as reason:
            raise CommandError(str(reason)) from reason
        return run.pk

    def _deliver(self, run: ReportRun, kinds: Sequence[str], output: Path | None) -> None:
        edition = run.same_as or run
        documents = {each.kind: each for each in edition.documents.filter(kind__in=kinds)}
        self.stdout.write(
            f"Report {edition.pk}, edition {edition.edition}, content {edition.checksum}"
        )
        for kind in kinds:
            if kind in documents:
                path = _path(edition, kind, output, alone=len(kinds) == 1)
                _put(path, bytes(documents[kind].body))
                self.stdout.write(f"{path}  {_told(documents[kind])}")
        if not documents.keys() >= set(kinds):
            raise CommandError(edition.reason)


def finished(run_id: int) -> ReportRun:
    """Return the run at its end: written here, or by the worker that has it."""
    runs = ReportRun.objects.light().select_related("same_as", "board", "format")
    while True:
        write_report(run_id)
        run = runs.get(pk=run_id)
        if run.state not in (ReportRun.State.ASKED, ReportRun.State.WRITING):
            return run
        give_up()
        time.sleep(LOOKED_AT_EVERY)


def _format(code: str) -> ReportFormat:
    found = ReportFormat.objects.filter(code=code).first()
    if found:
        return found
    if not ReportFormat.objects.exists():
        raise CommandError(NO_DATA)
    raise CommandError(f"There is no format “{code}”. {built_formats()}")


def _board(slug: str) -> Board:
    found = Board.objects.filter(slug=slug).first()
    if found:
        return found
    slugs = list(Board.objects.order_by("slug").values_list("slug", flat=True))
    if not slugs:
        raise CommandError(NO_DATA)
    near = get_close_matches(slug, slugs, n=3, cutoff=0.4)
    told = f"The nearest: {', '.join(near)}." if near else f"There are {len(slugs)}, on /boards/."
    raise CommandError(f"There is no board “{slug}”. {told}")


def _kinds(asked: str | None, output: Path | None) -> list[str]:
    """Return the kinds asked for; without any the one that the file's name ends in, else PDF."""
    if asked is None:
        ending = output.suffix.lstrip(".").lower() if output else ""
        return [ending if ending in KINDS else "pdf"]
    kinds = [kind.strip().lower() for kind in asked.split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        named = f"“{unknown[0]}”" if unknown else "Nothing"
        raise CommandError(f"{named} is no kind of document: choose of {', '.join(KINDS)}.")
    return list(dict.fromkeys(kinds))


def _path(run: ReportRun, kind: str, output: Path | None, *, alone: bool) -> Path:
    if output is None:
        return Path(run.file_name(kind))
    return output if alone else output.with_suffix(f".{kind}")


def _put(path: Path, body: bytes) -> None:
    """Write the file whole or not at all."""
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(aside).unlink()
            raise
    except OSError as reason:
        raise CommandError(f"{path} cannot be written: {reason.strerror}.") from reason


def _told(document: ReportDocument) -> str:
    pages = f"{document.pages} pages, " if document.pages else ""
    return f"{pages}{document.size:,} bytes, SHA-256 {document.sha256}"
