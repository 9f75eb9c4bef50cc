"""Figures typed one by one: kept once, and never changed without saying why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance import audit
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Source, User
from governance.periods import Period
from impact.models import Area, Measure, Observation, Revision

Origin = tuple[Source.Kind, str]


def type_figure(
    measure: Measure,
    *,
    period: Period,
    values: Mapping[str, Any],
    origin: Origin,
    by: User,
    at: datetime,
) -> Observation:
    """Keep a figure of the partnership's own area; sent twice it is kept once.

    `values`: value, symbol and state; `origin`: the kind of its source, and the name.

    :raises Refused: there is another figure for that period, or a constraint forbids it
    """
    what = f"typed the figure for {period.label}"
    with refusals_in_words(Observation), audit.change(by=by, what=what):
        Measure.objects.select_for_update(no_key=True).get(pk=measure.pk)
        key = {
            "measure": measure,
            "area": _own_area(),
            "breakdown": "everyone",
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "kind": Observation.Kind.ACTUAL,
        }
        said = {**values, "source": _source(origin)}
        known = Observation.objects.filter(**key, **said).first()
        if known is not None:
            return known
        figure = Observation.objects.create(**key, **said, label=period.label)
        after = {name: str(value) for name, value in values.items()}
        Revision.objects.create(
            observation=figure, before={}, after=after, reason=what, at=at, by=by
        )
        return figure


def change_figure(
    figure: Observation,
    *,
    version: int,
    values: Mapping[str, Any],
    origin: Origin,
    reason: str,
    by: User,
) -> Saved:
    """Change what a figure says since `version`; what it said before is kept with `reason`.

    :raises StaleEdit: somebody changed it otherwise first
    :raises Refused: a constraint forbids it
    """
    with refusals_in_words(Observation), audit.change(by=by, what=reason):
        said = {**values, "source": _source(origin)}
        return save_edit(figure, version=version, values=said, by=by, what=reason)


def _own_area() -> Area:
    area = Area.objects.filter(is_home=True).first()
    if area is None:
        raise Refused("The partnership's own area is not recorded yet.")
    return area


def _source(origin: Origin) -> Source:
    kind, name = origin
    column = "file_name" if kind == Source.Kind.OFFICIAL else "place"
    words: dict[str, Any] = {"place": "", "file_name": "", column: name}
    found, _ = Source.objects.get_or_create(kind=kind, document=None, line=None, **words)
    return found
