"""What pages of the third storey show, in a fixed number of queries."""

from impact.queries.earlier import earlier_words, last_hand, own_figures
from impact.queries.figures import Figures, Judged, has_figures, in_words
from impact.queries.measures import MeasurePage, MeasureRow, measure_page, measure_row
from impact.queries.on_actions import Moved, measures_of_priority
from impact.queries.pool import MeasureList, measure_list
from impact.queries.priorities import PriorityPage, priority_page
from impact.queries.search import search
from impact.queries.voice import VoicePage, Wanted, voice_page

__all__ = [
    "Figures",
    "Judged",
    "MeasureList",
    "MeasurePage",
    "MeasureRow",
    "Moved",
    "PriorityPage",
    "VoicePage",
    "Wanted",
    "earlier_words",
    "has_figures",
    "in_words",
    "last_hand",
    "measure_list",
    "measure_page",
    "measure_row",
    "measures_of_priority",
    "own_figures",
    "priority_page",
    "search",
    "voice_page",
]
