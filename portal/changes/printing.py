"""Printing a frozen paper: its documents as bytes, and why there is no PDF where there is none."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pikepdf

from portal.models import ReportDocument
from portal.reports import page, pdf, table, word
from portal.reports.content import PaperContent
from portal.start.paper import TRIAL, reason_against_pdf

Kind = ReportDocument.Kind
SETTING = (Kind.HTML, Kind.WORD, Kind.JSON)


class NoPdf(Exception):
    """This machine cannot write a PDF, and why: in a sentence."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One document of a paper."""

    kind: str
    body: bytes
    pages: int | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in 64 hex digits."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Press:
    """The printers; tests may lend slower ones or ones that break."""

    html: Callable[[PaperContent], str] = page.render
    word: Callable[[PaperContent], bytes] = word.render
    json: Callable[[PaperContent], bytes] = table.render_json
    pdf: Callable[[PaperContent], bytes] = pdf.render

    def set_all(self, content: PaperContent, kinds: Iterable[str]) -> list[Printed]:
        """Print the `kinds` that need nothing of the machine: web page, Word, data."""
        makers: dict[str, Callable[[PaperContent], bytes]] = {
            Kind.HTML: lambda paper: self.html(paper).encode(),
            Kind.WORD: self.word,
            Kind.JSON: self.json,
        }
        return [Printed(kind, makers[kind](content)) for kind in SETTING if kind in kinds]

    def set_pdf(self, content: PaperContent) -> Printed:
        """Print the PDF.

        :raises NoPdf: Pango or every font is missing here
        """
        prove_pdf()
        body = self.pdf(content)
        with pikepdf.open(io.BytesIO(body)) as made:
            return Printed(Kind.PDF, body, len(made.pages))


@cache
def prove_pdf() -> None:
    """Try a PDF in another process, once: without any font the drawing takes its process down.

    :raises NoPdf: it failed; the next paper tries again
    """
    command = [sys.executable, "-X", "utf8", "-c", TRIAL]
    trial = subprocess.run(  # noqa: S603 - our own words
        command, check=False, capture_output=True, text=True, timeout=60
    )
    reason = reason_against_pdf(trial.returncode, trial.stderr)
    if reason:
        raise NoPdf(reason)
