"""Papers that officers write in a house format: what was chosen, typed and cleared."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.models import Board, Record, kept, law
from portal.models.formats import ReportFormat

# As the paper goes: from, to.
WAYS = (
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "approved"),
    ("approved", "published"),
    ("approved", "withdrawn"),
    ("published", "withdrawn"),
)
GOES_ITS_WAY = law(
    name="paper_goes_from_draft_to_published",
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
    broken=f"(OLD.state, NEW.state) NOT IN {WAYS}",
    says="a paper is submitted, then approved, then published",
)
# What the other sections need is known only with the facts that stand in them.
IS_COMPLETE = law(
    name="submitted_paper_has_what_its_format_requires",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(new__state__in=["submitted", "approved", "published"]),
    broken="""EXISTS (
        SELECT 1 FROM portal_reportformat f,
            jsonb_path_query(f.sections, '$[*] ? (@.required == true && !exists(@.takes)
                && !exists(@.parts) && (!exists(@.source) || @.source == "typed"))') AS s
        WHERE f.id = NEW.format_id
        AND (s -> 'source' IS NULL OR s -> 'source' IN ('"typed"', '["typed"]'))
        AND NOT EXISTS (
            SELECT 1 FROM portal_reportsection t
            WHERE t.report_id = NEW.id AND t.code = s ->> 'code' AND t.text ~ '\\S'
        )
    )""",
    says="a section that its format requires is empty",
)
STANDS_AS_ITS_EDITION = law(
    name="paper_stands_as_its_edition",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(new__state__in=["approved", "published", "withdrawn"]),
    broken="""NOT EXISTS (
        SELECT 1 FROM portal_reportrun r WHERE r.report_id = NEW.id AND r.state = NEW.state
    )""",
    says="what is approved, published or withdrawn is an edition of it",
)
HEAD_STAYS = law(
    name="submitted_paper_keeps_its_head",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__state__df="draft"),
    broken="""(OLD.format_id, OLD.board_id, OLD.period, OLD.title, OLD.dated, OLD.wards,
            OLD.portfolios, OLD.authors, OLD.sources, OLD.written_by_id)
        IS DISTINCT FROM (NEW.format_id, NEW.board_id, NEW.period, NEW.title, NEW.dated,
            NEW.wards, NEW.portfolios, NEW.authors, NEW.sources, NEW.written_by_id)""",
    says="a paper that was submitted is taken back before it is changed",
)


def only_of_a_draft(name: str, *, says: str) -> pgtrigger.Trigger:
    """Return the law that rows of a paper change only while it is a draft."""
    return law(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        broken="""EXISTS (
            SELECT 1 FROM portal_report r
            WHERE r.id IN (OLD.report_id, NEW.report_id) AND r.state <> 'draft'
        )""",
        says=says,
    )


@kept()
class Report(Record):
    """A paper in work: its format, its head, the facts chosen; the words are its sections.

    What is approved and published is an edition of it, with its bytes: a ReportRun.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "in work"
        SUBMITTED = "submitted", "waits for approval"
        APPROVED = "approved", "approved"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    format = models.ForeignKey(ReportFormat, models.PROTECT, related_name="papers")
    board = models.ForeignKey(Board, models.PROTECT, related_name="papers")
    period = models.CharField("period, as 2013-14-q3", max_length=20)
    title = models.CharField("title", max_length=200)
    dated = models.DateField("day of the meeting it goes to", null=True, blank=True)
    wards = models.CharField("wards", max_length=200, blank=True)
    portfolios = models.CharField("portfolios", max_length=200, blank=True)
    authors = models.TextField("authors, a post a line", blank=True)
    sources = models.JSONField("facts of the board that are put in", default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="papers_begun"
    )
    written_at = models.DateTimeField("begun")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    sent_back_because = models.TextField("why it was sent back", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submission_names_who_and_when",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_beyond_a_draft_was_submitted",
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_has_a_title",
                condition=~Q(title=""),
                violation_error_message="Give the paper a title.",
            ),
        ]
        triggers = [GOES_ITS_WAY, IS_COMPLETE, STANDS_AS_ITS_EDITION, HEAD_STAYS]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the page on which it is written."""
        return f"/reports/write/{self.pk}/"


@kept()
class ReportSection(Record):
    """What was typed for one section of a paper, in the house's markup."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    code = models.SlugField()
    text = models.TextField("text", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="section_of_a_paper_is_written_once", fields=["report", "code"]
            )
        ]
        triggers = [
            only_of_a_draft(
                "wording_stays_once_submitted",
                says="a paper that was submitted is taken back before its words change",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.code}"


@kept()
class ReportClearance(Record):
    """That somebody said a paper may go out: for finance, law, equality, or the directorate."""

    class Kind(models.TextChoices):
        FINANCE = "finance", "Finance"
        LEGAL = "legal", "Legal"
        EQUALITY = "equality", "Equality"
        DIRECTOR = "director", "Director"

    report = models.ForeignKey(Report, models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    post = models.CharField("cleared by, their post", max_length=120)
    on = models.DateField("cleared on")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="paper_is_cleared_once_for_each_kind", fields=["report", "kind"]
            ),
            models.CheckConstraint(name="clearance_names_a_post", condition=~Q(post="")),
        ]
        triggers = [
            only_of_a_draft(
                "clearance_stays_once_submitted",
                says="a paper that was submitted is taken back before it is cleared anew",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"
