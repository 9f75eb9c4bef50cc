"""What people are charged with: offices, and for whom they answer; both from a day to a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance import audit
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Board, Office, Organisation, Respondent, User

HAS_LEFT = "Who has left is charged with nothing that begins later."


def charge(
    person: User,
    *,
    kind: Office.Kind,
    starts_on: date,
    by: User,
    board: Board | None = None,
    assists: User | None = None,
    ends_on: date | None = None,
    key: str = "",
) -> Office:
    """Give `person` an office for `board`, or for the whole partnership where none is named.

    `ends_on`: the day after the last; `key`: the mark of the form, by which a second sending is
    recognised: it adds nothing.

    :raises Refused: an assistant without whom they assist, or another with one; the person left;
        they hold it then already
    """
    what = f"charged {person} as {kind.label}"
    with refusals_in_words(Office), audit.change(by=by, what=what, key=key):
        made: Office | None = audit.made_by_form(person.offices.all(), key)
        if made is not None:
            return made
        _is_here(person, starts_on, ends_on)
        held = Office.objects.filter(person=person, kind=kind, board=board, assists=assists)
        if _running(held, starts_on, ends_on):
            raise Refused("They hold this office then already.")
        return Office.objects.create(
            person=person,
            kind=kind,
            board=board,
            assists=assists,
            starts_on=starts_on,
            ends_on=ends_on,
        )


def let_answer(
    person: User,
    *,
    organisation: Organisation,
    board: Board,
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    key: str = "",
) -> Respondent:
    """Let `person` answer for an organisation on a board.

    :raises Refused: they do so then already, or the person left
    """
    what = f"let {person} answer for {organisation} on {board}"
    with refusals_in_words(Respondent), audit.change(by=by, what=what, key=key):
        made: Respondent | None = audit.made_by_form(person.answers_for.all(), key)
        if made is not None:
            return made
        _is_here(person, starts_on, ends_on)
        held = Respondent.objects.filter(person=person, organisation=organisation, board=board)
        if _running(held, starts_on, ends_on):
            raise Refused("They answer for this organisation on this board then already.")
        return Respondent.objects.create(
            person=person,
            organisation=organisation,
            board=board,
            starts_on=starts_on,
            ends_on=ends_on,
        )


def date_charge(
    row: Office | Respondent,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    key: str = "",
) -> Saved:
    """Give an office, or whom somebody answers for, another first or last day.

    `values`: `starts_on` and `ends_on`, the day after the last; a day that was known in part is a
    day from then on.

    :raises StaleEdit: somebody else gave it another day first
    :raises Refused: it would end before it starts
    """
    return save_edit(
        row,
        version=version,
        values=values,
        follows=lambda stands: _known(stands, values),
        by=by,
        what=f"dated what {row.person} is charged with: {row}",
        key=key,
    )


def _known(row: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """Return that a day is known whole where another one is typed."""
    ends = {"starts_on": "starts_known", "ends_on": "ends_known"}
    return {
        known: "day"
        for name, known in ends.items()
        if name in values and values[name] != getattr(row, name)
    }


def _is_here(person: User, starts_on: date, ends_on: date | None) -> None:
    left = person.left_on
    if left is not None and (starts_on >= left or ends_on is None or ends_on > left):
        raise Refused(HAS_LEFT)


def _running(held: Any, starts_on: date, ends_on: date | None) -> bool:
    """Say whether one of `held` runs at some time between two days."""
    begun = held.exclude(ends_on__lte=starts_on)
    return bool((begun.filter(starts_on__lt=ends_on) if ends_on else begun).exists())
