"""Reads a board's priorities: sponsors, reports, ratings and delivery plans as they stood."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.timezone import localdate

from governance.models import Appointment, Board
from governance.periods import Period
from portal.reports.build.facts import (
    DutyDone,
    PriorityFound,
    Rating,
    Said,
)
from portal.reports.build.read_delivery import Delivery
from portal.reports.build.read_measures import Measures
from portal.reports.build.sources import SourceList
from portal.reports.build.wording import ended
from priorities import progress
from priorities.models import (
    EvidenceItem,
    Issue,
    Priority,
    ProgressUpdate,
    ReportingRound,
    Sponsorship,
)

NO_UPDATE = "no_update"


def rounds_up_to(board: Board, period: Period, *, since: date | None) -> list[ReportingRound]:
    """Return the board's rounds from `since` up to the period, oldest first."""
    rounds = ReportingRound.objects.filter(board=board, starts_on__lt=period.ends_on)
    if since:
        rounds = rounds.filter(ends_on__gt=since)
    return list(rounds.order_by("starts_on"))


class Priorities:
    """The priorities of a board's plans on the day a paper speaks of."""

    def __init__(
        self,
        priorities: Sequence[Priority],
        *,
        rounds: Sequence[ReportingRound],
        period: Period,
        on: date,
        sources: SourceList,
    ) -> None:
        """Read all that is said of `priorities` in `rounds`, of which the last is the paper's."""
        self._rounds = [each for each in rounds if each.starts_on < period.ends_on]
        self._now = next((each for each in rounds if each.starts_on == period.starts_on), None)
        self._on = on
        self._sources = sources
        self._sponsors = _sponsors(priorities, on)
        self._updates = _updates(priorities, rounds)
        self._evidence = _evidence(self._updates.values())
        self._issues = _issues(priorities, on)
        self._delivery = Delivery(
            priorities, rounds=rounds, updates=self._updates, on=on, sources=sources
        )

    def found(self, priority: Priority, measures: Measures) -> PriorityFound:
        """Return everything the paper says of `priority`."""
        update = self._update(priority, self._now)
        actions = self._delivery.actions(priority)
        worked = self._delivery.work_out(priority)
        frozen = update.rating_worked_out if update else ""
        asks, issues = self._asks_and_issues(priority)
        asked, accepted = self._delivery.answers(priority)
        return PriorityFound(
            number=priority.number,
            title=priority.title,
            short=priority.called,
            anchor=priority.slug,
            sponsor=self._sponsors.get(priority.pk, ""),
            ratings=self._ratings(priority, update),
            worked_out=frozen or worked.rating,
            reason=update.worked_out_because if update and frozen else worked.reason,
            sponsor_note=update.rating_reason if update else "",
            reported=update is not None,
            silent_for=self._silent_for(priority),
            duties=self._duties(priority, update),
            action_taken=_points(update, update.action_taken) if update else (),
            evidence=self._claims(update) if update else (),
            still_to_do=_points(update, update.still_to_do) if update else (),
            actions=actions,
            issues=issues,
            asks=asks,
            silences=self._delivery.silences(priority),
            measures=measures.of(priority),
            wanted=measures.wanted(priority),
            commitments=asked,
            accepted=accepted,
            agreed_because=self._delivery.agreed_because(priority),
            ratings_illustrative=update is not None and update.illustrative,
        )

    def _update(self, priority: Priority, at: ReportingRound | None) -> ProgressUpdate | None:
        """Return the report the sponsor filed in a round; a draft is none."""
        update = self._updates.get((priority.pk, at.pk)) if at else None
        return update if update and update.signed_off_at else None

    def _ratings(self, priority: Priority, update: ProgressUpdate | None) -> tuple[Rating, ...]:
        rated = [Rating(code=_rated(self._update(priority, each))) for each in self._rounds]
        if self._now is None:
            rated.append(Rating(code=NO_UPDATE))
        if any(each.rating_expected for each in self._reports_now()):
            expected = (update.rating_expected if update else "") or NO_UPDATE
            rated.append(Rating(code=expected, expected=True))
        return tuple(rated)

    def _reports_now(self) -> list[ProgressUpdate]:
        now = self._now.pk if self._now else 0
        return [
            each
            for (_priority, at), each in self._updates.items()
            if at == now and each.signed_off_at
        ]

    @property
    def expects(self) -> bool:
        """Whether any sponsor says what to expect of the next quarter."""
        return any(each.rating_expected for each in self._reports_now())

    def _silent_for(self, priority: Priority) -> int:
        """Return for how many rounds running, the paper's included, no report was filed."""
        running = 0
        for each in reversed(self._rounds):
            if self._update(priority, each):
                break
            running += 1
        return running

    def _duties(self, priority: Priority, update: ProgressUpdate | None) -> tuple[DutyDone, ...]:
        begun = self._now is not None and (priority.pk, self._now.pk) in self._updates
        facts = self._delivery.sponsor_facts(
            priority,
            report_begun=begun,
            filed_on=localdate(update.signed_off_at) if update and update.signed_off_at else None,
            issues=len(self._issues[priority.pk]),
        )
        return tuple(
            DutyDone(title=each.title, state=each.state, words=each.words)
            for each in progress.duties(facts)
        )

    def _claims(self, update: ProgressUpdate) -> tuple[Said, ...]:
        """Return the evidence item by item, and as lines where none was itemised."""
        items = self._evidence[update.pk]
        return tuple(_claim(each, self._sources) for each in items) or _points(
            update, update.evidence
        )

    def _asks_and_issues(self, priority: Priority) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        asks, issues = [], []
        for each in self._issues[priority.pk]:
            key = self._sources.key(each)
            words = " ".join(filter(None, (ended(each.what), ended(each.consequence))))
            issues.append(Said(text=words, source=key, illustrative=each.illustrative))
            if each.ask:
                asks.append(Said(text=each.ask, source=key, illustrative=each.illustrative))
        return tuple(asks), tuple(issues)


