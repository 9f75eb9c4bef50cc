"""All that the papers and the official files say, file by file, in the order keys need."""

from portal.demo import (
    areas,
    bodies,
    figures,
    joins,
    measures,
    meetings,
    papers,
    plans,
    seats,
    themes,
    voice,
)
from portal.demo.shelf import Shelf

STEPS = (
    papers.load_documents,
    papers.load_glossary,
    papers.load_formats,
    papers.load_notes,
    bodies.load_organisations,
    bodies.load_boards,
    bodies.load_links,
    bodies.load_statements,
    papers.owner_names,
    seats.load_seats,
    meetings.load_meetings,
    meetings.load_choice,
    plans.load_plans,
    plans.load_outcomes,
    plans.load_priorities,
    plans.load_statements,
    plans.load_findings,
    plans.load_milestones,
    themes.load_themes,
    areas.load_areas,
    measures.load_quoted,
    measures.load_wanted,
    measures.load_theme_measures,
    measures.load_official,
    figures.load_quoted,
    figures.load_official,
    voice.load_engagements,
    voice.load_you_said,
    joins.load_joins,
)


def load_facts(shelf: Shelf) -> None:
    """Add every record of every file."""
    for step in STEPS:
        step(shelf)
    for entry in shelf.houseless():
        shelf.leave(entry, "no page of the portal has a place for it")
