"""Plans with their outcomes, priorities, statements, findings and milestones."""

from typing import Any

from governance.models import Board, Organisation
from portal.demo.dates import first_day, span, stretch
from portal.demo.files import Entry
from portal.demo.shelf import Shelf
from priorities.models import Milestone, NeedsFinding, Outcome, Plan, Priority, Statement

KINDS = {
    "cypp-2009": Plan.Kind.CHILDRENS_PLAN,
    "cypp-2013": Plan.Kind.CHILDRENS_PLAN,
    "safeguarding-improvement-plan": Plan.Kind.IMPROVEMENT_PROGRAMME,
    "working-smarter": Plan.Kind.IMPROVEMENT_PROGRAMME,
    "wr4c": Plan.Kind.IMPROVEMENT_PROGRAMME,
    "school-improvement-strategy": Plan.Kind.WORK_STREAMS,
    "wla": Plan.Kind.FOCUS_AREAS,
}
PRESENT = {"wr4c", "wla", "walsall-2040", "cyp-2040"}
LEVELS = {
    "borough plan priority": Priority.Level.CORPORATE,
    "improvement theme": Priority.Level.SINGLE_AGENCY,
    "work stream": Priority.Level.SINGLE_AGENCY,
}
SHORT_TITLES = {
    "p13-1": "Best start for the most vulnerable families",
    "p13-2": "Healthy weight",
    "p13-3": "Sexual exploitation; missing children",
    "p13-4": "Choice in learning, training and work",
    "p13-5": "Through-life plans, SEND into adulthood",
    "p13-6": "Pride in achievements",
    "p13-7": "Communication between frontline staff",
    "p13-8": "Impact of child poverty",
}
IN_DEVELOPMENT = (
    "In development in the paper of September 2023, to be final in March 2024;"
    " the demonstration treats it as agreed."
)


def owner(shelf: Shelf, name: str) -> dict[str, Any]:
    """Return who owns a thing, as the columns hold it: a board or an organisation."""
    board = shelf.maybe(Board, name)
    return {"board": board} if board else {"organisation": shelf.one(Organisation, name)}


def load_plans(shelf: Shelf) -> None:
    """Add the plans."""
    for entry in shelf.library.of("plans"):
        note = entry.text("targets")
        row = Plan(
            slug=entry["id"],
            title=entry["title"],
            strapline=entry.text("strapline"),
            kind=KINDS.get(entry["id"], Plan.Kind.STRATEGY),
            state=Plan.State.AGREED if entry["id"] in PRESENT else Plan.State.CLOSED,
            note=IN_DEVELOPMENT if entry.get("status") == "in development" else note,
            **owner(shelf, entry["body"]),
            **span(entry["start"], entry["end"]),
        )
        shelf.add(row, of=entry)


def load_outcomes(shelf: Shelf) -> None:
    """Add outcomes and their aims, what each will feel like, and the improvement themes."""
    for entry in shelf.library.of("outcomes"):
        tests = [f"By {entry['by']}."] if entry.get("by") else []
        tests += [f"Test: {entry['test']}."] if entry.get("test") else []
        plan = shelf.one(Plan, entry["plan"])
        row = Outcome(
            slug=entry["id"],
            plan=plan,
            framework=entry["framework"],
            kind=entry["kind"],
            number=entry["number"],
            title=entry["title"],
            text=" ".join(tests),
            parent=shelf.maybe(Outcome, entry.get("parent")),
        )
        shelf.add(row, of=entry)
        for number, text in enumerate(entry.get("experience_in_2012", ()), 1):
            kind = Statement.Kind.EXPERIENCE
            _state(shelf, entry, kind, number, plan=plan, outcome=row, text=text)
    for entry in shelf.library.of("priorities"):
        if entry["kind"] == "improvement theme":
            row = Outcome(
                slug=entry["id"],
                plan=shelf.one(Plan, entry["plan"]),
                kind=Outcome.Kind.THEME,
                number=entry["number"],
                title=entry["title"],
            )
            shelf.add(row, of=entry)


