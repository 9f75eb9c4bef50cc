"""What an entry of the history says to people: which record, which fields, from what to what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from string import Formatter
from typing import Any

from django.db import models
from django.utils import timezone

from governance.audit import UNSAID, VERBS
from governance.models import Meeting, User
from governance.models.people import YOUNG_PERSON
from governance.periods import PartDate
from governance.queries import day
from governance.queries.wording import clock
from portal.queries.history.hidden import THEIRS, Hidden
from portal.queries.history.reading import KINDS, Entry

# What a record goes by: the first of these columns that it has.
CALLED = ("title", "name", "post", "term", "what", "text", "slug", "label", "code", "number")
# What a record without a name goes by: the records that it ties together.
TIES = {
    "accessreview": "{person}",
    "appointment": "{holder} as {seat}",
    "attendance": "{meeting}",
    "closing": "{board}",
    "commitment": "{organisation}: {action}",
    "declaration": "{meeting}",
    "deliveryplan": "{priority}",
    "factorreset": "{person}",
    "leaving": "{person}",
    "mentoring": "{mentor} and {successor}",
    "merger": "{stays} and {gone}",
    "minutes": "{meeting}",
    "newaddress": "{person}",
    "office": "{person}",
    "place": "{seat}, place {number}",
    "planfollow": "{board}: {plan}",
    "progressupdate": "{priority}",
    "respondent": "{person} for {organisation}",
    "signature": "{organisation}",
    "sponsorship": "{priority}",
    "vote": "{meeting}",
}
# What else tells what a record of a kind goes by.
ALSO = {"user": ("distinction", "is_young"), "meeting": ("kind", "on")}
DAYS = {"starts_on": "first day", "ends_on": "last day"}  # as people say them
LONGEST = 300  # letters of a value; a name is shorter
SHORT = 80
Pointer = tuple[type[models.Model], Any]


@dataclass(frozen=True)
class Part:
    """One field that was changed, in words."""

    name: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change of the field: name from “First” to “Second”."""
        if not self.after:
            return f"{self.name} emptied, was “{self.before}”"
        return (
            f"{self.name} from “{self.before}” to “{self.after}”"
            if self.before
            else f"{self.name}: “{self.after}”"
        )


def kind_in_words(kind: str) -> str:
    """Return what records of a kind are called."""
    name = str(KINDS[kind]._meta.verbose_name)
    return name[0].upper() + name[1:]


def record_in_words(entry: Entry, named: Mapping[Pointer, str], hidden: Hidden) -> str:
    """Return what the record of an entry was called then; its number where nothing names it."""
    shown = hidden.shows(entry.kind, entry.record, entry.now)
    called = _by_its_ties(entry, named) or name_of(KINDS[entry.kind], shown)
    return f"“{called}”" if called else f"number {entry.record}"


def _by_its_ties(entry: Entry, named: Mapping[Pointer, str]) -> str:
    """Return a record's name by the records that it ties; nothing where one of them is gone."""
    tied = {field.name: named.get(pointer, "") for field, pointer in _ties(entry)}
    if not tied or not all(tied.values()):
        return ""
    return _cut(TIES[entry.kind].format(**{**entry.now, **tied}), 2 * SHORT)


def _ties(entry: Entry) -> Iterator[tuple["models.Field[Any, Any]", Pointer]]:
    """Yield the columns by which a record is named, each with the row that it points at."""
    model = KINDS[entry.kind]
    for _, name, _, _ in Formatter().parse(TIES.get(entry.kind, "")):
        field: Any = model._meta.get_field(name) if name else None
        if field is not None and field.is_relation:
            yield field, (field.related_model, entry.now.get(str(field.column)))


def name_of(model: type[models.Model], row: Mapping[str, Any]) -> str:
    """Return what a row goes by; nobody under 18 by more than what they are."""
    if row.get("is_young"):
        return YOUNG_PERSON
    if issubclass(model, Meeting) and not row.get("title"):
        return _untitled(row)
    named = next((str(row[name]) for name in CALLED if row.get(name)), "")
    if issubclass(model, User) and row.get("distinction"):
        named = f"{named} ({row['distinction']})"
    return _cut(named, SHORT)


