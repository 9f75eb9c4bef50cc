"""What Word needs said in its own XML: links, and lists whose numbers begin anew."""

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

# python-docx has no public way to any of this, hence the private elements.
# ruff: noqa: SLF001

_ACCENT = RGBColor(0x6B, 0x1D, 0x5B)
_OUTSIDE = ("https://", "http://", "mailto:")
_LISTS = {False: "List Bullet", True: "List Number"}


def link(paragraph: Paragraph, run: WordRun, address: str) -> None:
    """Make `run`, the last of `paragraph`, lead to `address`; other places keep plain words."""
    if not address.startswith(_OUTSIDE):
        return
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), key)
    paragraph._p.append(around)
    around.append(run._r)
    run.font.color.rgb = _ACCENT
    run.font.underline = True


def styled(paragraph: Paragraph, key: str) -> Paragraph:
    """Give `paragraph` the style with that key; by its name, Word's library tries every style."""
    paragraph._p.style = key
    return paragraph


class Listing:
    """The paragraphs of one list: an ordered one counts from 1, whatever stood before it."""

    def __init__(self, document: WordDocument, *, ordered: bool, level: int = 1) -> None:
        """Begin a list on `level` 1, or 2 for one within another."""
        self.style = _LISTS[ordered] + (f" {level}" if level > 1 else "")
        self._number = _counted_anew(document, self.style) if ordered else None

    def add(self, paragraph: Paragraph) -> Paragraph:
        """Make `paragraph` the next item."""
        if self._number is not None:
            known = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            known.get_or_add_ilvl().val = 0
            known.get_or_add_numId().val = self._number
        return paragraph


def _counted_anew(document: WordDocument, style: str) -> int:
    """Return the key of a new count in the manner of `style`, from 1."""
    counts = document.part.numbering_part.element
    of_style = document.styles[style].element.pPr.numPr.numId.val
    manner = counts.num_having_numId(of_style).abstractNumId.val
    count = counts.add_num(manner)
    count.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(count.numId)
