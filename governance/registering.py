"""Hundreds of triggers are registered without each being compared with all before it.

The library looks through every trigger there is for each one that comes: with more than 500 that
was over half of the time in which a process starts. This registry remembers which names are taken.
"""

from typing import Any

from pgtrigger import registry


class Registry(registry._Registry):  # noqa: SLF001 - it has no other name
    """The library's registry, which remembers the names it asks itself for."""

    def __init__(self) -> None:
        """Begin without triggers."""
        self._functions: set[str] = set()
        self._places: dict[tuple[str, str], Any] = {}
        super().__init__()

    @property
    def pg_function_names(self) -> set[str]:
        """The names of the functions of all registered triggers."""
        return self._functions

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        """The triggers by the table and the name under which they stand."""
        return self._places

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        """Register a trigger of a model."""
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        self._functions.add(trigger.get_pgid(model))
        self._places[model._meta.db_table, trigger.name] = trigger

    def __delitem__(self, key: str) -> None:
        """Forget a trigger."""
        model, trigger = self[key]
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        self._functions.discard(trigger.get_pgid(model))
        self._places.pop((model._meta.db_table, trigger.name))


def register_quickly() -> None:
    """Take the place of the library's registry, before any model is read."""
    quick = Registry()
    quick.update(registry._registry)  # noqa: SLF001
    registry._registry = quick  # noqa: SLF001
