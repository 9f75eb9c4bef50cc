"""The newest migrations go back and forward again with rows in the tables."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from governance.models import Place, PublicQuestion, Seat
from tests.factories import (
    ClosingFactory,
    ExemptReadingFactory,
    PackDocumentFactory,
    PlaceFactory,
    PublicQuestionFactory,
    SeatFactory,
)
from tests.ready_made import NAMED_IN

SCRATCH = "migrated_back"
BACK = (
    ("portal", "0007_people_leave_and_hand_over"),
    ("governance", "0016_signatures_under_terms"),
)


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A migrated database of its own, in the place of the tests' one."""
    template = os.environ.get(NAMED_IN)
    with django_db_blocker.unblock():
        held = connection.settings_dict["NAME"]
        execute(f"CREATE DATABASE {SCRATCH}" + (f" TEMPLATE {template}" if template else ""))
        try:
            go_to(SCRATCH)
            if not template:
                call_command("migrate", verbosity=0)
            yield
        finally:
            go_to(held)
            execute(f"DROP DATABASE {SCRATCH}")


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def go_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def go_back_and_forward_again(*to: tuple[str, str]) -> None:
    """Go back to those migrations and forward again, on one state of the models.

    To build that state anew is nearly all that migrating costs here.
    """
    executor = MigrationExecutor(connection)
    state = executor.migrate(list(to))
    executor.loader.build_graph()
    executor.migrate(executor.loader.graph.leaf_nodes(), state=state)


def test_the_newest_migrations_go_back_and_forward_again_with_rows(scratch: None) -> None:
    question = PublicQuestionFactory()
    ended = SeatFactory(title="The head", ends_on=date(2024, 6, 1))
    goes_on = SeatFactory(board=ended.board, title="The head", starts_on=date(2024, 6, 1))
    place = PlaceFactory(ends_on=date(2024, 6, 1), ends_with_seat=True)
    ClosingFactory()
    PackDocumentFactory()
    ExemptReadingFactory()
    go_back_and_forward_again(*BACK)
    titles = dict(Seat.objects.values_list("pk", "title"))
    assert titles[ended.pk] == "The head, until 2024-05-31"
    assert titles[goes_on.pk] == "The head"
    assert Place.objects.get(pk=place.pk).ends_on == date(2024, 6, 1)
    assert PublicQuestion.objects.get(pk=question.pk).text == question.text
