"""Where a person's record is named, on every storey: found by looking at the models themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Model, Value

from governance.models import User


@dataclass(frozen=True)
class Reference:
    """A column of some model that names a person."""

    model: type[Model]
    column: str

    @property
    def words(self) -> str:
        """What is named, and in which part where it names people in several: "Nudges, sent by"."""
        plural = str(self.model._meta.verbose_name_plural)
        words = f"{plural[:1].upper()}{plural[1:]}"
        people = [each for each in self.model._meta.concrete_fields if each.related_model is User]
        if len(people) == 1:
            return words
        part = str(self.model._meta.get_field(self.column).verbose_name)  # type: ignore[union-attr]
        return f"{words}, {part}"


@cache
def references() -> tuple[Reference, ...]:
    """Return every column of the house's own models that names a person, but their history's."""
    fields: Sequence[Any] = User._meta.get_fields(include_hidden=True)
    found = [
        Reference(field.related_model, field.field.name)
        for field in fields
        if field.auto_created and not field.concrete and _is_ours(field.related_model)
    ]
    return tuple(sorted(found, key=lambda each: each.words))


def _is_ours(model: Any) -> bool:
    at = Path(apps.get_app_config(model._meta.app_label).path)
    return at.parent == Path(settings.BASE_DIR) and not hasattr(model, "pgh_tracked_model")


def named_in(person: User) -> Sequence[tuple[str, int]]:
    """Return in how many rows a person is named, by the column's words; one query."""
    counts = [
        each.model._default_manager.filter(**{each.column: person})
        .order_by()
        .annotate(reference=Value(number))
        .values("reference")
        .annotate(rows=Count("pk"))
        .values_list("reference", "rows")
        for number, each in enumerate(references())
    ]
    many = dict(counts[0].union(*counts[1:], all=True))
    return [(each.words, many[n]) for n, each in enumerate(references()) if many.get(n)]
