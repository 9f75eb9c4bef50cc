"""Two people of one organisation answered the same: which words stay, field by field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance.editing import StaleEdit
from governance.forms.conflicts import SEEN, THEIRS, Questions, answered, questions, sent_values
from governance.http import number_in
from governance.models.people import HIDDEN
from priorities.forms.answers import AnswerForm
from priorities.models import Commitment
from priorities.queries import DueItem

# The columns of a commitment, and the fields in which an answer changes them.
PART = {"state": "part_answer", "part": "part", "reason": "part_reason"}
OF_PART = tuple(PART.values())
PART_VERSION = "part_version"
Sent = Mapping[str, str]


def asked_of(stale: StaleEdit, sent: Sent) -> Questions:
    """Return what to ask after a conflict about an answer, or about the part taken on.

    `sent`: what the browser sent. All that is not in question goes along.
    """
    fields: dict[str, Any] = {"form": AnswerForm, "names": AnswerForm.COLUMNS}
    fields["also"] = (*OF_PART, PART_VERSION)
    began = "version"
    if isinstance(stale.row, Commitment):
        stale, began = _in_fields(stale, sent), PART_VERSION
        fields |= {"names": OF_PART, "also": (*AnswerForm.COLUMNS, PART_VERSION)}
    return questions(stale, sent, version=number_in(sent.get(began, "")), **fields)


def _in_fields(stale: StaleEdit, sent: Sent) -> StaleEdit:
    """Return a conflict about a part by the fields of the form; the answer keeps its version."""
    clashes = tuple(
        replace(each, name=PART[each.name]) for each in stale.conflicts if each.name in PART
    )
    merged = {PART[name]: value for name, value in stale.merged.items() if name in PART}
    seen = {PART_VERSION: str(stale.row.version), "version": sent.get("version", "0")}
    return StaleEdit(stale.row, clashes, merged, seen=seen)


def form_of(sent: Sent, item: DueItem) -> tuple[AnswerForm, Sent]:
    """Return the form of what was sent, and that with the chosen texts in their places.

    Of a page of conflicts what was not sent is as it stands.
    """
    if SEEN not in sent:
        return AnswerForm(sent, item=item), sent
    chosen = answered(sent, (*AnswerForm.COLUMNS, *OF_PART))
    given = sent if chosen is None else {n: v for n, v in chosen.items() if n != SEEN}
    whole = {**_standing(sent, item, chosen), **given}
    form = AnswerForm(whole, item=item)
    form.only_given(given)
    return form, whole


def _standing(sent: Sent, item: DueItem, chosen: Sent | None) -> dict[str, str]:
    """Return how what is in question stands, as a browser would send it."""
    if f"{SEEN}-{PART_VERSION}" not in sent:
        values = {name: getattr(item.sent, name, None) for name in AnswerForm.COLUMNS}
        hidden = {"text": HIDDEN, "no_change_because": "", "new_due_reason": HIDDEN}
        return sent_values(values | (hidden if item.is_hidden(item.sent) else {}), AnswerForm)
    asked = [name for name in OF_PART if f"asked-{name}" in sent]
    if chosen is not None and all(sent[f"choice-{name}"] == THEIRS for name in asked):
        return {}  # the part stays as the colleague answered for it
    part = item.commitment
    stands: dict[str, Any] = {field: getattr(part, column) for column, field in PART.items()}
    return sent_values(stands, AnswerForm)
