"""How people are bound together: boards, what links them, seats, places and appointments."""

from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

from governance.models.laws import law
from governance.models.people import Organisation
from governance.models.records import Record, Span, kept
from governance.models.searched import searched

BOARD_SEARCHED = ("name", "purpose", "note")
NAME_TAKEN = "A board of that name is there already: add a word that tells the two apart."


class DateRange(Func):
    """The span of a row as PostgreSQL's half-open daterange."""

    function = "daterange"


def never_together(*, name: str, same: list[str], message: str, **options: Any) -> Any:
    """Return the constraint that two rows alike in `same` never run on one day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (DateRange(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
        **options,
    )


@kept()
class Board(Record, Span):
    """Where partners meet and answer: an alliance, a board, a committee, a group."""

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", "alliance"
        PARTNERSHIP_BOARD = "partnership_board", "partnership board"
        STATUTORY_BOARD = "statutory_board", "statutory board or trust"
        EXECUTIVE_GROUP = "executive_group", "executive group"
        MANAGEMENT_TEAM = "management_team", "management team"
        SUB_COMMITTEE = "sub_committee", "sub-committee"
        SUB_GROUP = "sub_group", "sub-group"
        ADVISORY_GROUP = "advisory_group", "advisory or working group"
        SCRUTINY_COMMITTEE = "scrutiny_committee", "scrutiny committee"
        FORUM = "forum", "forum"
        NETWORK = "network", "network"
        YOUTH_COUNCIL = "youth_council", "youth council"
        LOCALITY_PARTNERSHIP = "locality_partnership", "locality partnership"

    class Status(models.TextChoices):
        ACTIVE = "active", "active"
        HISTORIC = "historic", "closed"
        PLANNED = "planned", "planned"

    class Calendar(models.TextChoices):
        FINANCIAL = "financial", "financial year, April to March"
        CALENDAR = "calendar", "calendar year"
        ACADEMIC = "academic", "academic year, by terms"

    class Notice(models.TextChoices):
        CLEAR_DAYS = "clear_days", "five clear working days"
        OWN_TERMS = "own_terms", "the board's own terms"
        NONE = "none", "none"

    class MeetingLaw(models.TextChoices):
        LGA_1972 = "lga_1972", "Local Government Act 1972"
        EXECUTIVE_2012 = "executive_2012", "Executive Arrangements Regulations 2012"
        OWN_TERMS = "own_terms", "own terms"

    class Remote(models.TextChoices):
        COUNTS = "counts", "counts as present"
        NO_QUORUM = "no_quorum", "is present, but not counted for the quorum"
        NEVER = "never", "is not provided for"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    purpose = models.TextField(blank=True)
    accountability = models.TextField(blank=True)
    reporting = models.TextField(blank=True)
    meets = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    stands_for = models.PositiveIntegerField(default=1)
    planned_for = models.CharField(max_length=40, blank=True)
    calendar = models.CharField(
        max_length=10, choices=Calendar.choices, default=Calendar.FINANCIAL
    )
    quorum_number = models.PositiveIntegerField(null=True, blank=True)
    quorum_fraction = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    notice = models.CharField(max_length=10, choices=Notice.choices, default=Notice.NONE)
    meeting_law = models.CharField(
        max_length=14, choices=MeetingLaw.choices, default=MeetingLaw.OWN_TERMS
    )
    deputies_count = models.BooleanField("deputies count as present", default=True)
    remote = models.CharField(
        "who takes part remotely", max_length=12, choices=Remote.choices, default=Remote.COUNTS
    )
    notice_days = models.PositiveIntegerField(
        "clear working days of the board's own terms", null=True, blank=True
    )
    papers_days = models.PositiveIntegerField(
        "working days before a meeting by which papers are due", default=8
    )
    questions_days = models.PositiveIntegerField(
        "working days before a meeting by which questions of the public are in",
        null=True,
        blank=True,
    )
    names_public = models.BooleanField("names are shown to the public", default=False)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                Lower("name"),
                name="board_at_work_has_its_own_name",
                condition=~Q(status="historic"),
                violation_error_message=NAME_TAKEN,
            ),
            models.CheckConstraint(
                name="quorum_fraction_is_a_share",
                condition=Q(quorum_fraction=None)
                | Q(quorum_fraction__gt=0, quorum_fraction__lte=1),
                violation_error_message="A quorum is a share between 0 and 1.",
            ),
            models.CheckConstraint(
                name="board_stands_for_one_or_more", condition=Q(stands_for__gte=1)
            ),
            models.CheckConstraint(
                name="own_terms_of_notice_say_how_many_days",
                condition=Q(notice_days=None) | Q(notice="own_terms"),
                violation_error_message="Days of notice go with the board's own terms.",
            ),
        ]
        indexes = searched("board", *BOARD_SEARCHED)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the board's page."""
        return f"/boards/{self.slug}/"

    def is_open(self, on: date) -> bool:
        """Say whether the board is at work on a day: what a closed one kept is read-only."""
        ended = self.ends_on is not None and self.ends_on <= on
        return self.status == self.Status.ACTIVE and not ended