def _untitled(row: Mapping[str, Any]) -> str:
    """Return what a meeting without a title goes by: its kind and day."""
    labels = dict(Meeting.Kind.choices)
    kind = str(labels.get(row.get("kind", ""), "meeting"))
    on = row.get("on")
    held = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{kind[:1].upper()}{kind[1:]}{f', {day(held)}' if held else ''}"


def deed(entry: Entry) -> str:
    """Return what was done to the record: added, changed, removed."""
    return VERBS[entry.label]


def touched(entry: Entry) -> Iterator["models.Field[Any, Any]"]:
    """Yield the fields that an entry changed; none where the record was added or removed."""
    if entry.label != "update" or entry.before is None:
        return
    for field in KINDS[entry.kind]._meta.concrete_fields:
        column = str(field.column)
        said = field.name not in UNSAID and column in entry.now
        if said and entry.now[column] != entry.before.get(column):
            yield field


def pointers(entries: Iterable[Entry]) -> dict[type[models.Model], set[Any]]:
    """Return the rows that changed columns point or pointed at, and that name a record."""
    found: dict[type[models.Model], set[Any]] = {}
    for entry in entries:
        for _, (model, key) in _ties(entry):
            found.setdefault(model, set()).update({key} - {None})
        for field in touched(entry):
            if field.is_relation and entry.before is not None:
                pair = {entry.now[str(field.column)], entry.before.get(str(field.column))} - {None}
                found.setdefault(field.related_model, set()).update(pair)  # type: ignore[arg-type]
    return found


def names(found: Mapping[type[models.Model], set[Any]], hidden: Hidden) -> dict[Pointer, str]:
    """Return what each of these rows goes by now; one query for each kind of row."""
    told: dict[Pointer, str] = {}
    for model, keys in found.items():
        kind = str(model._meta.model_name)
        own = {field.name for field in model._meta.concrete_fields}
        wanted = (*CALLED, *ALSO.get(kind, ()))
        columns = [name for name in wanted if name in own]
        columns += {*THEIRS.get(kind, {}).values()}
        for row in model._default_manager.filter(pk__in=keys).values("pk", *columns):
            read = hidden.shows(kind, row["pk"], row)
            told[model, row["pk"]] = name_of(model, read) or f"number {row['pk']}"
    return told


def parts(entry: Entry, named: Mapping[Pointer, str], hidden: Hidden) -> tuple[Part, ...]:
    """Return what an entry changed, field by field."""
    before = hidden.shows(entry.kind, entry.record, entry.before or {})
    now = hidden.shows(entry.kind, entry.record, entry.now)
    return tuple(
        Part(
            name=DAYS.get(field.name, str(field.verbose_name)),
            before=_words(field, before, named),
            after=_words(field, now, named),
        )
        for field in touched(entry)
    )


def _words(
    field: "models.Field[Any, Any]", row: Mapping[str, Any], named: Mapping[Pointer, str]
) -> str:
    value = row.get(str(field.column))
    if value is None or value == "":
        return ""
    if field.is_relation:
        return named.get((field.related_model, value), "a record that is gone")  # type: ignore[arg-type]
    if isinstance(field, models.JSONField):
        return "other content"
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels: dict[Any, Any] = dict(field.flatchoices)
    if value in labels:
        return str(labels[value])
    return _cut(_dated(field, value, row), LONGEST)


def _dated(field: "models.Field[Any, Any]", value: Any, row: Mapping[str, Any]) -> str:
    if isinstance(field, models.DateTimeField):
        return moment(datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return _as_known(field.name, date.fromisoformat(value), row)
    if isinstance(field, models.TimeField):
        return clock(time.fromisoformat(value))
    return str(value)


def _as_known(name: str, on: date, row: Mapping[str, Any]) -> str:
    """Write a day as far as it is known; of an end, which is stored as the day after, the last."""
    known = str(row.get(f"{name.removesuffix('_on')}_known") or "day")
    return (PartDate.ending(on, known) if name == "ends_on" else PartDate(on, known)).printed


def moment(at: datetime) -> str:
    """Write an instant: 3 December 2013, 10.41."""
    local = timezone.localtime(at)
    return f"{day(local.date())}, {local.hour}.{local:%M}"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