def _rated(update: ProgressUpdate | None) -> str:
    if update is None:
        return NO_UPDATE
    return update.rating or update.rating_worked_out or NO_UPDATE


def _points(update: ProgressUpdate, text: str) -> tuple[Said, ...]:
    """Return a box of a report, a line a point."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Said(text=line, illustrative=update.illustrative) for line in lines if line)


def _claim(item: EvidenceItem, sources: SourceList) -> Said:
    graded = item.kind != EvidenceItem.Kind.UNGRADED
    return Said(
        text=item.text,
        kind=item.get_kind_display() if graded else "",
        source=sources.key(item),
        illustrative=item.illustrative,
    )


def _sponsors(priorities: Sequence[Priority], on: date) -> dict[int, str]:
    """Return the post of each priority's sponsor; nothing where the place is vacant."""
    held = set(
        Appointment.objects.on(on)
        .filter(place__sponsorships__priority__in=priorities)
        .values_list("place", flat=True)
    )
    sponsorships = (
        Sponsorship.objects.on(on).filter(priority__in=priorities).select_related("place__seat")
    )
    return {
        each.priority_id: each.place.seat.title for each in sponsorships if each.place_id in held
    }


def _updates(
    priorities: Sequence[Priority], rounds: Sequence[ReportingRound]
) -> dict[tuple[int, int], ProgressUpdate]:
    updates = ProgressUpdate.objects.filter(priority__in=priorities, round__in=rounds)
    return {
        (each.priority_id, each.round_id): each
        for each in updates.select_related("source__document")
    }


def _evidence(updates: Iterable[ProgressUpdate]) -> dict[int, list[EvidenceItem]]:
    found: dict[int, list[EvidenceItem]] = defaultdict(list)
    items = EvidenceItem.objects.filter(update__in=list(updates))
    for each in items.select_related("source__document").order_by("number"):
        found[each.update_id].append(each)
    return found


def _issues(priorities: Sequence[Priority], on: date) -> dict[int, list[Issue]]:
    """Return the issues that were open on the day."""
    found: dict[int, list[Issue]] = defaultdict(list)
    raised = Issue.objects.filter(priority__in=priorities, raised_on__lte=on)
    for each in raised.select_related("source__document").order_by("raised_on", "pk"):
        if each.closed_on is None or each.closed_on > on:
            found[each.priority_id].append(each)
    return found
