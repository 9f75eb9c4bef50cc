"""Blocks about the work: ratings, what sponsors report, delivery plans, measures, themes."""

from collections.abc import Sequence
from dataclasses import replace

from portal.reports.build.attendance import attendance as attendance_section
from portal.reports.build.facts import PlanFollowed, PriorityFound, Said, ThemeFound
from portal.reports.build.facts_board import BoardFound
from portal.reports.build.figures import figures
from portal.reports.build.followed import asked_in_words, matrix, theme_part
from portal.reports.build.know import lead, ratings
from portal.reports.build.priority import delivery_plan
from portal.reports.build.scorecard import scorecard
from portal.reports.build.wording import ended, illustrative, listed, muted, plain, source
from portal.reports.content import (
    Block,
    Bullets,
    Item,
    Lead,
    Para,
    Paras,
    Part,
    Section,
    Stack,
    Stacks,
    Words,
)
from portal.reports.formats import FormatSection
from portal.reports.papers.voices import said

_EMPTY = {
    "action_taken": "No action was reported.",
    "evidence": "No evidence of impact was given.",
    "still_to_do": "Nothing was named.",
}


def summary(facts: BoardFound) -> list[Block]:
    """Return how the priorities stand: the sentence and the ratings, quarter by quarter."""
    if not facts.found.priorities:
        return []
    return [said(lead(facts.found)), ratings(facts.found)]


def priorities(facts: BoardFound, *, rated: bool) -> list[Block]:
    """Return what each sponsor reports; `rated`: the ratings stand elsewhere already."""
    found = facts.found.priorities
    if not found:
        return []
    return [*([] if rated else [ratings(facts.found)]), *map(_reported, found)]


def _reported(each: PriorityFound) -> Part:
    title = f"Priority {each.number}: {each.title}"
    sponsor = each.sponsor or "no sponsor, the place is vacant"
    note = muted(f"Sponsor: {sponsor}.")
    if not each.reported:
        filed = Stack(title="No update", items=(muted("No report was filed."),))
        return Part(title=title, note=note, blocks=(Stacks(stacks=(filed,)),))
    stacks = tuple(
        Stack(title=head, items=_items(each_said, empty))
        for head, each_said, empty in (
            ("Action taken", each.action_taken, _EMPTY["action_taken"]),
            ("Evidence of impact", each.evidence, _EMPTY["evidence"]),
            ("Still to do", each.still_to_do, _EMPTY["still_to_do"]),
        )
    )
    return Part(title=title, note=note, blocks=(Stacks(stacks=stacks),))


def _items(every: Sequence[Said], empty: str) -> tuple[Words, ...]:
    return tuple(map(_words, every)) or (muted(empty),)


def _words(each: Said) -> Words:
    return (*plain(ended(each.text)), *source(each.source), *illustrative(each.illustrative))


def plans(facts: BoardFound) -> list[Block]:
    """Return the delivery plan of each priority that has one."""
    return [
        replace(
            delivery_plan(each, each.anchor),
            title=f"Delivery plan of priority {each.number}: {each.short or each.title}",
            new_page=False,
        )
        for each in facts.found.priorities
        if each.actions
    ]


def measures(facts: BoardFound) -> list[Block]:
    """Return the board's scorecard; without one, the measures of its priorities."""
    found = facts.found
    if found.scorecard:
        return [Part(title="Measures", blocks=_within(scorecard(found, "")), wide=True)]
    of_priorities = tuple(measure for each in found.priorities for measure in each.measures)
    if of_priorities:
        block = figures(of_priorities, found.labels())
        return [Part(title="Measures", blocks=(block,), wide=True)]
    return []


def attendance(facts: BoardFound) -> list[Block]:
    """Return who came to the board's meetings, seat by seat."""
    return list(_within(attendance_section(facts.found, ""))) if facts.found.registers else []


def _within(section: Section) -> tuple[Block, ...]:
    """Return the blocks of a section as they stand within another: its lead as a paragraph."""
    return tuple(
        Paras(paras=(Para(words=block.words),)) if isinstance(block, Lead) else block
        for block in section.blocks
    )


def who_asks(facts: BoardFound, *, linked: bool) -> list[Block]:
    """Return, for each plan of the tracker, which theme answers whom."""
    return [
        block
        for plan in facts.tracker
        for block in (
            said(asked_in_words(plan)),
            replace(matrix(plan, linked=linked), title=plan.title),
        )
    ]


def tracker(facts: BoardFound) -> list[Block]:
    """Return who asks for what and, theme by theme, what was done about it."""
    return [*who_asks(facts, linked=False), *map(theme_part, themes(facts.tracker))]


def themes(plans_followed: Sequence[PlanFollowed]) -> list[ThemeFound]:
    """Return the themes of every plan in their order."""
    return [theme for plan in plans_followed for theme in plan.themes]


def theme_section(theme: ThemeFound, made_of: FormatSection) -> Section:
    """Return the section of one theme: its title and the parts of the format."""
    parts = (_theme_part(theme, each) for each in made_of.parts)
    asked_by = f"Asked for by {listed(theme.asked_by)}. " if theme.asked_by else ""
    blocks: list[Block] = [Lead(words=(*plain(asked_by.strip()), *source(theme.source)))]
    blocks.extend(part for part in parts if part)
    return Section(
        number="",
        title=theme.title,
        short=f"Theme {theme.number}",
        anchor=theme.anchor,
        blocks=tuple(blocks),
        flows=not made_of.new_page,
    )


def _theme_part(theme: ThemeFound, part: FormatSection) -> Part | None:
    """Return a part of a theme's page; one that nobody asks for is left out."""
    (kind,) = part.source
    if kind == "asked":
        block: Block = said(ended(theme.asks))
        return Part(title=part.title, blocks=(block,)) if theme.asks else None
    items = tuple(Item(words=_words(each)) for each in getattr(theme, kind))
    if items:
        return Part(title=part.title, blocks=(Bullets(items=items),))
    return Part(title=part.title, blocks=(Paras(paras=(Para(words=muted(_EMPTY[kind])),)),))
