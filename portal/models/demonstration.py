"""That the demonstration stands here."""

from django.db import models
from django.db.models import Q


class DemonstrationLoad(models.Model):
    """That the demonstration stands here, and the day its own dates hang on."""

    anchored_on = models.DateField()
    loaded_at = models.DateTimeField()
    files_sha256 = models.CharField(max_length=64)
    records = models.JSONField(default=dict)
    homeless = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(name="demonstration_stands_once", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"Demonstration of {self.anchored_on}"
