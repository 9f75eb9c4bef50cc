"""What a run chart says, in words: the description that stands beside its title."""

from impact.charts.scale import number
from impact.charts.series import FEWEST_POINTS, Line, RunChart

_KIND_WORDS = {
    "improvement": "better than chance explains",
    "concern": "worse than chance explains",
    "neutral_high": "higher than chance explains",
    "neutral_low": "lower than chance explains",
}


def described(chart: RunChart) -> str:
    """The description of `chart`: the same figures as are drawn, in sentences."""
    sentences = [sentence for line in chart.lines for sentence in _of_line(chart, line)]
    sentences += [_of_comparator(chart, line) for line in chart.comparators]
    sentences += [_of_target(chart)]
    sentences += [
        f"{chart.periods[note.index].label}: {note.text}."
        for note in chart.annotations
        if 0 <= note.index < len(chart.periods)
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _figure(chart: RunChart, value: float) -> str:
    return number(value, chart.decimals, chart.suffix)


def _of_line(chart: RunChart, line: Line) -> list[str]:
    """How many points, from where to where, the extremes, gaps and what is judged."""
    known = line.indexes()
    if not known:
        return [f"{line.name}: no figures."]
    return [
        _course(chart, line, known),
        _new_way(chart, line),
        _gaps(chart, line, known),
        _hollow(line, known),
        *_judgement(chart, line, len(known)),
    ]


def _course(chart: RunChart, line: Line, known: tuple[int, ...]) -> str:
    figures = {index: value for index, value in enumerate(line.values) if value is not None}

    def told(index: int) -> str:
        return f"{_figure(chart, figures[index])} in {chart.periods[index].label}"

    unit = f" {chart.unit}" if chart.unit else ""
    if len(known) == 1:
        return f"{line.name}: one point, {told(known[0])}{unit}."
    low, high = min(known, key=figures.__getitem__), max(known, key=figures.__getitem__)
    words = f"{line.name}: {len(known)} points, from {told(known[0])} to {told(known[-1])}{unit}"
    extremes = [
        f"{kind} {told(index)}"
        for kind, index in (("lowest", low), ("highest", high))
        if index not in (known[0], known[-1])
    ]
    return "; ".join([words, *extremes]) + "."


def _new_way(chart: RunChart, line: Line) -> str:
    if line not in chart.lines[1:]:
        return ""
    start = chart.periods[line.indexes()[0]].label
    return f"Counted in a new way from {start}; the lines are not joined."


def _gaps(chart: RunChart, line: Line, known: tuple[int, ...]) -> str:
    missing = [
        chart.periods[index].label
        for index in range(known[0], known[-1])
        if line.values[index] is None
    ]
    return f"No figure for {_listed(missing)}." if missing else ""


def _hollow(line: Line, known: tuple[int, ...]) -> str:
    many = len(line.hollow & set(known))
    if many == len(known):
        return "All points are illustrative or estimated."
    if not many:
        return ""
    return f"{_counted(many, 'point')} illustrative or estimated, drawn hollow."


def _judgement(chart: RunChart, line: Line, many: int) -> list[str]:
    if line.analysis is not None and many < FEWEST_POINTS:
        return [f"{many} of the {FEWEST_POINTS} points that a judgement needs."]
    kinds = list(line.kinds().values())
    found = [
        f"{_counted(kinds.count(kind), 'point')} {words}."
        for kind, words in _KIND_WORDS.items()
        if kind in kinds
    ]
    for stretch in line.stretches()[-1:]:
        found.insert(0, f"The mean is {_figure(chart, stretch.centre)}.")
        if stretch.lower is not None and stretch.upper is not None:
            lower, upper = _figure(chart, stretch.lower), _figure(chart, stretch.upper)
            found.insert(1, f"The limits are {lower} and {upper}.")
    if kinds and not set(kinds) - {"common_cause"}:
        found.append("Every point lies in the usual range.")
    return found


def _of_comparator(chart: RunChart, line: Line) -> str:
    last = line.last()
    if last is None:
        return ""
    return f"{line.name} stood at {_figure(chart, last[1])} in {chart.periods[last[0]].label}."


def _of_target(chart: RunChart) -> str:
    levels = [value for value in chart.targets() if value is not None]
    if chart.target is None or not levels:
        return ""
    mark = ", illustrative" if chart.target.illustrative else ""
    first = f"from {_figure(chart, levels[0])} to " if levels[0] != levels[-1] else ""
    return f"{chart.target.name}: {first}{_figure(chart, levels[-1])}{mark}."


def _counted(many: int, noun: str) -> str:
    return f"1 {noun} is" if many == 1 else f"{many} {noun}s are"


def _listed(words: list[str]) -> str:
    """`words` with commas and a last "and"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
