"""Who held a seat helps who comes next: recorded, dated, and what the two write down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance import audit
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import Mentoring, Seat, User


def mentor(
    person: User,
    *,
    successor: User,
    seat: Seat,
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    notes: str = "",
    key: str = "",
) -> Mentoring:
    """Record that `person` helps `successor` into a seat; sent again it is the same.

    :raises Refused: they are one person, or it is recorded already
    """
    what = f"let {person} mentor {successor}"
    with refusals_in_words(Mentoring), audit.change(by=by, what=what, key=key):
        made: Mentoring | None = audit.made_by_form(person.mentors.all(), key)
        return made or Mentoring.objects.create(
            mentor=person,
            successor=successor,
            seat=seat,
            starts_on=starts_on,
            ends_on=ends_on,
            notes=notes,
        )


def edit_mentoring(
    row: Mentoring, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Change the days or the notes of a mentoring.

    :raises StaleEdit: somebody else changed the same meanwhile
    :raises Refused: it would end before it starts
    """
    what = "wrote down how a mentoring goes"
    return save_edit(row, version=version, values=values, by=by, what=what, key=key)
