"""The choice between two people's texts, after both changed the same field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import chain, zip_longest
from typing import Any

from django import forms

from governance.editing import Conflict, StaleEdit
from governance.forms.choosing import OrganisationField
from governance.forms.fields import LastDayField
from governance.forms.persons import PersonField
from governance.models import Organisation
from governance.queries import day

THEIRS, MINE, BOTH = "theirs", "mine", "both"
SEEN = "seen"  # the version whose conflicts one chooses between; what else was seen has it before


def typed_in(
    values: Mapping[str, str], names: Sequence[str], *, also: Sequence[str] = ()
) -> dict[str, str]:
    """Return what a draft puts into a form: as typed, a text from both where it was chosen."""
    known = (*names, *also, "version", "key")
    typed = {name: values[name] for name in known if name in values}
    both = {name: values.get(f"both-{name}", "") for name in names}
    return typed | {name: both[name] for name in names if values.get(f"choice-{name}") == BOTH}


def sent_values(values: Mapping[str, Any], form: type[forms.Form]) -> dict[str, str]:
    """Return clean or stored values as a browser sends them from a `form`."""
    fields = form.base_fields
    sent = {n: fields[n].prepare_value(v) if n in fields else v for n, v in values.items()}
    return {name: _as_sent(value) for name, value in sent.items()}


def _as_sent(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "" if value is None else str(getattr(value, "pk", value))


@dataclass(frozen=True)
class Question:
    """One field that two people changed, as the page asks which text stays."""

    name: str
    label: str
    theirs: str
    mine: str
    words: Sequence[tuple[str, str]]
    by: str
    at: Any
    is_text: bool
    both: str
    chosen: str


@dataclass(frozen=True)
class Questions:
    """The page of conflicts: what to choose between, and what goes along unchanged."""

    asked: Sequence[Question]
    hidden: Mapping[str, str]
    is_unanswered: bool

    @property
    def by(self) -> str:
        """Who saved first."""
        return self.asked[0].by

    @property
    def at(self) -> Any:
        """When the last of the others saved."""
        return max((each.at for each in self.asked if each.at), default=None)


def questions(
    stale: StaleEdit,
    sent: Mapping[str, str],
    *,
    version: int,
    names: Sequence[str],
    form: type[forms.Form],
    also: Sequence[str] = (),
) -> Questions:
    """Return what to ask after a conflict in the fields `names` of a `form`.

    `sent`: what the browser sent; `version`: that whose state the person began from. What only
    this person changed goes along, and is saved with the answer; so do the fields `also`, which
    are sent and are no columns of the row.
    """
    asked = tuple(_question(each, sent, form) for each in stale.conflicts if each.name in names)
    mine = {each.name: each.mine for each in stale.conflicts}
    typed = {**stale.merged, **mine}
    hidden = {
        **sent_values({name: typed[name] for name in names if name in typed}, form),
        **{name: sent[name] for name in also if name in sent},
        "key": sent.get("key", ""),
        "version": str(version),
        SEEN: str(stale.row.version),
        **{f"{SEEN}-{name}": value for name, value in stale.seen.items()},
    }
    return Questions(
        asked, hidden, is_unanswered=SEEN in sent and sent[SEEN] == str(stale.row.version)
    )


def answered(sent: Mapping[str, str], names: Sequence[str]) -> dict[str, str] | None:
    """Return what the browser sent with the chosen texts of `names` in their places.

    None where the sent form is no page of conflicts, or leaves one unanswered.
    """
    choices = {name: sent.get(f"choice-{name}") for name in names if f"asked-{name}" in sent}
    if SEEN not in sent or not choices:
        return None
    if any(choice not in {THEIRS, MINE, BOTH} for choice in choices.values()):
        return None
    chosen = dict(sent.items())
    for name, choice in choices.items():
        if choice == THEIRS:
            chosen.pop(name, None)
        elif choice == BOTH:
            chosen[name] = sent.get(f"both-{name}", "")
    began = {name.partition("-")[2]: sent[name] for name in sent if name.startswith(f"{SEEN}-")}
    return {**chosen, "version": sent[SEEN], **began}


def _question(conflict: Conflict, sent: Mapping[str, str], form: type[forms.Form]) -> Question:
    field = form.base_fields[conflict.name]
    theirs, mine = _shown(field, conflict.theirs_shown), _shown(field, conflict.mine)
    return Question(
        name=conflict.name,
        label=str(field.label),
        theirs=theirs,
        mine=mine,
        words=tuple(differing(theirs, mine)),
        by=conflict.by,
        at=conflict.at,
        is_text=isinstance(field.widget, forms.Textarea),
        both=sent.get(f"both-{conflict.name}", mine),
        chosen=sent.get(f"choice-{conflict.name}", ""),
    )


def _shown(field: forms.Field, value: Any) -> str:
    """Return a stored value as its field shows it to people."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        assert field.queryset is not None  # noqa: S101 -- a field of choices from rows has rows
        row = field.queryset.model._default_manager.get(pk=value)
        return str(getattr(row, "called", row))
    if isinstance(field, OrganisationField):
        return str(Organisation.objects.get(pk=value).called)
    if isinstance(value, list):
        return ", ".join(_shown(field, each) for each in value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field)).get(str(value), value))
    if isinstance(field, LastDayField | PersonField):
        value = field.prepare_value(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return day(value) if isinstance(value, date) else str(value)


def _flat(field: forms.ChoiceField) -> Iterator[tuple[str, Any]]:
    """Yield the choices of a field, those of groups too."""
    choices: Iterable[tuple[Any, Any]] = field.choices  # type: ignore[assignment]
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(each), words) for each, words in label)
        else:
            yield str(key), label


def differing(theirs: str, mine: str) -> Iterator[tuple[str, str]]:
    """Yield the words of two texts as same, theirs only ("del") or mine only ("ins").

    >>> list(differing("each month.", "each quarter."))
    [('same', 'each'), ('del', 'month.'), ('ins', 'quarter.')]
    """
    old, new = theirs.split(), mine.split()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", " ".join(old[a:b])
            continue
        yield from chain(
            (("del", " ".join(old[a:b])),) if a < b else (),
            (("ins", " ".join(new[c:d])),) if c < d else (),
        )


def paragraphs_differing(theirs: str, mine: str) -> Iterator[Sequence[tuple[str, str]]]:
    """Yield the paragraphs of two texts, each as the words of `differing`.

    >>> list(paragraphs_differing("We meet.\n\nWe listen.", "We meet.\n\nWe hear."))
    [(('same', 'We meet.'),), (('same', 'We'), ('del', 'listen.'), ('ins', 'hear.'))]
    """
    old, new = _paragraphs(theirs), _paragraphs(mine)
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for before, after in zip_longest(old[a:b], new[c:d], fillvalue=""):
            yield tuple(differing(before, after))


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
