"""The last sections: the abbreviations used, and where everything comes from."""

import re
from itertools import groupby

from portal.reports.build.facts import Found
from portal.reports.build.wording import muted, plain, source, strong
from portal.reports.content import Block, Cell, Column, Group, Note, Row, Section, Table


def glossary(found: Found, text: str, number: str) -> Section | None:
    """Return the abbreviations that `text` uses; None where it uses none that is known."""
    used = [each for each in found.glossary if re.search(rf"\b{re.escape(each.term)}\b", text)]
    if not used:
        return None
    columns = (Column(title="Abbreviation", width=40), Column(title="Meaning"))
    rows = tuple(
        Row(
            cells=(
                Cell(words=strong(each.term)),
                Cell(words=(*plain(each.meaning), *source(each.source))),
            )
        )
        for each in used
    )
    table = Table(title="Glossary", columns=columns, groups=(Group(rows=rows),), look="key")
    return Section(number=number, title="Glossary", anchor="glossary", blocks=(table,), flows=True)


def sources(found: Found, number: str) -> Section:
    """Return the list of sources, by paper or file."""
    columns = (Column(title="No.", width=14), Column(title="Place"))
    by_paper = sorted(found.sources, key=lambda each: (each.paper, each.key))
    groups = tuple(
        Group(
            title=paper,
            rows=tuple(
                Row(
                    anchor=f"source-{each.key}",
                    cells=(Cell(words=plain(f"{each.key}")), Cell(words=plain(each.place))),
                )
                for each in listed
            ),
        )
        for paper, listed in groupby(by_paper, key=lambda each: each.paper)
    )
    blocks: list[Block] = [Table(title="Sources", columns=columns, groups=groups, look="key")]
    blocks.extend(Note(words=muted(each)) for each in found.licences)
    return Section(
        number=number, title="Sources", anchor="sources", blocks=tuple(blocks), flows=True
    )
