"""Who sponsors a priority on a day: the place, and through it who holds it then."""

from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from governance.models import Appointment, User
from priorities.models import Plan, Priority, Sponsorship

NO_SPONSOR = "No sponsor"


def day_of(plan: Plan, *, on: date) -> date:
    """Return the day on which to ask who sponsors: `on`, or the last day of an ended plan."""
    return plan.ends_on - timedelta(days=1) if plan.ends_on and plan.ends_on <= on else on


def with_sponsors(priorities: QuerySet[Priority], *, on: date) -> QuerySet[Priority]:
    """Bring the sponsorship that runs on `on` with its place and the holder then.

    Three queries more; adds `sponsored_by`, a list of one or none.
    """
    holders = Appointment.objects.on(on).select_related("holder")
    running = (
        Sponsorship.objects.on(on)
        .select_related("place__seat")
        .prefetch_related(Prefetch("place__appointments", holders, to_attr="held_by"))
    )
    return priorities.prefetch_related(Prefetch("sponsorships", running, to_attr="sponsored_by"))


def sponsor_of(priority: Priority) -> str:
    """Return the post that sponsors; of a vacant place nobody, not the one who held it."""
    for sponsorship in priority.sponsored_by:  # type: ignore[attr-defined]
        for appointment in sponsorship.place.held_by:
            holder: User = appointment.holder
            return holder.called
    return NO_SPONSOR


def sponsors_on(priority: Priority, *, on: date) -> list[User]:
    """Return who sponsors `priority` on a day: nobody while the place is vacant; one query."""
    places = Sponsorship.objects.on(on).filter(priority=priority).values("place")
    held = Appointment.objects.on(on).filter(place__in=places).select_related("holder__supporter")
    return [each.holder for each in held.order_by("pk")]
