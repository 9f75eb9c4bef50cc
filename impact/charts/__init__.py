"""Charts and marks as SVG: pure geometry, the same for the page and for the paper.

Each chart is a function from a frozen dataclass to a `Drawing`; `geometry` says for which room
it is drawn (`WIDE`, `MIDDLE`, `NARROW` on a page; `SHEET`, `COLUMN`, `HALF` on paper).
"""

from governance.drawing.sheet import (
    COLOURS,
    COLUMN,
    HALF,
    MIDDLE,
    NARROW,
    SHEET,
    WIDE,
    Drawing,
    Geometry,
)
from impact.charts.attendance import (
    AttendanceBars,
    AttendanceSquares,
    Attended,
    SeatRow,
    attendance_bars,
    attendance_squares,
)
from impact.charts.comparison import Area, Comparison, comparison, comparison_bar
from impact.charts.marks import MARKS, mark, mark_data_uri, mark_name, marks_css, pips
from impact.charts.quorum import Quorum, quorum_row
from impact.charts.ratings import RatedRow, Rating, RatingMap, rating_map
from impact.charts.rows import RowName
from impact.charts.run_chart import run_chart
from impact.charts.series import FEWEST_POINTS, Annotation, Line, PeriodLabel, RunChart, Target
from impact.charts.sparkline import Sparkline, sparkline
from impact.charts.states import StatesChart, StatesRow, states_chart
from impact.charts.timeline import Bar, Milestone, Span, Timeline, timeline

__all__ = [
    "COLOURS",
    "COLUMN",
    "FEWEST_POINTS",
    "HALF",
    "MARKS",
    "MIDDLE",
    "NARROW",
    "SHEET",
    "WIDE",
    "Annotation",
    "Area",
    "AttendanceBars",
    "AttendanceSquares",
    "Attended",
    "Bar",
    "Comparison",
    "Drawing",
    "Geometry",
    "Line",
    "Milestone",
    "PeriodLabel",
    "Quorum",
    "RatedRow",
    "Rating",
    "RatingMap",
    "RowName",
    "RunChart",
    "SeatRow",
    "Span",
    "Sparkline",
    "StatesChart",
    "StatesRow",
    "Target",
    "Timeline",
    "attendance_bars",
    "attendance_squares",
    "comparison",
    "comparison_bar",
    "mark",
    "mark_data_uri",
    "mark_name",
    "marks_css",
    "pips",
    "quorum_row",
    "rating_map",
    "run_chart",
    "sparkline",
    "states_chart",
    "timeline",
]
