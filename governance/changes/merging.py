"""Two records of one person become one: every row that names the one names the other then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance import audit
from governance.changes.moving import Hindered, Moved, rename
from governance.editing import Refused, refusals_in_words
from governance.models import AccessReview, Merger, Message, NewAddress, User
from governance.queries.references import Reference, references

# What stays beside the record that goes: mergers themselves, the way to a new address, browsers
# that are signed in.
STAYS = {(Merger, "stays"), (Merger, "gone"), (NewAddress, "person")}
# What is told or noted to one person alone: where both have it, once is enough.
ONCE_IS_ENOUGH = (Message, AccessReview)
# The values that may be taken over, and the columns each stands in.
CHOICES: dict[str, tuple[str, ...]] = {
    "post": ("post", "distinction", "organisation"),
    "name": ("name",),
    "email": ("email",),
}


@dataclass(frozen=True)
class Merged:
    """What a merging did, or would: how many rows it moves, which stay and why, what clashes."""

    moved: Sequence[tuple[str, int]]
    stand: Sequence[Hindered]
    clashes: Sequence[Hindered]
    merger: Merger | None = None


class Clash(Refused):
    """Rows of both records cannot be one person's; nothing was merged."""

    def __init__(self, merged: Merged) -> None:
        """Keep which."""
        super().__init__("Some rows cannot be one person’s: see which, and end or change them.")
        self.merged = merged


def try_merge(stays: User, gone: User, *, by: User, at: datetime) -> Merged:
    """Return what merging would do; nothing stays written.

    :raises Refused: the two cannot be merged at all
    """
    with transaction.atomic(), audit.change(by=by, what="tried a merging"):
        _check(stays, gone, by=by)
        merged = _told(_move(gone, to=stays))
        transaction.set_rollback(True)
    return merged


def merge(stays: User, gone: User, *, take: Mapping[str, bool], by: User, at: datetime) -> Merged:
    """Let `stays` be named wherever `gone` is; it can be undone.

    `take`: which of CHOICES `stays` takes over from `gone`.

    :raises Clash: rows of both cannot be one person's
    :raises Refused: the two cannot be merged, or were already
    """
    what = f"merged {gone} into {stays}"
    with refusals_in_words(User), audit.change(by=by, what=what):
        list(User.objects.select_for_update(no_key=True).filter(pk__in=[stays.pk, gone.pk]))
        stays.refresh_from_db()
        gone.refresh_from_db()
        _check(stays, gone, by=by)
        before = _take_over(stays, gone, take=take, at=at)
        moves = _move(gone, to=stays)
        told = _told(moves)
        if told.clashes:
            raise Clash(told)
        merger = Merger.objects.create(
            stays=stays,
            gone=gone,
            merged_at=at,
            merged_by=by,
            moved=[
                [each.reference.model._meta.label_lower, key, each.reference.column]
                for each in moves
                for key in each.keys
            ],
            before=before,
        )
        return Merged(told.moved, told.stand, (), merger)


def _check(stays: User, gone: User, *, by: User) -> None:
    if stays == gone:
        raise Refused("That is the same record: name the other one.")
    if by == gone:
        raise Refused("You are signed in with the record that would go: let that one stay.")
    if stays.is_young != gone.is_young:
        raise Refused("One of the two is under 18 and the other is not: put that right first.")
    if Merger.objects.filter(gone__in=[stays, gone], undone_at=None).exists():
        raise Refused("One of the two is merged into another already.")


def moving() -> Iterator[Reference]:
    """Yield the references that a merging moves."""
    for each in references():
        is_session = each.model._meta.model_name == "session"
        if (each.model, each.column) not in STAYS and not is_session:
            yield each


def _move(gone: User, *, to: User) -> list[Moved]:
    moves = []
    for each in moving():
        rows = each.model._default_manager.filter(**{each.column: gone}).order_by("pk")
        moves.append(rename(each, list(rows.values_list("pk", flat=True)), to=to.pk))
    return moves


def _told(moves: Sequence[Moved]) -> Merged:
    hindered = [row for each in moves for row in each.hindered]
    stand = [row for row in hindered if row.stands or _is_personal(row)]
    return Merged(
        moved=[(each.reference.words, len(each.keys)) for each in moves if each.keys],
        stand=stand,
        clashes=[row for row in hindered if row not in stand],
    )


def _is_personal(hindered: Hindered) -> bool:
    """Say whether a row is one's alone: it would go with its person."""
    field: Any = hindered.row._meta.get_field(hindered.column)
    goes = field.remote_field.on_delete.__name__ == "CASCADE"
    return goes or isinstance(hindered.row, ONCE_IS_ENOUGH)


def _take_over(
    stays: User, gone: User, *, take: Mapping[str, bool], at: datetime
) -> dict[str, Any]:
    """Write what the two records are from now on; return what their columns were before."""
    columns = [column for name, each in CHOICES.items() if take.get(name) for column in each]
    taken = {column: getattr(gone, column) for column in columns}
    on = timezone.localdate(at)
    ended = {"is_active": False, "left_on": gone.left_on or on, **_let_go(gone, taken)}
    before = {"gone": kept_of(gone, ended), "stays": kept_of(stays, taken)}
    User.objects.filter(pk=gone.pk).update(**ended)
    if taken:
        User.objects.filter(pk=stays.pk).update(**taken)
    stays.refresh_from_db()
    before["taken"] = kept_of(stays, taken)
    return before


def _let_go(gone: User, taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the record that goes gives up, so that the other can have it."""
    freed: dict[str, Any] = {}
    if "post" in taken:
        freed["distinction"] = f"merged, {gone.pk}"
    if taken.get("email"):
        freed["email"] = None
    return freed


def kept_of(person: User, columns: Iterable[str]) -> dict[str, Any]:
    """Return what some columns of a person hold, as the record of a merging keeps it."""
    names = [person._meta.get_field(name).attname for name in columns]  # type: ignore[union-attr]
    held = {name: getattr(person, name) for name in names}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in held.items()}
