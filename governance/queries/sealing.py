"""Whether the history is whole: each seal checked again, each record against its last entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from governance.audit.sealed import (
    content_of,
    digest_of,
    entries_of,
    hashes,
    history_tables,
    is_forgotten,
)
from governance.models import Seal, SealedBatch
from governance.queries.kept_records import differing, waiting
from governance.queries.wording import day

TOLD = 200  # findings of one kind in one table: more say nothing new


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed; `words` say it to people."""

    kind: str
    table: str
    entry: int | None
    seal: int | None
    words: str


@dataclass(frozen=True)
class Head:
    """The newest seal, as it is noted elsewhere: its number and its digest."""

    number: int
    digest: str
    made: str

    @property
    def noted(self) -> str:
        """How it is written down: 12:5f3a..."""
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True)
class Checked:
    """What a check of the whole history found; `waiting` entries are not sealed yet."""

    head: Head | None
    entries: int
    waiting: int
    findings: Sequence[Finding]


def head_of_history() -> Head | None:
    """Return the newest seal; one query."""
    seal = Seal.objects.order_by("-number").first()
    if seal is None:
        return None
    return Head(seal.number, seal.digest, day(timezone.localdate(seal.made_at)))


def check_history(*, noted: str = "") -> Checked:
    """Check every seal and every record; `noted` is a head that was written down elsewhere."""
    tables = {table._meta.db_table: table for table in history_tables()}
    ends: dict[str, int] = {}
    findings: list[Finding] = []
    entries = 0
    before = Seal(number=0, digest="")
    for seal in Seal.objects.order_by("number").iterator():
        batches = list(seal.batches.order_by("table"))
        findings += _seal(seal, before, batches)
        for batch in batches:
            findings += _batch(seal, batch, tables.get(batch.table), ends.get(batch.table, 0))
            ends[batch.table] = batch.last
            entries += len(hashes(bytes(batch.entries)))
        before = seal
    findings += _noted(noted)
    findings += _records(tables.values())
    return Checked(head_of_history(), entries, waiting(tables.values(), ends), findings)


def _seal(seal: Seal, before: Seal, batches: Sequence[SealedBatch]) -> Iterator[Finding]:
    for number in range(before.number + 1, seal.number):
        yield Finding("seal missing", "", None, number, f"Seal {number} is missing.")
    follows = seal.number != before.number + 1 or seal.before == before.digest
    if not follows or seal.digest != digest_of(content_of(seal, batches)):
        words = f"Seal {seal.number} is not as it was made."
        yield Finding("seal changed", "", None, seal.number, words)


def _batch(
    seal: Seal, batch: SealedBatch, table: type[Model] | None, end: int
) -> Iterator[Finding]:
    """Yield what differs in a batch between what was sealed and what stands there now."""
    sealed = bytes(batch.entries)
    if batch.after != end or digest_of(sealed) != batch.digest:
        words = f"What seal {seal.number} says of {batch.table} is not as it was made."
        yield Finding("seal changed", batch.table, None, seal.number, words)
    if table is None:
        words = f"The table {batch.table}, sealed by seal {seal.number}, is gone."
        yield Finding("table missing", batch.table, None, seal.number, words)
        return
    try:
        stands = entries_of(table, batch.columns, after=batch.after, last=batch.last)
    except LookupError as gone:
        words = f"{batch.table} has no column {gone} any more, which seal {seal.number} covers."
        yield Finding("column missing", batch.table, None, seal.number, words)
        return
    was, now = hashes(sealed), hashes(stands)
    if is_forgotten(table, batch.columns):
        now = {entry: was.get(entry, digest) for entry, digest in now.items()}
    yield from _entries(seal, batch.table, was, now)


def _entries(
    seal: Seal, table: str, sealed: Mapping[int, bytes], stands: Mapping[int, bytes]
) -> Iterator[Finding]:
    for entry in sorted(sealed.keys() | stands.keys()):
        if sealed.get(entry) == stands.get(entry):
            continue
        if entry not in stands:
            kind, words = "missing", "is missing"
        elif entry not in sealed:
            kind, words = "added", "was put in after it was sealed"
        else:
            kind, words = "changed", "was changed after it was sealed"
        said = f"Entry {entry} of {table} {words} (seal {seal.number})."
        yield Finding(kind, table, entry, seal.number, said)


def _noted(noted: str) -> Iterator[Finding]:
    """Yield whether the seal that was written down elsewhere is gone: the end was cut off."""
    number, _, digest = noted.strip().partition(":")
    if not noted:
        return
    seal = Seal.objects.filter(number=number).first() if number.isdecimal() else None
    if seal is None or seal.digest != digest:
        words = f"Seal {number}, as it was noted elsewhere, is not here: the end was cut off."
        yield Finding("cut", "", None, int(number) if number.isdecimal() else None, words)


def _records(tables: Iterable[type[Model]]) -> Iterator[Finding]:
    for table in tables:
        for kind, key, words in differing(table, most=TOLD):
            yield Finding(kind, table._meta.db_table, key, None, words)
