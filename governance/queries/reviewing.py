"""Everybody who may sign in, with what they may see, since when they were not here, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from governance.models import AccessReview, Appointment, Office, Respondent, User
from governance.queries.paging import Paged, paged
from governance.queries.people import by_post, has_account, known_people, office_words
from governance.queries.person import NOW, time_of
from governance.queries.wording import day
from governance.rules import EXEMPT_READERS, OFFICER

A_PAGE = 20
LONG = timedelta(days=180)  # who was not here for so long is told of
YEAR = timedelta(days=365)  # by then each is looked at again
SHOWN = {
    "": "Everybody who may sign in",
    "away": "Not here for half a year",
    "ended": "Term ended, nothing held now",
    "due": "Not looked at for a year",
    "to_end": "To be ended",
}


@dataclass(frozen=True)
class ReviewRow:
    """One person who may sign in."""

    pk: int
    post: str
    organisation: str
    sees: Sequence[str]
    exempt: Sequence[str]
    ended: str
    seen: str
    is_away: bool
    reviewed: str
    note: str
    illustrative: bool


@dataclass(frozen=True)
class Reviews:
    """A page of those who may sign in."""

    rows: Paged[ReviewRow]
    show: str

    @property
    def headline(self) -> str:
        """How many people the page is about."""
        many = self.rows.many
        return f"{many:,} {'person' if many == 1 else 'people'} may sign in"

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """What may be shown, by its word in the address."""
        return tuple(SHOWN.items())


def reviews(*, on: date, show: str, page: int) -> Reviews:
    """Return a page of those who may sign in; seven queries, six for a file."""
    show = show if show in SHOWN else ""
    found = known_people().filter(has_account(on), _shown(show, on))
    held = Appointment.objects.select_related("seat__board").order_by("seat__board__name", "pk")
    offices = Office.objects.on(on).select_related("board").order_by("kind", "pk")
    answers = Respondent.objects.on(on).select_related("board", "organisation").order_by("pk")
    looked = AccessReview.objects.select_related("reviewed_by").order_by("-reviewed_at", "-pk")
    people = by_post(found).select_related("organisation")
    people = people.prefetch_related(
        Prefetch("appointments", held, to_attr="sat"),
        Prefetch("offices", offices, to_attr="charged"),
        Prefetch("answers_for", answers, to_attr="answers"),
        Prefetch("access_reviews", looked, to_attr="looked"),
    )
    rows = paged(people, number=page, size=A_PAGE)
    return Reviews(replace(rows, rows=[_row(each, on) for each in rows.rows]), show)


def _shown(show: str, on: date) -> Q:
    mine = {"holder": OuterRef("pk")}
    sits = Exists(Appointment.objects.on(on).filter(**mine))
    sat = Exists(Appointment.objects.filter(**mine, ends_on__lte=on))
    holds = Exists(Office.objects.on(on).filter(person=OuterRef("pk")))
    looked = AccessReview.objects.filter(person=OuterRef("pk")).order_by("-reviewed_at", "-pk")
    last = Subquery(looked.values("outcome")[:1])
    conditions: dict[str, Any] = {
        "": Q(),
        "away": Q(last_login=None) | Q(last_login__date__lte=on - LONG),
        "ended": Q(sat) & ~Q(sits) & ~Q(holds),
        "due": ~Q(Exists(looked.filter(reviewed_at__date__gt=on - YEAR))),
        "to_end": Q(pk__in=_last_said(AccessReview.Outcome.TO_END, last)),
    }
    found: Q = conditions[show]
    return found


def _last_said(outcome: str, last: Subquery) -> Any:
    return User.objects.annotate(last=last).filter(last=outcome).values("pk")


def _row(person: Any, on: date) -> ReviewRow:
    now = [each for each in person.sat if time_of(each, on=on) == NOW]
    past = [each.ends_on for each in person.sat if each.ends_on and each.ends_on <= on]
    seats = [f"{each.seat.get_role_display()} of {each.seat.board.name}" for each in now]
    answers = [f"answers for {each.organisation.called}" for each in person.answers]
    seen = timezone.localdate(person.last_login) if person.last_login else None
    looked = person.looked[0] if person.looked else None
    return ReviewRow(
        pk=person.pk,
        post=person.called,
        organisation=person.organisation.called if person.organisation else "",
        sees=[*seats, *(office_words(each) for each in person.charged), *answers],
        exempt=_exempt(now, person.charged),
        ended=f"Term ended on {day(max(past) - timedelta(days=1))}" if past and not now else "",
        seen=day(seen) if seen else "never",
        is_away=seen is None or seen <= on - LONG,
        reviewed=_reviewed(looked),
        note=looked.note if looked else "",
        illustrative=person.illustrative,
    )


def _exempt(seats: Sequence[Appointment], offices: Sequence[Office]) -> list[str]:
    """Return the boards whose exempt papers a person reads."""
    boards = [each.seat.board.name for each in seats if each.seat.role in EXEMPT_READERS]
    officer = [each for each in offices if each.kind == OFFICER]
    if any(each.board is None for each in officer):
        return ["every board"]
    return list(dict.fromkeys([*boards, *(each.board.name for each in officer if each.board)]))


def _reviewed(looked: AccessReview | None) -> str:
    if looked is None:
        return ""
    on = day(timezone.localdate(looked.reviewed_at))
    return f"{looked.get_outcome_display().capitalize()} on {on} by {looked.reviewed_by}"
