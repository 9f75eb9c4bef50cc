"""A chart in a Word document: the drawing itself, and its words for programs that know no SVG."""

from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import wrap

import fontpkg_public_sans
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from PIL import Image, ImageDraw, ImageFont

from impact.charts import Drawing

_FONT = Path(fontpkg_public_sans.__file__).parent / "files" / "PublicSans[wght].ttf"
_SCALE = 2
_SIZE = 12 * _SCALE
_LETTERS = 2.1  # how many letters stand, on average, on the length of the type's own height
_EXTENSION = """
<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
 <a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
  <asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
   xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{}"/>
 </a:ext>
</a:extLst>
"""


def put_picture(document: Document, drawing: Drawing, *, width: int, number: int) -> None:
    """Put `drawing` at the document's end, `width` millimetres wide, with its alternative text.

    `number` makes the picture's name in the file unique.
    """
    run = document.add_paragraph().add_run()
    shape = run.add_picture(BytesIO(_words_as_picture(drawing)), width=Mm(width))
    known = shape._inline.docPr  # noqa: SLF001 (python-docx has no public alternative text)
    known.set("title", drawing.title)
    known.set("descr", drawing.alt)
    part = Part(
        PackURI(f"/word/media/chart{number}.svg"),
        "image/svg+xml",
        drawing.svg.encode(),
        document.part.package,
    )
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    (blip,) = shape._inline.xpath(".//a:blip")  # noqa: SLF001
    blip.append(parse_xml(_EXTENSION.format(link)))


def _words_as_picture(drawing: Drawing) -> bytes:
    """Return what the chart says as a picture of its size: for programs that know no SVG."""
    image = Image.new("L", (drawing.width * _SCALE, drawing.height * _SCALE), "white")
    lines = wrap(drawing.alt, int(image.width * _LETTERS / _SIZE))
    most = max(image.height // int(_SIZE * 1.4), 1)
    pen = ImageDraw.Draw(image)
    pen.multiline_text((0, 0), "\n".join(lines[:most]), fill="#15181b", font=_font())
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), _SIZE)