@kept()
class BoardName(Record, Span):
    """Another name a board goes or went by, and under which law."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.UniqueConstraint(name="board_has_another_name_once", fields=["board", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


LINK_LOOP = law(
    name="board_links_form_no_loop",
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__kind__in=["reports_to", "delegates_to"]),
    # A span the wrong way round is for its own constraint to refuse.
    first="""
    IF NEW.ends_on <= NEW.starts_on THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME));
    """,
    # Up from the link's end, as long as all links of the way run on one day.
    broken="""EXISTS (
        WITH RECURSIVE up(board, organisation, span) AS (
            SELECT NEW.to_board_id, NEW.to_organisation_id,
                daterange(NEW.starts_on, NEW.ends_on)
            UNION
            SELECT l.to_board_id, l.to_organisation_id,
                up.span * daterange(l.starts_on, l.ends_on)
            FROM {meta.db_table} l
            JOIN up ON l.from_board_id = up.board OR l.from_organisation_id = up.organisation
            WHERE l.kind = NEW.kind AND l.id <> NEW.id
            AND up.span && daterange(l.starts_on, l.ends_on)
        )
        SELECT 1 FROM up
        WHERE board = NEW.from_board_id OR organisation = NEW.from_organisation_id
    )""",
    says="they would come back to where they begin",
)


@kept()
class BoardLink(Record, Span):
    """How one body stands to another; each link has its verb."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports_to", "reports to"
        DELEGATES_TO = "delegates_to", "delegates to"
        SCRUTINISED_BY = "scrutinised_by", "scrutinised by"
        ADVISES = "advises", "advises"
        CONNECTED_WITH = "connected_with", "connected with"

    from_board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="links_out"
    )
    from_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="links_out"
    )
    to_board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="links_in"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="links_in"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    voluntary = models.BooleanField(default=False)
    what = models.TextField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="link_has_one_beginning",
                condition=Q(from_board__isnull=True) ^ Q(from_organisation__isnull=True),
                violation_error_message="A link begins at one board or one organisation.",
            ),
            models.CheckConstraint(
                name="link_has_one_end",
                condition=Q(to_board__isnull=True) ^ Q(to_organisation__isnull=True),
                violation_error_message="A link ends at one board or one organisation.",
            ),
            models.CheckConstraint(
                name="link_never_meets_itself",
                condition=(Q(from_board=None) | Q(to_board=None) | ~Q(from_board=F("to_board")))
                & (
                    Q(from_organisation=None)
                    | Q(to_organisation=None)
                    | ~Q(from_organisation=F("to_organisation"))
                ),
                violation_error_message="Nothing is linked with itself.",
            ),
        ]
        triggers = [LINK_LOOP]

    def __str__(self) -> str:
        begin, end = (
            self.from_board or self.from_organisation,
            self.to_board or self.to_organisation,
        )
        return f"{begin} {self.said(self.kind)} {end}"

    @classmethod
    def said(cls, kind: str) -> str:
        """Return what a kind of link says in a sentence."""
        words = str(cls.Kind(kind).label)
        return (
            f"is {words}" if kind in {cls.Kind.SCRUTINISED_BY, cls.Kind.CONNECTED_WITH} else words
        )
