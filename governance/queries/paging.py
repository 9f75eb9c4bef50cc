"""Long lists a page at a time: what stands on this page, and how many pages there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet

T = TypeVar("T")
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
    return Paged(list(page), number=page.number, last=pages.num_pages, many=pages.count)
