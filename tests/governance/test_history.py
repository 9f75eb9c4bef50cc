"""The history that triggers keep: whole, whoever writes, and never changed."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from psycopg.sql import SQL, Composed, Identifier

from governance.models import Board, Organisation, User
from tests.factories import FIRST_INSTANT, BoardFactory, OrganisationFactory, UserFactory
from tests.laws import FACTORIES
from tests.plain_sql import delete, insert_like, update

pytestmark = pytest.mark.django_db

KEPT = [model for model in FACTORIES if hasattr(model, "pgh_event_model")]
# Rows of a moment, of one person's hands or of bytes that never change.
NOT_KEPT = {
    "Seal": "it covers the history itself",
    "SealedBatch": "it covers the history itself",
    "Draft": "what is typed and not saved is nobody's act",
    "Notification": "it repeats what the history of its subject says",
    "Message": "it waits, is sent and says when; the act that wrote it is kept",
    "Observation": "its changes are rows of their own, with their reason",
    "Revision": "it is a history itself",
    "Pack": "its lease beats every few seconds; what it froze stays on it",
    "PackDocument": "a file that is only served",
    "ReportRun": "its lease beats every few seconds; what it froze stays on it",
    "ReportDocument": "bytes kept once with their checksum",
    "PaperFile": "bytes kept once with their checksum",
    "ExemptReading": "it is a record itself, which only grows",
    "PrivateNote": "it is one member's own",
    "Session": "it says who is here, not what was done",
    "DemonstrationLoad": "one row that says that the demonstration stands",
}


def test_every_model_is_kept_or_says_why_not() -> None:
    assert {model.__name__ for model in set(FACTORIES) - set(KEPT)} == set(NOT_KEPT)


def test_plain_sql_and_bulk_writes_are_kept_like_any_other() -> None:
    board = BoardFactory(name="First")
    update(board, name="Second")
    Board.objects.filter(pk=board.pk).update(name="Third")
    Board.objects.bulk_update([Board(pk=board.pk, name="Fourth")], ["name"])
    Board.objects.bulk_create([Board(slug="bulk", name="Bulk", kind=board.kind)])
    insert_like(board, slug="copied", name="Copied")
    delete(board)
    events = Board.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(event.pgh_label, event.name) for event in events] == [
        ("insert", "First"),
        ("update", "Second"),
        ("update", "Third"),
        ("update", "Fourth"),
        ("insert", "Bulk"),
        ("insert", "Copied"),
        ("delete", "Fourth"),
    ]


def test_a_save_that_changes_nothing_leaves_no_trace() -> None:
    body = OrganisationFactory()
    body.save()
    assert Organisation.pgh_event_model.objects.count() == 1  # type: ignore[attr-defined]


def test_neither_secrets_nor_visits_are_kept() -> None:
    UserFactory()
    event = User.pgh_event_model  # type: ignore[attr-defined]
    columns = {field.name for field in event._meta.fields}
    assert columns & {"password", "last_login"} == set()


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_history_only_grows(model: type[Model]) -> None:
    FACTORIES[model]()
    table = Identifier(model.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]
    for statement, answer in {
        "UPDATE {} SET pgh_label = 'x'": "Cannot update or delete rows",
        "DELETE FROM {}": "Cannot update or delete rows",
        "TRUNCATE {}": "history is never cut",
    }.items():
        with pytest.raises(ProgrammingError, match=answer), transaction.atomic():
            execute(SQL(statement).format(table))


def execute(statement: Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))


def test_the_version_counts_every_change_whatever_a_statement_says_of_it() -> None:
    board = BoardFactory(name="First")
    stale = Board.objects.get()
    update(board, name="Second")
    update(board, name="Second")
    Board.objects.update(name="Third")
    stale.purpose = "Saved from an old copy."
    stale.save()
    assert Board.objects.get().version == 4


def test_a_visit_is_no_change_of_the_person() -> None:
    person = UserFactory()
    update(person, last_login=FIRST_INSTANT, password="other")
    assert User.objects.get(pk=person.pk).version == 1
    assert User.pgh_event_model.objects.filter(pgh_obj_id=person.pk).count() == 1  # type: ignore[attr-defined]
