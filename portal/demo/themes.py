"""The sixteen themes of the improvement plan: what was asked for, done, seen and left to do."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from governance.models import Board
from governance.periods import in_words, period_from_slug
from portal.demo.files import Entry
from portal.demo.shelf import Shelf
from priorities.models import (
    EvidenceItem,
    Plan,
    Priority,
    ProgressUpdate,
    ReportingRound,
    Requirement,
)

PLAN = "safeguarding-improvement-plan"
PERIOD = "2013-14-q3"
REPORTED_ON = date(2013, 12, 3)
LONDON = ZoneInfo("Europe/London")
# Two claims that the paper itself says rest on nothing yet, by theme and place.
NONE_YET = {("early-help", 1), ("advocacy", 1)}
DEMANDS = {
    "dfe_review_priority": Requirement.Demand.DFE,
    "ofsted_2013_recommendation": Requirement.Demand.OFSTED,
}


def load_themes(shelf: Shelf) -> None:
    """Add each theme as a priority with its requirements and its one report."""
    entries = list(shelf.library.of("improvement_themes"))
    plan = shelf.one(Plan, PLAN)
    asked = _round(shelf, entries[0])
    for entry in entries:
        theme = Priority(
            slug=entry["id"],
            plan=plan,
            number=entry["number"],
            title=entry["title"],
            kind="theme",
            level=Priority.Level.SINGLE_AGENCY,
            page=entry["page"],
        )
        shelf.add(theme, of=entry)
        _require(shelf, entry, plan, theme)
        _report(shelf, entry, asked, theme)


def close_round() -> None:
    """Close the round of the department's review, now that its reports are written."""
    found = ReportingRound.objects.filter(board__slug="improvement-board", slug=PERIOD)
    found.update(closed_at=datetime.combine(REPORTED_ON, time(17), LONDON))


def _round(shelf: Shelf, entry: Entry) -> ReportingRound:
    period = period_from_slug(PERIOD)
    row = ReportingRound(
        board=shelf.one(Board, "improvement-board"),
        slug=period.slug,
        label=in_words(period).partition(",")[0],
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        opens_on=period.starts_on,
        due_on=REPORTED_ON,
    )
    return shelf.add(row, source=shelf.source_of(entry))


def _require(shelf: Shelf, entry: Entry, plan: Plan, theme: Priority) -> None:
    for key, demand in DEMANDS.items():
        if entry[key]:
            brief = entry.text("recommendation_in_brief")
            text = brief if demand == Requirement.Demand.OFSTED else ""
            shelf.add(Requirement(plan=plan, priority=theme, demand=demand, text=text), of=entry)


def _report(shelf: Shelf, entry: Entry, asked: ReportingRound, theme: Priority) -> None:
    update = ProgressUpdate(
        round=asked,
        priority=theme,
        action_taken="\n".join(entry["action_taken"]),
        evidence="\n".join(entry["evidence_of_impact"]),
        still_to_do="\n".join(entry["still_to_do"]),
    )
    shelf.add(update, of=entry)
    for number, text in enumerate(entry["evidence_of_impact"], 1):
        is_none = (theme.slug, number) in NONE_YET
        kind = EvidenceItem.Kind.NONE_YET if is_none else EvidenceItem.Kind.UNGRADED
        shelf.add(EvidenceItem(update=update, number=number, text=text, kind=kind), of=entry)
