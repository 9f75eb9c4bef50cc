"""Choosing a meeting, an organisation or a board, of which a portal may have a thousand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django import forms
from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.forms.plain import quoted, refuse_strange
from governance.models import Board, Organisation
from governance.queries import number_word
from governance.queries.meetings import meeting_called

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


class MeetingField(forms.ModelChoiceField):
    """One of a board's meetings, by its title and day."""

    widget = PlainSelect

    def label_from_instance(self, meeting: Any) -> str:
        """Return what the meeting is called where its board is named beside it."""
        return meeting_called(meeting)


class LaterMeetingField(MeetingField):
    """A later meeting; of one of another board its name, too."""

    board: int | None = None

    def label_from_instance(self, meeting: Any) -> str:
        """Return what the meeting is called, and whose it is where another board follows."""
        called = meeting_called(meeting)
        return called if meeting.board_id == self.board else f"{called}, {meeting.board}"


class NameInput(forms.TextInput):
    """A name that is typed, with some to choose from; then which is meant, where several are."""

    template_name = "components/name_input.html"
    suggested: "Sequence[str] | QuerySet[Any, str]" = ()
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


class CalledField(forms.Field):
    """One of many rows by its name, other name, or a part of it that leaves no doubt to choose.

    `offered`: those that may be chosen, in the order they are suggested; `present`: the one that
    stands there now, which is not looked up again; `noun`: what one is; `other_name`: the column
    of a shorter name that is understood too.
    """

    model: type[Model]
    noun = ""
    nouns = ""
    other_name = ""
    present: Any = None

    def __init__(self, **options: Any) -> None:
        """Suggest names as one types, of those that `offered` gives."""
        super().__init__(widget=NameInput({"maxlength": 200}), **options)

    @property
    def offered(self) -> "QuerySet[Any]":
        """The rows that may be chosen."""
        return self._offered

    @offered.setter
    def offered(self, rows: "QuerySet[Any]") -> None:
        self._offered = rows
        self.widget.suggested = rows.values_list("name", flat=True)[:SUGGESTED]

    def prepare_value(self, value: Any) -> Any:
        """Return a row's name, of a stored key too; what was typed as it is."""
        if isinstance(value, int):
            value = self.model._default_manager.get(pk=value)
        return value.name if isinstance(value, Model) else value  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> Any:
        """Return the row that is called so.

        :raises ValidationError: none is, or several; the next page asks which
        """
        text = " ".join(str(value or "").split())
        if not text:
            return None
        refuse_strange(text)
        if self.present is not None and text == self.present.name:
            return self.present
        found = self._called(text)
        exact = [each for each, how in found if how < PART and how == found[0][1]]
        if len(exact) == 1:
            return exact[0]
        raise forms.ValidationError(self._doubt(text, [each for each, _ in found]))

    def _called(self, text: str) -> list[tuple[Any, int]]:
        """Return one more than a few with `text` in a name, with how it is in it; best first."""
        how = Case(
            When(name__iexact=text, then=Value(WHOLE_NAME)),
            When(Q((f"{self.other_name}__iexact", text)), then=Value(SHORT_NAME)),
            default=Value(PART),
        )
        has_it = Q(name__icontains=text) | Q((f"{self.other_name}__icontains", text))
        best = self.offered.filter(has_it).annotate(how=how).order_by("how", "name")[: FEW + 1]
        return [(each, each.how) for each in best]

    def _doubt(self, text: str, found: Sequence[Any]) -> str:
        if not found:
            called = f"No {self.noun} to choose is called {quoted(text)}."
            return f"{called} Write its name, or a part of it."
        if len(found) > FEW:
            return (
                f"More than {number_word(FEW)} {self.nouns} are called so. Write more of the name."
            )
        alike = Counter(each.name for each in found)
        self.widget.meant = [
            each.name if alike[each.name] == 1 else getattr(each, self.other_name)
            for each in found
        ]
        return f"Choose which you mean by {quoted(text)}, or write its whole name."


class OrganisationField(CalledField):
    """An organisation by its name or its short name."""

    model = Organisation
    noun, nouns = "organisation", "organisations"
    other_name = "short_name"


class BoardField(CalledField):
    """A board by its name, or by the word for it in addresses."""

    model = Board
    noun, nouns = "board", "boards"
    other_name = "slug"
