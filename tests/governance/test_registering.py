"""The registry of triggers knows what the library would find by looking through them all."""

import pgtrigger
import pytest
from pgtrigger import registry

from governance.models import Board
from governance.registering import Registry


def test_it_knows_which_names_are_taken() -> None:
    held = registry._registry  # noqa: SLF001 - the library names it so
    rows = pgtrigger.registered()
    assert isinstance(held, Registry)
    assert held.pg_function_names == {trigger.get_pgid(model) for model, trigger in rows}
    assert held.by_db_table == {
        (model._meta.db_table, trigger.name): trigger for model, trigger in rows
    }
    assert len(rows) == len(held.by_db_table) == len(held.pg_function_names)


def test_a_name_is_given_once_and_free_again_when_it_is_taken_back() -> None:
    def named(when: pgtrigger.When) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name="one_of_a_kind", when=when, operation=pgtrigger.Insert, func="RETURN NEW;"
        )

    first, second = named(pgtrigger.Before), named(pgtrigger.After)
    first.register(Board)
    with pytest.raises(KeyError, match="already used"):
        second.register(Board)
    first.unregister(Board)
    second.register(Board)
    second.unregister(Board)
    assert ("governance_board", "one_of_a_kind") not in registry._registry.by_db_table  # noqa: SLF001
