"""What is true on the third storey."""

from impact.models.measures import (
    MEASURE_SEARCHED,
    ActionMeasure,
    Area,
    Measure,
    Neighbour,
    NeighbourSet,
    PriorityMeasure,
    Target,
)
from impact.models.observations import Observation, Revision, Symbol
from impact.models.scorecards import Scorecard, ScorecardRow
from impact.models.voice import SAID_SEARCHED, Engagement, YouSaid

__all__ = [
    "MEASURE_SEARCHED",
    "SAID_SEARCHED",
    "ActionMeasure",
    "Area",
    "Engagement",
    "Measure",
    "Neighbour",
    "NeighbourSet",
    "Observation",
    "PriorityMeasure",
    "Revision",
    "Scorecard",
    "ScorecardRow",
    "Symbol",
    "Target",
    "YouSaid",
]
