"""What was removed lately, from the history, so that it can be brought back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from governance import audit
from governance.models import Organisation
from governance.queries.wording import day

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Removed:
    """A row that was removed: the key of its kept state, what it was, who removed it and when."""

    event: int
    words: str
    who: str
    when: str


def removals(model: type[models.Model], condition: Q, *, at: datetime) -> "models.QuerySet[Any]":
    """Return the last kept states of rows of `model` that were removed lately and are gone."""
    kept: models.QuerySet[Any] = model.pgh_event_model.objects  # type: ignore[attr-defined]
    gone: models.QuerySet[Any] = kept.filter(
        condition, pgh_label="delete", pgh_created_at__gte=at - LATELY
    ).annotate(is_by_young=audit.by_young())
    there = model._default_manager.filter(pk=models.OuterRef("pgh_obj_id"))
    lately = gone.filter(~models.Exists(there)).order_by("pgh_obj_id", "-pgh_id")
    return lately.distinct("pgh_obj_id").select_related("pgh_context")


def removed_lately(model: type[models.Model], condition: Q, *, at: datetime) -> list[Removed]:
    """Return what of `model` was removed lately, the newest first; one query and its rows'."""
    events = sorted(removals(model, condition, at=at), key=lambda each: -each.pgh_id)
    return [_removed(model, each) for each in events]


def _removed(model: type[models.Model], event: Any) -> Removed:
    columns = [field.attname for field in model._meta.concrete_fields]
    row = model(**{name: getattr(event, name) for name in columns})
    when = timezone.localtime(event.pgh_created_at)
    return Removed(
        event=event.pgh_id,
        words=str(row),
        who=audit.post_said(event) or audit.BY_ITSELF,
        when=f"{day(when.date())}, {when.hour}.{when:%M}",
    )


def was_organisation(slug: str) -> bool:
    """Say whether an organisation of that address was removed."""
    kept = Organisation.pgh_event_model.objects.filter(pgh_label="delete", slug=slug)  # type: ignore[attr-defined]
    return bool(kept.exists())
