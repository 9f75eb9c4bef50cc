"""The figures: what the papers quote, and 37 official indicators for thirteen areas."""

from decimal import Decimal

from impact.models import Area, Measure, Observation, Symbol, Target
from portal.demo.areas import area_of
from portal.demo.dates import official, stretch
from portal.demo.files import Entry
from portal.demo.shelf import Shelf

QUALIFIERS = {
    "about": Observation.Qualifier.ABOUT,
    "almost": Observation.Qualifier.ABOUT,
    "over": Observation.Qualifier.OVER,
    "above": Observation.Qualifier.OVER,
    "at least": Observation.Qualifier.AT_LEAST,
}
TARGETS = {"target", "aspiration"}


def load_quoted(shelf: Shelf) -> None:
    """Add every figure the papers quote; what they aim at becomes a target."""
    for entry in shelf.library.of("measure_values"):
        if entry.get("kind") in TARGETS:
            _aim(shelf, entry)
        else:
            _quote(shelf, entry)


def _aim(shelf: Shelf, entry: Entry) -> None:
    when = stretch(entry["period"])
    notes = [entry["kind"] if entry["kind"] == "aspiration" else "", entry.text("qualifier")]
    row = Target(
        measure=shelf.one(Measure, entry["measure"]),
        area=shelf.one(Area, "Walsall"),
        label=when.label,
        starts_on=when.starts_on,
        starts_known=when.known,
        ends_on=when.ends_on,
        ends_known=when.known,
        value=Decimal(str(entry["value"])),
        note=", ".join(filter(None, notes)),
    )
    shelf.add(row, of=entry)


def _quote(shelf: Shelf, entry: Entry) -> None:
    when = stretch(entry["period"])
    note, said = entry.text("note"), entry.text("qualifier")
    if said == "almost":
        note = f"“{said} {entry['value']}” in the paper"
    qualifier = QUALIFIERS.get("about" if note == "approximate" else said)
    scenario = entry.text("scenario")
    counted = entry.get("numerator", entry.get("count"))
    row = Observation(
        measure=shelf.one(Measure, entry["measure"]),
        area=area_of(shelf, entry.text("area"), shelf.source_of(entry)),
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        period_known=when.known,
        label=when.label,
        kind=Observation.Kind.SCENARIO if scenario else entry.get("kind", "actual"),
        scenario=scenario,
        value=Decimal(str(entry["value"])),
        numerator=counted,
        qualifier=qualifier or Observation.Qualifier.EXACT,
        derived=entry.get("derived", False),
        note=note,
    )
    shelf.add(row, of=entry, name=f"{entry['measure']} {entry['period']} {row.kind}")


def load_official(shelf: Shelf) -> None:
    """Add the official figures; one that is not available is a symbol, never a nought."""
    for entry in shelf.library.of("official_indicators"):
        measure = shelf.one(Measure, entry["id"])
        source = shelf.source_of(entry)
        for area, figures in entry["values"].items():
            for text, value in figures.items():
                row = _published(entry, measure, text, value)
                row.area = shelf.one(Area, area)
                shelf.add(row, source=source)


def _published(
    entry: Entry, measure: Measure, text: str, value: float | int | None
) -> Observation:
    when, qualifier = official(text, entry["year_type"])
    is_provisional = qualifier == "provisional"
    return Observation(
        measure=measure,
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        period_known=when.known,
        label=when.label,
        value=None if value is None else Decimal(str(value)),
        symbol=Symbol.NOT_AVAILABLE if value is None else "",
        state=Observation.State.PROVISIONAL if is_provisional else Observation.State.FINAL,
    )
