"""What the history hides: the words and the names of people under 18 who took back consent.

Nothing stored changes, so the seals hold: it is hidden as it is read. A text is theirs from the
first time they wrote it, since what others made of it later still says their words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from governance.audit import holds_words
from governance.models import Subject, User, Version
from governance.models.people import HIDDEN, YOUNG_PERSON
from portal.queries.history.reading import KINDS, Entry, written

# Words that a record gives to a person by a column, whoever typed them.
THEIRS = {
    "challenge": {"question": "asked_by_id", "answer": "answered_by_id"}
    | {"evidence": "answered_by_id"},
    "contribution": {"text": "sent_by_id", "no_change_because": "sent_by_id"}
    | {"new_due_reason": "sent_by_id"},
    "declaration": {"interest": "person_id"},
    "referral": {"what": "referred_by_id", "reason": "responded_by_id"},
    "writtenanswer": {"words": "answered_by_id"},
}
USER = str(User._meta.model_name)
MADE = {Subject, Version}  # written by the portal out of other records, by whoever is there


@dataclass(frozen=True)
class Hidden:
    """Whose words and names are hidden; `since`: from which entry on a text of a record is theirs.

    `called` is how people under 18 were called: nobody of them by more than what they are.
    """

    young: frozenset[int] = frozenset()
    taken_back: frozenset[int] = frozenset()
    called: tuple[str, ...] = ()
    since: Mapping[tuple[str, int, str], int] = field(default_factory=dict)

    def shows(self, kind: str, record: int, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as it may be read; one of today, which is no entry, has the newest words.

        What it says of everything but hidden texts stays as it is.
        """
        return {
            column: HIDDEN if value and self._hides(kind, record, column, row) else value
            for column, value in row.items()
        }

    def _hides(self, kind: str, record: int, column: str, row: Mapping[str, Any]) -> bool:
        if column not in TEXTS.get(kind, ()):
            return False
        first = self.since.get((kind, record, column))
        is_theirs = first is not None and row.get("pgh_id", first) >= first
        owner = THEIRS.get(kind, {}).get(column)
        is_said_by_them = owner is not None and row.get(owner) in self.taken_back
        return is_theirs or is_said_by_them or (kind == USER and record in self.taken_back)

    def sentence(self, what: str, entries: Iterable[Entry]) -> str:
        """Return what a change was, without the names and the hidden words of its records."""
        for called in self.called:
            what = _without(what, called, YOUNG_PERSON)
        for entry in entries:
            for row in filter(None, (entry.now, entry.before)):
                shown = self.shows(entry.kind, entry.record, row)
                for column in (each for each in shown if shown[each] != row[each]):
                    what = _without(what, row[column], HIDDEN)
        return what


def _without(what: str, words: str, instead: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", lambda _: instead, what)


def _texts(model: type[models.Model]) -> frozenset[str]:
    """Return the columns of a model in which people write what they like."""
    if model in MADE:
        return frozenset()
    return frozenset(str(each.column) for each in model._meta.concrete_fields if holds_words(each))


TEXTS = {kind: _texts(model) for kind, model in KINDS.items()}


def hidden_of(records: Mapping[str, Iterable[int]]) -> Hidden:
    """Return what is hidden of some records, given by kind.

    One query; one more where somebody under 18 is known, and one where consent was taken back.
    """
    young = dict(User.objects.filter(is_young=True).values_list("pk", "consent_withdrawn_on"))
    if not young:
        return Hidden()
    taken_back = frozenset(pk for pk, withdrawn in young.items() if withdrawn)
    since: dict[tuple[str, int, str], int] = {}
    for entry in written(records, by=taken_back) if taken_back else ():
        for column in TEXTS[entry.kind]:
            if (entry.now.get(column) or "") != ((entry.before or {}).get(column) or ""):
                key = (entry.kind, entry.record, column)
                since[key] = min(entry.entry, since.get(key, entry.entry))
    return Hidden(frozenset(young), taken_back, _called(young), since)


def _called(young: Iterable[int]) -> tuple[str, ...]:
    """Return each way in which these people were called, the longest first; one query."""
    kept = User.pgh_event_model.objects.filter(pgh_obj_id__in=young)  # type: ignore[attr-defined]
    called = set()
    for post, distinction, name in kept.values_list("post", "distinction", "name"):
        called |= {f"{post} ({distinction})" if distinction else post, name}
    return tuple(sorted(called - {""}, key=lambda each: (-len(each), each)))
