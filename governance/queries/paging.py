"""Long lists a page at a time: what stands on this page, and how many pages there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import BooleanField, Func, Model, QuerySet

T = TypeVar("T")
M = TypeVar("M", bound=Model)
WHOLE = 0  # the number that asks for all rows: a file is never cut into pages


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list."""

    rows: Sequence[T]
    number: int
    last: int
    many: int

    @property
    def words(self) -> str:
        """Which page of how many this is; empty where one page holds all."""
        return f"Page {self.number} of {self.last}" if self.last > 1 else ""

    @property
    def before(self) -> int:
        """The page before, or 0."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after, or 0."""
        return self.number + 1 if self.number < self.last else 0


def paged(rows: "QuerySet[Any] | Sequence[Any]", *, number: int, size: int) -> Paged[Any]:
    """Return page `number` of the ordered `rows`; one query beside theirs, none for WHOLE.

    A number past the end gives the last page.
    """
    if number == WHOLE:
        found = list(rows)
        return Paged(found, number=1, last=1, many=len(found))
    pages = Paginator(rows, size)
    page = pages.get_page(number)
    start = (page.number - 1) * size
    shown = few(rows, start, start + size) if isinstance(rows, QuerySet) else page
    return Paged(list(shown), number=page.number, last=pages.num_pages, many=pages.count)


def few(rows: "QuerySet[M]", start: int, end: int) -> "QuerySet[M]":
    """Return the ordered `rows` from `start` to before `end`, as slicing would; one query.

    What they are joined with is read for these alone: the database finds their keys first, where
    else it would join all rows, put them in order and throw most of them away. As an array, since
    a subquery would be one more join, to be done in the order that the database thinks best.
    """
    if not rows.query.select_related:
        return rows[start:end]
    return rows.filter(_IsAny("pk", ArraySubquery(rows.values("pk")[start:end])))


class _IsAny(Func):
    """Whether a column is in an array."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()
