"""Reads what stands round the priorities: plans followed, the glossary, the next meeting."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from governance.models import Board, Meeting, runs_on
from governance.queries import abbreviations
from portal.reports.build.facts import PlanFollowed, Said, Term, ThemeFound
from portal.reports.build.sources import SourceList
from priorities.models import (
    EvidenceItem,
    Plan,
    PlanFollow,
    Priority,
    ProgressUpdate,
    Requirement,
)
from priorities.rules import FILED, SHOWN_TO_ALL

_ASKERS = {Requirement.Demand.DFE: "DfE", Requirement.Demand.OFSTED: "Ofsted"}


def followed(
    board: Board, *, on: date, ends_on: date, sources: SourceList
) -> tuple[PlanFollowed, ...]:
    """Return the plans the board follows on the day, with their themes as last reported."""
    follows = list(
        PlanFollow.objects.on(on)
        .filter(board=board, plan__state__in=SHOWN_TO_ALL)
        .select_related("plan__board", "plan__organisation", "source__document")
        .order_by("starts_on", "pk")
    )
    return _with_themes([(each.plan, each) for each in follows], ends_on, sources)


def own_themes(
    board: Board, *, on: date, ends_on: date, sources: SourceList
) -> tuple[PlanFollowed, ...]:
    """Return the plans of the board itself that somebody asked for, with their themes."""
    plans = (
        Plan.objects.filter(
            runs_on(on), board=board, requirements__isnull=False, state__in=SHOWN_TO_ALL
        )
        .distinct()
        .select_related("board", "organisation", "source__document")
        .order_by("starts_on", "pk")
    )
    return _with_themes([(each, each) for each in plans], ends_on, sources)


def _with_themes(
    found: Sequence[tuple[Plan, Plan | PlanFollow]], ends_on: date, sources: SourceList
) -> tuple[PlanFollowed, ...]:
    """Return plans with their themes, each since the day its row began."""
    plans = [plan.pk for plan, _row in found]
    themes = list(
        Priority.objects.filter(plan__in=plans)
        .select_related("source__document")
        .order_by("number")
    )
    asked: dict[int, list[Requirement]] = defaultdict(list)
    for each in Requirement.objects.filter(plan__in=plans).order_by("demand"):
        asked[each.priority_id].append(each)
    updates = _last_updates(themes, ends_on)
    claims = _claims(updates)
    return tuple(
        PlanFollowed(
            title=plan.title,
            owner=_owner(plan),
            since=_month(row.starts_on),
            asking=tuple(
                name
                for demand, name in _ASKERS.items()
                if any(r.demand == demand for group in asked.values() for r in group)
            ),
            themes=tuple(
                _theme(theme, asked[theme.pk], updates.get(theme.pk), claims, sources)
                for theme in themes
                if theme.plan_id == plan.pk
            ),
            source=sources.key(row),
        )
        for plan, row in found
    )


def _last_updates(themes: Sequence[Priority], ends_on: date) -> dict[int, ProgressUpdate]:
    """Return the last report on each theme from a round that ended with the period, or before.

    What its sponsor still writes is none; what a paper says was filed.
    """
    updates = ProgressUpdate.objects.filter(
        FILED, priority__in=themes, round__ends_on__lte=ends_on
    )
    return {each.priority_id: each for each in updates.order_by("round__ends_on")}


def _claims(updates: dict[int, ProgressUpdate]) -> dict[int, list[EvidenceItem]]:
    found: dict[int, list[EvidenceItem]] = defaultdict(list)
    for each in EvidenceItem.objects.filter(update__in=updates.values()).order_by("number"):
        found[each.update_id].append(each)
    return found


def _theme(
    theme: Priority,
    asked: Sequence[Requirement],
    update: ProgressUpdate | None,
    claims: dict[int, list[EvidenceItem]],
    sources: SourceList,
) -> ThemeFound:
    evidence = claims[update.pk] if update else []
    return ThemeFound(
        number=theme.number,
        title=theme.title,
        anchor=theme.slug,
        asked_by=tuple(_ASKERS[Requirement.Demand(each.demand)] for each in asked),
        asks=" ".join(each.text for each in asked if each.text),
        action_taken=_said(update, update.action_taken) if update else (),
        evidence=tuple(Said(text=each.text, illustrative=each.illustrative) for each in evidence)
        or (_said(update, update.evidence) if update else ()),
        still_to_do=_said(update, update.still_to_do) if update else (),
        source=sources.key(theme),
    )


def _said(update: ProgressUpdate, text: str) -> tuple[Said, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(Said(text=line, illustrative=update.illustrative) for line in lines if line)


def _owner(plan: Plan) -> str:
    return str(plan.board or plan.organisation)


def _month(day: date | None) -> str:
    return f"{day:%B %Y}" if day else "the beginning"


def glossary(on: date) -> tuple[Term, ...]:
    """Return every abbreviation in use on the day; the paper prints those it uses."""
    return tuple(Term(term=term, meaning=said) for term, said in abbreviations(on=on).items())


def next_meeting(board: Board, *, on: date) -> str:
    """Return the meeting of the board that the paper goes to: the first after the day."""
    is_on = Q(state__in=[Meeting.State.PLANNED, Meeting.State.PUBLISHED, Meeting.State.HELD])
    after = Meeting.objects.filter(is_on, board=board, on__gt=on, on_known="day")
    meeting = after.order_by("on").first()
    if meeting is None:
        return ""
    return f"Meeting of {meeting.on.day} {meeting.on:%B %Y}"
