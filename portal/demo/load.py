"""Laying the demonstration out: facts first, then what was added, all or nothing."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, models, transaction
from django.utils import timezone

from governance.audit import change
from governance.models import Sourced
from portal.demo import files, standing, themes
from portal.demo.facts import load_facts
from portal.demo.illustrative.everything import load_illustrative
from portal.demo.shelf import Shelf
from portal.demo.timing import Timing
from portal.models import DemonstrationLoad


@dataclass(frozen=True)
class Outcome:
    """What a load did: `load` is the note it left; counts are of rows."""

    load: DemonstrationLoad
    rows: int
    illustrative: int
    deleted: int
    seconds: float


@transaction.atomic
def load(*, on: date, password: str, reset: bool = False) -> Outcome | None:
    """Lay the demonstration out around the day `on`; None where it stands already.

    `password` is that of every demonstration account; `reset` takes away what stands first.

    :raises Refused: somebody else is loading, or the database holds other records
    """
    began = time.monotonic()
    standing.take_turn()
    stands = standing.found()
    if stands and not reset:
        return None
    if not stands:
        standing.refuse_where_people_work()
    deleted = 0
    if stands:
        with change(by=None, what="took the demonstration away"):
            deleted = standing.clear()
    with change(by=None, what="laid the demonstration out"):
        standing.make_room()
        shelf = collect(on=on, password=password)
        rows = shelf.save()
        themes.close_round()
    _tell_the_planner(shelf.rows)
    note = DemonstrationLoad.objects.create(
        pk=1,
        anchored_on=on,
        loaded_at=timezone.now(),
        files_sha256=shelf.library.sha256,
        records=shelf.counts(),
        homeless=[{"record": entry.name, "why": why} for entry, why in shelf.homeless.items()],
    )
    return Outcome(note, rows, _illustrative(shelf.rows), deleted, time.monotonic() - began)


def _tell_the_planner(filled: Iterable[type[models.Model]]) -> None:
    """Have the sizes of the tables known at once: plans made for empty ones take minutes.

    Only the own tables: those of the cluster would stay locked for other databases.
    """
    tables = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in filled)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def collect(*, on: date, password: str) -> Shelf:
    """Return every row of the demonstration as it stands on the day `on`, none saved."""
    shelf = Shelf(files.read())
    load_facts(shelf)
    load_illustrative(shelf, Timing(on), password)
    return shelf


def _illustrative(rows: dict[type[models.Model], list[models.Model]]) -> int:
    every = (row for kept in rows.values() for row in kept)
    return sum(isinstance(row, Sourced) and row.illustrative for row in every)
