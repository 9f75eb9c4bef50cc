"""Small rows taken out and brought back: what the history kept of them becomes the row again."""

from typing import Any

from django.db import models

from governance import audit
from governance.editing import refusals_in_words
from governance.models import User


def remove(row: models.Model, *, by: User, what: str) -> None:
    """Take a row out; it can be brought back from the history."""
    with audit.change(by=by, what=what):
        row.delete()


def bring_back(event: Any, *, by: User) -> models.Model | None:
    """Make the row again that was removed with a kept state; None where it is there already.

    :raises Refused: something that came since stands in its place
    """
    model = event.pgh_tracked_model
    columns = [field.attname for field in model._meta.concrete_fields]
    row: models.Model = model(**{name: getattr(event, name) for name in columns})
    what = f"brought back {row}"
    with refusals_in_words(model), audit.change(by=by, what=what):
        if model._default_manager.filter(pk=row.pk).exists():
            return None
        row.save(force_insert=True)
        return row
