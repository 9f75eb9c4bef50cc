"""The papers of a meeting: those a reader may open, who owes which, and one with its editions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Func, IntegerField, Max, OuterRef, QuerySet, Subquery

from governance.models import Meeting, MeetingPaper, Message, PaperClearance, PaperFile, User
from governance.queries.wording import counted, day, instant
from governance.rules import papers_seen
from governance.scope import Scope

_SIZE = Func("content", function="octet_length", output_field=IntegerField())


@dataclass(frozen=True)
class PaperLine:
    """One paper in a list: what it is, and where it stands."""

    pk: int
    item: int
    title: str
    address: str
    what: str
    owes: str
    due: str
    is_in: bool
    is_late: bool
    is_out: bool
    is_suitable: bool
    illustrative: bool

    @property
    def state(self) -> str:
        """Whether it is in, is late, or is still to come, in words."""
        if self.is_out:
            return "taken out of the pack"
        if self.is_in:
            return self.what
        return f"late, due {self.due}" if self.is_late else f"to come{self._by}"

    @property
    def _by(self) -> str:
        return f", due {self.due}" if self.due else ""


@dataclass(frozen=True)
class Edition:
    """One file that was sent for a paper."""

    number: int
    pages: str
    sent: str
    by: str
    sha256: str
    is_newest: bool


@dataclass(frozen=True)
class PaperPage:
    """One paper: its words or its editions, and who cleared it."""

    paper: MeetingPaper
    line: PaperLine
    editions: Sequence[Edition]
    clearances: Sequence[PaperClearance]


@dataclass(frozen=True)
class PapersPage:
    """All papers of a meeting for who keeps it."""

    meeting: Meeting
    papers: Sequence[tuple[int, str, PaperLine]]
    reminded: Sequence[str]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(line.is_late for _, _, line in self.papers)

    @property
    def is_owed(self) -> bool:
        """Whether somebody owes one."""
        return any(x.owes and not x.is_in and not x.is_out for _, _, x in self.papers)


def with_newest(papers: QuerySet[MeetingPaper]) -> QuerySet[MeetingPaper]:
    """Annotate papers with the `edition` and `pages` of their newest file."""
    files = PaperFile.objects.filter(paper=OuterRef("pk")).order_by("-edition")
    return papers.select_related("item__meeting", "lead").annotate(
        edition=Subquery(files.values("edition")[:1]), pages=Subquery(files.values("pages")[:1])
    )


def papers_of(meeting: Meeting, *, scope: Scope) -> dict[int, list[PaperLine]]:
    """Return the papers that the person reads, by the key of their item; one query."""
    seen = MeetingPaper.objects.filter(papers_seen(scope), item__meeting=meeting)
    found: dict[int, list[PaperLine]] = {}
    for paper in with_newest(seen).order_by("number", "pk"):
        found.setdefault(paper.item_id, []).append(paper_line(paper, on=scope.day))
    return found


def paper_line(paper: MeetingPaper, *, on: date) -> PaperLine:
    """Return a paper, read by `with_newest`, as a line of a list on a day."""
    due = paper.due_on or paper.item.meeting.papers_due_on
    is_in = paper.received_on is not None
    return PaperLine(
        pk=paper.pk,
        item=paper.item_id,
        title=paper.title,
        address=paper.get_absolute_url(),
        what=_what(paper),
        owes=paper.lead.called if paper.lead else "",
        due=day(due) if due else "",
        is_in=is_in,
        is_late=not is_in and paper.withdrawn_on is None and due is not None and due < on,
        is_out=paper.withdrawn_on is not None,
        is_suitable=paper.is_suitable,
        illustrative=paper.illustrative,
    )


def paper_by(meeting: int, pk: int) -> QuerySet[MeetingPaper]:
    """Return the query for a paper by its address, with what rights are judged by."""
    rows = MeetingPaper.objects.filter(pk=pk, item__meeting=meeting)
    return with_newest(rows).select_related("item__meeting__board", "item__meeting__convened_by")


def paper_page(paper: MeetingPaper, *, on: date) -> PaperPage:
    """Return one paper, read by `paper_by`; two queries."""
    files = paper.files.defer("content").select_related("sent_by").order_by("-edition")
    return PaperPage(
        paper=paper,
        line=paper_line(paper, on=on),
        editions=[_edition(each, is_newest=place == 0) for place, each in enumerate(files)],
        clearances=list(paper.clearances.order_by("kind")),
    )


def file_by(paper: MeetingPaper, edition: int) -> QuerySet[PaperFile]:
    """Return the query for an edition of a paper."""
    return paper.files.filter(edition=edition)


@dataclass(frozen=True)
class Body:
    """What a paper consists of: words written here, or its newest file by key and SHA-256."""

    text: str
    file: int
    sha256: str
    pages: int
    size: int


def bodies_named(papers: Collection[int]) -> dict[int, Body]:
    """Return what each of some papers consists of, without the bytes; two queries."""
    rows = MeetingPaper.objects.filter(pk__in=papers).values_list("pk", "text")
    files = {
        paper: Body("", *named)
        for paper, *named in _newest_files(papers).values_list(
            "paper", "pk", "sha256", "pages", _SIZE
        )
    }
    return {pk: files.get(pk) or Body(text, 0, "", 0, 0) for pk, text in rows}


def files_held(keys: Collection[int]) -> dict[int, bytes]:
    """Return the bytes of some files by their keys; one query."""
    rows = PaperFile.objects.filter(pk__in=keys).values_list("pk", "content")
    return {pk: bytes(content) for pk, content in rows}


def _newest_files(papers: Collection[int]) -> QuerySet[PaperFile]:
    rows = PaperFile.objects.filter(paper__in=papers)
    return rows.order_by("paper", "-edition").distinct("paper")


def papers_page(meeting: Meeting, *, on: date) -> PapersPage:
    """Return all papers of `meeting`, in the order of its items; two queries."""
    rows = MeetingPaper.objects.filter(item__meeting=meeting, item__removed_at=None)
    papers = with_newest(rows).order_by("item__number", "number", "pk")
    key = f"{meeting.get_absolute_url()} papers "
    last = (
        Message.objects.filter(key__startswith=key)
        .values("person__pk")
        .annotate(last=Max("written_at"))
    )
    when = {row["person__pk"]: row["last"] for row in last}
    people = User.objects.filter(pk__in=when).order_by("post", "pk")
    return PapersPage(
        meeting=meeting,
        papers=[(each.item.number, each.item.title, paper_line(each, on=on)) for each in papers],
        reminded=[f"{who.called}, {instant(when[who.pk])}" for who in people],
    )


def owed(meeting: Meeting) -> QuerySet[MeetingPaper]:
    """Return the papers of `meeting` that are asked of somebody and not in."""
    rows = MeetingPaper.objects.filter(item__meeting=meeting, item__removed_at=None)
    return rows.filter(received_on=None, withdrawn_on=None, lead__isnull=False).select_related(
        "lead__supporter", "item"
    )


def _what(paper: MeetingPaper) -> str:
    pages: int | None = paper.pages  # type: ignore[attr-defined]
    if pages is None:
        return "written here" if paper.received_on else ""
    edition: int = paper.edition  # type: ignore[attr-defined]
    told = f"PDF, {counted(pages, 'page')}"
    return told if edition == 1 else f"{told}, edition {edition}"


def _edition(file: PaperFile, *, is_newest: bool) -> Edition:
    return Edition(
        number=file.edition,
        pages=counted(file.pages, "page"),
        sent=instant(file.sent_at),
        by=file.sent_by.called,
        sha256=file.sha256,
        is_newest=is_newest,
    )
