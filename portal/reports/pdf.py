"""The paper as PDF/UA-1: tagged, one bundled family, nothing from outside, the same bytes."""

import atexit
import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg_public_sans

from portal.reports import content as paper
from portal.reports import finish, page

if TYPE_CHECKING:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

_FONT_FILES = Path(fontpkg_public_sans.__file__).parent / "files"
_FONTS = {
    "bundled:public-sans": ("normal", "PublicSans[wght].ttf"),
    "bundled:public-sans-italic": ("italic", "PublicSans-Italic[wght].ttf"),
}
FONT_FACE = "".join(
    f'@font-face {{ font-family: "Public Sans"; font-style: {style};'
    f' src: url("{address}") format("truetype"); }}'
    for address, (style, _file) in _FONTS.items()
)
SHORT = 8  # pages: their tree is small, and looking for it costs a quarter of the whole


class OutsideAddress(ValueError):
    """A paper asked for bytes that are not its own; they are never fetched."""


def render(content: paper.PaperContent) -> bytes:
    """Return the paper as a PDF; equal content gives equal bytes.

    :raises OSError: the system lacks Pango, which WeasyPrint draws with
    """
    with _no_collection():
        return draw(page.sheets(content))


def draw(html: str, *, tagged: bool = True, laid: Callable[[Any], None] | None = None) -> bytes:
    """Return a document in the look of the paper as a PDF, tagged and finished or bare.

    `laid`: called with WeasyPrint's pages, which know where each anchor stands.
    """
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # a font cut to size says when: not by the clock
    fonts, look = _look()
    variant = "pdf/ua-1" if tagged else None
    source = _source()(string=html, url_fetcher=own_bytes)
    laid_out = source.render(stylesheets=[look], font_config=fonts, pdf_variant=variant)
    del source
    if len(laid_out.pages) > SHORT:  # a long paper needs the room that its tree took
        gc.collect()
    if laid is not None:
        laid(laid_out.pages)
    finisher = finish.finish if tagged else None
    return bytes(laid_out.write_pdf(finisher=finisher, pdf_variant=variant))


@cache
def _look() -> "tuple[FontConfiguration, CSS]":
    """Return the fonts and the parsed stylesheet: made once for each process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    look = CSS(string=FONT_FACE + page.print_look(), font_config=fonts, url_fetcher=own_bytes)
    return fonts, look


@cache
def _source() -> "type[HTML]":
    """Return WeasyPrint's document without the styles of notes, which no paper has.

    It would work out five of them, and a list's mark, for every element: a third of the memory of
    a long paper. (A release that builds its own sheet otherwise only takes that memory again.)
    """
    # Imported here: without Pango the import itself fails, and all but the PDF must still work.
    from weasyprint import CSS, HTML
    from weasyprint.css.counters import CounterStyle
    from weasyprint.html import UA

    rules = re.sub(r"(?m)^::(foot)?note-\w+ \{.*$", "", UA).replace("\n::marker", "\nli::marker")
    own = CSS(string=rules, counter_style=CounterStyle())

    class Source(HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [own]

    return Source


# The fonts are given back while the libraries that hold them are still there.
atexit.register(_look.cache_clear)


def own_bytes(url: str, *_: Any, **__: Any) -> "URLFetcherResponse":
    """Return a bundled font, or what an address holds itself; refuse every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    if url in _FONTS:
        _style, file = _FONTS[url]
        body = (_FONT_FILES / file).read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})
    if url.startswith("data:"):
        return URLFetcher(allowed_protocols=["data"]).fetch(url)
    raise OutsideAddress(f"A paper may not load {url[:80]}.")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the collector still while the layout makes its many small objects: a quarter faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
