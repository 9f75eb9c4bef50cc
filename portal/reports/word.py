"""The paper as a Word document: real headings, lists, table heads, pictures with their words."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import singledispatchmethod
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from portal.reports import content as paper
from portal.reports.drawing import HALF, SHEET, draw, draw_spark
from portal.reports.in_word import Listing, link, styled
from portal.reports.picture import put_picture

_FONT = "Arial"
_INK_2 = RGBColor(0x47, 0x4E, 0x54)
_SHEET_WIDTH = 174  # millimetres between the margins
_WHEN = (1980, 1, 1, 0, 0, 0)


def render(content: paper.PaperContent) -> bytes:
    """Return the paper as .docx; equal content gives equal bytes."""
    writer = _Writer(paper.printable(content), paper.printed_checksum(content))
    writer.write()
    made = BytesIO()
    writer.document.save(made)
    return _same_each_time(made.getvalue())


def _same_each_time(archive: bytes) -> bytes:
    """Return the archive without the hour at which its members were packed."""
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, _WHEN)
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return packed.getvalue()


class _Writer:
    """Writes one paper into one document, block by block."""

    def __init__(self, content: paper.PaperContent, checksum: str) -> None:
        self.document: WordDocument = Document()
        self._content = content
        self._checksum = checksum
        self._charts = 0
        self._level = 2
        _style(self.document)
        self._styles = {each.name: each.style_id for each in self.document.styles}

    def write(self) -> None:
        """Write the whole paper."""
        self._properties()
        self._cover()
        self.blocks(self._content.front)
        for section in self._content.sections:
            head = self._head(f"{section.number}  {section.title}".strip(), 1)
            head.paragraph_format.page_break_before = not section.flows
            self.blocks(section.blocks)

    def blocks(self, blocks: Iterable[paper.Block]) -> None:
        """Write blocks in their order."""
        for each in blocks:
            self._block(each)

    def _properties(self) -> None:
        known, content = self.document.core_properties, self._content
        known.title = f"{content.subtitle}, {content.period_short}: {content.board}"
        if content.opening == "head":
            known.title = f"{content.title}: {content.subtitle}, {content.board}"
        known.author = known.last_modified_by = content.board
        known.subject, known.language = content.title, "en-GB"
        known.comments = f"Content {self._checksum}"
        known.created = known.modified = datetime.combine(content.dated, time(), UTC)
        known.revision = content.edition or 1

    def _cover(self) -> None:
        content = self._content
        self._words((paper.Run(f"{content.place}, {content.board}"),))
        self._words((paper.Run(content.title),), "Title")
        period = "" if content.opening == "head" else f". {content.period}"
        self._words((paper.Run(f"{content.subtitle}{period}"),), "Subtitle")
        facts = [*content.cover]
        edition = "Not numbered yet" if content.edition is None else str(content.edition)
        if content.edition is not None or content.opening != "head":  # minutes have no editions
            facts.append(paper.Fact(label="Edition", words=(paper.Run(edition),)))
        facts.append(paper.Fact(label="Content", words=(paper.Run(self._checksum),)))
        for fact in facts:
            self._words((paper.Run(f"{fact.label}: ", "strong"), *fact.words))

    def _words(self, words: paper.Words, style: str = "Normal") -> Paragraph:
        return _run_into(styled(self.document.add_paragraph(), self._styles[style]), words)

    def _head(self, title: str, level: int) -> Paragraph:
        return self._words((paper.Run(title),), f"Heading {level}")

    @singledispatchmethod
    def _block(self, block: object) -> None:
        raise TypeError(f"Word has no way to write {type(block).__name__}.")

    @_block.register
    def _lead(self, block: paper.Lead) -> None:
        self._words(block.words, "Lead")

    @_block.register
    def _paras(self, block: paper.Paras) -> None:
        for para in block.paras:
            if para.number:
                number = paper.Run(f"{para.number}\t", "muted")
                self._words((number, *para.words), "Numbered")
            else:
                self._words(para.words)

    @_block.register
    def _bullets(self, block: paper.Bullets) -> None:
        listing = Listing(self.document, ordered=block.ordered)
        for item in block.items:
            listing.add(self._words(item.words, listing.style))
            if item.under:
                within = Listing(self.document, ordered=item.ordered, level=2)
                for words in item.under:
                    within.add(self._words(words, within.style))

    @_block.register
    def _subhead(self, block: paper.Subhead) -> None:
        self._head(block.title, self._level)

    @_block.register
    def _asks(self, block: paper.Asks) -> None:
        for place, item in enumerate(block.items):
            self._words((paper.Run(f"{chr(ord('A') + place)}  ", "muted"), *item))

    @_block.register
    def _facts(self, block: paper.Facts) -> None:
        for fact in block.facts:
            note = (paper.Run(f". {fact.note}", "muted"),) if fact.note else ()
            self._words((paper.Run(f"{fact.label}: ", "muted"), *fact.words, *note))

    @_block.register
    def _duties(self, block: paper.Duties) -> None:
        for duty in block.duties:
            said = paper.Run(f" {duty.state.capitalize()}. {duty.words}")
            self._words((paper.Run(f"{duty.title}.", "strong"), said), "List Bullet")

    @_block.register
    def _note(self, block: paper.Note) -> None:
        self._words(block.words, "Small")

    @_block.register
    def _part(self, block: paper.Part) -> None:
        if block.title:
            self._head(block.title, self._level)
        if block.note:
            self._words(block.note, "Small")
        self._level += 1
        self.blocks(block.blocks)
        self._level -= 1

    @_block.register
    def _figures(self, block: paper.Figures) -> None:
        for each in block.figures:
            self._head(each.title, self._level)
            self._words((paper.Run(each.sentence),))
            if each.chart:
                self._chart(each.chart, width=100, half=True)
            self._words(each.caption, "Caption")

    @_block.register
    def _picture(self, block: paper.Picture) -> None:
        self._chart(block.chart, width=_SHEET_WIDTH)
        if block.caption:
            self._words(block.caption, "Caption")

    @_block.register
    def _enclosed(self, block: paper.Enclosed) -> None:
        for sheet in block.sheets:
            self.document.add_paragraph(sheet.words, style="Small")

    @_block.register
    def _stacks(self, block: paper.Stacks) -> None:
        for stack in block.stacks:
            self._head(stack.title, self._level)
            for item in stack.items:
                self._words(item, "List Bullet")

    @_block.register
    def _table(self, block: paper.Table) -> None:
        rows = sum(len(group.rows) + bool(group.title) for group in block.groups)
        table = self.document.add_table(rows=rows + 1, cols=len(block.columns), style="Table Grid")
        lines = iter(table.rows)
        head = next(lines)
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 (no public way)
        for cell, column in zip(head.cells, block.columns, strict=True):
            self._fill(cell, (paper.Run(column.title, "strong"),))
        for group in block.groups:
            if group.title:
                cells = next(lines).cells
                self._fill(cells[0].merge(cells[-1]), (paper.Run(group.title, "strong"),))
            for row in group.rows:
                for cell, held in zip(next(lines).cells, row.cells, strict=True):
                    self._fill(cell, _spark_words(held) if held.spark else held.words, held.sub)

    def _fill(self, cell: WordCell, words: paper.Words, sub: str = "") -> None:
        key = self._styles["Table text"]
        _run_into(styled(cell.paragraphs[0], key), words)
        if sub:
            _run_into(styled(cell.add_paragraph(), key), (paper.Run(sub, "muted"),))

    def _chart(self, chart: paper.Chart, *, width: int, half: bool = False) -> None:
        self._charts += 1
        uid = f"chart-{self._charts}"
        (drawing,) = draw(chart, uid=uid, sizes=HALF if half else SHEET)
        put_picture(self.document, drawing, width=width, number=self._charts)


def _spark_words(cell: paper.Cell) -> paper.Words:
    """Return what a sparkline says: at its size a picture would say less."""
    return (paper.Run(draw_spark(cell.spark, uid="").description, "muted"),) if cell.spark else ()


def _run_into(paragraph: Paragraph, words: paper.Words) -> Paragraph:
    for run in words:
        written = paragraph.add_run(run.text)
        written.bold = True if "strong" in run.style else None
        written.italic = True if "em" in run.style else None
        if run.style == "muted":
            written.font.color.rgb = _INK_2
        link(paragraph, written, run.href)
    return paragraph


def _style(document: WordDocument) -> None:
    """Set sheet, font, language and the few styles the paper has beside Word's own."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    styles = document.styles
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.name = _FONT
    styles["Normal"].font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    styles["Normal"].element.get_or_add_rPr().append(language)
    for name, size in (("Lead", 12), ("Small", 8), ("Table text", 8.5)):
        made = styles.add_style(name, 1)
        made.base_style = styles["Normal"]
        made.font.size = Pt(size)
    numbered = styles.add_style("Numbered", 1)
    numbered.base_style = styles["Normal"]
    numbered.paragraph_format.left_indent = Mm(11)
    numbered.paragraph_format.first_line_indent = Mm(-11)
    numbered.paragraph_format.tab_stops.add_tab_stop(Mm(11))
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title", "Caption"):
        styles[name].font.color.rgb = RGBColor(0x15, 0x18, 0x1B)
