"""How many rows belong to each row of another query."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


def how_many(rows: QuerySet[Any], *, of: str) -> Coalesce:
    """Return how many `rows`, bound to the outer row by OuterRef, there are; 0 where none.

    `of`: the column that binds them. Counted only for the rows that are read, not for those that
    a limit leaves out.
    """
    counts = rows.order_by().values(of).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
