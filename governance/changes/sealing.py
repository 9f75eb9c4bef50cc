"""Sealing the history: what was written since the last seal is hashed, and the seal with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Max, Model

from governance.audit.sealed import columns_of, content_of, digest_of, end_of, entries_of, news
from governance.changes.mail import write_to
from governance.models import Seal, SealedBatch, User

MOST = 10_000  # entries of a table in one seal
HOW_TO_CHECK = "Whether the history is whole to that seal says: python3 manage.py check_history"
PATIENCE = "300ms"  # for those who are writing: the next seal takes what this one leaves


def seal_history(*, at: datetime) -> Seal | None:
    """Seal what was written since the last seal; None where that is nothing.

    Safe to run twice at once: whoever comes second has nothing to do. A table that somebody is
    writing all the while is left to the next seal.
    """
    sealed = _sealed()
    ends = {table: _end(table, sealed.get(table._meta.db_table, 0)) for table in news(sealed)}
    with transaction.atomic():
        if not _take_turn():
            return None
        sealed = _sealed()
        batches = [
            _batch(table, after=sealed.get(table._meta.db_table, 0), last=last)
            for table, last in ends.items()
            if last > sealed.get(table._meta.db_table, 0)
        ]
        return _seal(batches, at=at) if batches else None


def seal_all(*, at: datetime) -> int:
    """Seal until nothing waits; return how many seals that took."""
    many = 0
    while seal_history(at=at):
        many += 1
    return many


def tell_head(*, at: datetime) -> None:
    """Write the newest seal to each system administrator: outside, it shows what is cut off here.

    Told again of the same seal nobody gets a second mail.
    """
    seal = Seal.objects.order_by("-number").first()
    if seal is None:
        return
    title = f"The history is sealed up to seal {seal.number}"
    noted = f"{seal.number}:{seal.digest}"
    body = f"{title}.\n\n{noted}\n\nKeep this mail. {HOW_TO_CHECK} --head {noted}\n"
    for person in User.objects.filter(is_staff=True, is_active=True, left_on=None):
        write_to(person, key=f"seal {seal.number}", title=title, body=body, at=at)


def _sealed() -> dict[str, int]:
    """Return the key of the last sealed entry by table."""
    batches = SealedBatch.objects.order_by().values_list("table")
    return dict(batches.annotate(end=Max("last")))


def _end(table: type[Model], after: int) -> int:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            return end_of(table, after=after, most=MOST)
    except OperationalError:
        return after


def _take_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('seal_history'))")
        row = cursor.fetchone()
    return bool(row and row[0])


def _batch(table: type[Model], *, after: int, last: int) -> SealedBatch:
    columns = columns_of(table)
    entries = entries_of(table, columns, after=after, last=last)
    return SealedBatch(
        table=table._meta.db_table,
        columns=columns,
        after=after,
        last=last,
        entries=entries,
        digest=digest_of(entries),
    )


def _seal(batches: Sequence[SealedBatch], *, at: datetime) -> Seal:
    before = Seal.objects.order_by("-number").first()
    seal = Seal(
        number=before.number + 1 if before else 1,
        made_at=at,
        before=before.digest if before else "",
    )
    seal.digest = digest_of(content_of(seal, batches))
    seal.save(force_insert=True)
    for batch in batches:
        batch.seal = seal
    SealedBatch.objects.bulk_create(batches)
    return seal
