"""Who did what: gives every change its person and its verb, and reads the trail back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.db import connection, models, transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from governance.models import User
from governance.models.people import YOUNG_PERSON

BY_ITSELF = "The portal"
VERBS = {"insert": "added", "update": "changed", "delete": "removed"}
# What says nothing to people about a change of a row.
UNSAID = {"id", "version"}

_within: ContextVar[bool] = ContextVar("within a change", default=False)


@contextmanager
def change(*, by: User | None, what: str, key: str = "") -> Iterator[None]:
    """Do one change, all or nothing, and write into the history who made it and which it was.

    `by`: the person, or None where the portal acts by itself; `what`: a verb in the past tense
    with its object ("moved the due date of action 3"), so that trail and person make a sentence;
    `key`: the mark of the form it was sent with, by which a second sending is recognised.
    Changes made inside one another are the outermost.
    """
    if _within.get():
        yield
        return
    said = {"by": by.pk if by else None, "post": str(by) if by else "", "what": what}
    token = _within.set(True)
    try:
        with pghistory.context(**said, **({"key": key} if key else {})), transaction.atomic():
            yield
        _let_go()
    finally:
        _within.reset(token)


def _let_go() -> None:
    """Give what follows in an outer transaction no share in this change."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


@dataclass(frozen=True)
class Part:
    """One field of a row that a change touched, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of one row."""

    at: datetime
    by: int | None
    who: str
    what: str
    parts: tuple[Part, ...]

    @property
    def sentence(self) -> str:
        """Who did what, as one reads it aloud."""
        return f"{self.who} {self.what}."


def events_of(row: models.Model) -> "models.QuerySet[Any]":
    """Return the kept states of `row`, oldest first, each with the change that made it."""
    model = type(row)
    kept = model.pgh_event_model.objects  # type: ignore[attr-defined]
    hidden = by_young(consent_withdrawn_on__isnull=False)
    events: models.QuerySet[Any] = kept.filter(pgh_obj_id=row.pk).annotate(
        is_by_young=by_young(), is_hidden=hidden
    )
    return events.select_related("pgh_context").order_by("pgh_id")


def by_young(**more: Any) -> Exists:
    """Return the condition that somebody under 18 made a kept state."""
    by = Cast(KeyTextTransform("by", OuterRef("pgh_context__metadata")), BigIntegerField())
    return Exists(User.objects.filter(is_young=True, pk=by, **more))


def post_said(event: Any) -> str:
    """Return by which post a kept state was made, nothing more of someone under 18.

    Empty where the portal acted by itself. Needs `is_by_young`.
    """
    return YOUNG_PERSON if event.is_by_young else said_of(event).get("post", "")


def holds_words(column: "models.Field[Any, Any]") -> bool:
    """Say whether people write what they like in a column."""
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def made_by_form(rows: "models.QuerySet[Any]", key: str) -> Any:
    """Return the one of `rows` that the form with the mark `key` made; None where none did."""
    if not key:
        return None
    kept = rows.model.pgh_event_model.objects.filter(pgh_label="insert")
    made = kept.filter(pgh_context__metadata__key=key, pgh_obj__in=rows)
    return rows.filter(pk__in=made.values("pgh_obj")).first()


def trail(row: models.Model) -> list[Entry]:
    """Return what happened to `row`, oldest first.

    One query, and one more for each kind of row that a changed column points at.
    """
    events = list(events_of(row))
    before = [None, *events[:-1]]
    touched = [_touched(old, new) for old, new in zip(before, events, strict=True)]
    names = _names(events, touched)
    return [
        _entry(event, old, fields, names)
        for event, old, fields in zip(events, before, touched, strict=True)
    ]


def said_of(event: Any) -> dict[str, Any]:
    """Return who made a kept state and which change it was."""
    said: dict[str, Any] = event.pgh_context.metadata if event.pgh_context else {}
    return said


def _entry(
    event: Any, old: Any, fields: "Sequence[models.Field[Any, Any]]", names: dict[Any, str]
) -> Entry:
    said = said_of(event)
    parts = (
        Part(str(each.verbose_name), _words(old, each, names), _words(event, each, names))
        for each in fields
    )
    return Entry(
        at=event.pgh_created_at,
        by=said.get("by"),
        who=post_said(event) or BY_ITSELF,
        what=said.get("what") or f"{VERBS[event.pgh_label]} it",
        parts=tuple(parts) if event.pgh_label == "update" else (),
    )


def _touched(old: Any, new: Any) -> "list[models.Field[Any, Any]]":
    """Return the fields that differ; none for a row that was just made."""
    if old is None:
        return []
    return [
        field
        for field in new.pgh_tracked_model._meta.concrete_fields
        if field.name not in UNSAID
        and hasattr(new, field.attname)
        and getattr(old, field.attname) != getattr(new, field.attname)
    ]


def _words(event: Any, field: "models.Field[Any, Any]", names: dict[Any, str]) -> str:
    value = getattr(event, field.attname)
    if field.is_relation:
        return names.get((field.related_model, value), "")
    labels: dict[Any, Any] = dict(field.flatchoices)
    return "" if value is None else str(labels.get(value, value))


def _names(events: Sequence[Any], touched: "list[list[models.Field[Any, Any]]]") -> dict[Any, str]:
    """Return the words of each row that a changed column points or pointed at."""
    keys: dict[Any, set[Any]] = {}
    for field in {each for fields in touched for each in fields if each.is_relation}:
        pointed = {getattr(event, field.attname) for event in events} - {None}
        keys.setdefault(field.related_model, set()).update(pointed)
    return {
        (model, key): str(each)
        for model, of_model in keys.items()
        for key, each in model._default_manager.in_bulk(of_model).items()
    }
