"""Choosing a person by a few typed words, of whom a portal may have thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from governance.models import User
from governance.queries.wording import number_word

FOUND = 10
MOST_WORDS = 6


@dataclass(frozen=True)
class PersonFound:
    """Somebody who may be meant."""

    pk: int
    words: str


@dataclass(frozen=True)
class PeopleFound:
    """Who was found for what was typed; `is_cut`: there are more."""

    text: str
    people: Sequence[PersonFound]
    is_cut: bool

    @property
    def told(self) -> str:
        """What came of looking."""
        if not self.text:
            return ""
        if not self.people:
            return f"Nobody is found for “{self.text}”."
        if self.is_cut:
            first = number_word(FOUND)
            return (
                f"More than {first} people are found for “{self.text}”. These are the first"
                f" {first}: write more to find others."
            )
        many = len(self.people)
        who = "One person is" if many == 1 else f"{number_word(many)} people are".capitalize()
        return f"{who} found for “{self.text}”."


def people_here(*, on: date) -> QuerySet[User]:
    """Return those who may be given something to hold: who is active and has not left."""
    here = Q(left_on=None) | Q(left_on__gt=on)
    return User.objects.filter(here, is_active=True)


def people_found(text: str, *, on: date) -> PeopleFound:
    """Return people of whom every typed word is in post, name, organisation or address.

    One query; ten at most.
    """
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        return PeopleFound("", (), is_cut=False)
    rows = people_here(on=on).select_related("organisation")
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(_has(word))
    found = list(rows.order_by("post", "distinction", "pk")[: FOUND + 1])
    return PeopleFound(text, [person_found(each) for each in found[:FOUND]], len(found) > FOUND)


def person_found(person: User) -> PersonFound:
    """Return a person as a choice: post, name, organisation and address."""
    body = person.organisation.name if person.organisation else ""
    shown = (person.called, person.name, body, person.email or "")
    return PersonFound(person.pk, ", ".join(filter(None, shown)))


def _has(word: str) -> Q:
    where = ("post", "distinction", "name", "email", "organisation__name")
    condition = Q(organisation__short_name__iexact=word)
    for column in where:
        condition |= Q(**{f"{column}__icontains": word})
    return condition
