"""Plans of others that the board follows: what asks for each theme, and what was done."""

from collections.abc import Sequence

from portal.reports.build.facts import Found, PlanFollowed, Said, ThemeFound
from portal.reports.build.wording import counted, ended, illustrative, muted, plain, source
from portal.reports.content import (
    Block,
    Cell,
    Column,
    Group,
    Lead,
    Part,
    Row,
    Run,
    Section,
    Stack,
    Stacks,
    Table,
    Words,
)


def followed(found: Found, number: str) -> Section:
    """Return the section of the plans that the board follows and does not own."""
    blocks: list[Block] = [
        Lead(words=plain(" ".join(_lead(found, plan) for plan in found.followed)))
    ]
    for plan in found.followed:
        blocks.append(matrix(plan))
        blocks.extend(theme_part(theme) for theme in plan.themes)
    title = "A plan the Board follows" if len(found.followed) == 1 else "Plans the Board follows"
    return Section(number=number, title=title, anchor="followed", blocks=tuple(blocks))


def _lead(found: Found, plan: PlanFollowed) -> str:
    words = f"The Board follows the {plan.title} of the {plan.owner}, since {plan.since}."
    return f"{words} {asked_in_words(plan)}"


def asked_in_words(plan: PlanFollowed) -> str:
    """Return how many themes answer whom."""
    if len(plan.asking) != 2:
        return f"It has {counted(len(plan.themes), 'theme')}."
    first, second = plan.asking
    each = [sum(asking in theme.asked_by for theme in plan.themes) for asking in plan.asking]
    both = sum(set(plan.asking) <= set(theme.asked_by) for theme in plan.themes)
    return (
        f"Of its {len(plan.themes)} themes {each[0]} answer a priority of the {first},"
        f" {each[1]} a recommendation of {second}, {both} both."
    )


def matrix(plan: PlanFollowed, *, linked: bool = False) -> Part:
    """Return who asks for what, a row a theme; `linked`: the theme has a section of its own."""
    columns = (
        Column(title="Theme", width=58),
        *(Column(title=asking, width=20) for asking in plan.asking),
        Column(title="What is asked for"),
    )
    rows = tuple(_asked(plan, theme, linked=linked) for theme in plan.themes)
    totals = Row(
        cells=(
            Cell(words=(Run(f"{len(plan.themes)} themes", "strong"),)),
            *(
                Cell(words=(Run(str(_asked_for(plan.themes, asking)), "strong"),))
                for asking in plan.asking
            ),
            Cell(words=plain(_both(plan))),
        )
    )
    table = Table(
        title=f"Who asks for what: {plan.title}",
        columns=columns,
        groups=(Group(rows=(*rows, totals)),),
    )
    return Part(title=f"Who asks for what: {plan.title}", blocks=(table,), wide=True)


def _asked(plan: PlanFollowed, theme: ThemeFound, *, linked: bool) -> Row:
    marks = (
        Cell(words=(Run("Yes", mark="met"),) if asking in theme.asked_by else muted("–"))
        for asking in plan.asking
    )
    asked = plain(theme.asks) if theme.asks else muted("–")
    title = Run(theme.title, href=f"#{theme.anchor}" if linked else "")
    return Row(
        cells=(
            Cell(words=(Run(f"{theme.number}\u00a0 "), title)),
            *marks,
            Cell(words=(*asked, *source(theme.source))),
        )
    )


def _asked_for(themes: Sequence[ThemeFound], asking: str) -> int:
    return sum(asking in theme.asked_by for theme in themes)


def _both(plan: PlanFollowed) -> str:
    both = sum(set(plan.asking) <= set(theme.asked_by) for theme in plan.themes)
    return f"{both} asked for by both" if len(plan.asking) > 1 else ""


def theme_part(theme: ThemeFound) -> Part:
    """Return a theme with its three lists side by side."""
    asked_by = " and ".join(theme.asked_by)
    note: Words = muted(f"Asked for by {asked_by}.") if asked_by else ()
    stacks = (
        _stack("Action taken", theme.action_taken, "No action was reported."),
        _stack("Evidence of impact", theme.evidence, "No evidence of impact was given."),
        _stack("Still to do", theme.still_to_do, "Nothing was named."),
    )
    return Part(
        title=f"{theme.number}\u00a0 {theme.title}",
        blocks=(Stacks(stacks=stacks),),
        anchor=theme.anchor,
        note=(*note, *source(theme.source)),
    )


def _stack(title: str, said: Sequence[Said], empty: str) -> Stack:
    items = tuple(
        (*plain(ended(each.text)), *illustrative(each.illustrative)) for each in said
    ) or (muted(empty),)
    return Stack(title=title, items=items)
