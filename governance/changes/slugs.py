"""Addresses for what is new: short, made of its name, and nobody else's."""

from itertools import chain, count

from django.db import connection, models
from django.utils.text import slugify

LONGEST = 45  # leaves room for a number
# Words that stand in the place of a name in addresses.
TAKEN = frozenset({"new", "add"})


def free_slug(model: type[models.Model], name: str) -> str:
    """Return the address for a new row called `name`: `wash`, or `wash-2` where that is taken.

    Who adds rows of `model` waits for each other until the change is done, so that of two who
    choose one name at once the second sees the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [model._meta.db_table])
    stem = slugify(name)[:LONGEST].strip("-") or str(model._meta.model_name)
    taken = TAKEN | set(_slugs_like(model, stem))
    tries = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(each for each in tries if each not in taken)


def _slugs_like(model: type[models.Model], stem: str) -> "models.QuerySet[models.Model, str]":
    rows = model._default_manager.filter(slug__startswith=stem)
    return rows.values_list("slug", flat=True)
