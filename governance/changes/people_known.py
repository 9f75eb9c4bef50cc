"""What stands already of the people in a sheet, and so what each of its lines would do."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from governance.changes.lines import CHANGED, NEW, REFUSED, SAME, Told
from governance.changes.people import YOUNG_POST
from governance.editing import Refused
from governance.models import Board, Office, Organisation, User
from governance.queries.wording import day

LABELS = {
    "post": "Post",
    "distinction": "Distinction",
    "name": "Name",
    "organisation": "Organisation",
    "email": "E-mail address",
    "office": "Office",
}


@dataclass(frozen=True)
class Wanted:
    """What a line says of a person; an empty word leaves what stands. `why`: it cannot be read."""

    line: int
    post: str = ""
    distinction: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    office: str = ""
    board: str = ""
    since: date | None = None
    why: str = ""

    @property
    def title(self) -> str:
        """How the person of the line is called in the preview."""
        post = f"{self.post} ({self.distinction})" if self.distinction else self.post
        return ", ".join(word for word in (post, self.organisation) if word) or self.email


@dataclass(frozen=True)
class Planned(Told):
    """A line with what it would write: the columns of whom, and the office."""

    person: User | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    office: Mapping[str, Any] | None = None


Key = tuple[int | None, str, str]


class Known:
    """What stands already of the people of some lines, and what earlier lines took."""

    def __init__(self, wanted: Sequence[Wanted], *, on: date, is_held: bool = False) -> None:
        """Read it in four queries; `is_held`: lock the people until the transaction ends."""
        self._on = on
        self._bodies = _by_name(Organisation.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on)))
        self._boards = {
            board.name.lower(): board
            for board in Board.objects.filter(status=Board.Status.ACTIVE).only("name")
        }
        people = User.objects.annotate(low=Lower("email")).filter(
            Q(low__in={each.email.lower() for each in wanted if each.email})
            | Q(post__in={each.post for each in wanted})
        )
        if is_held:
            people = people.select_for_update(no_key=True, of=("self",))
        found = list(people.select_related("organisation").order_by("pk"))
        self._by_email = {each.low: each for each in found if each.email}
        self._by_key = {_key(each.organisation_id, each): each for each in found}
        offices = Office.objects.filter(person__in=found).exclude(ends_on__lte=on)
        self._offices = Counter((row.person_id, row.kind, row.board_id) for row in offices)
        self._taken: dict[Any, int] = {}

    def told(self, wanted: Wanted) -> Planned:
        """Return what a line would do."""
        try:
            return self._told(wanted)
        except Refused as reason:
            return Planned(wanted.line, wanted.title, REFUSED, str(reason))

    def _told(self, wanted: Wanted) -> Planned:
        if wanted.why:
            raise Refused(wanted.why)
        body = self._body(wanted)
        person = self._person(wanted, body)
        values = self._values(wanted, body, person)
        office = self._office(wanted, person)
        self._take(wanted, person, values, body)
        fields = [_field(name, person, value) for name, value in values.items()]
        if office:
            fields.append((LABELS["office"], "", _office_words(office)))
        kind = NEW if person is None else CHANGED if fields else SAME
        return Planned(wanted.line, wanted.title, kind, "", tuple(fields), person, values, office)

    def _body(self, wanted: Wanted) -> Organisation | None:
        if not wanted.organisation:
            return None
        body = self._bodies.get(wanted.organisation.lower())
        if body is None:
            raise _refusal(
                *(wanted.line, "Organisation", wanted.organisation),
                "is no organisation here. Write its name as it stands in the list of"
                " organisations, or add it first.",
            )
        return body

    def _person(self, wanted: Wanted, body: Organisation | None) -> User | None:
        """Return who the line is about: by address, else by organisation, post and distinction."""
        person = self._by_email.get(wanted.email.lower()) if wanted.email else None
        if person is None:
            person = self._by_key.get((body.pk if body else None, wanted.post, wanted.distinction))
        if person is None:
            return None
        if person.is_young:
            raise _refusal(
                wanted.line, "Post", wanted.title, "is under 18. Keep them on their page."
            )
        if person.left_on is not None and person.left_on <= self._on:
            left = (
                f"left on {day(person.left_on)}. Take the line out, or write a word in Distinction"
                " for who came after them."
            )
            raise _refusal(wanted.line, "Post", wanted.title, left)
        if person.email and wanted.email and person.email.lower() != wanted.email.lower():
            raise _refusal(
                *(wanted.line, "E-mail", wanted.email),
                f"is another address than {person.email}. An address is changed on the person’s"
                " page, and confirmed at both.",
            )
        return person

    def _values(
        self, wanted: Wanted, body: Organisation | None, person: User | None
    ) -> dict[str, Any]:
        """Return the columns that the line gives another value."""
        typed: dict[str, Any] = {
            "post": wanted.post,
            "distinction": wanted.distinction,
            "name": wanted.name,
            "organisation": body,
            "email": wanted.email.lower(),
        }
        if not wanted.post and person is None:
            raise _refusal(wanted.line, "Post", "", "is missing. Say what the person is.")
        if wanted.post.lower() == YOUNG_POST.lower().replace("’", "'"):
            raise _refusal(
                *(wanted.line, "Post", wanted.post),
                "is kept of a person under 18. Write them down on a page of their own.",
            )
        return {
            name: value
            for name, value in typed.items()
            if value and (person is None or value != getattr(person, name))
        }

    def _office(self, wanted: Wanted, person: User | None) -> dict[str, Any] | None:
        if not wanted.office:
            return None
        board = self._boards.get(wanted.board.lower()) if wanted.board else None
        if wanted.board and board is None:
            raise _refusal(
                *(wanted.line, "Board", wanted.board),
                "is no board at work. Write its name as it stands in the list of boards.",
            )
        at = board.pk if board else None
        if person is not None and self._offices[person.pk, wanted.office, at]:
            return None
        since = wanted.since or self._on
        return {"kind": wanted.office, "board": board, "starts_on": since}

    def _take(
        self,
        wanted: Wanted,
        person: User | None,
        values: Mapping[str, Any],
        body: Organisation | None,
    ) -> None:
        """Hold what this line makes somebody's, so that no other line does."""
        stands = {
            name: values.get(name, getattr(person, name, ""))
            for name in ("post", "distinction", "email")
        }
        at = body or (person.organisation if person else None)
        key = (at.pk if at else None, stands["post"], stands["distinction"])
        other = self._by_key.get(key)
        if other is not None and other != person:
            raise _refusal(
                *(wanted.line, "Post", wanted.title),
                "is another person’s. Write a word in Distinction that tells them apart.",
            )
        marks: list[Any] = [key, *([stands["email"]] if stands["email"] else [])]
        first = next((self._taken[each] for each in marks if each in self._taken), None)
        if first is not None:
            raise _refusal(
                *(wanted.line, "Post", wanted.title),
                f"stands in line {first} already. Keep one of the two.",
            )
        self._taken.update(dict.fromkeys(marks, wanted.line))


def _key(organisation: int | None, person: User) -> Key:
    return organisation, person.post, person.distinction


def _by_name(bodies: Iterable[Organisation]) -> dict[str, Organisation]:
    """Return organisations by their names, and by their short names where those are nobody's."""
    known: dict[str, Organisation] = {}
    rows = list(bodies)
    for row in rows:
        known.setdefault(row.name.lower(), row)
    for row in rows:
        known.setdefault(row.called.lower(), row)
    return known


def _field(name: str, person: User | None, value: Any) -> tuple[str, str, str]:
    before = getattr(person, name) if person else None
    return LABELS[name], str(before or ""), str(value)


def _office_words(office: Mapping[str, Any]) -> str:
    board = f", {office['board']}" if office["board"] else ""
    kind = Office.Kind(office["kind"]).label
    return f"{kind}{board}, from {day(office['starts_on'])}"


def _refusal(line: int, column: str, value: str, why: str) -> Refused:
    said = f" “{value}”" if value else ""
    return Refused(f"Line {line}, {column}:{said} {why}")
