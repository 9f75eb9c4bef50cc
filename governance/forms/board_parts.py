"""The forms of what belongs to a board: names, links, pauses, whom its quorum asks for."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from governance.forms.choosing import MeetingField, NamedField, OrganisationField, PlainSelect
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.plain import LineField
from governance.http import today
from governance.models import Board, BoardLink, BoardStatement, Meeting, Organisation, Seat
from governance.queries.ties import TURNED
from governance.queries.wording import last_day

ENDS = "It must end after it starts."
TURNED_ROUND = "-turned"
ONE_BODY = "Name one board or one organisation"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class NameForm(RecordForm):
    """Another name of a board, and under which law it goes by it."""

    places = {ENDS: "ends_on"}

    name = LineField(
        label="Other name", max_length=200, error_messages={"required": "Write the name"}
    )
    legal_basis = LineField(
        label="Legal basis",
        max_length=200,
        required=False,
        help_text="The Act and section, or the agreement, under which it is called so.",
    )
    starts_on = date_field("First day")
    ends_on = LastDayField("Last day")

    def __init__(self, *args: Any, board: Board, row: Any = None, **kwargs: Any) -> None:
        """Say what is known in part of the days there are."""
        super().__init__(*args, **kwargs)
        if row is not None:
            self.say_what_is_known(row)


class PauseForm(RecordForm):
    """A time in which the board chases nobody."""

    places = {ENDS: "ends_on", "Give the first and the last day.": "ends_on"}

    why = LineField(
        label="What it is",
        max_length=200,
        help_text="Summer holidays, Easter, the weeks before an election.",
        error_messages={"required": "Say what it is"},
    )
    starts_on = date_field("First day", required=True)
    ends_on = LastDayField("Last day", required=True)

    def __init__(self, *args: Any, board: Board, row: Any = None, **kwargs: Any) -> None:
        """Take no more than the days."""
        super().__init__(*args, **kwargs)


class TitledField(forms.ModelChoiceField):
    """One of a board's seats."""

    widget = PlainSelect


class NeedForm(RecordForm):
    """Whom the quorum asks for: a seat or a sector, and how many of them."""

    places = {
        "Name one seat or one sector.": "seat",
        "The quorum asks for them already.": "seat",
    }

    seat = TitledField(
        Seat.objects.none(), label="Seat", required=False, empty_label="No one seat: a sector"
    )
    sector = LineField(
        label="Sector",
        max_length=120,
        required=False,
        help_text="As the seats have it, where anybody of a sector will do.",
    )
    number = forms.IntegerField(
        label="How many of them",
        min_value=1,
        max_value=60,
        initial=1,
        error_messages={"required": "Write how many"},
    )

    def __init__(self, *args: Any, board: Board, row: Any = None, **kwargs: Any) -> None:
        """Offer the seats of the board that are there; one that ended is taken out or replaced."""
        super().__init__(*args, **kwargs)
        seats = board.seats.filter(Q(ends_on=None) | Q(ends_on__gt=today()))
        self.fields["seat"].queryset = seats.order_by("order", "pk")  # type: ignore[attr-defined]
        named = row.seat if row else None
        if named and named.ends_on and named.ends_on <= today():
            self.fields[
                "seat"
            ].help_text = (
                f"{named} ended with {last_day(named)}. Choose another seat, or remove the need."
            )


class StatementForm(RecordForm):
    """What a board says of itself, and the meeting that signed it off."""

    text = forms.CharField(
        label="What it says",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Write what the board says"},
    )
    agreed_in = MeetingField(
        Meeting.objects.none(),
        label="Signed off at the meeting of",
        required=False,
        empty_label="Not signed off",
        help_text="Meetings of the board that were held.",
    )

    def __init__(self, *args: Any, board: Board, row: Any = None, **kwargs: Any) -> None:
        """Offer the meetings of the board that were held, the newest first."""
        super().__init__(*args, **kwargs)
        held = board.meetings.filter(state=Meeting.State.HELD).order_by("-on", "-pk")
        self.fields["agreed_in"].queryset = held  # type: ignore[attr-defined]


class NewStatementForm(StatementForm):
    """One more statement: of which kind it is, too."""

    field_order = ("kind",)

    kind = forms.ChoiceField(
        label="Kind",
        choices=[(each.value, _capital(str(each.label))) for each in BoardStatement.Kind],
        error_messages={"required": "Choose the kind"},
    )


class LinkForm(RecordForm):
    """Since when, until when and whereby two bodies are tied."""

    places = {ENDS: "ends_on"}

    voluntary = forms.BooleanField(label="By choice, not because it must", required=False)
    what = forms.CharField(
        label="What it is about", required=False, widget=forms.Textarea({"rows": 2})
    )
    starts_on = date_field("First day")
    ends_on = LastDayField("Last day")

    def __init__(self, *args: Any, board: Board, row: Any = None, **kwargs: Any) -> None:
        """Say what is known in part of the days there are."""
        super().__init__(*args, **kwargs)
        if row is not None:
            self.say_what_is_known(row)


def verbs() -> list[tuple[str, str]]:
    """Return how a board can stand to another body, read from the board's own side."""
    kinds = BoardLink.Kind
    turned = [(f"{each.value}{TURNED_ROUND}", TURNED[each]) for each in kinds]
    # "Is connected with" is the same from both sides.
    return [*((str(each.value), BoardLink.said(each)) for each in kinds), *turned[:-1]]


class NewLinkForm(LinkForm):
    """How a board stands to another body: the verb, and the body."""

    also = ("verb", "board", "organisation")
    field_order = ("verb", "board", "organisation", "what")
    places = {
        ENDS: "ends_on",
        "They would come back to where they begin.": "verb",
        "Nothing is linked with itself.": "board",
    }

    verb = forms.ChoiceField(
        label="This board", choices=verbs(), error_messages={"required": "Choose how"}
    )
    board = NamedField(Board.objects.none(), label="Board", required=False, empty_label="No board")
    organisation = OrganisationField(
        label="Or organisation", required=False, help_text="Its name, where it is no board."
    )

    def __init__(
        self,
        *args: Any,
        board: Board,
        organisations: "QuerySet[Organisation]",
        row: Any = None,
        **kwargs: Any,
    ) -> None:
        """Offer the other boards, and `organisations` by their names."""
        super().__init__(*args, board=board, **kwargs)
        others = Board.objects.exclude(pk=board.pk).order_by("name")
        self.fields["board"].queryset = others  # type: ignore[attr-defined]
        self.fields["organisation"].offered = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one body, and for no more than one."""
        said = super().clean() or {}
        is_asked = "organisation" in said and "board" in said
        if is_asked and bool(said["board"]) == bool(said["organisation"]):
            self.add_error("board", ONE_BODY)
        return said


def link_ends(
    board: Board, verb: str, other: Board | None, organisation: Organisation | None
) -> dict[str, Any]:
    """Return the columns of a link that `board` has by a verb of `verbs`."""
    kind = verb.removesuffix(TURNED_ROUND)
    own, their = ("to", "from") if verb.endswith(TURNED_ROUND) else ("from", "to")
    bodies = {f"{own}_board": board, f"{their}_board": other}
    return {"kind": kind, **bodies, f"{their}_organisation": organisation}
