"""A meeting with papers of each kind, and its pack made as a worker makes it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf

from governance.models import Meeting, MeetingPaper
from portal.changes.packs import ask_for_pack, write_pack
from portal.models import Pack
from portal.reports import pdf
from tests.factories import (
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    MeetingPaperFactory,
    PaperFileFactory,
)

AT = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)
EXEMPT = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}
SHEET = '<html lang="en-GB"><head><title>{0}</title></head><body><main>{1}</main></body></html>'


@cache
def pdf_of(words: str, *, pages: int, turned: int = 0) -> bytes:
    """Return a tagged PDF that says `words` on each page, and runs a script when it is opened."""
    body = "".join(
        f'<p style="break-before: page">{words} sheet {number}</p>'
        for number in range(1, pages + 1)
    )
    with pikepdf.open(BytesIO(pdf.draw(SHEET.format(words, body)))) as read:
        act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        read.pages[0].obj["/AA"] = pikepdf.Dictionary(O=act)
        for each in read.pages:
            each.rotate(turned, relative=False)
        out = BytesIO()
        read.save(out)
    return out.getvalue()


def send(paper: MeetingPaper, body: bytes, *, edition: int, pages: int) -> None:
    """Send a file for a paper."""
    PaperFileFactory(
        paper=paper, content=body, edition=edition, sha256=f"{edition}" * 64, pages=pages
    )


def a_meeting() -> Meeting:
    """Return a published meeting: a plan that was sent, an exempt price, words, a wide table."""
    board = BoardFactory(name="The Alliance", slug="alliance")
    meeting: Meeting = MeetingFactory(board=board, on=date(2024, 9, 12), state="published")
    first, hidden, last = (
        AgendaItemFactory(meeting=meeting, number=number, title=title, **more)
        for number, title, more in (
            (1, "Early help", {}),
            (2, "A contract", {"exempt": True, **EXEMPT}),
            (3, "Any other business", {}),
        )
    )
    papers = [
        (first, "The plan", "", ("Plan", 2, 0)),
        (hidden, "The price", "", ("Secret", 1, 0)),
        (last, "A word", "## Why\n\nIt is written here.", None),
        (last, "A wide table", "", ("Wide", 1, 90)),
    ]
    for number, (item, title, text, sent) in enumerate(papers, 1):
        said = {"title": title, "text": text, "number": number, "received_on": "2024-09-01"}
        paper = MeetingPaperFactory(item=item, **said)
        if sent:
            words, pages, turned = sent
            send(paper, b"older", edition=1, pages=1)
            body = pdf_of(words, pages=pages, turned=turned)
            send(paper, body, edition=2, pages=pages)
    MeetingPaperFactory(item=first, title="Still to come", number=9, received_on=None)
    return meeting


def made(meeting: Meeting) -> Pack:
    """Return the pack of a meeting, asked for and made."""
    asked = ask_for_pack(meeting, by=None, at=AT)
    write_pack(asked.pk)
    return Pack.objects.get(pk=asked.pk)


def body_for(pack: Pack, circle: str) -> bytes:
    return bytes(pack.documents.get(circles__contains=[circle]).body)


def sheets(body: bytes) -> list[str]:
    """Return the words of each page."""
    with pymupdf.open(stream=body, filetype="pdf") as printed:
        return [" ".join(page.get_text().split()) for page in printed]


def elements(opened: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Yield the elements of a kind in a tagged PDF."""
    for each in opened.objects:
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/S", "")) == kind:
            yield each
