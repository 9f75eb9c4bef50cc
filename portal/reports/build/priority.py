"""A priority's section: what its sponsor reports, whether anyone is better off, and the plan."""

from collections import Counter

from governance.periods import Period, periods_between, quarter_of
from portal.reports.build.facts import Action, Found, PriorityFound, Said
from portal.reports.build.figures import figures
from portal.reports.build.wording import (
    STATE_WORDS,
    Numbering,
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
    Block,
    Cell,
    Column,
    Duties,
    Duty,
    Fact,
    Facts,
    Group,
    Note,
    Para,
    Paras,
    Part,
    Picture,
    Quarter,
    Row,
    Section,
    Span,
    Table,
    Timeline,
    Words,
)
from priorities.progress import date_in_words

_FIT_ON_A_SHEET = 8  # actions whose table and timeline stand on one sheet
_EVIDENCE = {
    "data": "on data",
    "audit": "on audit",
    "survey": "on a survey",
    "observation": "on observation",
    "anecdote": "on anecdote",
}


def priority_section(found: Found, each: PriorityFound, number: str) -> Section:
    """Return the section of one priority."""
    numbering = Numbering(number)
    anchor = each.anchor
    blocks: list[Block] = [_facts(each)]
    if each.duties:
        blocks.append(
            Duties(
                duties=tuple(
                    Duty(title=duty.title, state=duty.state, words=duty.words)
                    for duty in each.duties
                )
            )
        )
    blocks.extend(_report(found, each, numbering))
    blocks.extend(_delays(each, numbering))
    blocks.append(_measures(found, each, anchor, numbering))
    plan, when = [delivery_plan(each, anchor)], _when(found, each)
    # A table may run on to the next sheet, a picture not: the longer of the two stands last.
    blocks.extend([*plan, *when] if len(each.actions) <= _FIT_ON_A_SHEET else [*when, *plan])
    return Section(
        number=number,
        title=f"Priority {each.number}: {each.title}",
        short=f"Priority {each.number}",
        anchor=anchor,
        blocks=tuple(blocks),
    )


def _facts(each: PriorityFound) -> Facts:
    differs = each.worked_out and each.worked_out != each.now
    note = f"Worked out: {STATE_WORDS[each.worked_out].lower()}. " if differs else ""
    facts = [
        Fact(label="Sponsor", words=strong(each.sponsor or "No sponsor: the place is vacant")),
        Fact(
            label="Rating",
            words=state(each.now, style="strong"),
            note=f"{note}{upper_first(ended(each.reason))}".strip(),
        ),
    ]
    if each.commitments:
        words = f"{each.accepted} of {each.commitments} accepted"
        why = f"Agreed before all had answered: {ended(each.agreed_because)}"
        note = why if each.agreed_because else ""
        facts.append(Fact(label="Commitments", words=strong(words), note=note))
    return Facts(facts=tuple(facts))


def _report(found: Found, each: PriorityFound, numbering: Numbering) -> list[Block]:
    """Return the three heads of a sponsor's report; what is missing is printed as missing."""
    if not each.reported:
        said = f"{each.sponsor} sent no report for {found.period_short}."
        if not each.sponsor:
            said = "There is no sponsor to report."
        first = Paras(paras=(Para(words=(*state("no_update"), *muted(f". {said}"))),))
        rest = Paras(paras=(Para(words=state("no_update")),))
        return [
            Part(title="Action taken", blocks=(first,)),
            Part(title="Evidence of impact", blocks=(rest,)),
            Part(title="Still to do", blocks=(rest,)),
        ]
    return [
        _said("Action taken", each.action_taken, "No action was reported.", numbering),
        _said(
            "Evidence of impact",
            each.evidence,
            "No evidence of impact was given.",
            numbering,
            note=_kinds(each.evidence),
        ),
        _said("Still to do", each.still_to_do, "Nothing was named.", numbering),
    ]


def _said(
    title: str, said: tuple[Said, ...], empty: str, numbering: Numbering, *, note: str = ""
) -> Part:
    all_made_up = bool(said) and all(each.illustrative for each in said)
    hang = f"{note} Illustrative.".strip() if all_made_up else note
    words = [_words(each, mark=not all_made_up) for each in said] or [muted(empty)]
    return Part(
        title=title,
        blocks=(Paras(paras=numbering.paras(words)),),
        note=muted(hang) if hang else (),
    )


def _words(said: Said, *, mark: bool = True) -> Words:
    kind = muted(f" {upper_first(said.kind)}.") if said.kind else ()
    return (
        *plain(ended(said.text)),
        *kind,
        *source(said.source),
        *illustrative(mark and said.illustrative),
    )


