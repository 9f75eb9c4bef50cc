"""One person: who they are, where they sit, what they are charged with, by dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from governance.models import (
    Appointment,
    Mentoring,
    Merger,
    NewAddress,
    Office,
    Respondent,
    Span,
    User,
)
from governance.models.people import YOUNG_PERSON
from governance.queries.people import account_words, office_words
from governance.queries.wording import day, span

NOW, TO_COME, PAST = "Now", "To come", "Past"


@dataclass(frozen=True)
class Held:
    """Something a person holds or held: a seat, an office, an organisation to answer for."""

    pk: int
    what: str
    where: str
    address: str
    when: str
    time: str  # NOW, TO_COME or PAST
    note: str
    illustrative: bool


@dataclass(frozen=True)
class PersonPage:
    """What the portal knows of one person."""

    post: str
    facts: Sequence[tuple[str, str]]
    seats: Sequence[Held]
    offices: Sequence[Held]
    answers: Sequence[Held]
    mentoring: Sequence[Held]
    supports: Sequence[tuple[int, str]]
    merged_into: tuple[int, str] | None
    illustrative: bool

    @property
    def standfirst(self) -> str:
        """The organisation and whether they can sign in, in one line."""
        known = dict(self.facts)
        account = known.get("Account", "")
        words = [known.get("Organisation", ""), f"{account[:1].lower()}{account[1:]}"]
        line = ", ".join(word for word in words if word)
        return f"{line[:1].upper()}{line[1:]}."


def person_by(pk: int) -> QuerySet[User]:
    """Return the person of that key, ready for their page."""
    return User.objects.filter(pk=pk).select_related("organisation", "supporter")


def person_page(person: User, *, on: date, sees_young: bool) -> PersonPage:
    """Return what is known of `person`; six queries.

    `sees_young`: whether the reader may know more of a person under 18 than that they are one.
    """
    hidden = person.is_young and not sees_young
    merger = Merger.objects.filter(gone=person, undone_at=None).select_related("stays").first()
    return PersonPage(
        post=YOUNG_PERSON if hidden else str(person),
        facts=[] if hidden else [fact for fact in _facts(person, on) if fact[1]],
        seats=seats_of(person, on=on),
        offices=offices_of(person, on=on),
        answers=answers_of(person, on=on),
        mentoring=mentoring_of(person, on=on) if sees_young else [],
        supports=[(each.pk, str(each)) for each in person.supported.all()] if sees_young else [],
        merged_into=(merger.stays_id, merger.stays.called) if merger else None,
        illustrative=person.illustrative,
    )


def mentoring_of(person: User, *, on: date) -> list[Held]:
    """Return whom a person helps or helped into a seat, and who helped them; one query."""
    rows = Mentoring.objects.filter(Q(mentor=person) | Q(successor=person)).select_related(
        "mentor__organisation", "successor__organisation", "seat__board"
    )
    return [
        _held(
            row,
            on,
            what=f"Mentors {row.successor.called}"
            if row.mentor_id == person.pk
            else f"Mentored by {row.mentor.called}",
            where=f"{row.seat.title}, {row.seat.board}",
            address=reverse("governance:mentoring-edit", args=[row.pk]),
            note="with notes" if row.notes else "",
        )
        for row in _newest(rows, on)
    ]


def _facts(person: User, on: date) -> list[tuple[str, str]]:
    seen = person.last_login
    asked = NewAddress.objects.filter(person=person, done_at=None, cancelled_at=None)
    waits = asked.filter(until__date__gte=on).first()
    return [
        ("Organisation", person.organisation.name if person.organisation else ""),
        ("Name", person.name),
        ("E-mail address", person.email or ""),
        ("Address that waits to be confirmed", waits.address if waits else ""),
        ("Account", capfirst(account_words(person, on=on))),
        ("Under 18", "Yes" if person.is_young else ""),
        ("Written to through", str(person.supporter) if person.supporter else ""),
        ("Consent to show their words", capfirst(consent_words(person))),
        ("Added", day(timezone.localdate(person.joined_at)) if person.joined_at else ""),
        ("Last here", day(timezone.localdate(seen)) if seen else ""),
    ]


def consent_words(person: User) -> str:
    """Say whether the words of a person under 18 may be shown, and since when."""
    if not person.is_young:
        return ""
    if person.consent_withdrawn_on:
        return f"withdrawn on {day(person.consent_withdrawn_on)}"
    return f"given on {day(person.consent_on)}" if person.consent_on else "not given"


def seats_of(person: User, *, on: date) -> list[Held]:
    """Return the places a person holds, held and will hold, newest first; one query."""
    rows = Appointment.objects.filter(holder=person).select_related("seat__board", "place")
    return [
        _held(
            row,
            on,
            what=f"{row.seat.title}, place {row.place.number}",
            where=row.seat.board.name,
            address=f"{row.seat.board.get_absolute_url()}members/",
            note=", ".join(
                word
                for word in (
                    row.seat.get_role_display(),
                    "acting" if row.standing == Appointment.Standing.ACTING else "",
                    row.how,
                    _why_ended(row, on),
                )
                if word
            ),
        )
        for row in _newest(rows, on)
    ]


def _why_ended(row: Appointment, on: date) -> str:
    if not row.why_ended:
        return ""
    is_over = row.ends_on is not None and row.ends_on <= on
    return f"{'ended' if is_over else 'ends'}: {row.why_ended}"


def offices_of(person: User, *, on: date) -> list[Held]:
    """Return the offices a person holds, held and will hold, newest first; one query."""
    rows = Office.objects.filter(person=person).select_related("board", "assists")
    return [
        _held(
            row,
            on,
            what=f"{office_words(row)} to {row.assists}" if row.assists else office_words(row),
            where="" if row.board else "the whole partnership",
            address="",
            note="",
        )
        for row in _newest(rows, on)
    ]


def answers_of(person: User, *, on: date) -> list[Held]:
    """Return for whom a person answers, answered and will answer; one query."""
    rows = Respondent.objects.filter(person=person).select_related("board", "organisation")
    return [
        _held(
            row,
            on,
            what=row.organisation.name,
            where=row.board.name,
            address=row.board.get_absolute_url(),
            note="",
        )
        for row in _newest(rows, on)
    ]


def _newest(rows: "QuerySet[Any]", on: date) -> Iterable[Any]:
    times = (NOW, TO_COME, PAST)
    dated = rows.order_by("-starts_on", "-pk")
    return sorted(dated, key=lambda row: times.index(time_of(row, on=on)))


def time_of(row: Span, *, on: date) -> str:
    """Say whether a span runs on a day, is to come, or is past."""
    if row.ends_on is not None and row.ends_on <= on:
        return PAST
    return TO_COME if row.starts_on is not None and row.starts_on > on else NOW


def _held(row: Any, on: date, *, what: str, where: str, address: str, note: str) -> Held:
    return Held(
        pk=row.pk,
        what=what,
        where=where,
        address=address,
        when=span(row),
        time=time_of(row, on=on),
        note=note,
        illustrative=row.illustrative,
    )
