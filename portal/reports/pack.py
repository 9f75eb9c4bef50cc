"""The pack of a meeting as PDF/UA: one document, in which files that were sent are bound in.

Each page of a file is drawn on a sheet of its own, below a line that says which it is, and its
words are part of that line's paragraph: read aloud where they stand. What a file does by itself
when it is opened stays outside: only what is drawn is taken.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Name, Rectangle

from portal.reports import page, pdf
from portal.reports.agenda import agenda_paper, anchor_of
from portal.reports.content import PackContent, PackPaper, Reading

HEAD, FOOT, SIDE = 26, 28, 6  # points of a sheet that are not the file's
MARKED = {"BDC", "BMC"}


class CannotBind(ValueError):
    """Why a file cannot be bound in: a sentence."""


def render(
    content: PackContent, reading: Reading, files: Mapping[int, bytes], *, edition: int
) -> bytes:
    """Return the pack of a circle; equal content and files give equal bytes.

    :raises CannotBind: a file cannot be read, or has other pages than were counted
    :raises OSError: the system lacks what the PDF is drawn with
    """
    papers = [paper for _, paper in reading.papers]
    opened = {each.file: _opened(each, files[each.file]) for each in papers if each.file}
    across = {key: [_is_wide(sheet) for sheet in read.pages] for key, read in opened.items()}
    html = page.sheets(agenda_paper(content, reading, across=across, edition=edition))
    html = html.replace("</head>", f"<style>{page.pack_look()}</style></head>", 1)
    begins: dict[str, int] = {}
    drawn = pdf.draw(html, laid=lambda pages: begins.update(_begins(pages)))
    with pikepdf.open(BytesIO(drawn)) as bound:
        for place, paper in enumerate(papers, 1):
            if paper.file:
                first = begins[anchor_of(place, paper, across)]
                _bind(bound, opened[paper.file], first)
        out = BytesIO()
        bound.save(out, deterministic_id=True)
    for read in opened.values():
        read.close()
    return out.getvalue()


def _begins(pages: Sequence[Any]) -> dict[str, int]:
    """Return on which page, from 0, each anchor stands."""
    return {anchor: place for place, each in enumerate(pages) for anchor in each.anchors}


def _opened(paper: PackPaper, body: bytes) -> pikepdf.Pdf:
    try:
        read = pikepdf.open(BytesIO(body))
        read.flatten_annotations("all")  # what was filled in and stamped on it is drawn
    except pikepdf.PdfError as fault:
        raise CannotBind(f"“{paper.title}” cannot be bound in: it is no PDF.") from fault
    if len(read.pages) != paper.pages:
        raise CannotBind(f"“{paper.title}” has other pages than were counted when it was sent.")
    return read


def _is_wide(sheet: pikepdf.Page) -> bool:
    left, low, right, high = (float(each) for each in sheet.trimbox)
    turned = int(sheet.obj.get("/Rotate", 0)) % 180 != 0
    return (high - low > right - left) if turned else (right - left > high - low)


def _bind(bound: pikepdf.Pdf, read: pikepdf.Pdf, first: int) -> None:
    for place, sheet in enumerate(read.pages):
        sheet.obj["/Contents"] = read.make_stream(_untagged(sheet))
        _draw(bound, bound.pages[first + place], sheet)


def _untagged(sheet: pikepdf.Page) -> bytes:
    """Return what a page draws without its own tags: they hang on a tree that is left behind."""
    kept: list[Any] = []
    within: list[bool] = []  # whether each mark that is open stays: a layer does
    for each in pikepdf.parse_content_stream(sheet):
        name = str(each.operator)
        if name in MARKED:
            within.append(bool(each.operands) and each.operands[0] == Name.OC)
            if not within[-1]:
                continue
        elif name in {"MP", "DP"} or (name == "EMC" and (not within or not within.pop())):
            continue
        kept.append(each)
    return pikepdf.unparse_content_stream(kept)


def _draw(bound: pikepdf.Pdf, onto: pikepdf.Page, sheet: pikepdf.Page) -> None:
    """Draw a page of a file on its sheet, as part of the paragraph that names it."""
    form = bound.copy_foreign(sheet.as_form_xobject())
    _, _, wide, high = (float(each) for each in onto.mediabox)
    name = onto.add_resource(form, Name.XObject, Name(f"/Sheet{onto.index}"))
    room = Rectangle(SIDE, FOOT, wide - SIDE, high - HEAD)
    placed = onto.calc_form_xobject_placement(
        form, name, room, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    owners = _owners(bound, onto)
    line = next(each for each in owners if each is not None and each.P.S == Name.P)
    line.K = Array([*line.K, len(owners)])
    marked = f"Q\n/Span <</MCID {len(owners)}>> BDC\n".encode() + placed + b"\nEMC\n"
    owners.append(line)
    onto.contents_add(bound.make_stream(b"q\n"), prepend=True)
    onto.contents_add(bound.make_stream(marked))


def _owners(bound: pikepdf.Pdf, onto: pikepdf.Page) -> Any:
    """Return the list that says, by the number of each mark of a page, which element owns it."""
    numbers = bound.Root.StructTreeRoot.ParentTree.Nums
    key = int(onto.obj.StructParents)
    found = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    return found[key]
