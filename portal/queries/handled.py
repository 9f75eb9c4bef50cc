"""Whether anything was done with what passed on: how each thing stood then, and stands now.

A plan changes with each action and each report under it, a measure with each figure. So the mark
of a thing is its version, and of each kind of row that hangs on it all their versions.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Model, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from governance.models import ActionPoint, Challenge, Closing, Referral, WorkProgrammeItem
from impact.models import Measure, Scorecard
from portal.queries.succession import KINDS
from priorities.models import Plan, Sponsorship

# What passes on, by the code of its kind; a measure or scorecard of a plan is its own thing.
THINGS: dict[Any, str] = {
    ActionPoint: "point",
    Challenge: "challenge",
    Referral: "referral",
    WorkProgrammeItem: "planned",
    Plan: "plan",
    Sponsorship: "sponsorship",
    Measure: "measure",
    Scorecard: "scorecard",
}
OF_THEIR_OWN = {Measure, Scorecard}
Steps = Sequence[dict[str, Any]]


def marks_of(steps: Steps) -> dict[str, str]:
    """Return the mark of all that `steps` passed on or made, and of what hangs on it, by key.

    A key names the model and the row, and, of what hangs on it, its model.
    """
    marks: dict[str, str] = {}
    for model, keys in _handed(steps).items():
        label, rows = model._meta.label, model._default_manager.filter(pk__in=keys)
        versions = rows.values_list("pk", "version")
        marks |= {f"{label} {key}": str(version) for key, version in versions}
        for child, path in _under(model) if model in THINGS else ():
            states = _state(child, path, keys)
            marks |= {f"{label} {key} {child._meta.label}": mark for key, mark in states}
    return marks


def handled(closing: Closing) -> list[str]:
    """Return in words what was done since with what a closing passed on."""
    then, now = closing.marks, marks_of(closing.steps)
    keys = {key: None for key in (*then, *now) if then.get(key) != now.get(key)}
    return [_in_words(key, closing.steps) for key in keys]


def _handed(steps: Steps) -> dict[Any, set[int]]:
    """Return the keys of the rows that passed on or were made, by model."""
    found: dict[Any, set[int]] = {}
    for step in steps:
        model = apps.get_model(step["model"]) if "model" in step else None
        if model in THINGS or step["how"] == "made":
            found.setdefault(model, set()).add(step["pk"])
    return found


def _in_words(key: str, steps: Steps) -> str:
    label, pk, *child = key.split(" ")
    model: Any = apps.get_model(label)
    row = model._default_manager.filter(pk=pk).first()
    of_row = (each for each in steps if (each.get("model"), str(each.get("pk"))) == (label, pk))
    named = _named(row) if row else next(of_row)["words"]
    below: Any = apps.get_model(child[0]) if child else None
    return f"{named}, {below._meta.verbose_name_plural}" if below else named


@cache
def _under(model: type[Model]) -> list[tuple[Any, str]]:
    """Return the models whose rows hang on those of `model`, and the way up from each."""
    found: list[tuple[Any, str]] = []
    below: list[tuple[Any, str]] = [(model, "")]
    for parent, way in below:
        for each in parent._meta.related_objects:
            child: Any = each.related_model
            is_known = child is model or any(child is other for other, _ in found)
            if each.many_to_many or is_known or hasattr(child, "pgh_tracked_model"):
                continue
            if child not in OF_THEIR_OWN:
                path = "__".join(filter(None, (each.field.name, way)))
                found.append((child, path))
                below.append((child, path))
    return found


def _state(child: Any, path: str, keys: Iterable[int]) -> list[tuple[int, str]]:
    """Return, by the thing above, the mark of all rows of one model that hang on it; one query."""
    version = "version" if any(each.name == "version" for each in child._meta.fields) else "pk"
    apart = Value(":", TextField())
    each = Concat(Cast("pk", TextField()), apart, Cast(version, TextField()))
    rows = child._default_manager.filter(**{f"{path}__in": keys}).order_by()
    marks = rows.values_list(path).annotate(
        mark=MD5(StringAgg(each, ",", order_by="pk", output_field=TextField()))
    )
    return list(marks)


def _named(row: Any) -> str:
    shown = (getattr(row, name, "") for name in ("question_shown", "what_shown"))
    words = next(filter(None, shown), str(row))
    code = THINGS.get(type(row))
    kind = KINDS[code].one if code else str(row._meta.verbose_name)
    return f"{kind[0].upper()}{kind[1:]} “{words}”"
