"""Seals over the history: each covers the newest entries of every table, and the seal before."""

from django.db import models
from django.db.models import F, Q

from governance.models.laws import append_only


class Seal(models.Model):
    """A seal over what was written since the one before; `digest` covers that one, too."""

    keeps_history = True

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    before = models.CharField("digest of the seal before", max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="seal_has_its_own_number", fields=["number"]),
            models.CheckConstraint(
                name="only_the_first_seal_follows_none",
                condition=Q(number=1, before="") | (Q(number__gt=1) & ~Q(before="")),
            ),
            models.UniqueConstraint(name="seal_is_followed_by_one_other", fields=["before"]),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedBatch(models.Model):
    """The entries of one table of the history that a seal covers.

    Those with keys above `after` up to `last`; `entries` holds for each its key (8 bytes) and the
    SHA-256 of its words (32 bytes), `columns` says which words those are. So each entry that was
    changed can be named, and the seal stays whole where words must be forgotten.
    """

    keeps_history = True

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="batches")
    table = models.CharField(max_length=63)
    columns = models.JSONField()
    after = models.BigIntegerField()
    last = models.BigIntegerField()
    entries = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="table_is_sealed_once_a_seal", fields=["seal", "table"]),
            models.UniqueConstraint(
                name="batch_begins_where_no_other_does", fields=["table", "after"]
            ),
            models.CheckConstraint(
                name="batch_goes_forward", condition=Q(after__gte=0, last__gt=F("after"))
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.table}, {self.seal}"
