"""Organisations: one more, another name or parent, an end."""

from collections.abc import Mapping
from typing import Any

from django.db.models import ProtectedError

from governance import audit
from governance.changes.slugs import free_slug
from governance.changes.spans import days_typed
from governance.editing import Refused, Saved, refusals_in_words, save_edit
from governance.models import Organisation, User

HAS_HISTORY = "It has a history here, so it stays: give it a last day instead."


def add_organisation(*, values: Mapping[str, Any], by: User, key: str = "") -> Organisation:
    """Write down an organisation.

    `values`: clean values of the form by field name; `key`: the mark of the form, by which a
    second sending is recognised: it adds nothing.

    :raises Refused: one of that name is there already
    """
    what = f"added {values['name']}"
    with refusals_in_words(Organisation), audit.change(by=by, what=what, key=key):
        slug = free_slug(Organisation, values.get("short_name") or values["name"])
        made: Organisation | None = audit.made_by_form(Organisation.objects.all(), key)
        return made or Organisation.objects.create(slug=slug, **values)


def edit_organisation(
    organisation: Organisation,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    key: str = "",
) -> Saved:
    """Save what `by` changed of an organisation since `version`; a day typed is known to the day.

    :raises StaleEdit: somebody changed the same field first
    :raises RowGone: it was removed meanwhile
    :raises Refused: the name is another's, or it would stand below itself
    """
    return save_edit(
        organisation,
        version=version,
        values=values,
        by=by,
        what=f"edited {organisation}",
        key=key,
        follows=lambda row: days_typed(row, values),
    )


def end_organisation(
    organisation: Organisation,
    *,
    version: int,
    values: Mapping[str, Any],
    by: User,
    key: str = "",
) -> Saved:
    """Let an organisation end, or go on: `values` has `ends_on`, the day after the last.

    What it holds stays as it is, for each to be ended in its place.

    :raises StaleEdit: somebody gave it another end first
    :raises Refused: it would end before it began
    """
    return save_edit(
        organisation,
        version=version,
        values=values,
        by=by,
        what=f"gave {organisation} a last day",
        key=key,
        follows=lambda row: days_typed(row, values),
    )


def remove_organisation(organisation: Organisation, *, by: User) -> None:
    """Take out an organisation that was added by mistake.

    :raises Refused: something was recorded of it
    """
    try:
        with audit.change(by=by, what=f"removed {organisation}"):
            organisation.delete()
    except ProtectedError as held:
        raise Refused(HAS_HISTORY) from held
