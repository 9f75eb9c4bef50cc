"""The packs of meetings: agenda and papers as one file for each circle of readers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.models import Meeting
from portal.models.jobs import FROZEN_STAYS, IS_OPEN, Job, JobQuerySet, kept_stays


class Circle(models.TextChoices):
    """For whom a pack is: each circle of readers has its own, all from one snapshot."""

    PUBLIC = "public", "as everybody may read it"
    SUITABLE = "suitable", "for young people’s representatives"
    BOARD = "board", "for the board and its guests, without exempt papers"
    WHOLE = "whole", "whole, for who reads exempt papers"


class PackQuerySet(JobQuerySet["Pack"]):
    """Packs by where they stand."""

    def editions(self) -> "PackQuerySet":
        """Return those that are finished, the newest first."""
        return self.filter(state=Pack.State.READY).order_by("-edition")


class Pack(Job):
    """One asking for the pack of a meeting, and the edition that came of it."""

    class State(models.TextChoices):
        ASKED = "asked", "asked for"
        WRITING = "writing", "being made"
        READY = "ready", "ready"
        SAME = "same", "same as an earlier edition"
        FAILED = "failed", "could not be made"

    class Step(models.TextChoices):
        READING = "reading", "reading the agenda and its papers"
        PDF = "pdf", "setting and binding the papers"

    worked_with = ("meeting__board", "meeting__convened_by")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    step = models.CharField("what is being done", max_length=10, choices=Step.choices, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="packs"
    )
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_pack_a_meeting", fields=["meeting"], condition=IS_OPEN
            ),
            models.UniqueConstraint(
                name="pack_edition_is_its_own",
                fields=["meeting", "edition"],
                condition=Q(edition__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_pack_is_an_edition",
                condition=~Q(state="ready")
                | Q(edition__isnull=False, content__isnull=False, finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="repeated_pack_names_its_edition",
                condition=~Q(state="same") | Q(same_as__isnull=False),
            ),
            models.CheckConstraint(
                name="failed_pack_says_why", condition=~Q(state="failed") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="pack_being_made_has_a_lease",
                condition=~Q(state="writing") | Q(lease_until__isnull=False, attempt__gte=1),
            ),
            models.CheckConstraint(
                name="frozen_pack_has_its_checksum",
                condition=Q(content__isnull=True) | ~Q(checksum=""),
            ),
        ]
        triggers = [FROZEN_STAYS]

    def __str__(self) -> str:
        return f"Pack of {self.meeting}"


class PackDocument(models.Model):
    """The file of an edition for one circle, and for every other whose file would be the same."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="documents")
    circles = ArrayField(models.CharField(max_length=10, choices=Circle.choices))
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pack_is_kept_once_a_circle", fields=["pack", "circles"])
        ]
        triggers = [kept_stays("body", "sha256", "pack_id", "circles")]

    def __str__(self) -> str:
        return f"{self.pack}: {', '.join(self.circles)}"
