"""Who did what: kept with every change, and read as sentences."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from governance import audit
from governance.models import Board, Organisation
from impact.models import Revision
from tests.factories import BoardFactory, ObservationFactory, OrganisationFactory, UserFactory
from tests.plain_sql import update

pytestmark = pytest.mark.django_db


def test_the_trail_of_a_row_reads_as_sentences() -> None:
    officer = UserFactory(post="Partnership officer")
    with audit.change(by=officer, what="set up the board"):
        board = BoardFactory(name="First", calendar="financial")
    with audit.change(by=officer, what="renamed the board"):
        Board.objects.update(name="Second", calendar="academic")
    made, renamed = audit.trail(board)
    assert made.sentence == "Partnership officer set up the board."
    assert renamed.sentence == "Partnership officer renamed the board."
    assert (made.parts, made.by) == ((), officer.pk)
    assert {(part.name, part.before, part.after) for part in renamed.parts} == {
        ("name", "First", "Second"),
        ("calendar", "financial year, April to March", "academic year, by terms"),
    }


def test_a_row_that_a_column_points_at_is_named(django_assert_num_queries) -> None:
    council, trust = OrganisationFactory(name="Council"), OrganisationFactory(name="Trust")
    team = OrganisationFactory(parent=council)
    update(team, parent_id=trust.pk)
    update(team, parent_id=None)
    with django_assert_num_queries(2):  # the events, the organisations they name
        trail = audit.trail(team)
    parts = [part for entry in trail for part in entry.parts]
    assert [(part.before, part.after) for part in parts] == [("Council", "Trust"), ("Trust", "")]


def test_what_the_portal_does_by_itself_is_said_to_be_its_own() -> None:
    with audit.change(by=None, what="closed the round"):
        board = BoardFactory()
    (entry,) = audit.trail(board)
    assert (entry.sentence, entry.by) == ("The portal closed the round.", None)


def test_a_write_outside_any_change_has_a_verb_at_least() -> None:
    board = BoardFactory()
    update(board, name="By hand")
    assert [entry.sentence for entry in audit.trail(board)] == [
        "The portal added it.",
        "The portal changed it.",
    ]


def test_a_change_inside_a_change_is_the_outer_one() -> None:
    with audit.change(by=UserFactory(post="Chair"), what="agreed the plan"):
        with audit.change(by=UserFactory(post="Officer"), what="froze a version"):
            board = BoardFactory()
        update(board, name="After")
    assert {entry.sentence for entry in audit.trail(board)} == {"Chair agreed the plan."}


def test_what_follows_a_change_in_the_same_transaction_is_not_its_own() -> None:
    board = BoardFactory()
    with audit.change(by=UserFactory(post="Chair"), what="agreed the plan"):
        update(board, name="Within")
    update(board, name="After")
    assert [entry.who for entry in audit.trail(board)] == ["The portal", "Chair", "The portal"]


def test_a_change_that_fails_leaves_nothing_of_itself() -> None:
    board = BoardFactory(name="Before")
    with pytest.raises(IntegrityError), audit.change(by=None, what="failed"):  # noqa: PT012
        update(board, name="Within")
        update(board, stands_for=0)
    OrganisationFactory(name="Later")
    assert Board.objects.get().name == "Before"
    assert len(audit.trail(board)) == 1
    assert audit.trail(Organisation.objects.get(name="Later"))[0].who == "The portal"


def test_a_revised_figure_knows_who_and_why() -> None:
    approver = UserFactory()
    figure = ObservationFactory(value="26.9")
    with audit.change(by=approver, what="corrected a slip of the table"):
        update(figure, value="20.7")
    revision = Revision.objects.get()
    assert (revision.by, revision.reason) == (approver, "corrected a slip of the table")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pghistory_context SET metadata = '{}'",
        "DELETE FROM pghistory_context",
        "TRUNCATE pghistory_context",
    ],
)
def test_who_did_what_is_never_rewritten(statement: str) -> None:
    with audit.change(by=None, what="set up the board"):
        BoardFactory()
    with (
        pytest.raises(ProgrammingError, match="history is never rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
