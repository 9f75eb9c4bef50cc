"""Choosing an organisation or a board, of which a portal may have a thousand."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Option = tuple[Any, str]
SELECTED = format_html(" {}", "selected")
OPTION = '<option value="{}"{}>{}</option>\n'


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
