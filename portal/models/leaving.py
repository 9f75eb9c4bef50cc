"""That somebody leaves: from when, what it changed, and whether they stayed after all."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from governance.models import Record, kept


@kept()
class Leaving(Record):
    """A person leaves; what that changed is kept, so that it can be undone until the day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leavings")
    leaves_on = models.DateField("day after the last day")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leavings_decided"
    )
    steps = models.JSONField(
        "each row that was changed, made or taken back", default=list, encoder=DjangoJSONEncoder
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leavings_undone",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="person_leaves_once_on_a_day",
                fields=["person", "leaves_on"],
                condition=Q(undone_at=None),
                violation_error_message="They leave on that day already.",
            ),
            models.CheckConstraint(
                name="leaving_undoing_has_who_and_when",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} leaves"
