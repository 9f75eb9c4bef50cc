"""Which measures a reader chose to see: by board, by plan or priority, by how they are judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from governance.models import Board
from impact.models import Measure, PriorityMeasure
from impact.queries.figures import Judged
from priorities.models import Plan, Priority

OFFERED = 50  # boards or plans to choose from; of more the name is written
PLANS = 20  # up to which the priorities of each are offered
JUDGED = {
    "concern": "Concern",
    "improvement": "Improvement",
    "usual": "Usual range",
    "few": "Too few points to judge",
    "met": "Target met",
    "missed": "Target missed",
    "wanted": "Wanted, no figure yet",
}


@dataclass(frozen=True)
class Choice:
    """One field of the filter: its name and label, what may be chosen, and what was.

    `is_written`: there is too much to choose from, so that a name or a part of it is written.
    """

    name: str
    label: str
    every: str
    options: Sequence[tuple[str, str]]
    chosen: str
    is_written: bool = False


class Chosen:
    """What a reader chose; a word that nothing bears is passed over."""

    def __init__(
        self, asked: Mapping[str, str], seen: QuerySet[Measure], plans: QuerySet[Plan]
    ) -> None:
        """Read `asked` against the measures and plans that the reader sees; three queries."""
        self.fields = (
            _choice("board", "Board", "All boards", _boards(seen), asked),
            _choice("serves", "Plan or priority", "All plans", _plans(seen, plans, asked), asked),
            _choice("judged", "Judged", "All measures", list(JUDGED.items()), asked),
        )
        self._board, self._serves, self._judged = (each.chosen for each in self.fields)

    @property
    def is_any(self) -> bool:
        """Whether anything was chosen."""
        return any(each.chosen for each in self.fields)

    @property
    def is_judged(self) -> bool:
        """Whether the choice is by how measures are judged."""
        return bool(self._judged)

    def of(self, seen: QuerySet[Measure]) -> QuerySet[Measure]:
        """Return the measures of the board and of the plan or priority."""
        if self._board:
            boards = _called("slug", "name", self._board, self.fields[0])
            kept = Q(board__in=Board.objects.filter(boards))
            of_plan = Q(board=None, plan__board__in=Board.objects.filter(boards))
            seen = seen.filter(kept | of_plan)
        if not self._serves:
            return seen
        plan, _, number = self._serves.partition("/")
        plans = Plan.objects.filter(_called("slug", "title", plan, self.fields[1]))
        serving = PriorityMeasure.objects.filter(priority__plan__in=plans)
        if number.isdecimal():
            serving = serving.filter(priority__number=number)
        served = Q(pk__in=serving.values("measure"))
        return seen.filter(served if number else served | Q(plan__in=plans))

    def keeps(self, judged: Judged | None) -> bool:
        """Say whether a measure, judged or without a figure, is among those chosen."""
        return not self._judged or self._judged in _words(judged)


def _words(judged: Judged | None) -> Iterable[str]:
    """Yield the words of the filter that fit a measure."""
    if judged is None:
        yield "wanted"
        return
    variation = judged.says.variation
    for word in ("concern", "improvement"):
        if variation and variation.startswith(word):
            yield word
    if variation == "common_cause":
        yield "usual"
    if not variation:
        yield "few"
    if judged.says.target is not None and judged.says.target.gap is not None:
        yield "met" if judged.says.target.verdict == "met" else "missed"


def _choice(
    name: str,
    label: str,
    every: str,
    options: list[tuple[str, str]] | None,
    asked: Mapping[str, str],
) -> Choice:
    wanted = asked.get(name, "").strip()
    if options is None:
        return Choice(name, label, every, (), wanted, is_written=True)
    known = {value for value, _ in options}
    return Choice(name, label, every, options, wanted if wanted in known else "")


def _called(key: str, title: str, wanted: str, choice: Choice) -> Q:
    """Return the condition that a row has the `key` chosen; where it is written, the `title`."""
    chosen = Q(**{key: wanted})
    return chosen | Q(**{f"{title}__icontains": wanted}) if choice.is_written else chosen


def _boards(seen: QuerySet[Measure]) -> list[tuple[str, str]] | None:
    """Return the boards whose measures are seen; None where they are too many to offer."""
    keepers = seen.values_list(Coalesce("board", "plan__board"))
    boards = Board.objects.filter(pk__in=keepers).order_by("name", "pk")
    found = list(boards.values_list("slug", "name")[: OFFERED + 1])
    return found if len(found) <= OFFERED else None


def _plans(
    seen: QuerySet[Measure], plans: QuerySet[Plan], asked: Mapping[str, str]
) -> list[tuple[str, str]] | None:
    """Return the plans whose priorities measures serve, each followed by those priorities.

    Of many plans only the chosen one is followed by them: else there is too much to choose from.
    None where the plans are too many to offer, whether measures serve them or not.
    """
    if len(plans.order_by("pk").values_list("pk")[: OFFERED + 1]) > OFFERED:
        return None
    links = PriorityMeasure.objects.filter(measure__in=seen, priority=OuterRef("pk"))
    served = Priority.objects.filter(Exists(links), plan__in=plans)
    rows = list(
        served.order_by("plan__title", "plan", "number").values_list(
            "plan__slug", "plan__title", "number", "title"
        )
    )
    are_many = len({plan for plan, *_ in rows}) > PLANS
    wanted = asked.get("serves", "").partition("/")[0]
    found: dict[str, str] = {}
    for plan, title, number, words in rows:
        found.setdefault(plan, title)
        if plan == wanted or not are_many:
            found[f"{plan}/{number}"] = f"{number} {words}"
    return list(found.items())
