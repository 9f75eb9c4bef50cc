"""Choosing an organisation or a board, of which a portal may have a thousand."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Case, Q, QuerySet, Value, When
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.models import Organisation

Option = tuple[Any, str]
SELECTED = format_html(" {}", "selected")
OPTION = '<option value="{}"{}>{}</option>\n'
SUGGESTED = 50  # names drawn to choose from as one types
FEW = 10  # organisations that may all be meant
WHOLE_NAME, SHORT_NAME, PART = range(3)


class Names(ModelChoiceIterator):
    """The rows to choose from by key and name: no record is made of each."""

    def __iter__(self) -> Iterator[Option]:
        """Yield the empty choice, then the rows; one query."""
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from self.queryset.values_list(self.field.to_field_name or "pk", "name")


class PlainSelect(forms.Select):
    """A drop-down list drawn at once: Django's own asks a template for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list with what was chosen."""
        chosen = {str(each) for each in self.format_value(value)}
        rows = [
            (str(key), SELECTED if str(key) in chosen else "", label)
            for key, label in self.choices
        ]
        # All in one go: a call for each of a thousand takes longer than the page.
        options = format_html(OPTION * len(rows), *chain.from_iterable(rows))
        flags = {"name": name, **self.build_attrs(self.attrs, attrs)}
        drawn = format_html_join("", ' {}="{}"', self._valued(flags))
        return format_html("<select{}>{}</select>", drawn, options)

    @staticmethod
    def _valued(flags: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the attributes that are on, a bare one as its own value."""
        for each, value in flags.items():
            if value is not False:
                yield each, each if value is True else value


class NamedField(forms.ModelChoiceField):
    """One of many rows that have a name."""

    widget = PlainSelect
    iterator = Names


class NameInput(forms.TextInput):
    """A name that is typed, with some to choose from; then which is meant, where several are."""

    template_name = "components/name_input.html"
    suggested: "Sequence[str] | QuerySet[Organisation, str]" = ()
    meant: Sequence[str] = ()
    names = ""  # the list on the page that many such fields share

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template draws."""
        context = super().get_context(name, value, attrs)
        return {
            **context,
            "suggested": self.suggested,
            "meant": self.meant,
            "names": self.names,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return which was meant by what is still typed, else what is typed."""
        typed = data.get(name)
        is_still_typed = typed == data.get(f"{name}-typed")
        return (data.get(f"{name}-meant") if is_still_typed else "") or typed


class OrganisationField(forms.Field):
    """An organisation by its name, short name, or a part of it that leaves no doubt to choose.

    `offered`: those that may be chosen, in the order they are suggested; `present`: the one that
    stands there now, which is not looked up again.
    """

    widget = NameInput({"maxlength": 200})
    present: Organisation | None = None

    @property
    def offered(self) -> "QuerySet[Organisation]":
        """The organisations that may be chosen."""
        return self._offered

    @offered.setter
    def offered(self, rows: "QuerySet[Organisation]") -> None:
        self._offered = rows
        self.widget.suggested = rows.values_list("name", flat=True)[:SUGGESTED]

    def prepare_value(self, value: Any) -> Any:
        """Return an organisation's name, of a stored key too; what was typed as it is."""
        if isinstance(value, int):
            value = Organisation.objects.get(pk=value)
        return value.name if isinstance(value, Organisation) else value

    def to_python(self, value: Any) -> Organisation | None:
        """Return the organisation that is called so.

        :raises ValidationError: none is, or several; the next page asks which
        """
        text = " ".join(str(value or "").split())
        if not text:
            return None
        ProhibitNullCharactersValidator()(text)
        if self.present is not None and text == self.present.name:
            return self.present
        found = _called(text, self.offered)
        exact = [each for each, how in found if how < PART and how == found[0][1]]
        if len(exact) == 1:
            return exact[0]
        raise forms.ValidationError(self._doubt(text, [each.name for each, _ in found]))

    def _doubt(self, text: str, names: Sequence[str]) -> str:
        if not names:
            return (
                f"No organisation to choose is called “{text}”. Write its name, or a part of it."
            )
        if len(names) > FEW:
            return f"More than {FEW} organisations are called so. Write more of the name."
        self.widget.meant = names
        return f"Choose which you mean by “{text}”, or write its whole name."


def _called(text: str, offered: "QuerySet[Organisation]") -> list[tuple[Organisation, int]]:
    """Return one more than a few whose name has `text` in it, with how it is in it; best first."""
    how = Case(
        When(name__iexact=text, then=Value(WHOLE_NAME)),
        When(short_name__iexact=text, then=Value(SHORT_NAME)),
        default=Value(PART),
    )
    rows = offered.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    best = rows.annotate(how=how).order_by("how", "name")[: FEW + 1]
    return [(each, each.how) for each in best]
