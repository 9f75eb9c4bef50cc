"""Search: one shape for what is found in any storey, and what is found on the ground."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, DateField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Replace

from governance.models import (
    BOARD_SEARCHED,
    DECISION_SEARCHED,
    GLOSSARY_SEARCHED,
    MEETING_SEARCHED,
    Board,
    Decision,
    GlossaryTerm,
    Meeting,
    words_of,
)
from governance.models.searched import LANGUAGE
from governance.rules import decisions_seen, meetings_seen
from governance.scope import Person, scope_of

# What is found has these columns, in every storey; they are read as one list.
COLUMNS = ("kind", "key", "title", "body", "address", "board", "day", "day_known", "made_up")
# What decides the order of all that is found; the rest is read for what one page shows.
KEYS = ("kind", "key", "title", "rank")
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Among:
    """What of one kind holds what is looked for."""

    kind: str
    rows: Rows

    def keys(self) -> Rows:
        """Return KEYS of each."""
        return self.rows.values_list(*(f"s_{name}" for name in KEYS))

    def shown(self, keys: Sequence[str]) -> Rows:
        """Return COLUMNS of those with one of the keys."""
        return self.rows.filter(pk__in=keys).values_list(*(f"s_{name}" for name in COLUMNS))


@dataclass(frozen=True)
class Looked:
    """What is looked for: `text` as it was typed; `alike` finds titles spelt nearly so."""

    text: str
    alike: bool = False

    @property
    def query(self) -> SearchQuery:
        """The words as PostgreSQL reads what people type: quotes, minus, or; never an error."""
        return SearchQuery(self.text, config=LANGUAGE, search_type="websearch")

    def among(self, rows: Rows, fields: Sequence[str], *, kind: str, **shown: Any) -> Among:
        """Return those of `rows` that hold what is looked for.

        `fields`: the searched columns, the title first. `shown`: what is not taken as it is:
        address, title, body, board (expressions or names of columns), day.
        """
        rows = self._spelt(rows, fields[0]) if self.alike else self._worded(rows, fields)
        day = shown.get("day")
        columns = {
            "kind": Value(kind),
            "key": F("pk"),
            "title": shown.get("title", F(fields[0])),
            "body": shown.get("body", _joined(fields[1:])),
            "address": shown["address"],
            "board": Coalesce(shown.get("board", Value("")), Value("")),
            "day_known": F(f"{day}_known") if day else Value(""),
        }
        texts = {f"s_{name}": Cast(each, TextField()) for name, each in columns.items()}
        found = rows.annotate(
            **texts,
            s_day=Cast(F(day) if day else Value(None), DateField()),
            s_made_up=shown.get("made_up", F("illustrative")),
        )
        return Among(kind, found)

    def _worded(self, rows: Rows, fields: Sequence[str]) -> Rows:
        """Keep the rows that hold the words; those with one in the title stand first.

        Only titles are ranked: to weigh each long text again took longer than to find them.
        """
        query = self.query
        found = rows.alias(s_words=words_of(*fields)).filter(s_words=query)
        worded: Rows = found.annotate(s_rank=SearchRank(words_of(fields[0]), query))
        return worded

    def _spelt(self, rows: Rows, title: str) -> Rows:
        """Keep the rows whose title has words spelt nearly like what was typed."""
        nearly = rows.filter(**{f"{title}__trigram_word_similar": self.text})
        spelt: Rows = nearly.annotate(s_rank=TrigramWordSimilarity(self.text, title))
        return spelt


def _joined(fields: Sequence[str]) -> Any:
    """Return the columns as one text, in order."""
    parts = [part for name in fields for part in (F(name), Value("\n"))]
    return as_text(*parts) if parts else Value("")


def as_text(*parts: Any) -> Concat:
    """Return expressions put together as one text; what is empty adds nothing."""
    return Concat(*(Cast(part, TextField()) for part in (*parts, Value(""))))


def place(*parts: str) -> Concat:
    """Return an address put together from its fixed parts, which have a slash, and columns."""
    return as_text(*(Value(part) if "/" in part else F(part) for part in parts))


def _word() -> Concat:
    """Return the address of an abbreviation, its signs written as addresses take them."""
    term: Any = F("term")
    for sign, written in (("%", "%25"), ("&", "%26"), ("#", "%23"), ("+", "%2B"), (" ", "%20")):
        term = Replace(term, Value(sign), Value(written))
    return as_text(Value("/glossary/?word="), term)


def exempt_of(keys: Iterable[str]) -> QuerySet[Decision]:
    """Return those of some decisions that were found which are of exempt items."""
    rows = Decision.objects.filter(pk__in=keys, item__exempt=True)
    return rows.select_related("item").order_by("pk")


def search(looked: Looked, person: Person) -> list[Among]:
    """Return what `person` may see on the ground: boards, meetings, decisions, words."""
    scope = scope_of(person)
    whose = Coalesce(F("board__name"), F("convened_by__name"), output_field=TextField())
    return [
        looked.among(
            Board.objects.all(),
            BOARD_SEARCHED,
            kind="Board",
            address=place("/boards/", "slug", "/"),
        ),
        looked.among(
            Meeting.objects.filter(meetings_seen(scope)),
            MEETING_SEARCHED,
            kind="Meeting",
            title=Case(
                When(title="", then=as_text(Value("Meeting of "), whose)),
                default=as_text(F("title")),
            ),
            address=place("/meetings/", "pk", "/"),
            board=whose,
            day="on",
        ),
        looked.among(
            Decision.objects.filter(decisions_seen(scope)),
            DECISION_SEARCHED,
            kind="Decision",
            address=Case(
                When(meeting=None, then=place("/boards/", "board__slug", "/meetings/")),
                default=place("/meetings/", "meeting", "/"),
            ),
            board=F("board__name"),
            day="on",
        ),
        looked.among(GlossaryTerm.objects.all(), GLOSSARY_SEARCHED, kind="Word", address=_word()),
    ]
