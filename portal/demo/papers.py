"""The five papers: documents, words, notes on what they say, report formats."""

from governance.models import Board, Document, GlossaryTerm, SourceNote
from portal.demo.dates import first_day, stretch
from portal.demo.files import Entry
from portal.demo.shelf import Shelf
from portal.models import ReportFormat
from portal.reports import formats

# Two terms with one spelling are told apart by their field.
FIELDS = {"ICS": "children's social care", "ICS (health)": "health"}


def load_documents(shelf: Shelf) -> None:
    """Add the papers themselves; each is named by its file."""
    for entry in shelf.library.of("documents"):
        dated_on, dated_known = first_day(entry["date"])
        row = Document(
            slug=entry["id"],
            title=entry["title"],
            strapline=entry.text("strapline"),
            kind=entry["kind"],
            owner=entry["owner"],
            file_name=entry["seed"],
            dated_on=dated_on,
            dated_known=dated_known,
            covers=stretch("/".join(entry["period"])).label if entry.get("period") else "",
            appendices=entry.get("appendices", []),
        )
        shelf.add(row, name=entry["seed"])
        shelf.place(entry)
        shelf.source_of(entry)


def load_notes(shelf: Shelf) -> None:
    """Add the papers' contradictions and slips, and facts that are no series of figures."""
    for entry in shelf.library.of("discrepancies"):
        _note(shelf, entry, SourceNote.Kind.DISCREPANCY, entry["what"], entry["handling"])
    for entry in shelf.library.of("facts"):
        _note(shelf, entry, SourceNote.Kind.FACT, entry["fact"])


def _note(shelf: Shelf, entry: Entry, kind: str, what: str, handling: str = "") -> None:
    shelf.note(
        slug=f"{kind}-{entry['id']}",
        kind=kind,
        what=what,
        handling=handling,
        sources=shelf.sources_of(entry),
    )
    shelf.place(entry)


def load_glossary(shelf: Shelf) -> None:
    """Add the abbreviations."""
    for entry in shelf.library.of("glossary"):
        term = entry["term"]
        row = GlossaryTerm(
            term=term.partition(" (")[0],
            meaning=entry["expansion"],
            context=FIELDS.get(term, ""),
        )
        shelf.add(row, of=entry)


def load_formats(shelf: Shelf) -> None:
    """Add the formats of the papers, as the house writes them where it does, and our own."""
    written = {row["code"]: row for row in formats.rows()}
    for entry in shelf.library.of("report_formats"):
        row = written.pop(entry["id"], None) or _as_in_the_paper(entry)
        shelf.add(ReportFormat(**row), of=entry)
    for row in written.values():
        shelf.add(ReportFormat(**row), source=shelf.reading())


def _as_in_the_paper(entry: Entry) -> dict[str, object]:
    """Return a format that nobody can write yet: the sections that its paper has."""
    return {
        "code": entry["id"],
        "title": entry["title"],
        "audience": entry["audience"],
        "year": entry["year"],
        "sections": [{"title": title, "required": True} for title in entry["sections"]],
        "numbering": entry.text("numbering"),
        "repeats": entry.text("repeats"),
        "note": entry.text("note"),
    }


def owner_names(shelf: Shelf) -> None:
    """Write out the names of the boards that own a paper, once the boards are there."""
    for document in shelf.all(Document):
        board = shelf.maybe(Board, document.owner)
        document.owner = board.name if board else document.owner
