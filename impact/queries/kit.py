"""The kit of a themed meeting: all that is known of its theme, gathered for the day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve

from governance.models import Challenge, Decision, Meeting
from governance.queries.wording import counted, day, known_date
from governance.queries.written import decision_number
from governance.rules import challenges_seen, decisions_seen
from governance.scope import Scope
from impact.models import Measure, YouSaid
from impact.queries.on_actions import Moved, measures_of_priority
from priorities.models import ActionState, DeliveryAction, DeliveryPlan, Priority

MOST = 20  # questions, and decisions, that a kit holds: the newest
LAGS = (ActionState.AT_RISK, ActionState.OFF_TRACK)


@dataclass(frozen=True)
class Lagging:
    """An action that is not where it should be."""

    number: str
    title: str
    lead: str
    state: str
    word: str
    due: str
    is_late: bool


@dataclass(frozen=True)
class Line:
    """One thing that was heard, asked or decided, and what is said of it."""

    words: str
    said: str
    illustrative: bool
    address: str = ""


@dataclass(frozen=True)
class Kit:
    """What is known of a theme; empty lists where there is nothing, or nothing one may see."""

    measures: Sequence[Moved]
    standing: str
    lagging: Sequence[Lagging]
    heard: Sequence[Line]
    questions: Sequence[Line]
    decisions: Sequence[Line]
    decided: Sequence[Decision]


def theme_leads_to(meeting: Meeting) -> Q | None:
    """Return which priority the theme of a meeting is, or is a part of; None where it is none."""
    if meeting.theme is None:
        return None
    try:
        found = resolve(urlsplit(meeting.theme.address).path).kwargs
    except Resolver404:
        return None
    if "slug" in found and "number" in found:
        return Q(plan__slug=found["slug"], number=found["number"])
    return None


def kit(
    meeting: Meeting,
    *,
    priority: Priority | None,
    delivery: DeliveryPlan | None,
    seen: "QuerySet[Measure]",
    scope: Scope,
    on: date,
) -> Kit:
    """Return what is known of the theme of `meeting`; eight queries of a priority, two else.

    `priority`, `delivery`: as far as the person may see them; `seen`: the measures they may see.
    """
    address = meeting.theme.address if meeting.theme else ""
    about = Q(subject__address__startswith=priority.get_absolute_url() if priority else address)
    asked = Challenge.objects.filter(challenges_seen(scope), about)
    asked = asked.select_related("asked_by", "put_to")
    decided = _decided(meeting, scope)
    actions = list(_actions(delivery))
    return Kit(
        measures=measures_of_priority(priority, delivery=delivery, seen=seen) if priority else [],
        standing=_standing(actions),
        lagging=[_lagging(each, priority, on) for each in actions if priority and _lags(each, on)],
        heard=_heard(delivery, on),
        questions=[
            _question(each)
            for each in asked.select_related("asked_by", "put_to").order_by("-asked_at", "-pk")[
                :MOST
            ]
        ],
        decisions=[
            Line(
                words=each.text,
                said=f"Decision {decision_number(each)}, {known_date(each.on, each.on_known)}",
                illustrative=each.illustrative,
            )
            for each in decided
        ],
        decided=decided,
    )


def _decided(meeting: Meeting, scope: Scope) -> list[Decision]:
    rows = Decision.objects.filter(decisions_seen(scope), item__subject=meeting.theme)
    return list(rows.select_related("item").order_by("-on", "-pk")[:MOST])


def _question(row: Challenge) -> Line:
    led = f". Led to: {row.led_to}" if row.led_to else ""
    return Line(
        words=row.question_shown,
        address=row.get_absolute_url(),
        said=f"To {row.put_to.called}, {row.get_state_display()}{led}",
        illustrative=row.illustrative,
    )


def _actions(delivery: DeliveryPlan | None) -> Sequence[DeliveryAction]:
    if delivery is None:
        return []
    rows = delivery.actions.filter(removed_at=None).select_related("lead")
    return list(rows.order_by("number"))


def _standing(actions: Sequence[DeliveryAction]) -> str:
    """Return how many actions are in which state, in words."""
    if not actions:
        return ""
    counts = Counter(each.state for each in actions)
    told = [f"{counts[each]} {each.label.lower()}" for each in ActionState if counts[each]]
    return f"{counted(len(actions), 'action')}: {', '.join(told)}."


def _lags(action: DeliveryAction, on: date) -> bool:
    return action.state in LAGS or _is_late(action, on)


def _is_late(action: DeliveryAction, on: date) -> bool:
    is_past = action.due_on is not None and action.due_on < on
    return is_past and action.state != ActionState.COMPLETE


def _lagging(action: DeliveryAction, priority: Priority, on: date) -> Lagging:
    return Lagging(
        number=f"{priority.number}.{action.number}",
        title=action.title,
        lead=action.lead.called if action.lead else "",
        state=action.state,
        word=action.get_state_display(),
        due=day(action.due_on) if action.due_on else "",
        is_late=_is_late(action, on),
    )


def _heard(delivery: DeliveryPlan | None, on: date) -> list[Line]:
    if delivery is None:
        return []
    said = YouSaid.objects.agreed_to(on).filter(action__plan=delivery)
    return [
        Line(each.said, ": ".join(filter(None, (each.voice, each.changed))), each.illustrative)
        for each in said.order_by("pk")[:MOST]
    ]
