"""The pack of a meeting: its editions as the person's circle has them, and what is being made."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from governance.models import Board, Meeting
from governance.queries import counted
from governance.queries.meetings import meeting_called
from governance.queries.wording import instant
from governance.rules import meetings_seen
from governance.scope import Person, scope_of
from portal.models import Pack, PackDocument
from portal.models.jobs import FAILED, OPEN
from portal.models.packs import Circle
from portal.queries.kept_back import KeptBack, kept_back
from portal.queries.waiting import Wait, steps_of, underway, with_their_waiting
from portal.reports.content import PackContent, pack_checksum, pack_from, what_changed
from portal.reports.gathering import gather
from portal.rules.packs import circle_of, circles_open

SHOWN = 10  # editions on the page
FOR = {
    Circle.PUBLIC: "As everybody may read it",
    Circle.SUITABLE: "With the papers marked as suitable for young people",
    Circle.BOARD: "As the board and its guests read it, without exempt papers",
    Circle.WHOLE: "Whole, with what only the board’s members read",
}
SINCE = "Something in it was taken out, hidden or made exempt since, so it is no longer given out."


@dataclass(frozen=True)
class PackFile:
    """One file of an edition: for whom it is, how long, where."""

    title: str
    extent: str
    address: str
    sha256: str


@dataclass(frozen=True)
class EditionLine:
    """One edition: when it was made, what changed with it, and the files the person may have."""

    number: int
    made: str
    news: Sequence[str]
    files: Sequence[PackFile]
    why_none: str


@dataclass(frozen=True)
class PackPage:
    """The pack of a meeting as one person has it."""

    meeting: Meeting
    title: str
    job: Pack | None
    """What is being made, or was asked for last and failed."""
    state: str
    sentence: str
    steps: Sequence[str]
    look_again: int
    """Seconds until it is worth looking again; 0 when nothing is being made."""
    editions: Sequence[EditionLine]
    is_current: bool
    """Whether the newest edition says what the agenda and papers say now."""

    @property
    def is_open(self) -> bool:
        """Whether a pack is being made."""
        return self.look_again > 0


def pack_page(meeting: Meeting, person: Person) -> PackPage:
    """Return the page of a meeting's pack; at most 21 queries, however many editions."""
    now = gather(meeting).content
    editions = list(_editions(meeting))
    job = _job(meeting)
    is_open = job is not None and job.state in OPEN
    wait = Wait.of(job) if is_open else None
    state, sentence = ("It could not be made", job.reason) if job else ("", "")
    if job and wait:
        state, sentence = underway(job, wait, thing="pack")
    circle = circle_of(person, meeting)
    return PackPage(
        meeting=meeting,
        title=meeting_called(meeting),
        job=job,
        state=state,
        sentence=sentence,
        steps=steps_of(job) if job else (),
        look_again=wait.look_again if wait else 0,
        editions=_lines(editions, now, circles_open(circle, meeting)),
        is_current=bool(editions) and editions[0].checksum == pack_checksum(now),
    )


def _editions(meeting: Meeting) -> QuerySet[Pack]:
    """Return the newest editions, with one more to tell what changed with the oldest shown."""
    light = Prefetch("documents", PackDocument.objects.defer("body"))
    rows = Pack.objects.filter(meeting=meeting).editions().prefetch_related(light)
    return rows[: SHOWN + 1]


def _job(meeting: Meeting) -> Pack | None:
    """Return the newest asking where it is open, or failed."""
    rows = with_their_waiting(Pack.objects.light().filter(meeting=meeting))
    newest = rows.order_by("-pk").first()
    return newest if newest and newest.state in (*OPEN, FAILED) else None


def _lines(
    editions: Sequence[Pack], now: PackContent, circles: Sequence[Circle]
) -> list[EditionLine]:
    contents = [pack_from(each.content) for each in editions if each.content]
    before = [*contents, None][1:]
    since = kept_back(contents, now=now)
    rows = zip(editions, contents, before, strict=True)
    return [_line(*row, since, circles) for row in rows][:SHOWN]


