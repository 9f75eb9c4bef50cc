"""Reports that are asked for: runs, the queue of record, and the documents they end in."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.models import Board, law
from portal.models.formats import ReportFormat
from portal.models.jobs import FROZEN_STAYS, IS_OPEN, Job, JobQuerySet, kept_stays
from portal.models.papers import Report


class ReportRunQuerySet(JobQuerySet["ReportRun"]):
    """Runs by the paper that they are of."""

    def of(self, run: "ReportRun") -> Self:
        """Return the runs of the same paper, or format, board and period; `run` included."""
        return self.filter(
            format=run.format_id, board=run.board_id, period=run.period, report=run.report_id
        )


OTHERS_APPROVE = law(
    name="nobody_approves_what_they_wrote",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("approved_by_id"),
    condition=pgtrigger.Q(new__approved_by__isnull=False, new__report__isnull=False),
    broken="""EXISTS (
        SELECT 1 FROM portal_report p WHERE p.id = NEW.report_id
        AND p.written_by_id = NEW.approved_by_id
    )""",
    says="somebody else than the writer approves",
)


def _who(deed: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=f"{deed} by",
    )


def _together(name: str, deed: str) -> models.CheckConstraint:
    """Return the constraint that a deed has both its person and its time, or neither."""
    none = Q(**{f"{deed}_at": None, f"{deed}_by": None})
    both = Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False})
    return models.CheckConstraint(name=name, condition=none | both)


class ReportRun(Job):
    """One asking for a report. The row is the queue of record; the broker is only the bell."""

    class State(models.TextChoices):
        ASKED = "asked", "asked for"
        WRITING = "writing", "being written"
        READY = "ready", "ready"
        SAME = "same", "same as an earlier edition"
        FAILED = "failed", "could not be written"
        APPROVED = "approved", "approved"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Step(models.TextChoices):
        READING = "reading", "reading the board’s records"
        SETTING = "setting", "setting the web page, the Word file and the data"
        PDF = "pdf", "setting the PDF"

    worked_with = ("format", "board", "report")

    format = models.ForeignKey(ReportFormat, models.PROTECT, related_name="runs")
    board = models.ForeignKey(Board, models.PROTECT, related_name="report_runs")
    period = models.CharField("period, as 2013-14-q3", max_length=20)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name="paper"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
    )
    step = models.CharField("what is being done", max_length=10, choices=Step.choices, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    approved_by = _who("approved")
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = _who("published")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = _who("withdrawn")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField("why it was withdrawn", blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="runs_that_wait_in_order",
                fields=["asked_at"],
                condition=IS_OPEN,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_run_a_board_period_and_format",
                fields=["format", "board", "period", "report"],
                condition=IS_OPEN,
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="edition_is_its_own",
                fields=["format", "board", "period", "report", "edition"],
                condition=Q(edition__isnull=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="finished_report_has_an_edition",
                condition=~Q(state__in=["ready", "approved", "published", "withdrawn"])
                | Q(edition__isnull=False),
            ),
            models.CheckConstraint(
                name="repeat_names_its_edition",
                condition=~Q(state="same") | Q(same_as__isnull=False),
            ),
            models.CheckConstraint(
                name="failure_says_why", condition=~Q(state="failed") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="run_being_written_has_a_lease",
                condition=~Q(state="writing") | Q(lease_until__isnull=False, attempt__gte=1),
            ),
            models.CheckConstraint(
                name="frozen_content_has_its_checksum",
                condition=Q(content__isnull=True) | ~Q(checksum=""),
            ),
            models.UniqueConstraint(
                name="one_edition_of_a_paper_stands",
                fields=["report"],
                condition=Q(state__in=["approved", "published"]),
            ),
            _together("approval_names_who_and_when", "approved"),
            _together("publication_names_who_and_when", "published"),
            models.CheckConstraint(
                name="withdrawal_names_who_when_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="standing_report_was_approved",
                condition=~Q(state__in=["approved", "published"]) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="shown_report_was_published",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_report_was_withdrawn_by_somebody",
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
            ),
        ]
        triggers = [FROZEN_STAYS, OTHERS_APPROVE]

    def __str__(self) -> str:
        return f"{self.report or self.format}, {self.board}, {self.period}"

    def get_absolute_url(self) -> str:
        """Return the address of the report's page."""
        return f"/reports/{self.pk}/"

    def file_name(self, kind: str) -> str:
        """Return the name of the file in which a document of this edition is given out."""
        name = f"{self.board.slug}-{self.period}-{self.format.code}"
        name = f"{name}-paper-{self.report_id}" if self.report_id else name
        return f"{name}-edition-{self.edition}.{kind}"


class ReportDocument(models.Model):
    """One document of a finished report, kept with its bytes and their SHA-256."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "web page"
        WORD = "docx", "Word"
        JSON = "json", "data (JSON)"

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="document_of_a_kind_is_kept_once", fields=["run", "kind"])
        ]
        triggers = [kept_stays("body", "sha256", "run_id", "kind")]

    def __str__(self) -> str:
        return f"{self.run} as {self.get_kind_display()}"
