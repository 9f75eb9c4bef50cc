"""What the reader found, as plain facts: the database is left behind here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.reports.content import Limits, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How one priority stood in one quarter."""

    code: str
    """on_track, at_risk, off_track, complete, not_started or no_update."""
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing a sponsor reports, or asks; `kind` of evidence: "data", "audit" and so on."""

    text: str
    kind: str = ""
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A row of a delivery plan, on the day the paper speaks of."""

    number: str
    what: str
    outcome: str
    lead: str
    starts_on: date | None
    due_on: date | None
    """Its last day."""
    first_due_on: date | None = None
    due: str
    """As printed: "31 March 2014", "spring 2014"."""
    state: str
    reason: str = ""
    days_overdue: int = 0
    times_moved: int = 0
    asked: int = 0
    accepted: int = 0
    illustrative: bool = False
    source: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """An organisation that owes word: for how many quarters running, on how many actions."""

    who: str
    quarters: int
    actions: int
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone:
    """A sponsor's duty: state "met", "begun" or "open", and why."""

    title: str
    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure of a measure for one period; `ends_on` is the day after its last day."""

    period: str
    starts_on: date
    ends_on: date
    value: Decimal | None
    symbol: str = ""
    qualifier: str = ""
    kind: str = "actual"
    spc: str = ""
    note: str = ""
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Readings of one measure for one area and breakdown, oldest first."""

    area: str
    breakdown: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFound:
    """A measure with what may be shown of it and what was judged, up to the paper's period."""

    code: str
    title: str
    unit: str
    decimals: int
    sentence: str
    also: str = ""
    """Figures that stand on no line: of another kind of period, or of a scenario."""
    own: Series
    better: str = ""
    """"higher", "lower" or "neither"."""
    others: tuple[Series, ...] = ()
    later: tuple[Series, ...] = ()
    target: Decimal | None = None
    target_illustrative: bool = False
    target_words: str = ""
    """"Met, by 0.3", "1.5 above", empty without a target."""
    target_met: bool = False
    direction: str = ""
    """better, worse, same, higher, lower, or empty where there is nothing to compare."""
    moved: str = ""
    """up, down or flat."""
    variation: str = ""
    """Mark of the special-cause judgement, empty below 13 points."""
    variation_words: str = ""
    limits: tuple[Limits, ...] = ()
    group: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityFound:
    """One priority of the board's plan."""

    number: int
    title: str
    anchor: str
    short: str = ""
    """The title in few words, where there is one."""
    sponsor: str
    """Posts, as the board says them; empty: no sponsor."""
    ratings: tuple[Rating, ...]
    """One for each quarter of `Found.quarters`, the last being this paper's."""
    worked_out: str
    """Code of the rating worked out from dates and states."""
    reason: str
    reported: bool
    sponsor_note: str = ""
    silent_for: int = 0
    """Quarters running, this one included, without a report of the sponsor."""
    duties: tuple[DutyDone, ...] = ()
    action_taken: tuple[Said, ...] = ()
    evidence: tuple[Said, ...] = ()
    still_to_do: tuple[Said, ...] = ()
    actions: tuple[Action, ...] = ()
    issues: tuple[Said, ...] = ()
    asks: tuple[Said, ...] = ()
    silences: tuple[Silence, ...] = ()
    measures: tuple[MeasureFound, ...] = ()
    wanted: tuple[str, ...] = ()
    """Measures the board wants and nobody has figures for."""
    commitments: int = 0
    accepted: int = 0
    agreed_because: str = ""  # the chair's reason, where a commitment was unanswered
    ratings_illustrative: bool = False

    @property
    def now(self) -> str:
        """The code of the rating of this quarter."""
        return self._known(-1)

    @property
    def before(self) -> str:
        """The code of the rating of the quarter before; empty where there was none."""
        return self._known(-2)

    def _known(self, place: int) -> str:
        known = [each.code for each in self.ratings if not each.expected]
        return known[place] if len(known) >= -place else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFound:
    """A priority of a plan the board follows, with what asks for it."""

    number: int
    title: str
    anchor: str
    asked_by: tuple[str, ...]
    """"DfE", "Ofsted": who asks for it, in the order of the matrix' columns."""
    asks: str = ""
    """What is asked for, in brief."""
    action_taken: tuple[Said, ...] = ()
    evidence: tuple[Said, ...] = ()
    still_to_do: tuple[Said, ...] = ()
    source: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFollowed:
    """A plan of somebody else that the board follows."""

    title: str
    owner: str
    since: str
    asking: tuple[str, ...]
    themes: tuple[ThemeFound, ...]
    source: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A seat, an organisation or a board: present of expected, deputies by the board's rule."""

    label: str
    present: int
    deputies: int
    expected: int
    source: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Attendance of one board over the periods up to the paper's."""

    board: str
    span: str
    meetings: int
    total: Attended
    rows: tuple[Attended, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An abbreviation and what it means here."""

    term: str
    meaning: str
    source: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything a board report is made of."""

    place: str
    board: str
    board_slug: str
    period: str
    period_slug: str
    period_short: str
    calendar: str = "financial"
    starts_on: date
    ends_on: date
    on: date
    """The day the paper speaks of: the period's last, or an earlier one while it runs."""
    quarters: tuple[str, ...]
    plan: str
    next_quarter: str = ""
    meeting: str = ""
    priorities: tuple[PriorityFound, ...] = ()
    followed: tuple[PlanFollowed, ...] = ()
    scorecard: tuple[MeasureFound, ...] = ()
    scorecard_title: str = ""
    registers: tuple[Register, ...] = ()
    glossary: tuple[Term, ...] = ()
    sources: tuple[Source, ...] = ()
    licences: tuple[str, ...] = ()
    measures_left_out: int = 0
    """Measures of the scorecard that had no figure by the paper's day."""

    def labels(self) -> dict[int, str]:
        """Return the short label of each source by its key."""
        return {each.key: each.label for each in self.sources}
