"""The form of a new board: what it is, and its seats, each a line that comes and goes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.changes.setting_up import SeatGiven
from governance.forms.choosing import OrganisationField, PlainSelect
from governance.forms.fields import date_field
from governance.forms.plain import LineField, PlainForm
from governance.http import number_in
from governance.models import NAME_TAKEN, Board, Organisation, Seat
from governance.patterns import Pattern
from governance.queries import counted

LINE = "seat"
MOST = 80  # lines of one board
MOST_PLACES = 60  # places of one line
GUESTS = {Seat.Role.CRITICAL_FRIEND, Seat.Role.OBSERVER, Seat.Role.INVITEE}
TYPED = ("title", "places", "role", "sector", "represents", "nominated_by", "voting")
BLANK: Mapping[str, Any] = {"places": 1, "role": Seat.Role.MEMBER.value, "voting": True}
STANDING = [(Board.Status.ACTIVE, "At work"), (Board.Status.PLANNED, "Only planned")]


def capital_choices(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return choices with a capital letter, as they stand in a list."""
    return [(code, words[:1].upper() + words[1:]) for code, words in choices]


class NewBoardForm(PlainForm):
    """What a new board is called, what it is, and from when."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = LineField(label="Name", max_length=200, error_messages={"required": "Write its name"})
    kind = forms.ChoiceField(label="Kind", choices=capital_choices(Board.Kind.choices))
    purpose = forms.CharField(
        label="What it is for", required=False, widget=forms.Textarea({"rows": 3})
    )
    starts_on = date_field("First day", help_text="Left empty where it is not known.")
    status = forms.ChoiceField(
        label="How it stands",
        choices=STANDING,
        widget=forms.RadioSelect,
        initial="active",
        error_messages={"required": "Choose how it stands"},
    )


class SeatLineForm(PlainForm):
    """A line of the membership: what the seat is called, its places, who sends people to them."""

    title = LineField(label="Seat", max_length=200, required=False)
    places = forms.IntegerField(
        label="Places", min_value=1, max_value=MOST_PLACES, required=False, initial=1
    )
    role = forms.ChoiceField(
        label="Role", choices=capital_choices(Seat.Role.choices), widget=PlainSelect
    )
    sector = LineField(label="Sector", max_length=120, required=False)
    represents = OrganisationField(label="Sits for", required=False)
    nominated_by = OrganisationField(label="Nominated by", required=False)
    voting = forms.BooleanField(label="Votes", required=False)

    def __init__(self, *args: Any, organisations: "QuerySet[Organisation]", **kwargs: Any) -> None:
        """Take `organisations` by their names, which one list on the page suggests."""
        super().__init__(*args, **kwargs)
        for name in ("represents", "nominated_by"):
            field: Any = self.fields[name]
            field.offered = organisations
            field.widget.names = "known-organisations"
        for each in self.fields.values():
            each.widget.attrs.setdefault("autocomplete", "off")

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything into the line."""
        said = self.cleaned_data
        names = ("title", "sector", "represents", "nominated_by")
        return not any(said.get(name) for name in names)

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a seat of which something is said; let no guest vote."""
        said = super().clean() or {}
        if not said.get("title") and not self.is_blank:
            self.add_error("title", "Write what the seat is called, or take the line out")
        if said.get("role") in GUESTS and said.get("voting"):
            self.add_error("voting", "A critical friend, observer or invitee has no vote")
        return said

    @property
    def given(self) -> SeatGiven:
        """The line as a new board takes it."""
        said = {name: self.cleaned_data[name] for name in TYPED}
        return SeatGiven(**{**said, "places": said["places"] or 1})


class BaseSeatLines(forms.BaseFormSet):
    """All lines, of which no two are called alike."""

    def clean(self) -> None:
        """Say of the second of two lines that the first is called so already."""
        titles: set[str] = set()
        for form in self.forms:
            title = form.cleaned_data.get("title", "") if form.is_valid() else ""
            if title and title in titles:
                form.add_error("title", "Another line is called so: one line can have many places")
            titles.add(title)


SeatLines = forms.formset_factory(
    SeatLineForm, formset=BaseSeatLines, extra=0, max_num=MOST, absolute_max=MOST
)


class NewBoard:
    """The whole form: the board and its lines. As one form to `components/error_summary.html`.

    `data`: what was sent; without it the form shows `first` and `lines`, which nobody has checked.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: "QuerySet[Organisation]",
        first: Mapping[str, Any] | None = None,
        lines: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Begin with what was sent, or with what is shown first."""
        given = {"organisations": organisations}
        self.board = NewBoardForm(data, initial=dict(first or {}))
        self.lines = SeatLines(data, prefix=LINE, initial=lines, form_kwargs=given)
        self.names = organisations.values_list("name", flat=True)

    def is_valid(self) -> bool:
        """Check all of it, so that everything wrong is said at once."""
        return all([self.board.is_valid(), self.lines.is_valid()])

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Yield every field, in the order of the page."""
        for form in (self.board, *self.lines.forms):
            yield from form

    @property
    def errors(self) -> list[str]:
        """All that is wrong."""
        return [*self.non_field_errors(), *(str(error) for each in self for error in each.errors)]

    def non_field_errors(self) -> list[str]:
        """What is wrong with all of it together."""
        every = (*self.board.non_field_errors(), *self.lines.non_form_errors())
        return [str(error) for error in every]

    @property
    def told(self) -> str:
        """How many lines and places there are, as they stand on the page."""
        lines = [form for form in self.lines.forms if form["title"].value()]
        places = sum(number_in(str(form["places"].value())) for form in lines)
        if not lines:
            return "Its seats"
        return f"{counted(len(lines), 'seat line')}, {counted(places, 'place')}"

    def begin_at(self, line: int, *, is_part: bool) -> None:
        """Have the person typing in a line, where there is one; in a part the script does it."""
        if 0 <= line < len(self.lines.forms):
            begins = "data-focus" if is_part else "autofocus"
            self.lines.forms[line].fields["title"].widget.attrs[begins] = True

    def refuse(self, sentence: str) -> None:
        """Say why the domain refuses; at its name, where another board has that."""
        self.board.add_error("name" if sentence == NAME_TAKEN else None, sentence)

    @property
    def values(self) -> dict[str, Any]:
        """The clean values of the board's own columns."""
        said = self.board.cleaned_data
        return {name: said[name] for name in ("name", "kind", "purpose", "starts_on", "status")}

    @property
    def seats(self) -> list[SeatGiven]:
        """The lines in which something was typed."""
        return [form.given for form in self.lines.forms if not form.is_blank]


def lines_of(pattern: Pattern) -> list[dict[str, Any]]:
    """Return the lines that a pattern begins with."""
    return [
        {
            "title": seat.title,
            "places": seat.places,
            "role": seat.role,
            "sector": seat.sector,
            "voting": seat.voting,
        }
        for seat in pattern.seats
    ]


def lines_typed(sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines as they were typed, right or wrong."""
    many = min(number_in(str(sent.get(f"{LINE}-TOTAL_FORMS", ""))), MOST)
    return [
        {
            **{name: sent.get(f"{LINE}-{n}-{name}", "") for name in TYPED},
            "voting": f"{LINE}-{n}-voting" in sent,
        }
        for n in range(many)
    ]


def board_typed(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed of the board itself, right or wrong."""
    return {name: sent[name] for name in NewBoardForm.base_fields if name in sent}
