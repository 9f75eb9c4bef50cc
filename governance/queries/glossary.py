"""The words the papers use: abbreviations and what they mean, some two things in two fields."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models.functions import Lower

from governance.models import GlossaryTerm, runs_on
from governance.queries.paging import Paged, paged
from governance.queries.sources import Origin, Sources

WORDS = 80  # on one page


@dataclass(frozen=True)
class Meaning:
    """One meaning of a word."""

    words: str
    context: str
    origin: Origin | None


@dataclass(frozen=True)
class Word:
    """A word with all that it means."""

    term: str
    meanings: Sequence[Meaning]


@dataclass(frozen=True)
class Glossary:
    """Words by their letters; `word` where only one was asked for."""

    words: Paged[Word]
    word: str
    sources: Sources


def glossary(*, word: str = "", page: int = 1) -> Glossary:
    """Return the words with their meanings, or one `word` alone; three queries, two for a file."""
    sources = Sources()
    named = GlossaryTerm.objects.annotate(low=Lower("term"))
    if word:
        named = named.filter(low=word.lower())
    found = paged(
        named.order_by("low", "term").values_list("low", "term").distinct(),
        number=page,
        size=WORDS,
    )
    rows = (
        GlossaryTerm.objects.filter(term__in=[term for _, term in found.rows])
        .select_related("source__document")
        .order_by(Lower("term"), "term", "context", "pk")
    )
    words = [
        Word(term, [Meaning(row.meaning, row.context, sources.of(row)) for row in meant])
        for term, meant in groupby(rows, key=lambda row: row.term)
    ]
    return Glossary(replace(found, rows=words), word, sources)


def abbreviations(*, on: date) -> dict[str, str]:
    """Return every abbreviation in use on a day with all that it means then; one query."""
    meanings: dict[str, list[str]] = defaultdict(list)
    rows = GlossaryTerm.objects.filter(runs_on(on)).order_by("term", "pk")
    for term, meaning, context in rows.values_list("term", "meaning", "context"):
        words = f"{meaning} ({context})" if context else meaning
        if words not in meanings[term]:
            meanings[term].append(words)
    return {term: "; or ".join(known) for term, known in meanings.items()}
