"""Many people at once, as a sheet has them: what each line would do, then all of it or nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from governance import audit
from governance.changes.lines import NEW, REFUSED, Told
from governance.changes.people_known import Known, Planned, Wanted
from governance.editing import Refused, refusals_in_words
from governance.models import NewAddress, Office, User


class Changed(Exception):
    """The lines would do something else by now than what was shown; nothing was written."""


def mark_of(told: Iterable[Told]) -> str:
    """Return the mark of a preview: another one wherever a line would do something else."""
    said = repr([(each.line, each.title, each.kind, each.fields, each.why) for each in told])
    return hashlib.sha256(said.encode()).hexdigest()


def try_people(wanted: Sequence[Wanted], *, on: date) -> list[Planned]:
    """Return what each line would do; four queries, nothing is written."""
    known = Known(wanted, on=on)
    return [known.told(each) for each in wanted]


def write_people(wanted: Sequence[Wanted], *, mark: str, by: User, at: datetime) -> list[Planned]:
    """Do what the lines say, all of it or nothing; the same lines again change nothing.

    `mark`: that of the preview which was shown.

    :raises Changed: the lines would do something else by now
    :raises Refused: a line is refused, or the database refuses one that came in between
    """
    what = f"wrote down {len(wanted)} people from a file"
    with refusals_in_words(User), transaction.atomic(), audit.change(by=by, what=what):
        known = Known(wanted, on=timezone.localdate(at), is_held=True)
        told = [known.told(each) for each in wanted]
        if mark_of(told) != mark:
            raise Changed
        if any(each.kind == REFUSED for each in told):
            raise Refused("A line is refused, so nothing was written.")
        _write(told, at=at)
    return told


def _write(told: Sequence[Planned], *, at: datetime) -> None:
    added = [each for each in told if each.kind == NEW]
    people = [User(joined_at=at, **each.values) for each in added]
    for person in people:
        person.set_unusable_password()
    made = User.objects.bulk_create(people)
    for each in told:
        if each.person is not None and each.values:
            User.objects.filter(pk=each.person.pk).update(**each.values)
    _end_waiting([each.person.pk for each in told if each.person and "email" in each.values], at)
    whose = {each.line: person for each, person in zip(added, made, strict=True)}
    whose |= {each.line: each.person for each in told if each.person is not None}
    Office.objects.bulk_create(
        [Office(person=whose[each.line], **each.office) for each in told if each.office]
    )


def _end_waiting(people: list[int], at: datetime) -> None:
    """Let changes of address end that were asked for when there was no old one to confirm them."""
    waits = NewAddress.objects.filter(person__in=people, done_at=None, cancelled_at=None)
    waits.update(cancelled_at=at)
