"""The history under seal: whatever is changed, removed, put in or cut off is found and named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from governance import audit
from governance.audit import sealed
from governance.changes import sealing
from governance.changes.mail import send_waiting
from governance.changes.sealing import seal_all, seal_history, tell_head
from governance.models import Board, Message, PublicQuestion, Seal, SealedBatch
from governance.queries.sealing import Checked, check_history, head_of_history
from tests.factories import (
    FIRST_INSTANT,
    BoardFactory,
    OrganisationFactory,
    PublicQuestionFactory,
    SealedBatchFactory,
    SealFactory,
    UserFactory,
)
from tests.hands import at_once
from tests.laws import FACTORIES
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db
EVENTS = Board.pgh_event_model  # type: ignore[attr-defined]
TABLE = "governance_boardevent"


@contextmanager
def as_owner() -> Iterator[None]:
    """Write as the table's owner would who first takes the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("RESET session_replication_role")


def run(statement: str, *names: str, values: tuple[Any, ...] = ()) -> None:
    with connection.cursor() as cursor:
        asked = SQL(statement).format(*map(Identifier, names))  # type: ignore[arg-type]
        cursor.execute(asked.as_string(cursor.connection), values)


@pytest.fixture(autouse=True)
def nothing_before(db: None) -> None:
    """Begin without the formats that migrations wrote into the history."""
    with as_owner():
        for table in ("portal_reportformatevent", "portal_reportformat"):
            run("DELETE FROM {}", table)


def write(column: str, value: str) -> None:
    """Set a column of every entry to an SQL expression."""
    statement = SQL("UPDATE {} SET {} = {}").format(
        Identifier(TABLE),
        Identifier(column),
        SQL(value),  # type: ignore[arg-type]
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))


def seal() -> Seal:
    made = seal_history(at=FIRST_INSTANT)
    assert made is not None
    return made


def found(checked: Checked | None = None) -> set[tuple[str, str, int | None]]:
    checked = checked or check_history()
    return {(each.kind, each.table, each.entry) for each in checked.findings}


def entries() -> list[int]:
    return list(EVENTS.objects.order_by("pgh_id").values_list("pgh_id", flat=True))


def test_each_seal_covers_what_came_since_and_the_seal_before() -> None:
    BoardFactory()
    first = seal()
    assert seal_history(at=FIRST_INSTANT) is None
    Board.objects.update(name="Second")
    second = seal()
    assert [(each.number, each.before) for each in (first, second)] == [(1, ""), (2, first.digest)]
    (batch,) = second.batches.all()
    assert (batch.table, batch.after, batch.last) == (TABLE, *entries())
    checked = check_history()
    assert (checked.findings, checked.waiting) == ([], 0)
    assert checked.head is not None
    assert checked.head.noted == f"2:{second.digest}"


def test_what_is_not_sealed_yet_is_counted() -> None:
    BoardFactory()
    assert (check_history().waiting, head_of_history()) == (1, None)
    seal()
    Board.objects.update(name="Second")
    assert check_history().waiting == 1


def test_a_long_history_is_sealed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 2)
    BoardFactory.create_batch(5)
    assert seal_all(at=FIRST_INSTANT) == 3
    assert [len(bytes(each.entries)) // 40 for each in SealedBatch.objects.order_by("last")] == [
        2,
        2,
        1,
    ]
    assert check_history().findings == []


KEPT = [model for model in FACTORIES if hasattr(model, "pgh_event_model")]


def one_of_each() -> list[type[Model]]:
    for model in KEPT:
        FACTORIES[model]()
    return [model.pgh_event_model for model in KEPT]  # type: ignore[attr-defined]


def test_in_every_table_a_changed_entry_is_found_and_named() -> None:
    tables = one_of_each()
    seal_all(at=FIRST_INSTANT)
    assert check_history().findings == []
    expected = set()
    for table in tables:
        name, last = table._meta.db_table, table.objects.latest("pgh_id").pgh_id  # type: ignore[attr-defined]
        with as_owner():
            run("UPDATE {} SET pgh_label = 'insert ' WHERE pgh_id = %s", name, values=(last,))
        expected.add(("changed", name, last))
    assert found() == expected


