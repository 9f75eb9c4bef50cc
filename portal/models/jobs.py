"""Work that is asked for and done by a worker: what every row of such a queue of record has."""

from typing import Any, Self, TypeVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from governance.models import law

J = TypeVar("J", bound="Job")
ASKED, WRITING, FAILED = "asked", "writing", "failed"
OPEN = (ASKED, WRITING)
IS_OPEN = Q(state__in=[ASKED, WRITING])

# So that a second attempt, and anybody later, prints the paper that was frozen. A run that
# failed gives its edition back.
FROZEN_STAYS = law(
    name="frozen_content_never_changes",
    operation=pgtrigger.UpdateOf("content", "checksum", "edition"),
    condition=pgtrigger.Q(old__content__isnull=False),
    broken="""(OLD.content, OLD.checksum) IS DISTINCT FROM (NEW.content, NEW.checksum)
        OR (OLD.edition <> NEW.edition OR NEW.edition IS NULL AND NEW.state <> 'failed')""",
    says="what a report says was frozen before it was printed",
)


def kept_stays(*columns: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of those columns of a kept document."""
    old, new = (", ".join(f"{row}.{each}" for each in columns) for row in ("OLD", "NEW"))
    return law(
        name="kept_document_never_changes",
        operation=pgtrigger.UpdateOf(*columns),
        broken=f"({old})\n        IS DISTINCT FROM ({new})",
        says="a document is only served; what changes is a later edition",
    )


class JobQuerySet(models.QuerySet[J]):
    """Jobs by where they stand; how long anything lasts is told by the database's clock."""

    def idle(self) -> Self:
        """Return those nobody works on: asked for, or left in hands whose lease has lapsed."""
        left = Q(state=WRITING, lease_until__lte=Now())
        return self.filter(Q(state=ASKED) | left)

    def held_as(self, job: "Job") -> Self:
        """Return `job` if its attempt still stands: the fence before each later write."""
        return self.filter(pk=job.pk, state=WRITING, attempt=job.attempt)

    def light(self) -> Self:
        """Leave the frozen content in the database: half a megabyte a run."""
        return self.defer("content")


class Job(models.Model):
    """One asking, done by whoever takes it. The row decides; the broker is only the bell.

    A kind of job names its states, among them `OPEN` and failed, its steps, of which the first
    is reading, and what it is done with (`worked_with`).
    """

    Step: Any
    worked_with: tuple[str, ...] = ()

    edition = models.PositiveIntegerField(null=True, blank=True)
    state: models.CharField
    asked_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    step: models.CharField
    lease_until = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField("when the broker was last told", null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    reason = models.TextField("why it could not be written", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
