"""What pages of the third storey show, in a fixed number of queries."""

from impact.queries.earlier import earlier_words, last_hand, own_figures
from impact.queries.figures import Figures, Judged, has_figures, in_words
from impact.queries.kit import Kit, kit, theme_leads_to
from impact.queries.measures import MeasurePage, MeasureRow, measure_page, measure_row
from impact.queries.on_actions import Moved, measures_of_priority
from impact.queries.pool import MeasureList, measure_list
from impact.queries.priorities import PriorityPage, priority_page
from impact.queries.search import search
from impact.queries.ties import (
    Tie,
    actions_to_tie,
    measures_to_tie,
    served_by,
    ties_of,
)
from impact.queries.voice import VoicePage, Wanted, voice_page

__all__ = [
    "Figures",
    "Judged",
    "Kit",
    "MeasureList",
    "MeasurePage",
    "MeasureRow",
    "Moved",
    "PriorityPage",
    "Tie",
    "VoicePage",
    "Wanted",
    "actions_to_tie",
    "earlier_words",
    "has_figures",
    "in_words",
    "kit",
    "last_hand",
    "measure_list",
    "measure_page",
    "measure_row",
    "measures_of_priority",
    "measures_to_tie",
    "own_figures",
    "priority_page",
    "search",
    "served_by",
    "theme_leads_to",
    "ties_of",
    "voice_page",
]
