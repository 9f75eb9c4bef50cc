"""What search reads of a row: all its words, and how its title is spelt; an index for each."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db.models import F, Index

LANGUAGE = "english"


def words_of(*fields: str) -> SearchVector:
    """Return the words of some columns as PostgreSQL finds them: without their endings."""
    return SearchVector(*fields, config=LANGUAGE)


def searched(name: str, title: str, *others: str) -> list[Index]:
    """Return the indexes of a model whose `title` and `others` are searched."""
    return [
        GinIndex(words_of(title, *others), name=f"{name}_words"),
        GinIndex(OpClass(F(title), name="gin_trgm_ops"), name=f"{name}_spelling"),
    ]
