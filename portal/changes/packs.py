"""The pack of a meeting: ask for it, and make it, the report's way: the row decides.

Everything is read at one instant and frozen before it is printed; each circle of readers has its
own file, printed from what is frozen for it alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
from django.db import transaction

from governance.models import Meeting, User
from governance.queries import meeting_by
from governance.queries.papers import files_held
from portal.changes.lease import write_as_held
from portal.changes.printing import NoPdf, prove_pdf
from portal.changes.ringing import ring
from portal.changes.working import CannotWrite, drop_lost_connection, ended, one_snapshot, work
from portal.models import Pack, PackDocument
from portal.reports import pack as press
from portal.reports.content import PackContent, Reading, pack_checksum, pack_data, pack_from
from portal.reports.gathering import gather

State, Step = Pack.State, Pack.Step
MOST = 60_000_000  # bytes of files that are bound into one pack
TOO_MUCH = "Its papers are larger than 60 MB together. Each can be opened by itself."

Draw = Callable[..., bytes]


@transaction.atomic
def ask_for_pack(meeting: Meeting, *, by: User | None, at: datetime) -> Pack:
    """Return the newest edition if it says what is so now, else the pack that is being made.

    Whoever asks and how often, one row is written, and none where nothing changed.
    """
    newest = newest_edition(meeting)
    if newest is not None and newest.checksum == pack_checksum(gather(meeting).content):
        return newest
    asked = Pack(meeting=meeting, asked_by=by, asked_at=at)
    # ON CONFLICT DO NOTHING: of any number who ask at once, one writes the row.
    Pack.objects.bulk_create([asked], ignore_conflicts=True)
    ring()
    return Pack.objects.light().filter(meeting=meeting).latest("pk")


def newest_edition(meeting: Meeting) -> Pack | None:
    """Return the newest edition of a meeting's pack, without its content."""
    return Pack.objects.light().filter(meeting=meeting).editions().first()


def write_pack(pack_id: int, *, draw: Draw = press.render) -> bool:
    """Make pack `pack_id`; return whether this call brought it to an end.

    Safe to call any number of times at once, as `writing.write_report` is.
    """
    return work(Pack, pack_id, lambda pack: _make(pack, draw))


def _make(pack: Pack, draw: Draw) -> None:
    content = _frozen(pack)
    if content is None:
        return
    write_as_held(pack, step=Step.PDF)
    documents = list(_printed(pack, content, draw))
    drop_lost_connection()
    with transaction.atomic():
        write_as_held(pack, state=State.READY, reason="", **ended())
        PackDocument.objects.bulk_create(documents)


def _frozen(pack: Pack) -> PackContent | None:
    """Return what is to be printed, frozen; None where the newest edition says the same."""
    if pack.content is not None:
        return pack_from(pack.content)
    with one_snapshot():
        gathered = gather(meeting_by(pack.meeting_id).get())
        last = newest_edition(pack.meeting)
    if gathered.size > MOST:
        raise CannotWrite(TOO_MUCH)
    content, checksum = gathered.content, pack_checksum(gathered.content)
    if last is not None and last.checksum == checksum:
        write_as_held(pack, state=State.SAME, same_as=last, checksum=checksum, **ended())
        return None
    pack.edition = (last.edition or 0) + 1 if last else 1
    write_as_held(pack, content=pack_data(content), checksum=checksum, edition=pack.edition)
    return content


def _printed(pack: Pack, content: PackContent, draw: Draw) -> Iterator[PackDocument]:
    """Yield the file of each circle; circles that read the same share one."""
    try:
        prove_pdf()
    except NoPdf as reason:
        raise CannotWrite(str(reason)) from reason
    for reading, circles in _shared(content):
        files = files_held({paper.file for _, paper in reading.papers if paper.file})
        try:
            body = draw(content, reading, files, edition=pack.edition)
        except press.CannotBind as reason:
            raise CannotWrite(str(reason)) from reason
        with pikepdf.open(BytesIO(body)) as made:
            pages = len(made.pages)
        yield PackDocument(
            pack=pack,
            circles=circles,
            body=body,
            sha256=sha256(body).hexdigest(),
            size=len(body),
            pages=pages,
        )


def _shared(content: PackContent) -> list[tuple[Reading, list[str]]]:
    found: dict[Reading, list[str]] = {}
    for each in content.readings:
        found.setdefault(replace(each, circle=""), []).append(each.circle)
    return list(found.items())
