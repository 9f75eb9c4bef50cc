"""The pack of a meeting: its agenda and all papers in one PDF, with page numbers throughout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf.canvas import BLACK, WHITE, Canvas, Helvetica, Text

from portal.reports import page, pdf
from portal.reports.content import PaperContent

FRONT = 3  # pages that cover, contents and agenda mostly take
NO_FOOT = "<style>@page { @bottom-right { content: none !important } }</style>"
UNNUMBERED = "<dt>Edition</dt><dd>Not numbered yet</dd>"
SIZE, MARGIN, LOW = 8, 51, 20  # of a page number: points, from the right, from the foot
HARMLESS = {"/URI", "/GoTo"}
Front = Callable[[Sequence[int]], PaperContent]


@dataclass(frozen=True)
class Bound:
    """One paper of the pack, ready to be bound in."""

    title: str
    pdf: bytes


def printed(content: PaperContent) -> bytes:
    """Return a part of the pack as a PDF without page numbers of its own.

    :raises OSError: the system lacks what the PDF is drawn with
    """
    html = page.sheets(content).replace(UNNUMBERED, "", 1)
    return pdf.draw(html.replace("</head>", f"{NO_FOOT}</head>", 1), tagged=False)


def bind(front: Front, papers: Sequence[Bound], *, title: str) -> bytes:
    """Return the pack: what `front` makes of the papers' first pages, then the papers.

    :raises pikepdf.PdfError: a paper cannot be read
    """
    sizes = [_pages(each.pdf) for each in papers]
    head, begins = _front(front, sizes)
    with pikepdf.new() as bound:
        for each in (head, *(paper.pdf for paper in papers)):
            _append(bound, each)
        many = len(bound.pages)
        for place, sheet in enumerate(bound.pages, 1):
            number(sheet, f"Page {place} of {many}")
        _outline(bound, ["Agenda", *(each.title for each in papers)], [1, *begins])
        _let_nothing_act(bound)
        bound.docinfo["/Title"] = title
        out = BytesIO()
        bound.save(out)
    return out.getvalue()


def _front(front: Front, sizes: Sequence[int]) -> tuple[bytes, list[int]]:
    """Print what stands before the papers: again, as long as it takes other room than thought."""
    long = FRONT
    while True:
        begins = [1 + long + sum(sizes[:place]) for place in range(len(sizes))]
        head = printed(front(begins))
        found = _pages(head)
        if found <= long:
            return _filled(head, long), begins
        long = found


def _filled(head: bytes, long: int) -> bytes:
    """Return the front with as many pages as were counted on."""
    missing = long - _pages(head)
    if not missing:
        return head
    with pikepdf.open(BytesIO(head)) as read:
        for _ in range(missing):
            read.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        read.save(out)
    return out.getvalue()


def _pages(body: bytes) -> int:
    with pikepdf.open(BytesIO(body)) as read:
        return len(read.pages)


def _append(bound: pikepdf.Pdf, body: bytes) -> None:
    """Take the pages over, without what acts by itself when a page or a link is opened."""
    with pikepdf.open(BytesIO(body)) as read:
        for sheet in read.pages:
            kept = [each for each in sheet.obj.get("/Annots", []) if _is_harmless(each)]
            for name in ("/AA", "/Annots"):
                if name in sheet.obj:
                    del sheet.obj[name]
            if kept:
                sheet.obj["/Annots"] = pikepdf.Array(kept)
        bound.add_pages_from(read)


def _let_nothing_act(bound: pikepdf.Pdf) -> None:
    for holder, names in (
        (bound.Root, ("/OpenAction", "/AA")),
        (bound.Root.get("/Names"), ("/JavaScript",)),
    ):
        for name in names:
            if holder is not None and name in holder:
                del holder[name]


def _is_harmless(note: pikepdf.Object) -> bool:
    action = note.get("/A")
    return "/AA" not in note and (action is None or str(action.get("/S")) in HARMLESS)


def number(sheet: pikepdf.Page, words: str) -> None:
    """Print a page's number at its foot, whichever way the page is turned."""
    left, low, right, high = (float(each) for each in sheet.trimbox)
    wide, tall = right - left, high - low
    if int(sheet.obj.get("/Rotate", 0)) % 180:  # as a reader sees it
        wide, tall = tall, wide
    room = len(words) * SIZE * 0.52
    canvas = Canvas(page_size=(wide, tall))
    canvas.add_font(pikepdf.Name.Helv, Helvetica())
    canvas.do.fill_color(WHITE).rect(wide - MARGIN - room - 2, LOW - 3, room + 4, SIZE + 4, True)
    place = pikepdf.Matrix(1, 0, 0, 1, wide - MARGIN - room, LOW)
    text = Text().font(pikepdf.Name.Helv, SIZE).text_transform(place).show(words.encode("ascii"))
    canvas.do.fill_color(BLACK).draw_text(text)
    with canvas.to_pdf() as stamp:
        sheet.add_overlay(stamp.pages[0], None)


def _outline(bound: pikepdf.Pdf, titles: Sequence[str], begins: Sequence[int]) -> None:
    with bound.open_outline() as outline:
        for title, first in zip(titles, begins, strict=True):
            outline.root.append(pikepdf.OutlineItem(title, first - 1))
