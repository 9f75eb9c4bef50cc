"""The versions of a delivery plan, and how two of them differ, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from governance import versions
from governance.models import Organisation, Version
from governance.queries import day
from priorities.models import DeliveryAction, DeliveryPlan, Milestone

LABELS = {
    "title": "what will be done",
    "outcome": "expected outcome",
    "lead": "lead organisation",
    "starts_on": "starts",
    "due_on": "due",
    "first_due_on": "first agreed date",
    "state": "state",
    "what": "what is to be reached",
    "reached_on": "reached",
    "override": "Why it was agreed with an unanswered commitment",
}


# What a draft changes; the rest of a version are facts of its day.
WORDING = ("title", "outcome", "lead", "starts_on", "first_due_on")


@dataclass(frozen=True)
class Changed:
    """One place in which two versions differ."""

    where: str
    before: str
    after: str


def versions_of(delivery: DeliveryPlan) -> QuerySet[Version]:
    """Return a plan's versions, newest first."""
    kept = Version.objects.filter(subject__address=delivery.get_absolute_url())
    return kept.select_related("made_by").order_by("-number")


def standing_version(delivery: DeliveryPlan) -> Version | None:
    """Return the newest version of a plan that was agreed or published; one query."""
    return versions_of(delivery).filter(event__in=versions.STANDING).first()


def version_seen(delivery: DeliveryPlan, *, reads_drafts: bool) -> Version | None:
    """Return the version whose wording a reader sees; None where the rows themselves say it."""
    is_published = delivery.state == DeliveryPlan.State.PUBLISHED
    return None if reads_drafts or is_published else delivery.published_version


def versions_in_force(plans: Iterable[DeliveryPlan], *, on: date) -> dict[int, Version]:
    """Return the version of each plan that stood on a day, by the plan's key; one query.

    Of a plan whose first version was kept later that first one: it says what stood before.
    A plan without any version is left out. `plans` come with their priority and its plan.
    """
    keys = {each.get_absolute_url(): each.pk for each in plans}
    kept = Version.objects.filter(subject__address__in=keys, event__in=versions.STANDING)
    found: dict[int, Version] = {}
    for each in kept.select_related("subject").order_by("number"):
        key = keys[each.subject.address]
        if key not in found or timezone.localdate(each.made_at) <= on:
            found[key] = each
    return found


def not_yet_agreed(
    stands: Version, actions: Sequence[DeliveryAction], milestones: Sequence[Milestone]
) -> Sequence[Changed]:
    """Return in what the wording of a plan's rows differs from the version that stands.

    `actions`: those of the plan with their `lead` and the commitments asked for (`asked_for`).
    """
    before = {each["row"]: (number, each) for number, each in stands.content["actions"].items()}
    found: list[Changed] = []
    for row in actions:
        number, said = before.pop(row.pk, ("", {}))
        found += _changes(row, number, said) if said else [Changed(_called(row), "", row.title)]
    gone = [Changed(f"Action {number}", said["title"], "") for number, said in before.values()]
    return [*found, *gone, *_milestones_changed(stands, milestones)]


def _milestones_changed(stands: Version, milestones: Sequence[Milestone]) -> Iterator[Changed]:
    if not holds_milestones(stands):
        return
    before = dict(stands.content["milestones"])
    for row in milestones:
        said = before.pop(str(row.pk), None)
        if said is None:
            yield Changed("Milestone", "", row.what)
            continue
        called = _milestone(said)
        if row.what != said["what"]:
            yield Changed(f"{called}, {LABELS['what']}", said["what"], row.what)
        if row.first_due_on != day_from(said["first_day"]):
            now = day(row.first_due_on) if row.first_due_on else ""
            yield Changed(f"{called}, {LABELS['first_due_on']}", said["first_due_on"], now)
    for said in before.values():
        yield Changed("Milestone", said["what"], "")


def holds_milestones(version: Version) -> bool:
    """Say whether a version was kept since milestones are part of one."""
    return "milestones" in version.content


def _milestone(said: Mapping[str, Any]) -> str:
    """Name a milestone by how it begins."""
    return f"Milestone “{Truncator(said['what']).chars(60)}”"


def _changes(row: DeliveryAction, number: str, said: dict[str, Any]) -> Iterator[Changed]:
    if str(row.number) != number:
        yield Changed(f"{_called(row)}, its place", number, str(row.number))
    for name in WORDING:
        value = getattr(row, name)
        now = value.called if isinstance(value, Organisation) else _said(value)
        if now != _said(said[name]):
            yield Changed(f"{_called(row)}, {LABELS[name]}", _said(said[name]), now)
    for each in row.asked_for:  # type: ignore[attr-defined]
        if each.pk not in said["asked"]:
            yield Changed(f"{_called(row)}, part of {each.organisation.called}", "", each.part)


def _called(row: DeliveryAction) -> str:
    return f"Action {row.number}"


def compared(before: Version, after: Version, *, priority: int) -> Sequence[Changed]:
    """Return where two versions differ; `priority` is the number that actions begin with.

    Milestones are compared where both versions hold them.
    """
    left_out = KEYS if holds_milestones(before) and holds_milestones(after) else NOT_IN_OLD
    called = {
        key: _milestone(said)
        for each in (after, before)
        for key, said in each.content.get("milestones", {}).items()
    }
    return [
        Changed(_where(each.path, priority, called), _said(each.before), _said(each.after))
        for each in versions.differences(before, after)
        if not left_out & {each.path[0], each.path[-1]}
    ]


# What names rows in a version and says nothing to people.
KEYS = {"row", "lead_row", "asked", "first_day"}
NOT_IN_OLD = {*KEYS, "milestones"}


def _where(path: tuple[str, ...], priority: int, milestones: Mapping[str, str]) -> str:
    match path:
        case ("actions", number):
            return f"Action {priority}.{number}"
        case ("actions", number, "commitments", *who):
            return f"Action {priority}.{number}, part of {who[0] if who else 'partners'}"
        case ("actions", number, field):
            return f"Action {priority}.{number}, {LABELS.get(field, field)}"
        case ("milestones", _):
            return "Milestone"
        case ("milestones", key, field):
            return f"{milestones[key]}, {LABELS.get(field, field)}"
    return LABELS.get(path[-1], path[-1])


def _said(value: Any) -> str:
    if isinstance(value, dict):
        title = value.get("title") or value.get("what")
        return str(title or "; ".join(f"{k}: {v}" for k, v in value.items()))
    if isinstance(value, date):
        return day(value)
    text = "" if value is None else str(value)
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def day_from(text: str) -> date | None:
    """Return a day as a version holds it; None where it holds none."""
    return date.fromisoformat(text) if text else None
