"""Steps of one change over many tables, kept so that they can be taken back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, ProtectedError

CHANGED, MADE, REMOVED, SAID = "changed", "made", "removed", "said"
Columns = dict[str, Any]


@dataclass
class Steps:
    """Writes rows and keeps what stood before, in an order that can be walked back.

    What has no words goes with the step before it, and is not told by itself. `chapter` is what
    the steps belong to that are done now, for whoever reads many of them.
    """

    done: list[dict[str, Any]] = field(default_factory=list)
    chapter: str = ""

    @property
    def told(self) -> list[str]:
        """What was done, in words."""
        return [step["words"] for step in self.done if step["words"]]

    @property
    def only_told(self) -> list[dict[str, Any]]:
        """What was told, as steps that change no row."""
        told = [step for step in self.done if step["words"]]
        return [{"how": SAID, **{n: step[n] for n in ("words", "chapter")}} for step in told]

    def say(self, words: str) -> None:
        """Tell something that changes no row."""
        self.done.append({"how": SAID, "words": words, "chapter": self.chapter})

    def through(self, row: Model, words: str, deed: Callable[[], object]) -> None:
        """Note what `deed`, a change of its own, makes of `row`, which was read just now."""
        before = _held(row)
        deed()
        row.refresh_from_db()
        after = {name: value for name, value in _held(row).items() if value != before[name]}
        self._note(CHANGED, row, words, before={name: before[name] for name in after}, after=after)

    def change(self, row: Model, words: str, **values: Any) -> None:
        """Give `row` other values in some columns."""
        before = {name: getattr(row, name) for name in values}
        type(row)._default_manager.filter(pk=row.pk).update(**values)
        self._note(CHANGED, row, words, before=before, after=values)

    def make(self, model: type[Model], words: str, **values: Any) -> Any:
        """Make a row."""
        row = model._default_manager.create(**values)
        self._note(MADE, row, words)
        return row

    def remove(self, row: Model, words: str) -> None:
        """Take back a row that would only count later."""
        columns = {each.attname: getattr(row, each.attname) for each in _columns(row)}
        self._note(REMOVED, row, words, before=columns)
        type(row)._default_manager.filter(pk=row.pk).delete()

    def _note(
        self,
        how: str,
        row: Model,
        words: str,
        before: Columns | None = None,
        after: Columns | None = None,
    ) -> None:
        self.done.append(
            {
                "how": how,
                "model": row._meta.label,
                "pk": row.pk,
                "words": words,
                "chapter": self.chapter,
                "before": before or {},
                "after": after or {},
            }
        )


def take_back(steps: list[dict[str, Any]]) -> list[str]:
    """Undo kept steps, the last first; return the words of those that others changed since."""
    return [step["words"] for step in reversed(steps) if not _taken_back(step)]


def _taken_back(step: dict[str, Any]) -> bool:
    if step["how"] == SAID:
        return True
    model: Any = apps.get_model(step["model"])
    rows = model._default_manager.filter(pk=step["pk"])
    if step["how"] == REMOVED:
        model._default_manager.create(**_values(model, step["before"]))
        return True
    if step["how"] == MADE:
        return _deleted(rows)
    try:
        row = rows.get()
    except ObjectDoesNotExist:
        return False
    if any(_as_kept(getattr(row, n)) != _as_kept(v) for n, v in step["after"].items()):
        return False
    rows.update(**_values(model, step["before"]))
    return True


def _deleted(rows: Any) -> bool:
    try:
        deleted, _ = rows.delete()
    except ProtectedError:
        return False
    return bool(deleted)


def _values(model: type[Model], kept: Columns) -> Columns:
    """Return columns as the model holds them: what was kept as text becomes a day again."""
    fields: dict[str, Any] = {each.attname: each for each in _columns(model)}
    return {name: _as_held(fields[name], value) for name, value in kept.items()}


def _held(row: Model) -> Columns:
    """Return the columns of a row but its version, which counts by itself."""
    columns = (each.attname for each in _columns(row))
    return {name: getattr(row, name) for name in columns if name != "version"}


def _as_kept(value: Any) -> Any:
    """Return a value as a step keeps it: an instant to the thousandth of a second."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _as_held(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


def _columns(model: Any) -> Any:
    return model._meta.concrete_fields
