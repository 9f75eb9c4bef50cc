"""What joins records of different papers: our own reading, as `links.yaml` sets it down."""

from collections.abc import Callable
from decimal import Decimal

from governance.models import Board, SourceNote
from impact.models import Measure, Observation, PriorityMeasure, Scorecard, ScorecardRow
from portal.demo.dates import first_day
from portal.demo.files import Entry
from portal.demo.shelf import Shelf
from priorities.models import Plan, PlanFollow, Priority

CALENDARS = {
    "academic": "terms of the academic year",
    "financial": "quarters of the financial year",
}
# What each forum draws from the one pool: group, measures.
CARE = ("lac-number", "core-assessments", "camhs-wait")
FRONT_DOOR = ("ia-backlog", "ia-10-days", "mast-early-help", "mast-ia", "mast-nfa")
EARLY_HELP = ("eh-per-week", "eh-redirected", "tf-eligible", "tf-turned")
WORKFORCE = ("caseload", "agency", "vacancy", "turnover-12m", "turnover-3m")
QUALITY = ("irs-data-quality", "audits-internal", "audits-external", "audits-cwd")
ATTENDANCE = ("attendance-wscb", "attendance-qap", "attendance-ppld", "attendance-scr")
CHILDREN = ("infant-mortality", "obesity-reception", "obesity-y6", "neet", "aspire-study")
POVERTY = ("idaci", "fsm-eligible")
FORUMS = {
    "improvement-board": {
        "Front door": FRONT_DOOR,
        "Early help": EARLY_HELP,
        "Social work": WORKFORCE,
        "Quality": QUALITY,
    },
    "wscb": {"Front door": FRONT_DOOR, "Quality": QUALITY, "Attendance": ATTENDANCE},
    "cyp-partnership-board": {
        "Children and young people": CHILDREN,
        "Poverty": POVERTY,
        "Early help": EARLY_HELP,
        "Social work": WORKFORCE[:3],
        "Front door": FRONT_DOOR[:2],
    },
    "corporate-parenting-group": {"Children looked after": CARE, "Social work": WORKFORCE[:2]},
    "corporate-scrutiny-panel": {
        "Front door": FRONT_DOOR[:2],
        "Social work": WORKFORCE[:4],
        "Children and young people": CHILDREN,
    },
}


def load_joins(shelf: Shelf) -> None:
    """Apply every join."""
    for entry in shelf.library.of("links"):
        JOINS[entry["kind"]](shelf, entry)


def _same(shelf: Shelf, entry: Entry) -> None:
    kept = shelf.one(Measure, entry["keep"])
    for code in entry["others"]:
        other = shelf.one(Measure, code)
        other.same_as = kept
        other.same_as_note = entry.text("note")
        if other.code.startswith("x09"):
            other.unit = kept.unit
    what = f"{', '.join(entry['others'])} and {kept.code} are one measure under several names."
    _remark(shelf, entry, f"same-{kept.code}", what, entry.text("note"))


def _serves(shelf: Shelf, entry: Entry) -> None:
    """Join a priority with the measures that had figures in its time."""
    priority = shelf.one(Priority, entry["priority"])
    for order, code in enumerate(entry["measures"]):
        measure = shelf.one(Measure, code)
        measure.standing = Measure.Standing.HEADLINE
        shelf.add(PriorityMeasure(priority=priority, measure=measure, order=order), of=entry)


def _wants(shelf: Shelf, entry: Entry) -> None:
    priority = shelf.one(Priority, entry["priority"])
    shelf.add(PriorityMeasure(priority=priority, note=entry["note"]), of=entry)


def _follows(shelf: Shelf, entry: Entry) -> None:
    starts_on, starts_known = first_day(entry["from"])
    row = PlanFollow(
        board=shelf.one(Board, entry["board"]),
        plan=shelf.one(Plan, entry["plan"]),
        starts_on=starts_on,
        starts_known=starts_known,
    )
    shelf.add(row, of=entry)


def _draws(shelf: Shelf, entry: Entry) -> None:
    """Give each forum its scorecard; what stands on it is our choice from the pool."""
    for slug in entry["boards"]:
        board = shelf.one(Board, slug)
        card = Scorecard(slug=f"{slug}-2013", title=f"Scorecard of the {board.name}", board=board)
        shelf.add(card, of=entry)
        draw(shelf, card, FORUMS[slug])


def draw(shelf: Shelf, card: Scorecard, groups: dict[str, tuple[str, ...]]) -> None:
    """Put measures on a scorecard, group by group."""
    pairs = [(group, code) for group, codes in groups.items() for code in codes]
    for order, (group, code) in enumerate(pairs, 1):
        measure = shelf.one(Measure, code)
        row = ScorecardRow(scorecard=card, measure=measure, group=group, order=order)
        row.illustrative = card.illustrative
        shelf.add(row, source=None if card.illustrative else shelf.reading())


def _works_back(shelf: Shelf, entry: Entry) -> None:
    """Give a figure the whole that it was counted from; the papers do not print it."""
    figure = shelf.one(Observation, f"{entry['measure']} 2013-11 actual")
    figure.denominator = Decimal(str(entry["denominator"]))
    figure.note = "the number of posts is worked back, not printed"
    _remark(shelf, entry, f"worked-back-{entry['measure']}", entry["note"])


def _counts_by(shelf: Shelf, entry: Entry) -> None:
    board = shelf.one(Board, entry["board"])
    board.calendar = entry["calendar"]
    what = f"The {board.name} counts by {CALENDARS[entry['calendar']]}."
    _remark(shelf, entry, f"calendar-{board.slug}", what)


def _remark(shelf: Shelf, entry: Entry, slug: str, what: str, handling: str = "") -> None:
    is_sum = entry["kind"] == "worked back"
    kind = SourceNote.Kind.WORKED_BACK if is_sum else SourceNote.Kind.REMARK
    sources = shelf.sources_of(entry)
    shelf.note(slug=slug, kind=kind, what=what, handling=handling, sources=sources)
    shelf.place(entry)


JOINS: dict[str, Callable[[Shelf, Entry], None]] = {
    "same measure": _same,
    "measure serves priority": _serves,
    "measure wanted": _wants,
    "board follows plan": _follows,
    "scorecard forum": _draws,
    "worked back": _works_back,
    "calendar": _counts_by,
}
