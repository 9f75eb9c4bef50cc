"""What the board needs to know: how we are doing, what changed, who is late, what is asked."""

from collections import Counter
from collections.abc import Sequence

from impact.charts import mark_name
from portal.reports.build.actions import overdue, states
from portal.reports.build.facts import Action, Found, PriorityFound, Rating, Silence
from portal.reports.build.wording import (
    STATE_WORDS,
    Numbering,
    counted,
    ended,
    illustrative,
    in_words,
    listed,
    muted,
    plain,
    source,
    state,
    strong,
    upper_first,
)
from portal.reports.content import (
    Asks,
    Block,
    Cell,
    Column,
    Group,
    Lead,
    Note,
    Para,
    Paras,
    Part,
    Row,
    Section,
    Table,
    Words,
)

_BEST_FIRST = ("complete", "on_track", "at_risk", "off_track")
_NOT_RATED = {"no_update", "not_started"}


def know(found: Found, number: str) -> Section:
    """Return the first section: the one page that everybody reads."""
    if not found.priorities:
        said = "The Board has no plan with priorities in this quarter."
        return _section(number, [Lead(words=plain(said))])
    numbering = Numbering(number)
    blocks: list[Block] = [Lead(words=plain(lead(found))), ratings(found)]
    blocks.append(Part(title="What changed", blocks=(_changes(found, numbering),)))
    blocks.append(Part(title="Late or silent", blocks=(_silent(found, numbering),)))
    blocks.append(Part(title="The Board is asked to", blocks=(_asks(found),)))
    blocks.extend(states(found))
    blocks.extend(overdue(found))
    return _section(number, blocks)


def _section(number: str, blocks: Sequence[Block]) -> Section:
    title = "What the Board needs to know"
    return Section(number=number, title=title, anchor="know", blocks=tuple(blocks))


def lead(found: Found) -> str:
    """Return the news in two sentences: how many stand where, and who did not report."""
    now = Counter(each.now for each in found.priorities)
    total = len(found.priorities)
    well = now["on_track"] + now["complete"]
    said = [
        (well, "on track or complete"),
        (now["at_risk"], "at risk"),
        (now["off_track"], "off track"),
        (now["not_started"], "not started"),
    ]
    parts = [f"{in_words(n)} {'is' if n == 1 else 'are'} {words}" for n, words in said if n]
    if not parts:
        return f"None of {counted(total, 'priority', 'priorities')} has been reported on."
    parts[0] = parts[0].replace(" ", f" of {counted(total, 'priority', 'priorities')} ", 1)
    first = upper_first(listed(parts)) + "."
    return f"{first} {_who_reported(found)}"


def _who_reported(found: Found) -> str:
    missing = [each for each in found.priorities if not each.reported]
    if not missing:
        return "Every sponsor reported."
    longest = max(each.silent_for for each in missing)
    words = upper_first(f"{counted(len(missing), 'sponsor')} did not report")
    if longest > 1:
        words += f", one for {counted(longest, 'quarter')} running"
    return f"{words}."


def ratings(found: Found) -> Part:
    """Return the heat map: a row a priority, a column a quarter."""
    titles = [
        *found.quarters,
        *([f"{found.next_quarter}, expected"] if found.next_quarter else []),
    ]
    width = 26 if len(titles) < 5 else 23 if len(titles) < 6 else 19
    columns = (
        Column(title="Priority and sponsor"),
        *(Column(title=title, width=width) for title in titles),
    )
    rows = tuple(_rated(each) for each in found.priorities)
    table = Table(
        title="Ratings of each priority, by quarter",
        columns=columns,
        groups=(Group(rows=rows),),
        look="heat",
    )
    words = "“No update” stands where the sponsor did not report; earlier words are not repeated."
    if found.next_quarter:
        words = f"Dashed: what the sponsor expects of {_within(found.next_quarter)}. {words}"
    if any(each.ratings_illustrative for each in found.priorities):
        words += " The ratings are illustrative."
    quarters = counted(len(found.quarters), "quarter")
    head = upper_first(f"{counted(len(rows), 'priority', 'priorities')}, {quarters}")
    return Part(title=head, blocks=(table, Note(words=muted(words))), wide=True)


def _rated(priority: PriorityFound) -> Row:
    head = Cell(
        words=(
            *strong(f"{priority.number}"),
            *plain(f"\u00a0 {priority.short or priority.title}"),
        ),
        sub=priority.sponsor or "No sponsor",
    )
    return Row(cells=(head, *map(_rating, priority.ratings)))


def _rating(rating: Rating) -> Cell:
    """Return the cell of one quarter; a dash where a silent sponsor foresees nothing."""
    if rating.expected and rating.code == "no_update":
        return Cell(words=muted("–"))
    wash = "expected" if rating.expected else mark_name(rating.code)
    return Cell(words=state(rating.code), wash=wash)