def test_in_every_table_a_removed_entry_is_found_and_named() -> None:
    tables = one_of_each()
    seal_all(at=FIRST_INSTANT)
    expected = set()
    for table in tables:
        name, first = table._meta.db_table, table.objects.earliest("pgh_id").pgh_id  # type: ignore[attr-defined]
        with as_owner():
            run("DELETE FROM {} WHERE pgh_id = %s", name, values=(first,))
        expected.add(("missing", name, first))
    assert {each for each in found() if not each[0].startswith("record")} == expected


@pytest.mark.parametrize("column", [field.column for field in EVENTS._meta.fields])
def test_a_change_of_any_column_is_found(column: str) -> None:
    with audit.change(by=UserFactory(), what="set up the board"):
        board = BoardFactory(
            starts_on="2012-01-01", ends_on="2013-01-01", quorum_number=3, quorum_fraction="0.5"
        )
    update(board, source_id=None)
    seal()
    other = {
        "pgh_id": "pgh_id + 1000",
        "pgh_created_at": "pgh_created_at + interval '1 microsecond'",
        "pgh_context_id": "NULL",
        "starts_on": "starts_on + 1",
        "ends_on": "ends_on + 1",
        "source_id": "1",
        "quorum_fraction": "0.25",
        "quorum_pool_known": "NOT quorum_pool_known",
    }
    field = next(each for each in EVENTS._meta.fields if each.column == column)
    kind = field.get_internal_type()
    value = other.get(column) or {
        "BooleanField": f'NOT "{column}"',
        "CharField": f"\"{column}\" || 'x'",
        "SlugField": f"\"{column}\" || 'x'",
        "TextField": f"\"{column}\" || 'x'",
    }.get(kind, f'coalesce("{column}", 0) + 1')
    with as_owner():
        write(column, value)
    assert {kind for kind, *_ in found()} & {"changed", "missing"}


def test_words_moved_from_one_column_into_the_next_are_found() -> None:
    BoardFactory(purpose="Ab", accountability="c")
    seal()
    with as_owner():
        run("UPDATE {} SET purpose = 'A', accountability = 'bc'", TABLE)
    assert ("changed", TABLE, entries()[0]) in found()


def test_who_made_a_change_and_which_is_sealed_with_it() -> None:
    with audit.change(by=UserFactory(post="Chair"), what="agreed"):
        BoardFactory()
    seal()
    with as_owner():
        run("""UPDATE pghistory_context SET metadata = metadata || '{{"post": "Officer"}}'""")
    assert found() == {("changed", TABLE, entries()[0])}


def test_an_entry_put_in_after_the_fact_is_found() -> None:
    BoardFactory()
    run("SELECT nextval('governance_boardevent_pgh_id_seq')")
    BoardFactory()
    seal()
    gap = entries()[0] + 1
    with as_owner():
        event = EVENTS.objects.latest("pgh_id")
        event.pgh_id = gap
        event.save(force_insert=True)
    assert ("added", TABLE, gap) in found()


def test_a_tail_cut_before_it_was_sealed_is_found_by_the_record_itself() -> None:
    board = BoardFactory(name="First")
    seal()
    Board.objects.update(name="Second")
    with as_owner():
        run("DELETE FROM {} WHERE pgh_id = %s", TABLE, values=(entries()[-1],))
    (finding,) = check_history().findings
    assert (finding.kind, finding.entry) == ("record changed", board.pk)
    assert finding.words == f"Board {board.pk} is not as the history kept it: version, name."


def test_records_written_past_the_history_are_found() -> None:
    board, gone, kept = BoardFactory(name="First"), BoardFactory(), BoardFactory()
    seal()
    with as_owner():
        update(board, name="Second")
        delete(gone)
        insert_like(kept, slug="unknown", name="Unknown")
    unknown = Board.objects.get(slug="unknown")
    assert found() == {
        ("record changed", TABLE, board.pk),
        ("record missing", TABLE, gone.pk),
        ("record unknown", TABLE, unknown.pk),
    }


def test_a_record_that_was_removed_in_order_is_in_order() -> None:
    delete(BoardFactory())
    assert check_history().findings == []


