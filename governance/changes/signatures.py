"""Who signed the terms of a board: an organisation added, its day put right."""

from collections.abc import Mapping
from typing import Any

from governance import audit
from governance.editing import Saved, refusals_in_words, save_edit
from governance.models import Signature, TermsOfReference, User


def add_signature(
    terms: TermsOfReference, *, values: Mapping[str, Any], by: User, key: str = ""
) -> Signature:
    """Record that an organisation signed a version of the terms; sent twice, it is recorded once.

    :raises Refused: it signed already, or before the board signed them off
    """
    what = f"recorded that {values['organisation']} signed the terms of {terms.board}"
    with refusals_in_words(Signature), audit.change(by=by, what=what, key=key):
        TermsOfReference.objects.select_for_update(no_key=True).get(pk=terms.pk)
        made: Signature | None = audit.made_by_form(terms.signatures.all(), key)
        return made or terms.signatures.create(**values)


def edit_signature(
    row: Signature, *, version: int, values: Mapping[str, Any], by: User, key: str = ""
) -> Saved:
    """Put right when an organisation signed.

    :raises StaleEdit: somebody changed the day first
    :raises RowGone: it was taken back meanwhile
    :raises Refused: it would have signed before the board did
    """
    what = f"put right when {row.organisation} signed"
    return save_edit(row, version=version, values=values, by=by, what=what, key=key)
