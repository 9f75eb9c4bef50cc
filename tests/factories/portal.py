"""Rows of the roof, with constant and boring values."""

import hashlib
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.models import (
    DemonstrationLoad,
    FactorReset,
    Leaving,
    Pack,
    PackDocument,
    Report,
    ReportClearance,
    ReportDocument,
    ReportFormat,
    ReportRun,
    ReportSection,
    Session,
)
from portal.reports.content import PackContent, pack_data
from portal.reports.formats import rows
from tests.factories.governance import (
    FIRST_DAY,
    FIRST_INSTANT,
    BoardFactory,
    MeetingFactory,
    UserFactory,
)


def _sections(code: str) -> list[dict[str, Any]]:
    """Return the sections of a format of the house as its row holds them."""
    (row,) = (each for each in rows() if each["code"] == code)
    sections: list[dict[str, Any]] = row["sections"]
    return sections


class ReportFormatFactory(DjangoModelFactory):
    """A format of one section."""

    class Meta:
        model = ReportFormat
        django_get_or_create = ("code",)

    code = "board"
    title = "Quarterly report to the board"
    sections = factory.LazyFunction(lambda: [{"title": "Priorities", "source": "priorities"}])


class ReportFactory(DjangoModelFactory):
    """A paper that somebody began and nobody typed a word in."""

    class Meta:
        model = Report

    format = factory.SubFactory(
        ReportFormatFactory,
        code="scrutiny-2014",
        title="Scrutiny panel report",
        is_built=True,
        sections=factory.LazyFunction(lambda: _sections("scrutiny-2014")),
    )
    board = factory.SubFactory(BoardFactory)
    period = "2024-25-q1"
    title = "How the plan is going"
    authors = "Partnership officer"
    written_by = factory.SubFactory(UserFactory)
    written_at = FIRST_INSTANT


class ReportSectionFactory(DjangoModelFactory):
    """What was typed for the purpose of a paper."""

    class Meta:
        model = ReportSection

    report = factory.SubFactory(ReportFactory)
    code = "purpose"
    text = "To tell the panel what came of its questions."


class ReportClearanceFactory(DjangoModelFactory):
    """That the director cleared a paper."""

    class Meta:
        model = ReportClearance

    report = factory.SubFactory(ReportFactory)
    kind = ReportClearance.Kind.DIRECTOR
    post = "Director of Children’s Services"
    on = FIRST_DAY


class ReportRunFactory(DjangoModelFactory):
    """A report that was asked for and waits; in a later state with whoever brought it there."""

    class Meta:
        model = ReportRun

    class Params:
        approved = factory.LazyAttribute(lambda run: run.state in {"approved", "published"})
        published = factory.LazyAttribute(lambda run: run.state == "published")
        withdrawn = factory.LazyAttribute(lambda run: run.state == "withdrawn")

    format = factory.SubFactory(ReportFormatFactory)
    board = factory.SubFactory(BoardFactory)
    period = "2024-25-q1"
    state = ReportRun.State.ASKED
    asked_at = FIRST_INSTANT
    approved_by = factory.Maybe("approved", factory.SubFactory(UserFactory))
    approved_at = factory.Maybe("approved", FIRST_INSTANT)
    published_by = factory.Maybe("published", factory.SubFactory(UserFactory))
    published_at = factory.Maybe("published", FIRST_INSTANT)
    withdrawn_by = factory.Maybe("withdrawn", factory.SubFactory(UserFactory))
    withdrawn_at = factory.Maybe("withdrawn", FIRST_INSTANT)
    withdrawn_because = factory.Maybe("withdrawn", "A figure was wrong.", "")


class ReportDocumentFactory(DjangoModelFactory):
    """The web page of a report."""

    class Meta:
        model = ReportDocument

    run = factory.SubFactory(ReportRunFactory, state=ReportRun.State.READY, edition=1)
    kind = ReportDocument.Kind.HTML
    body = b"<!doctype html>"
    sha256 = factory.LazyAttribute(lambda document: hashlib.sha256(document.body).hexdigest())
    size = factory.LazyAttribute(lambda document: len(document.body))


class DemonstrationLoadFactory(DjangoModelFactory):
    """The one mark that the demonstration stands here."""

    class Meta:
        model = DemonstrationLoad

    pk = 1
    anchored_on = FIRST_DAY
    loaded_at = FIRST_INSTANT
    files_sha256 = "0" * 64


class SessionFactory(DjangoModelFactory):
    """A browser in which nobody is signed in."""

    class Meta:
        model = Session

    session_key = factory.Sequence("session{}".format)
    expire_date = FIRST_INSTANT


class FactorResetFactory(DjangoModelFactory):
    """A reset that was asked for, and waits."""

    class Meta:
        model = FactorReset

    person = factory.SubFactory(UserFactory)
    how_known = "I rang them at their office."
    asked_by = factory.SubFactory(UserFactory)
    asked_at = FIRST_INSTANT


class LeavingFactory(DjangoModelFactory):
    """Somebody who leaves, holding nothing."""

    class Meta:
        model = Leaving

    person = factory.SubFactory(UserFactory)
    leaves_on = FIRST_DAY
    decided_at = FIRST_INSTANT
    decided_by = factory.SubFactory(UserFactory)


AN_EMPTY_PACK = PackContent(
    place="Walsall",
    board="Board",
    board_slug="board",
    subtitle="Ordinary",
    when="1 April 2024",
    where="",
    dated=FIRST_DAY,
)


class PackFactory(DjangoModelFactory):
    """A pack that was asked for and waits."""

    class Meta:
        model = Pack

    meeting = factory.SubFactory(MeetingFactory)
    state = Pack.State.ASKED
    asked_at = FIRST_INSTANT


class PackDocumentFactory(DjangoModelFactory):
    """The file of an edition that everybody may read."""

    class Meta:
        model = PackDocument

    pack = factory.SubFactory(
        PackFactory,
        state=Pack.State.READY,
        edition=1,
        content=pack_data(AN_EMPTY_PACK),
        checksum="0" * 64,
        finished_at=FIRST_INSTANT,
    )
    circles = ["public"]
    body = b"%PDF-1.7"
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.body).hexdigest())
    size = factory.LazyAttribute(lambda made: len(made.body))
    pages = 1
