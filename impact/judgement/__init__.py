"""Judgement: what figures say, worked out once for table, chart, paper and page."""

from impact.judgement.areas import (
    FEWEST_FOR_QUARTILES,
    Against,
    AreaFigure,
    Place,
    against,
    place,
)
from impact.judgement.figures import (
    SYMBOL_WORDS,
    distance,
    figure,
    ordinal,
    plain,
    rounded,
    when,
)
from impact.judgement.judging import (
    ASSURANCE_WORDS,
    FEWEST_POINTS,
    VARIATION_WORDS,
    Judgement,
    Point,
    judge,
)
from impact.judgement.targets import VERDICT_WORDS, Distance, Target, stand, target_on

__all__ = [
    "ASSURANCE_WORDS",
    "FEWEST_FOR_QUARTILES",
    "FEWEST_POINTS",
    "SYMBOL_WORDS",
    "VARIATION_WORDS",
    "VERDICT_WORDS",
    "Against",
    "AreaFigure",
    "Distance",
    "Judgement",
    "Place",
    "Point",
    "Target",
    "against",
    "distance",
    "figure",
    "judge",
    "ordinal",
    "place",
    "plain",
    "rounded",
    "stand",
    "target_on",
    "when",
]