def _within(quarter: str) -> str:
    """Return a quarter's name as it stands within a sentence."""
    return quarter.replace("Quarter ", "quarter ")


def _changes(found: Found, numbering: Numbering) -> Paras:
    said = [words for each in found.priorities if (words := _change(each))]
    if not said:
        since = f" since {_within(found.quarters[-2])}" if len(found.quarters) > 1 else ""
        said = [plain(f"No rating changed{since}.")]
    done = sum(action.state == "complete" for each in found.priorities for action in each.actions)
    every = sum(len(each.actions) for each in found.priorities)
    if every:
        said.append(plain(f"{done} of {every} actions are complete."))
    return Paras(paras=numbering.paras(said))


def _change(priority: PriorityFound) -> Words:
    """Return how a rating moved since the quarter before, and why; empty where it did not."""
    now, before = priority.now, priority.before
    if now == before or not before or now in _NOT_RATED:
        return ()
    name = f"Priority {priority.number}"
    if before in _NOT_RATED:
        words = "reported again" if before == "no_update" else "began"
        return (*strong(f"{name} {words}: {STATE_WORDS[now].lower()}."), *_why(priority))
    rose = _BEST_FIRST.index(now) < _BEST_FIRST.index(before)
    verb = "rose" if rose else "fell"
    words = f"{name} {verb} from {STATE_WORDS[before].lower()} to {STATE_WORDS[now].lower()}."
    return (*strong(words), *_why(priority))


def _why(priority: PriorityFound) -> Words:
    why = priority.sponsor_note or priority.reason
    return plain(f" {ended(upper_first(why))}") if why else ()


def _silent(found: Found, numbering: Numbering) -> Paras:
    said = [*_no_reports(found), *_no_answers(found)]
    late = [action for each in found.priorities for action in each.actions if action.days_overdue]
    if late:
        said.append(plain(_late(late)))
    if not said:
        said = [plain("Every sponsor reported, every partner answered, no action is overdue.")]
    return Paras(paras=numbering.paras(said))


def _no_reports(found: Found) -> list[Words]:
    """Return one sentence on the sponsors who did not report."""
    missing = [each for each in found.priorities if not each.reported]
    if not missing:
        return []
    said = [f"on Priority {each.number}{_for_quarters(each.silent_for)}" for each in missing]
    return [(*strong("No update"), *plain(f" {listed(said)}."))]


def _for_quarters(running: int) -> str:
    return f" for {counted(running, 'quarter')}" if running > 1 else ""


def _no_answers(found: Found) -> list[Words]:
    """Return one sentence that names every silent partner, the longest silent first."""
    by_name: dict[str, Silence] = {}
    for each in (silence for priority in found.priorities for silence in priority.silences):
        known = by_name.get(each.who)
        by_name[each.who] = Silence(
            who=each.who,
            quarters=max(each.quarters, known.quarters if known else 0),
            actions=each.actions + (known.actions if known else 0),
        )
    order = sorted(by_name.values(), key=lambda each: (-each.quarters, -each.actions, each.who))
    if not order:
        return []
    many = upper_first(counted(len(order), "partner"))
    words = f" sent nothing on some of their actions: {listed([_silence(s) for s in order])}."
    return [(*strong(many), *plain(words))]


def _silence(silence: Silence) -> str:
    actions = counted(silence.actions, "action")
    return f"{silence.who} ({actions}{_for_quarters(silence.quarters)})"


def _late(late: list[Action]) -> str:
    worst = max(late, key=lambda action: action.days_overdue)
    third = sum(action.times_moved > 1 for action in late)
    if len(late) == 1:
        words = f"Action {worst.number} is {worst.days_overdue} days overdue"
    else:
        words = upper_first(counted(len(late), "action"))
        words += f" are overdue, action {worst.number} the longest, by {worst.days_overdue} days"
    if third:
        words += f"; {counted(third, 'action')} stand{'s' if third == 1 else ''} at a third date"
    return f"{words}."


def _asks(found: Found) -> Asks | Paras:
    items: list[Words] = []
    for each in found.priorities:
        name = strong(f"Priority {each.number}. ")
        if not each.sponsor:
            items.append((*name, *plain("Decide who sponsors it: the place is vacant.")))
        items.extend(
            (*name, *plain(ended(ask.text)), *source(ask.source), *illustrative(ask.illustrative))
            for ask in each.asks
        )
    if not items:
        return Paras(paras=(Para(words=plain("Note this report. Nothing else is asked of it.")),))
    return Asks(items=tuple(items))