@contextmanager
def undone_as_owner() -> Iterator[None]:
    """Write as the owner would, and take it back in the end."""
    with transaction.atomic():
        with as_owner():
            yield
        transaction.set_rollback(True)


def test_seals_that_are_changed_missing_or_cut_are_found() -> None:
    seals = []
    for name in ("First", "Second", "Third"):
        BoardFactory(name=name)
        seals.append(seal())
    noted = f"3:{seals[2].digest}"
    assert check_history(noted=noted).findings == []
    with undone_as_owner():
        run("UPDATE {} SET digest = %s WHERE number = 2", "governance_seal", values=("f" * 64,))
        assert {each.words for each in check_history().findings} == {
            "Seal 2 is not as it was made.",
            "Seal 3 is not as it was made.",
        }
    with undone_as_owner():
        run("UPDATE {} SET entries = %s WHERE after > 0", "governance_sealedbatch", values=(b"",))
        said = {each.words for each in check_history().findings}
        assert f"What seal 2 says of {TABLE} is not as it was made." in said
    with undone_as_owner():
        run("DELETE FROM {} WHERE seal_id = %s", "governance_sealedbatch", values=(seals[1].pk,))
        run("DELETE FROM {} WHERE number = 2", "governance_seal")
        said = {each.words for each in check_history().findings}
        assert {"Seal 2 is missing."} < said
    with undone_as_owner():
        run("DELETE FROM {} WHERE seal_id = %s", "governance_sealedbatch", values=(seals[2].pk,))
        run("DELETE FROM {} WHERE number = 3", "governance_seal")
        run("DELETE FROM {} WHERE pgh_id = %s", TABLE, values=(entries()[-1],))
        run("DELETE FROM {} WHERE name = 'Third'", "governance_board")
        assert check_history().findings == []
        (cut,) = check_history(noted=noted).findings
        assert cut.words == "Seal 3, as it was noted elsewhere, is not here: the end was cut off."
    assert {each.kind for each in check_history(noted="no seal").findings} == {"cut"}


@pytest.mark.parametrize(
    "setting", ["TIME ZONE 'Asia/Tokyo'", "datestyle = 'ISO, DMY'", "extra_float_digits = 0"]
)
def test_how_a_session_writes_dates_changes_no_hash(setting: str) -> None:
    BoardFactory(starts_on="2012-01-02")
    asked = {"columns": sealed.columns_of(EVENTS), "after": 0, "last": entries()[-1]}
    before = sealed.entries_of(EVENTS, **asked)
    run(f"SET LOCAL {setting}")
    assert sealed.entries_of(EVENTS, **asked) == before != b""


def test_a_table_may_get_more_columns_later_but_lose_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    BoardFactory()
    every = sealed.columns_of(EVENTS)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "columns_of", lambda table: every[:-1])
        seal()
    assert check_history().findings == []
    Board.objects.update(name="Second")
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "columns_of", lambda table: every)
        seal()
    with monkeypatch.context() as patch:
        gone = [field for field in EVENTS._meta.local_concrete_fields if field.column != every[-1]]
        patch.setitem(EVENTS._meta.__dict__, "local_concrete_fields", gone)
        (finding,) = check_history().findings
    assert finding.kind == "column missing"
    assert f"no column {every[-1]} any more" in finding.words


def test_a_table_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    BoardFactory()
    seal()
    others = [table for table in sealed.history_tables() if table is not EVENTS]
    monkeypatch.setattr("governance.queries.sealing.history_tables", lambda: others)
    (finding,) = check_history().findings
    assert finding.words == f"The table {TABLE}, sealed by seal 1, is gone."


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_one_seal() -> None:
    BoardFactory.create_batch(20)
    made = at_once(lambda _: seal_history(at=FIRST_INSTANT), range(4))
    assert [each.number for each in made if each] == [1]
    assert check_history().findings == []
    assert check_history().waiting == 0


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_writing_is_left_to_the_next_seal() -> None:
    OrganisationFactory()
    with transaction.atomic():
        BoardFactory()
        (other,) = at_once(lambda _: seal_history(at=FIRST_INSTANT), [0])
    assert other is not None
    assert [each.table for each in other.batches.all()] == ["governance_organisationevent"]
    assert {each.table for each in seal().batches.all()} == {TABLE}
    assert check_history().findings == []


