"""The demonstration laid out in a transaction that is taken back, for the tests of one file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from portal.demo.load import Outcome, load

PASSWORD = "correct-horse-battery"


@contextmanager
def laid_out(on: date) -> Iterator[Outcome]:
    with transaction.atomic():
        outcome = load(on=on, password=PASSWORD)
        assert outcome is not None
        connection.check_constraints()  # else every test would, at its own end
        yield outcome
        transaction.set_rollback(True)