def _line(
    pack: Pack,
    content: PackContent,
    before: PackContent | None,
    since: KeptBack,
    circles: Sequence[Circle],
) -> EditionLine:
    """Return an edition as the first of `circles` has it; its words too are those of now."""
    own = circles[0]
    open_to = [each for each in circles if since.gives_out(content, each)]
    news = _news(before, content, own) if own in open_to else ()
    return EditionLine(
        number=pack.edition or 0,
        made=made_at(pack),
        news=news,
        files=_files(pack, open_to),
        why_none="" if open_to else _why_none(content, circles),
    )


def _why_none(content: PackContent, circles: Sequence[Circle]) -> str:
    had_one = any(content.reading(each) for each in circles)
    return SINCE if had_one else "It was made before the agenda was out."


def _news(before: PackContent | None, content: PackContent, own: Circle) -> Sequence[str]:
    after = content.reading(own)
    if before is None or after is None:
        return ()
    was = before.reading(own)
    if was is None:
        return ("The agenda came out.",)
    about = ("subtitle", "when", "where", "board")
    moved = any(getattr(before, name) != getattr(content, name) for name in about)
    news = [*(["When, where or what kind of meeting it is changed."] if moved else [])]
    news += what_changed(was, after)
    return news or ("Nothing changed in what you read.",)


def _files(pack: Pack, circles: Sequence[Circle]) -> list[PackFile]:
    """Return the files for `circles`; where two would be the same file, that for more people."""
    found: dict[int, tuple[Circle, PackDocument]] = {}
    for circle in circles:
        for each in pack.documents.all():
            if circle in each.circles:
                found[each.pk] = circle, each
    return [_file(pack, circle, each) for circle, each in found.values()]


def _file(pack: Pack, circle: Circle, document: PackDocument) -> PackFile:
    return PackFile(
        title=FOR[circle],
        extent=f"{counted(document.pages, 'page')}, {-(-document.size // 1000):,} kB",
        address=reverse("portal:pack-file", args=[pack.meeting_id, pack.edition, circle.value]),
        sha256=" ".join(wrap(document.sha256, 8)),
    )


def made_at(pack: Pack) -> str:
    """Return when an edition was made, in words."""
    return instant(pack.finished_at) if pack.finished_at else ""


@dataclass(frozen=True)
class NewestPack:
    """The newest edition of a pack: of which meeting, when it was made, how long it is."""

    meeting: str
    address: str
    made: str
    pages: str


def newest_of_board(board: Board, person: Person) -> NewestPack | None:
    """Return the newest pack of a board's meetings that the person sees; one query."""
    seen = Meeting.objects.filter(meetings_seen(scope_of(person)), board=board)
    circle = circle_of(person, Meeting(board=board))
    return _newest(Pack.objects.filter(meeting__in=seen), circle)


def newest_of_meeting(meeting: Meeting, person: Person) -> NewestPack | None:
    """Return the newest pack of a meeting; one query."""
    return _newest(Pack.objects.filter(meeting=meeting), circle_of(person, meeting))


def _newest(packs: QuerySet[Pack], circle: Circle) -> NewestPack | None:
    """Return the newest edition among `packs` that `circle` has a file of."""
    ready = packs.filter(state=Pack.State.READY)
    documents = PackDocument.objects.filter(pack__in=ready, circles__contains=[circle])
    light = documents.select_related("pack__meeting").defer("body", "pack__content")
    found = light.order_by("-pack__finished_at").first()
    if found is None:
        return None
    return NewestPack(
        meeting=meeting_called(found.pack.meeting),
        address=reverse("portal:agenda-pack", args=[found.pack.meeting_id]),
        made=made_at(found.pack),
        pages=counted(found.pages, "page"),
    )
