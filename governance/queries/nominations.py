"""Nominations: who is asked for whom, what was answered, what a signed link is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import Nomination, Place, SignedLink, User
from governance.queries.choosing import people_here
from governance.queries.places import called
from governance.queries.wording import day

OPEN = (Nomination.State.ASKED, Nomination.State.ANSWERED)
WITH = (
    *("organisation", "asked", "asked_by", "answered_by", "settled_by", "reminded_by"),
    *("place__seat__board", "place__seat__nominated_by", "appointment__holder"),
)


@dataclass(frozen=True)
class NominationPage:
    """A nomination, for who keeps the membership and for who is asked."""

    nomination: Nomination
    seat: str
    state: str
    asked: str
    due: str
    is_late: bool
    happened: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.nomination.state in OPEN

    @property
    def is_answered(self) -> bool:
        """Whether somebody is named and waits to be appointed."""
        return self.nomination.state == Nomination.State.ANSWERED

    @property
    def may_be_reminded(self) -> bool:
        """Whether the due day has gone without an answer, and no reminder was sent."""
        nomination = self.nomination
        is_silent = nomination.state == Nomination.State.ASKED
        return is_silent and self.is_late and nomination.reminded_at is None


def nomination_by(slug: str, place: int, pk: int) -> QuerySet[Nomination]:
    """Return a nomination for a place of a board, ready for its pages."""
    rows = Nomination.objects.filter(pk=pk, place=place, place__seat__board__slug=slug)
    return rows.select_related(*WITH)


def nomination_of(link: SignedLink) -> Nomination | None:
    """Return the nomination that a link asks its person for, as long as it can be answered."""
    about = set(link.subjects.values_list("address", flat=True))
    rows = Nomination.objects.filter(asked=link.person_id, state__in=OPEN).select_related(*WITH)
    return next((each for each in rows if each.get_absolute_url() in about), None)


def nominations_of(place: Place) -> QuerySet[Nomination]:
    """Return the nominations for a place, the newest first."""
    rows: QuerySet[Nomination] = place.nominations.select_related(*WITH).order_by("-asked_at")
    return rows


def nomination_page(nomination: Nomination, *, on: date) -> NominationPage:
    """Return a nomination in words; no query."""
    return NominationPage(
        nomination=nomination,
        seat=called(nomination.place),
        state=nomination.get_state_display(),
        asked=day(nomination.asked_at.date()),
        due=day(nomination.due_on),
        is_late=nomination.due_on < on,
        happened=tuple(_happened(nomination)),
    )


def wanted_from(place: Place, *, on: date) -> str:
    """Say from when somebody is wanted in a place; one query."""
    running = Q(ends_on=None) | Q(ends_on__gt=on)
    last: Any = place.appointments.filter(running).order_by("-starts_on").first()
    if last is None:
        return "now: nobody holds it"
    if last.ends_on is None:
        return f"when {last.holder.called} stands down"
    return day(last.ends_on)


def person_named(nomination: Nomination, *, on: date) -> User | None:
    """Return who has the address that was answered with, if they are in the portal; one query."""
    if not nomination.email:
        return None
    return people_here(on=on).filter(email__iexact=nomination.email).first()


def _happened(row: Nomination) -> list[str]:
    """Say what happened to a nomination, in order."""
    at = f", {row.asked.email}," if row.asked.email else ""
    told = [f"{row.asked_by} asked {row.organisation}{at} on {_day(row.asked_at)}."]
    if row.reminded_at:
        told.append(f"{row.reminded_by} asked again on {_day(row.reminded_at)}.")
    if row.answered_at:
        told.append(f"{row.answered_by} answered on {_day(row.answered_at)}.")
    if row.settled_at:
        why = f": {row.reason}" if row.reason else ""
        became = row.get_state_display()
        told.append(f"{row.settled_by} settled it on {_day(row.settled_at)}, {became}{why}.")
    return told


def _day(at: Any) -> str:
    return day(timezone.localdate(at))
