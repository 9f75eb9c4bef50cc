"""House formats as rows."""

from typing import Self

from django.db import models
from django.db.models import BooleanField, F, Func

from governance.models import Sourced, kept

# A section of which nothing else is said is typed.
TYPED = Func(
    F("sections"),
    function="jsonb_path_exists",
    template="""%(function)s(%(expressions)s,
        '$[*] ? (!exists(@.source) || @.source == "typed"
            || exists(@.parts[*] ? (!exists(@.source) || @.source == "typed")))')""",
    output_field=BooleanField(),
)


class ReportFormatQuerySet(models.QuerySet["ReportFormat"]):
    """Formats by who writes in them."""

    def built(self) -> Self:
        """Return those that can be written today."""
        return self.filter(is_built=True)

    def by_hand(self) -> Self:
        """Return those that can be written today, of which a person types at least a section."""
        return self.built().filter(TYPED)

    def by_itself(self) -> Self:
        """Return those that can be written today of which nobody types a word."""
        return self.built().exclude(TYPED)


@kept()
class ReportFormat(Sourced):
    """A house format: sections in order, each fed by a source. A new one needs no code."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=200, blank=True)
    year = models.PositiveIntegerField(null=True, blank=True)
    sections = models.JSONField(default=list)
    numbering = models.CharField(max_length=120, blank=True)
    repeats = models.TextField(blank=True)
    note = models.TextField(blank=True)
    is_built = models.BooleanField("can be written today", default=False)

    objects = ReportFormatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
