"""Who belongs to the partnership: the list, searched, filtered, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from governance.models import Appointment, Merger, Office, User
from governance.models.people import YOUNG_PERSON
from governance.queries.paging import Paged, paged
from governance.queries.wording import day

PEOPLE = 50  # on one page
# What `?show=` may say, and in which words the page offers it.
SHOWN = {
    "": "Everybody here now",
    "with": "With an account",
    "without": "Without an account",
    "young": "Under 18",
    "left": "Who left",
}


@dataclass(frozen=True)
class PersonRow:
    """One person in the list."""

    pk: int
    post: str
    name: str
    organisation: str
    email: str
    seats: Sequence[str]
    offices: Sequence[str]
    account: str
    seen: str
    illustrative: bool


@dataclass(frozen=True)
class People:
    """A page of the people that were asked for."""

    rows: Paged[PersonRow]
    text: str
    show: str

    @property
    def headline(self) -> str:
        """How many people there are of those asked for."""
        many = self.rows.many
        return f"{many:,} {'person' if many == 1 else 'people'}"

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """What may be shown, by its word in the address."""
        return tuple(SHOWN.items())

    @property
    def is_narrowed(self) -> bool:
        """Whether not everybody was asked for."""
        return bool(self.text or self.show)


CAN_SIGN_IN = "can sign in"


def has_account(on: date) -> Q:
    """Return the condition that somebody can sign in: by a password, or as they did before."""
    none = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password="")
    can = ~none | Q(last_login__isnull=False)
    return Q(is_active=True, email__isnull=False) & is_here(on) & can


def is_here(on: date) -> Q:
    """Return the condition that somebody has not left by the day `on`."""
    return Q(left_on=None) | Q(left_on__gt=on)


def known_people() -> QuerySet[User]:
    """Return everybody but the records that were merged into another."""
    merged = Merger.objects.filter(gone=OuterRef("pk"), undone_at=None)
    return User.objects.filter(~Exists(merged))


def by_post(people: QuerySet[User]) -> QuerySet[User]:
    """Put people in the order in which one looks for them."""
    return people.order_by(Lower("post"), "distinction", "pk")


def people_list(*, on: date, text: str, show: str, page: int, sees_young: bool) -> People:
    """Return a page of the people that `text` and `show` ask for; four queries, three for a file.

    `sees_young`: whether the reader may know more of a person under 18 than that they are one.
    """
    text, show = " ".join(text.split()), show if show in SHOWN else ""
    found = known_people().filter(_shown(show, on))
    if text:
        found = found.filter(_named(text, sees_young=sees_young))
    held = Appointment.objects.on(on).select_related("seat__board").order_by("seat__board__name")
    offices = Office.objects.on(on).select_related("board").order_by("kind", "pk")
    people = by_post(found).select_related("organisation")
    people = people.prefetch_related(
        Prefetch("appointments", held, to_attr="held"),
        Prefetch("offices", offices, to_attr="charged"),
    )
    rows = paged(people, number=page, size=PEOPLE)
    shown = [_row(person, on=on, sees_young=sees_young) for person in rows.rows]
    return People(replace(rows, rows=shown), text, show)


def _shown(show: str, on: date) -> Q:
    chosen = {
        "": is_here(on),
        "with": has_account(on),
        "without": is_here(on) & ~has_account(on),
        "young": is_here(on) & Q(is_young=True),
        "left": ~is_here(on),
    }
    return chosen[show]


def _named(text: str, *, sees_young: bool) -> Q:
    """Return the condition that `text` stands in what the reader sees of a person."""
    of_person = Q(post__icontains=text) | Q(distinction__icontains=text)
    of_person |= Q(name__icontains=text) | Q(email__icontains=text)
    at = Q(organisation__name__icontains=text) | Q(organisation__short_name__icontains=text)
    if sees_young:
        return of_person | at
    is_word = text.lower() in YOUNG_PERSON.lower()
    return (of_person | at) & Q(is_young=False) | (Q(is_young=True) if is_word else Q(pk=None))


def _row(person: Any, *, on: date, sees_young: bool) -> PersonRow:
    hidden = person.is_young and not sees_young
    return PersonRow(
        pk=person.pk,
        post=YOUNG_PERSON if hidden else str(person),
        name=person.name,
        organisation=person.organisation.called if person.organisation and not hidden else "",
        email="" if hidden else person.email or "",
        seats=[f"{each.seat.board.name}: {each.seat.title}" for each in person.held],
        offices=[office_words(each) for each in person.charged],
        account=account_words(person, on=on),
        seen=day(timezone.localdate(person.last_login)) if person.last_login else "",
        illustrative=person.illustrative,
    )


def office_words(office: Office) -> str:
    """Return an office with its board, or the whole partnership."""
    kind = office.get_kind_display()
    kind = kind[:1].upper() + kind[1:]
    return f"{kind}, {office.board.name}" if office.board else kind


def account_words(person: User, *, on: date) -> str:
    """Say whether somebody can sign in."""
    if person.left_on is not None and person.left_on <= on:
        return f"left on {day(person.left_on)}"
    if not person.is_active:
        return "suspended"
    if not person.email:
        return "no address"
    return CAN_SIGN_IN if has_come_in(person) else "no account yet"


def has_come_in(person: User) -> bool:
    """Say whether somebody has a password, or came in before as they do: see `has_account`."""
    has_password = bool(person.password) and person.has_usable_password()
    return has_password or person.last_login is not None