def load_priorities(shelf: Shelf) -> None:
    """Add the priorities and the work streams; the three improvement themes are outcomes."""
    for entry in shelf.library.of("priorities"):
        if entry["kind"] != "improvement theme":
            row = _priority(shelf, entry, entry["plan"], entry["kind"])
            row.why = "\n".join(entry.get("rationale", ())) or entry.text("summary")
            row.definition = entry.text("definition")
            row.ambition = entry.text("ambition")
    for entry in shelf.library.of("school_improvement"):
        row = _priority(shelf, entry, "school-improvement-strategy", "work stream")
        for number, what in enumerate(entry["actions"], 1):
            milestone = Milestone(
                plan=row.plan,
                priority=row,
                slug=f"{row.slug}-action-{number}",
                what=what,
                told_as="planned",
            )
            shelf.add(milestone, of=entry)


def _priority(shelf: Shelf, entry: Entry, plan: str, kind: str) -> Priority:
    row = Priority(
        slug=entry["id"],
        plan=shelf.one(Plan, plan),
        number=entry["number"],
        title=entry["title"],
        short_title=SHORT_TITLES.get(entry["id"], ""),
        kind=kind,
        level=LEVELS.get(kind, Priority.Level.PARTNERSHIP),
    )
    return shelf.add(row, of=entry)


def load_statements(shelf: Shelf) -> None:
    """Add next steps, promises on participation and the role of the authority."""
    plan = shelf.one(Plan, "safeguarding-improvement-plan")
    for entry in shelf.library.of("next_steps_2013"):
        outcome = shelf.one(Outcome, entry["theme"])
        said = {"title": entry["title"], "text": entry["summary"]}
        kind, number = Statement.Kind.NEXT_STEP, entry["number"]
        _state(shelf, entry, kind, number, plan=plan, outcome=outcome, **said)
    for number, entry in enumerate(shelf.library.of("participation_commitments"), 1):
        plan = shelf.one(Plan, entry["plan"])
        kind = Statement.Kind.PARTICIPATION
        _state(shelf, entry, kind, number, plan=plan, text=entry["commitment"])
    plan = shelf.one(Plan, "school-improvement-strategy")
    for name, kind in (
        ("next_steps", Statement.Kind.NEXT_STEP),
        ("role_of_the_authority", Statement.Kind.ROLE),
    ):
        for number, entry in enumerate(shelf.library.of("school_improvement", name), 1):
            _state(shelf, entry, kind, number, plan=plan, text=entry["what"])


def _state(
    shelf: Shelf,
    entry: Entry,
    kind: str,
    number: int,
    *,
    plan: Plan,
    outcome: Outcome | None = None,
    **said: str,
) -> None:
    row = Statement(plan=plan, outcome=outcome, kind=kind, number=number, **said)
    shelf.add(row, of=entry)


def load_findings(shelf: Shelf) -> None:
    """Add what the three year review of 2006-09 found."""
    for entry in shelf.library.of("review_2006_09"):
        row = NeedsFinding(
            plan=shelf.one(Plan, entry["plan"]),
            kind=entry["kind"],
            number=int(entry["id"].rpartition("-")[2]),
            text=entry["text"],
        )
        shelf.add(row, of=entry)


def load_milestones(shelf: Shelf) -> None:
    """Add the milestones; only of those told as done is an end known."""
    for entry in shelf.library.of("milestones"):
        due = stretch(entry["due"])
        is_span = "/" in entry["due"] and not entry["due"].startswith("FY")
        reached_on, reached_known = first_day(entry["due"] if entry["status"] == "done" else None)
        row = Milestone(
            plan=shelf.one(Plan, entry["plan"]),
            slug=entry["id"],
            what=entry["what"],
            due_on=due.starts_on,
            due_known=due.known,
            due_until=due.ends_on if is_span else None,
            due_as_written=entry["due"],
            first_due_on=due.starts_on,
            reached_on=reached_on,
            reached_known=reached_known,
            told_as=entry["status"],
        )
        shelf.add(row, of=entry)
