"""What the PDF lacks when WeasyPrint has drawn it: scopes, print flags, feet as artifacts.

Works on the objects in memory, before they are written, so it costs next to nothing.
"""

from typing import Any

_PRINT = 4

Pdf = Any
"""A `pydyf.PDF`, which comes without types."""


def finish(_document: Any, pdf: Pdf) -> None:
    """Complete `pdf` for PDF/UA-1; called by WeasyPrint between drawing and writing."""
    for each in pdf.objects:
        if not isinstance(each, dict):
            continue
        if each.get("S") == "/TH":
            each["A"]["Scope"] = _scope(pdf, each)
        elif each.get("Subtype") == "/Link":
            each["F"] = _PRINT
    _feet_as_artifacts(pdf)


def _at(pdf: Pdf, reference: Any) -> Any:
    """Return the object that `reference` ("12 0 R") names."""
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return pdf.objects[int(text.split()[0])]


def _scope(pdf: Pdf, head: Any) -> str:
    """Return what a head is the head of: a group's spans its rows' columns."""
    row = _at(pdf, head["P"])
    in_head = _at(pdf, row["P"])["S"] == "/THead"
    return "/Column" if in_head or "ColSpan" in head["A"] else "/Row"


def _feet_as_artifacts(pdf: Pdf) -> None:
    """Take running heads and feet out of the reading order.

    WeasyPrint tags their words but hangs the tags on no tree; marked as artifacts they are
    passed over by assistive technology, as the standard asks.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    in_tree = _reached(pdf, root)
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for index, reference in enumerate(pdf.page_references):
        owners = by_page[index]
        outside = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in in_tree}
        contents = _at(pdf, _at(pdf, reference)["Contents"])
        _unmark(contents.stream, outside)
        for mcid in outside:
            owners[mcid] = "null"


def _number(reference: Any) -> int:
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return int(text.split()[0])


def _reached(pdf: Pdf, root: Any) -> set[int]:
    """Return the numbers of every element that hangs on the tree."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        for kid in waiting.pop().get("K", ()):
            if isinstance(kid, int):
                continue
            number = _number(kid)
            if number not in found:
                found.add(number)
                waiting.append(pdf.objects[number])
    return found


def _unmark(operators: list[Any], outside: set[int]) -> None:
    """Turn the marked content of `outside` into artifacts, in place."""
    for place, operator in enumerate(operators):
        if operator == b"BDC" and operators[place - 1].get("MCID") in outside:
            operators[place - 2 : place + 1] = ["/Artifact", b"BMC", b""]
