"""Search over everything that a person may see, in one list, with the words found marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Replace, TruncDate

from governance import queries as ground
from governance.queries import Among, Looked, Paged, known_date, place
from governance.queries import as_text as joined
from governance.queries.search import COLUMNS
from governance.scope import Person, scope_of
from impact import queries as third
from portal.models import ReportRun
from portal.rules import reports_seen
from priorities import queries as second

PAGE = 20
LONGEST = 200  # letters that are looked at
# How alike a misspelt word must be: "obestiy" is found, "hub" does not find "hut".
ALIKE = "0.45"
START, STOP = "\x02", "\x03"
MARKED = f'StartSel="{START}", StopSel="{STOP}"'
SHORT = f'{MARKED}, MaxWords=36, MinWords=18, MaxFragments=2, FragmentDelimiter=" … "'
WHOLE = f"{MARKED}, HighlightAll=true"
HEADLINES = """
SELECT ts_headline('english', title, websearch_to_tsquery('english', %s), %s),
    ts_headline('english', body, websearch_to_tsquery('english', %s), %s)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS found (title, body, number)
ORDER BY number
"""
# Of all that is found only the keys are put in order; past the last page stands the last.
FOUND = """
WITH found AS MATERIALIZED ({rows})
SELECT s_kind, s_key, (SELECT count(*) FROM found)
FROM found
ORDER BY s_rank DESC, s_kind, s_title, s_key
LIMIT %s OFFSET (SELECT least(%s, greatest(count(*) - 1, 0) / %s * %s) FROM found)
"""

Part = tuple[str, bool]  # some words, and whether they were looked for
Key = tuple[str, str]  # the kind of a thing, and its key


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: str
    key: str
    title: Sequence[Part]
    words: Sequence[Part]
    address: str
    board: str
    when: str
    illustrative: bool


@dataclass(frozen=True)
class Found:
    """What was found; `is_alike` where nothing holds the words and titles spelt alike stand in."""

    text: str
    hits: Paged[Hit]
    is_alike: bool

    @property
    def headline(self) -> str:
        """How much was found, as the page's title says it."""
        many = self.hits.many
        if not self.text:
            return "Search"
        if not many or self.is_alike:
            return f"Nothing holds “{self.text}”"
        return f"{many} {'thing' if many == 1 else 'things'} with “{self.text}”"


def search(text: str, person: Person, *, page: int = 1) -> Found:
    """Return what `person` may see of what holds the words of `text`; three queries.

    Where nothing does, titles spelt alike are looked for; three more. Beside them the queries
    that tell what the person is.
    """
    asked = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    if not asked:
        return Found("", _none(), is_alike=False)
    hits = _hits(Looked(asked), person, page)
    if hits.many:
        return Found(asked, hits, is_alike=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ALIKE])
        return Found(asked, _hits(Looked(asked, alike=True), person, page), is_alike=True)


def _none() -> Paged[Hit]:
    return Paged([], number=1, last=1, many=0)


def _hits(looked: Looked, person: Person, page: int) -> Paged[Hit]:
    every = [
        *ground.search(looked, person),
        *second.search(looked, person),
        *third.search(looked, person),
        _reports(looked, person),
    ]
    keys, many = _keys(every, page)
    if not keys:
        return _none()
    found = _shown(every, keys)
    hits = list(map(_hit, found, _marked(looked.text, found)))
    last = -(-many // PAGE)
    return Paged(hits, number=min(max(page, 1), last), last=last, many=many)


def _keys(every: Sequence[Among], page: int) -> tuple[list[Key], int]:
    """Return the keys of what the page shows, in order, and how much was found; one query."""
    rows = every[0].keys().union(*(each.keys() for each in every[1:]), all=True)
    sql, asked = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        first = (max(page, 1) - 1) * PAGE
        cursor.execute(FOUND.format(rows=sql), [*asked, PAGE, first, PAGE, PAGE])
        found = cursor.fetchall()
    return [(kind, key) for kind, key, _ in found], found[0][2] if found else 0


def _shown(every: Sequence[Among], keys: Sequence[Key]) -> list[dict[str, Any]]:
    """Return what is shown of each, in order; one query."""
    of_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        of_kind.setdefault(kind, []).append(key)
    parts = [each.shown(of_kind[each.kind]) for each in every if each.kind in of_kind]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    found = {row[:2]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    return [found[key] for key in keys if key in found]


def _reports(looked: Looked, person: Person) -> Among:
    """Return the reports that the person sees, by title, format, board and period."""
    period = Replace("period", Value("-q"), Value(" Q"))
    made_of = (F("format__title"), Value(", "), F("board__name"), Value(", "), period)
    title = Case(
        When(report=None, then=joined(*made_of)),
        default=joined(F("report__title"), Value(", "), *made_of),
    )
    runs = ReportRun.objects.filter(reports_seen(scope_of(person)), edition__isnull=False)
    return looked.among(
        runs.exclude(state=ReportRun.State.SAME).annotate(
            called=title, on=TruncDate("finished_at"), on_known=Value("day")
        ),
        ("called",),
        kind="Report",
        address=place("/reports/", "pk", "/"),
        board=F("board__name"),
        day="on",
        made_up=Coalesce(F("report__illustrative"), Value(False)),
    )


def _hit(row: dict[str, Any], marked: tuple[Sequence[Part], Sequence[Part]]) -> Hit:
    title, words = marked
    is_more = row["body"].strip().rstrip(".") != row["title"]
    day: date | None = row["day"]
    return Hit(
        kind=row["kind"],
        key=row["key"],
        title=title,
        words=words if is_more else (),
        address=row["address"],
        board=row["board"] if row["board"] != row["title"] else "",
        when=known_date(day, row["day_known"]),
        illustrative=row["made_up"],
    )


def _marked(
    text: str, found: Sequence[dict[str, Any]]
) -> Iterator[tuple[Sequence[Part], Sequence[Part]]]:
    """Yield title and passage of each row, in parts; one query."""
    texts = [[_clean(row[name]) for row in found] for name in ("title", "body")]
    with connection.cursor() as cursor:
        cursor.execute(HEADLINES, [text, WHOLE, text, SHORT, *texts])
        rows = cursor.fetchall()
    for title, body in rows:
        yield parts(title), parts(body)


def _clean(text: str) -> str:
    """Return a text in one line without marks of its own."""
    lines = text.replace(START, "").replace(STOP, "").splitlines()
    return " … ".join(line for line in lines if line.strip())


def parts(marked: str) -> list[Part]:
    """Cut a text at the marks that PostgreSQL set.

    >>> parts("Give \x02children\x03 a say")
    [('Give ', False), ('children', True), (' a say', False)]
    """
    cut = []
    for index, piece in enumerate(marked.split(START)):
        found, _, rest = piece.partition(STOP) if index else ("", "", piece)
        cut += [(found, True), (rest, False)]
    return [(words, is_found) for words, is_found in cut if words]
