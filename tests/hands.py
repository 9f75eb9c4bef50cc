"""Many hands at once: threads that start together, each with its own connection."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
S = TypeVar("S")


def at_once(do: Callable[[S], T], each: Sequence[S]) -> list[T]:
    """Return what `do` gives for each of `each`, all begun at the same moment."""
    ready = Barrier(len(each))

    def alone(one: S) -> T:
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            return do(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(alone, each))
