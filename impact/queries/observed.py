"""The figures of measures as plain rows: no record is made of each, there are thousands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from governance.models import Document, Source
from impact.models import Area, Observation, Symbol

EVERYONE = "everyone"
COLUMNS = (
    *("pk", "measure", "starts_on", "ends_on", "label", "kind", "scenario", "value", "symbol"),
    *("qualifier", "state", "derived", "note", "illustrative"),
)
M = TypeVar("M", bound=Model)


class Figure(NamedTuple):
    """One figure as an `Observation` has it, with its area and its source."""

    pk: int
    measure_id: int
    starts_on: date
    ends_on: date
    label: str
    kind: str
    scenario: str
    value: Decimal | None
    symbol: str
    qualifier: str
    state: str
    derived: bool
    note: str
    illustrative: bool
    area: Area
    source: Source | None

    def get_symbol_display(self) -> str:
        """Return the word of the symbol; empty where there is a number."""
        return str(Symbol(self.symbol).label) if self.symbol else ""

    def get_kind_display(self) -> str:
        """Return the word of the kind."""
        return str(Observation.Kind(self.kind).label)


def observed(
    measures: Sequence[int], *, everywhere: bool, until: date | None
) -> dict[int, list[Figure]]:
    """Return the figures of measures by the keys of those, oldest first; one query."""
    shown = Observation.objects.filter(measure__in=measures, breakdown=EVERYONE)
    if until:
        shown = shown.known_by(until)
    if not everywhere:
        shown = shown.filter(Q(area__is_home=True) | Q(area__kind=Area.Kind.ENGLAND))
    found: dict[int, list[Figure]] = defaultdict(list)
    for figure in _figures(shown.order_by("ends_on", "starts_on", "kind", "scenario", "pk")):
        found[figure.measure_id].append(figure)
    return found


def _figures(rows: QuerySet[Observation]) -> Iterator[Figure]:
    areas = _Beside(Area, "area", len(COLUMNS))
    sources = _Beside(Source, "source", areas.end)
    documents = _Beside(Document, "source__document", sources.end)
    columns = (*COLUMNS, *areas.columns, *sources.columns, *documents.columns)
    joined: set[int] = set()
    for row in rows.values_list(*columns):
        source = sources.of(row)
        if source is not None and source.pk not in joined:
            joined.add(source.pk)
            source.document = documents.of(row)
        yield Figure._make((*row[: len(COLUMNS)], areas.of(row), source))


class _Beside(Generic[M]):
    """What stands beside figures: one record of each, however many figures share it."""

    def __init__(self, model: type[M], path: str, start: int) -> None:
        """Take the columns of a row from `start` on; those of `model` by `path`."""
        self._model, self._known = model, dict[int, M]()
        self._names = [field.attname for field in model._meta.concrete_fields]
        self.columns = [f"{path}__{name}" for name in self._names]
        self.end = start + len(self._names)
        self._span = slice(start, self.end)

    def of(self, row: Sequence[Any]) -> M | None:
        """Return the record of a row, made when it is met first; None where there is none."""
        key = row[self._span.start]
        if key is not None and key not in self._known:
            self._known[key] = self._model.from_db("default", self._names, row[self._span])
        return self._known.get(key)
