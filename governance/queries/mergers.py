"""Merged records of people: two beside each other, and what a merging moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from governance.models import Merger, User
from governance.queries.person import person_page
from governance.queries.references import Reference
from governance.queries.wording import day


@dataclass(frozen=True)
class Beside:
    """One fact of two records."""

    name: str
    stays: str
    gone: str


@dataclass(frozen=True)
class MergerPage:
    """A merging: who and when, how many rows it moved, by where they name a person."""

    when: str
    by: str
    moved: Sequence[tuple[str, int]]
    undone: str


def side_by_side(stays: User, gone: User, *, on: date) -> list[Beside]:
    """Return what is known of two records, fact by fact; ten queries."""
    pages = [person_page(each, on=on, sees_young=True) for each in (stays, gone)]
    facts = [
        {
            "Post": str(person),
            **dict(page.facts),
            **{
                name: "; ".join(f"{row.what}, {row.where} {row.when}".strip() for row in rows)
                for name, rows in (
                    ("Seats", page.seats),
                    ("Offices", page.offices),
                    ("Answers for", page.answers),
                )
            },
        }
        for person, page in zip((stays, gone), pages, strict=True)
    ]
    names = dict.fromkeys([*facts[0], *facts[1]])
    found = [Beside(name, facts[0].get(name, ""), facts[1].get(name, "")) for name in names]
    return [each for each in found if each.stays or each.gone]


def merger_by(pk: int) -> QuerySet[Merger]:
    """Return the merging of that key, ready for its page."""
    return Merger.objects.filter(pk=pk).select_related("stays", "gone", "merged_by", "undone_by")


def mergers_of(person: User) -> list[tuple[int, str]]:
    """Return the mergings into a person that stand: key, and which record; one query."""
    rows = Merger.objects.filter(stays=person, undone_at=None).select_related("gone")
    return [
        (row.pk, f"{row.gone}, {day(timezone.localdate(row.merged_at))}")
        for row in rows.order_by("pk")
    ]


def merger_page(merger: Merger) -> MergerPage:
    """Return what a merging did; no query beside those of `merger_by`."""
    many = Counter((label, column) for label, _, column in merger.moved)
    moved = [(Reference(apps.get_model(at), column).words, n) for (at, column), n in many.items()]
    undone = ""
    if merger.undone_at is not None:
        undone = f"Undone on {day(timezone.localdate(merger.undone_at))} by {merger.undone_by}."
    return MergerPage(
        when=day(timezone.localdate(merger.merged_at)),
        by=str(merger.merged_by),
        moved=moved,
        undone=undone,
    )
