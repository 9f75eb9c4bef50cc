"""The demonstration many times over: other partnerships beside it, and many years of its own."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from governance.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Board,
    Decision,
    GlossaryTerm,
    Meeting,
    Notification,
    Organisation,
    Seal,
    SealedBatch,
    Source,
)
from impact.models import Area, Neighbour, NeighbourSet
from portal.models import (
    DemonstrationLoad,
    Report,
    ReportClearance,
    ReportDocument,
    ReportFormat,
    ReportRun,
    ReportSection,
)

STOREYS = ("governance", "priorities", "impact", "portal")
# What a portal has once: its formats, the areas it compares itself with, one chain of seals.
ONCE = (Area, Neighbour, NeighbourSet, ReportFormat, DemonstrationLoad, Seal, SealedBatch)
# What a board or a person has more of with each year, besides there being more of them.
PILES = (
    *(Meeting, AgendaItem, Attendance, Decision, ActionPoint, Notification),
    *(Report, ReportSection, ReportClearance, ReportRun, ReportDocument),
)
# What is called by a name of its own, beside what a column says is unique.
NAMES = {
    *((Organisation, "name"), (Board, "name"), (GlossaryTerm, "term")),
    *((Notification, "event"), (Source, "place")),
}
# Each copy has changes of its own that its history tells of, a day before those of the last.
CHANGES = """
INSERT INTO pghistory_context (id, created_at, updated_at, metadata)
SELECT md5(id::text || copy)::uuid, created_at - copy * interval '1 day', updated_at, metadata
FROM pghistory_context, generate_series(1, %s - 1) AS copy
"""
STEP = 1_000_000  # from the keys of one copy to those of the next
PILED = 100  # the number of the first copy that piles up


def multiply(times: int) -> None:
    """Make the demonstration `times` as much: other partnerships, and more of each one's years.

    The triggers rest meanwhile: they would write the history of each copy again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        tables = list(_copied())
        cursor.execute(CHANGES, [times])
        for table in tables:
            cursor.execute(_copies(table, {*tables}, 1, times).as_string(cursor.connection))
        for table in PILES:
            statement = _copies(table, {*PILES}, PILED, PILED + times - 1, below=STEP)
            cursor.execute(statement.as_string(cursor.connection))
        cursor.execute("RESET session_replication_role")
        cursor.execute("ANALYZE")


def _copied() -> Iterator[type[models.Model]]:
    for table in apps.get_models(include_auto_created=True):
        tracked = getattr(table, "pgh_tracked_model", None)
        if table._meta.app_label in STOREYS and not issubclass(tracked or table, ONCE):
            yield table


def _copies(
    table: type[models.Model],
    moved: set[type[models.Model]],
    first: int,
    end: int,
    *,
    below: int | None = None,
) -> Composed:
    """Return the statement that copies each row, those of keys `below` one, once a number."""
    fields = table._meta.local_concrete_fields
    lasting = (
        SQL("TRUE")
        if below is None
        else SQL("{} < {}").format(Identifier(table._meta.pk.column), Literal(below))
    )
    return SQL(
        "INSERT INTO {table} ({names}) SELECT {values}"
        " FROM {table}, generate_series({first}, {last}) AS copy WHERE {lasting}"
    ).format(
        table=Identifier(table._meta.db_table),
        names=SQL(", ").join(Identifier(field.column) for field in fields),
        values=SQL(", ").join(_value(field, moved) for field in fields),
        first=Literal(first),
        last=Literal(end - 1),
        lasting=lasting,
    )


def _value(field: models.Field, moved: set[type[models.Model]]) -> Composable:
    """Return what a copy has in a column: keys and names of its own, else what stands there."""
    column = Identifier(field.column)
    text = isinstance(field, models.CharField)
    if (field.primary_key and not text) or field.related_model in moved:
        return SQL("{} + copy * {}").format(column, Literal(STEP))
    if text and (field.unique or (field.model, field.name) in NAMES):
        longest = Literal((field.max_length or STEP) - len("-copy130"))
        return SQL("left({}, {}) || '-copy' || copy").format(column, longest)
    if field.name == "pgh_context":
        return SQL("md5({}::text || copy)::uuid").format(column)
    if field.name == "edition":
        return SQL("{} + copy * 10").format(column)
    if field.model is Decision and field.name == "number":
        return SQL("{} + copy * 100").format(column)
    return column
