"""What every storey keeps: records with version and origin, sources, subjects, drafts, words."""

from collections.abc import Sequence
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models.laws import append_only, never_cut, version_counts
from governance.models.searched import searched


def kept(*, exclude: Sequence[str] = ()) -> Any:
    """Keep every state of a model's rows but `exclude`: triggers write, nobody can change or cut.

    Where a row has a version, that counts its changes, whoever makes them.
    """
    track = pghistory.track(
        append_only=True, exclude=[*exclude] or None, meta={"triggers": [never_cut()]}
    )

    def keep(model: type[models.Model]) -> Any:
        if any(field.name == "version" for field in model._meta.fields):
            pgtrigger.register(version_counts(exclude=exclude))(model)
        return track(model)

    return keep


class Known(models.TextChoices):
    """How exactly a date is known; its first day stands in the date column beside it."""

    DAY = "day", "day"
    MONTH = "month", "month"
    TWO_MONTHS = "two_months", "two months"
    SEASON = "season", "season"
    QUARTER = "quarter", "quarter"
    YEAR = "year", "calendar year"
    FINANCIAL_YEAR = "financial_year", "financial year"


def known(**options: Any) -> models.CharField:
    """Return the column that says how exactly the date beside it is known."""
    return models.CharField(
        max_length=14, choices=Known.choices, default=Known.DAY, blank=True, **options
    )


class Classification(models.TextChoices):
    """Who may read a thing."""

    PUBLIC = "public", "public"
    PARTNERSHIP = "partnership", "partnership"
    EXEMPT = "exempt", "exempt"


@kept()
class Document(models.Model):
    """A paper that facts were taken from."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    strapline = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    dated_known = known()
    covers = models.CharField(max_length=60, blank=True)
    appendices = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.title


@kept()
class Source(models.Model):
    """Where a fact is from: a place in a paper, an official file, or our own reading."""

    class Kind(models.TextChoices):
        PAPER = "paper", "paper"
        OFFICIAL = "official", "official file"
        READING = "reading", "our own reading"
        RECORDS = "records", "a partner's records"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="sources"
    )
    place = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_in_a_paper_names_the_paper",
                condition=~Q(kind="paper") | Q(document__isnull=False, line__isnull=False),
                violation_error_message="Name the paper and the line.",
            ),
            models.CheckConstraint(
                name="official_source_names_its_file",
                condition=~Q(kind="official") | ~Q(file_name=""),
                violation_error_message="Name the official file.",
            ),
            models.CheckConstraint(
                name="records_say_whose_they_are",
                condition=~Q(kind="records") | ~Q(place=""),
                violation_error_message="Say whose records they are.",
            ),
            models.UniqueConstraint(
                name="source_is_kept_once",
                fields=["kind", "document", "place", "line", "file_name"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PAPER:
            return f"{self.document}, {self.place}, line {self.line}"
        named = {self.Kind.OFFICIAL.value: self.file_name, self.Kind.RECORDS.value: self.place}
        return named.get(self.kind, "our own reading")


class Sourced(models.Model):
    """A fact that shows where it is from, or that the demonstration added it."""

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    illustrative = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Record(Sourced):
    """A row that people edit: its version says whether somebody else was first.

    A trigger raises the version with each change, whatever the statement says of it.
    """

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Span(models.Model):
    """A stretch of time, half-open: `ends_on` is the day after the last; empty means open."""

    starts_on = models.DateField(null=True, blank=True)
    starts_known = known()
    ends_on = models.DateField(null=True, blank=True)
    ends_known = known()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="It must end after it starts.",
            )
        ]


def runs_on(day: Any, *, of: str = "") -> Q:
    """Return the condition that a span, or the one that the relation `of` leads to, runs on `day`.

    A date that nobody knows refuses no day.
    """
    start, end = (f"{of}__{name}" if of else name for name in ("starts_on", "ends_on"))
    begun = Q(**{start: None}) | Q(**{f"{start}__lte": day})
    return begun & (Q(**{end: None}) | Q(**{f"{end}__gt": day}))


@kept()
class SourceNote(models.Model):
    """Something to know about the papers: a contradiction, a slip, or a fact without a series."""

    class Kind(models.TextChoices):
        DISCREPANCY = "discrepancy", "discrepancy"
        FACT = "fact", "fact"
        WORKED_BACK = "worked_back", "worked back"
        REMARK = "remark", "remark"

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    what = models.TextField()
    handling = models.TextField(blank=True)
    sources = models.ManyToManyField(Source, related_name="notes")

    def __str__(self) -> str:
        return self.what


@kept()
class Subject(models.Model):
    """What people ask about, attach or are told of; made by the storey that owns the thing."""

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300, unique=True)
    board = models.ForeignKey(
        "governance.Board", models.PROTECT, null=True, blank=True, related_name="subjects"
    )
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.PARTNERSHIP
    )

    def __str__(self) -> str:
        return self.title


@kept()
class Version(models.Model):
    """What a thing said when it was agreed or published: frozen content with its checksum."""

    class Event(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        AGREED = "agreed", "agreed"
        PUBLISHED = "published", "published"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=Event.choices)
    schema = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="versions_made"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="version_has_its_own_number", fields=["subject", "number"]
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.subject}, version {self.number}"


class Draft(models.Model):
    """What somebody typed and has not saved yet; never the row itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    address = models.CharField("where it is typed", max_length=300, blank=True)
    title = models.CharField("what it is called on the desk", max_length=300, blank=True)
    values = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_for_a_person_and_form", fields=["person", "form", "key"]
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.form} {self.key}"


GLOSSARY_SEARCHED = ("term", "meaning")


@kept()
class GlossaryTerm(Record, Span):
    """An abbreviation and what it means; some mean two things in two fields."""

    term = models.CharField(max_length=40)
    meaning = models.CharField(max_length=300)
    context = models.CharField(max_length=120, blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                name="term_has_a_meaning_once",
                fields=["term", "meaning", "source"],
                nulls_distinct=False,
            ),
        ]
        indexes = searched("word", *GLOSSARY_SEARCHED)

    def __str__(self) -> str:
        return self.term