def test_nobody_changes_or_cuts_a_seal() -> None:
    SealedBatchFactory()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("governance_seal", "governance_sealedbatch"):
        for statement in ("UPDATE {} SET digest = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with (
                pytest.raises(Exception, match=r"Cannot update or delete|never cut"),
                transaction.atomic(),
            ):
                run(statement, table)


def test_seals_stand_in_one_line() -> None:
    one = SealFactory()
    with refused("seal_has_its_own_number"):
        insert_like(one, before="a" * 64)
    with refused("seal_is_followed_by_one_other"):
        insert_like(one, number=99)
    with refused("only_the_first_seal_follows_none"):
        insert_like(one, number=99, before="")


def test_batches_of_a_table_stand_in_one_line() -> None:
    one = SealedBatchFactory()
    with refused("table_is_sealed_once_a_seal"):
        insert_like(one, after=one.last, last=one.last + 1)
    with refused("batch_begins_where_no_other_does"):
        insert_like(one, seal_id=SealFactory().pk)
    with refused("batch_goes_forward"):
        insert_like(one, seal_id=SealFactory().pk, after=500, last=500)


def told(*arguments: str) -> str:
    said = StringIO()
    call_command("check_history", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_says_that_the_history_is_whole_or_what_is_not() -> None:
    assert told() == "Nothing is sealed yet; 0 entries wait for the next seal.\n"
    board = BoardFactory()
    made = seal()
    assert "1 seals over 1 entries" in told()
    assert "The history is whole." in told()
    told("--head", f"1:{made.digest}")
    whole = json.loads(told("--json"))
    assert (whole["whole"], whole["head"], whole["findings"]) == (True, f"1:{made.digest}", [])
    with as_owner():
        run("DELETE FROM {}", TABLE)
    with pytest.raises(CommandError, match=r"The history is not whole: 2 things found\."):
        told("--json")
    with pytest.raises(CommandError, match="not whole"):
        told("--head", "7:abc")
    last = made.batches.get().last
    assert found() == {("missing", TABLE, last), ("record unknown", TABLE, board.pk)}


def test_the_newest_seal_is_written_to_who_keeps_the_system_once() -> None:
    keeper = UserFactory(is_staff=True)
    UserFactory(is_staff=True, is_active=False)
    UserFactory()
    tell_head(at=FIRST_INSTANT)
    assert not Message.objects.exists()
    BoardFactory()
    made = seal()
    for days in (0, 1):
        tell_head(at=FIRST_INSTANT + timedelta(days=days))
    (message,) = Message.objects.all()
    assert (message.person, message.key) == (keeper, "seal 1")
    assert f"\n1:{made.digest}\n" in message.body
    send_waiting(at=FIRST_INSTANT)
    assert mail.outbox[0].subject == "The history is sealed up to seal 1"


def test_a_batch_sealed_with_a_column_that_is_forgotten_since_still_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions = PublicQuestionFactory.create_batch(2)
    events = PublicQuestion.pgh_event_model  # type: ignore[attr-defined]

    def columns_of_old(table: type[Model]) -> list[str]:
        return sealed.columns_of(table) + (["called"] if table is events else [])

    def entries_of_old(table: type[Model], *rest: Any, **span: int) -> bytes:
        """Return entries whose hashes covered a word more than can be read today."""
        entries = sealed.entries_of(table, *rest, **span)
        return entries[:-1] + b"!" if table is events else entries

    with monkeypatch.context() as then:
        then.setattr(sealing, "columns_of", columns_of_old)
        then.setattr(sealing, "entries_of", entries_of_old)
        kept = seal().batches.get(table=events._meta.db_table)
    assert kept.columns[-1] == "called"
    assert found() == set()
    with as_owner():
        run("DELETE FROM {} WHERE pgh_obj_id = %s", kept.table, values=(questions[0].pk,))
    assert {kind for kind, table, _ in found() if table == kept.table} == {
        "missing",
        "record unknown",
    }
