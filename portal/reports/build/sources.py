"""Where things are from: each source numbered once, in the order in which the reader meets it."""

from governance import models
from governance.queries.sources import HasSource, publisher
from portal.reports.content import Source

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
OFFICIAL = "Official files"
READING = "Our own reading"
RECORDS = "Records of partners"


class SourceList:
    """The sources of one paper."""

    def __init__(self) -> None:
        """Begin without a source."""
        self._keys: dict[int, int] = {}
        self._listed: list[Source] = []
        self._licences: dict[str, None] = {}

    def key(self, row: HasSource) -> int:
        """Return the number of the source of `row`; 0 where the demonstration added the row."""
        if row.source is None or row.illustrative:
            return 0
        known = self._keys.get(row.source.pk)
        return known or self._add(row.source)

    def listed(self) -> tuple[Source, ...]:
        """Return every source so far, by number."""
        return tuple(self._listed)

    def licences(self) -> tuple[str, ...]:
        """Return the sentences that the licences of the sources ask for."""
        return tuple(self._licences)

    def _add(self, source: models.Source) -> int:
        key = len(self._listed) + 1
        self._keys[source.pk] = key
        self._listed.append(_written(key, source))
        if source.kind == models.Source.Kind.OFFICIAL:
            self._licences[OGL] = None
        return key


def _written(key: int, source: models.Source) -> Source:
    line = f"line {source.line}" if source.line else ""
    if source.document:
        place = _listed(source.place, line)
        return Source(key=key, label=_short(source), paper=source.document.title, place=place)
    if source.kind == models.Source.Kind.RECORDS:
        return Source(key=key, label="partner’s records", paper=RECORDS, place=source.place)
    official = source.kind == models.Source.Kind.OFFICIAL
    return Source(
        key=key,
        label=publisher(source) if official else READING.lower(),
        paper=OFFICIAL if official else READING,
        place=_listed(source.file_name, source.place, line, source.licence) or READING,
    )


def _listed(*words: str) -> str:
    return ", ".join(filter(None, words))


def _short(source: models.Source) -> str:
    """Return a source in few words: what kind of paper, of which year, and the line."""
    paper = source.document
    kind = (paper.kind if paper else "").partition(" with")[0] or "paper"
    year = f"{paper.dated_on.year} " if paper and paper.dated_on else ""
    return f"{year}{kind}, line {source.line}"
