"""P1 to P6: what a paper costs, each as a ratio measured in one run."""

import gc
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from time import process_time

import page as validation
import pikepdf

from portal.reports import content as paper
from portal.reports import drawing, page, pdf
from tests.bench.paper import content
from tests.bench.result import Result

WHOLE = {"priorities": 8, "actions": 15, "measures": 3, "card": 250}
TIMES = 3
MEGABYTE = 1024  # ru_maxrss counts in kilobytes


def ratio(work: Callable[[], object], other: Callable[[], object]) -> float:
    """Return how many times as much processor time `work` takes as `other`.

    The best of several runs each, taken by turns: a machine that slows down slows both.
    """
    spent = [(seconds(work), seconds(other)) for _ in range(TIMES)]
    return min(each for each, _ in spent) / min(each for _, each in spent)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    gc.collect()
    began = process_time()
    work()
    return process_time() - began


@cache
def whole() -> paper.PaperContent:
    """Return the paper that everything is measured with."""
    pdf.render(content(priorities=1, themes=0, card=3))  # fonts and styles are read once
    return content(**WHOLE)


def tuned() -> bytes:
    """Print the whole paper as it is printed."""
    return pdf.render(whole())


def plain() -> bytes:
    """Print the whole paper as one would without care: nothing kept, nothing helped."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    look = page.print_look().replace("table-layout: fixed", "table-layout: auto")
    look = look.replace("border-collapse: separate", "border-collapse: collapse")
    look += ' a[href^="#"]::after { content: " (p. " target-counter(attr(href), page) ")"; }'
    html = re.sub(r"<colgroup>.*?</colgroup>", "", page.bare(whole()))
    sheet = CSS(string=pdf.FONT_FACE + look, font_config=fonts, url_fetcher=pdf.own_bytes)
    document = HTML(string=html, url_fetcher=pdf.own_bytes)
    made = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return bytes(made)


def untagged() -> bytes:
    """Print the whole paper with all care, but without tags and finisher."""
    return pdf.draw(page.sheets(whole()), tagged=False)


def floor() -> bytes:
    """Print the words of the whole paper as plain paragraphs, untagged."""
    words = re.sub(r"<(style|svg|head)\b.*?</\1>", "", page.bare(whole()), flags=re.DOTALL)
    blocks = re.split(r"</(?:p|li|td|th|h\d|dd|dt|span|figcaption)>", words)
    texts = (re.sub(r"<[^>]+>", "", block).strip() for block in blocks)
    body = "".join(f"<p>{text}</p>" for text in texts if text)
    return pdf.draw(f'<html lang="en-GB"><body>{body}</body></html>', tagged=False)


def p1() -> list[Result]:
    """Measure the tuned paper against the plain one."""
    return [Result("P1", "tuned against plain stylesheet", ratio(tuned, plain), at_most=0.55)]


def p2() -> list[Result]:
    """Measure the tuned paper against the floor, and what tagging costs."""
    return [
        Result("P2", "tuned against plain words", ratio(tuned, floor), at_most=2.6),
        Result("P2", "tagged against untagged", ratio(tuned, untagged), at_most=1.2),
    ]


def p3() -> list[Result]:
    """Measure whether long papers cost more a page, and what memory they take."""
    four_times = {**WHOLE, "priorities": 32, "card": 1000, "themes": 64}
    short, long = (_apart("memory", size) for size in (WHOLE, four_times))
    each = [known["seconds"] / known["pages"] for known in (short, long)]
    room = 90 + 3 * long["pages"]
    return [
        Result("P3", f"a page of {long['pages']} against one of {short['pages']}",
               each[1] / each[0], at_most=1.2),
        Result("P3", f"peak memory against {room} MB", long["megabytes"] / room, at_most=1.0),
    ]  # fmt: skip


def p4() -> list[Result]:
    """Measure one priority alone, and all charts alone."""
    one = paper.only(whole(), "priority-1")
    preview = ratio(lambda: pdf.render(one), tuned)
    charts = ratio(lambda: _draw_all(whole()), tuned)
    return [
        Result("P4", "one priority against the whole", preview, at_most=0.08),
        Result("P4", "all charts against the whole", charts, at_most=0.02),
    ]


def p5() -> list[Result]:
    """Count what is wrong with the PDF: failures of PDF/UA-1, figures and heads without words."""
    made = pdf.render(whole())
    report = validation.validate_pdf_bytes(made, profile=validation.ValidationProfile.PDF_UA_1)
    lacking = lacks(made)
    return [
        Result("P5", "failures of PDF/UA-1", len(report.failures), at_most=0),
        Result("P5", "figures without Alt", lacking["alt"], at_most=0),
        Result("P5", "heads without Scope", lacking["scope"], at_most=0),
        Result("P5", "bookmarks beside headings", lacking["bookmarks"], at_most=0),
    ]


def p6() -> list[Result]:
    """Measure whether two processes print the same, and whether memory stays flat."""
    sums = {_apart("bytes", {"card": 40})["sha256"] for _ in range(2)}
    known = _apart("flat", {"priorities": 2, "card": 40})
    return [
        Result("P6", "different bytes from two processes", len(sums) - 1, at_most=0),
        Result("P6", "memory after 20 papers against after 2", known["growth"], at_most=1.1),
    ]


def lacks(made: bytes) -> dict[str, int]:
    """Count figures without Alt, heads without Scope, bookmarks more or fewer than headings."""
    counts = {"alt": 0, "scope": 0, "headings": 0}
    with pikepdf.open(BytesIO(made)) as document:
        for each in document.objects:
            kind = str(each.get("/S", "")) if isinstance(each, pikepdf.Dictionary) else ""
            counts["alt"] += kind == "/Figure" and "/Alt" not in each
            counts["scope"] += kind == "/TH" and "/Scope" not in each.get("/A", {})
            counts["headings"] += re.fullmatch(r"/H[1-6]", kind) is not None
        with document.open_outline() as outline:
            bookmarks = _counted(outline.root)
    return {
        "alt": counts["alt"],
        "scope": counts["scope"],
        "bookmarks": abs(counts["headings"] - bookmarks),
    }


def _counted(items: list[pikepdf.OutlineItem]) -> int:
    return sum(1 + _counted(item.children) for item in items)


def _draw_all(content: paper.PaperContent) -> None:
    """Draw every chart of a paper."""
    for chart in _charts(content.sections):
        if isinstance(chart, paper.Sparkline):
            drawing.draw_spark(chart, uid="c")
        else:
            drawing.draw(chart, uid="c", sizes=drawing.HALF)


def _charts(value: object) -> Iterator[paper.Chart | paper.Sparkline]:
    """Yield the charts and sparklines of a paper."""
    if isinstance(value, paper.Chart | paper.Sparkline):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _charts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _charts(getattr(value, field.name))


def _apart(task: str, size: dict[str, int]) -> dict[str, float]:
    """Run a task in a process of its own and return what it found."""
    command = [sys.executable, "-X", "utf8", "-m", "tests.bench.apart", task, json.dumps(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def sha256(made: bytes) -> str:
    """Return the SHA-256 of a document."""
    return hashlib.sha256(made).hexdigest()


MEASURES = {"P1": p1, "P2": p2, "P3": p3, "P4": p4, "P5": p5, "P6": p6}