def _kinds(evidence: tuple[Said, ...]) -> str:
    """Return on what the evidence rests, in one sentence."""
    kinds = Counter(each.kind for each in evidence if each.kind in _EVIDENCE)
    if not kinds:
        return ""
    parts = [f"{in_words(count)} {_EVIDENCE[kind]}" for kind, count in kinds.most_common()]
    first, _space, basis = parts[0].partition(" ")
    count = kinds.most_common(1)[0][1]
    parts[0] = f"{first} claim{'' if count == 1 else 's'} rest{'s' if count == 1 else ''} {basis}"
    return upper_first(listed(parts)) + "."


def _measures(found: Found, each: PriorityFound, anchor: str, numbering: Numbering) -> Part:
    blocks: list[Block] = [figures(each.measures, found.labels())] if each.measures else []
    if each.wanted:
        words = f"Wanted, and still without figures: {listed(each.wanted)}."
        blocks.append(Paras(paras=(numbering.para(plain(words)),)))
    elif not each.measures:
        words = "No measure of this priority has a figure up to the end of this quarter."
        blocks.append(Paras(paras=(numbering.para(muted(words)),)))
    return Part(
        title="Is anyone better off",
        blocks=tuple(blocks),
        anchor=f"{anchor}-measures",
        wide=bool(each.measures),
    )


def delivery_plan(each: PriorityFound, anchor: str) -> Part:
    """Return the actions of a priority's delivery plan as a table."""
    if not each.actions:
        words = muted("No delivery plan has been agreed.")
        return Part(title="The delivery plan", blocks=(Paras(paras=(Para(words=words),)),))
    columns = (
        Column(title="Action and expected outcome"),
        Column(title="Lead", width=28),
        Column(title="Due", width=31),
        Column(title="State", width=34),
        Column(title="Accepted", width=15),
    )
    rows = tuple(_action(action) for action in each.actions)
    blocks: list[Block] = [
        Table(title="Delivery plan", columns=columns, groups=(Group(rows=rows),), look="plan")
    ]
    made_up = sum(action.illustrative for action in each.actions)
    if made_up:
        who = "All" if made_up == len(rows) else upper_first(in_words(made_up))
        blocks.append(Note(words=muted(f"{who} of these {len(rows)} actions are illustrative.")))
    return Part(
        title="The delivery plan",
        blocks=tuple(blocks),
        anchor=f"{anchor}-plan",
        wide=True,
        new_page=len(each.actions) <= _FIT_ON_A_SHEET,
    )


def _action(action: Action) -> Row:
    overdue = f"{action.days_overdue} days overdue" if action.days_overdue else ""
    late = ", ".join(filter(None, (overdue, date_in_words(action.times_moved))))
    accepted = f"{action.accepted} of {action.asked}" if action.asked else "–"
    return Row(
        cells=(
            Cell(words=plain(f"{action.number}\u00a0 {action.what}"), sub=action.outcome),
            Cell(words=plain(action.lead)),
            Cell(words=plain(action.due), sub=late),
            Cell(words=state(action.state), sub=action.reason),
            Cell(words=plain(accepted)),
        )
    )


def _when(found: Found, each: PriorityFound) -> list[Block]:
    """Return the timeline of the actions with known dates, where there are two or more."""
    spans = tuple(
        Span(
            number=action.number,
            label=action.what,
            starts_on=action.starts_on,
            due_on=action.due_on,
            due=action.due,
            state=action.state,
            first_due_on=action.first_due_on,
        )
        for action in each.actions
        if action.starts_on and action.due_on
    )
    if len(spans) < 2:
        return []
    title = f"When the actions of priority {each.number} run"
    first = quarter_of(min(span.starts_on for span in spans), found.calendar)
    last = quarter_of(max(span.due_on for span in spans), found.calendar)
    quarters = tuple(map(_quarter, periods_between(first, last)))
    chart = Timeline(title=title, quarters=quarters, spans=spans, on=found.on)
    words = "Black: time gone, or the whole of a complete action. Grey: time left."
    return [Part(title="When", blocks=(Picture(chart=chart, caption=muted(words)),), wide=True)]


def _quarter(period: Period) -> Quarter:
    year, _space, label = period.label.partition(" ")
    year = year.replace("-", "/")
    return Quarter(label=label, year=year, starts_on=period.starts_on, ends_on=period.ends_on)


def _delays(each: PriorityFound, numbering: Numbering) -> list[Block]:
    if not each.issues:
        return []
    paras = numbering.paras(_words(issue) for issue in each.issues)
    return [Part(title="What may delay it", blocks=(Paras(paras=paras),))]
