"""The forms of a board: what it is, the rules it works by, its last day."""

from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

from django import forms

from governance.forms.choosing import PlainSelect
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.new_board import STANDING, capital_choices
from governance.forms.plain import LineField
from governance.models import NAME_TAKEN, Board
from governance.queries.board_rules import SHARES, share_in_words

NO_SHARE = "Write a share like a third, 1/3 or 40%"
SPELT = {words: share for share, words in SHARES.items()} | {
    "one quarter": Decimal("0.250"),
    "one third": Decimal("0.333"),
    "a half": Decimal("0.500"),
    "one half": Decimal("0.500"),
}
MILLE = Decimal("0.001")
MOST_DAYS = 60


class ShareField(forms.Field):
    """A share of the places as people write it: a third, 1/3, 40%, 0.4."""

    def to_python(self, value: Any) -> Decimal | None:
        """Return the share, rounded down to the thousandth.

        :raises ValidationError: it is none, or not between nought and one
        """
        text = " ".join(str(value or "").lower().split())
        if not text:
            return None
        share = SPELT.get(text) or _share(text)
        if share is None or not 0 < share <= 1:
            raise forms.ValidationError(NO_SHARE)
        return share

    def prepare_value(self, value: Any) -> Any:
        """Return a stored share in words; what was typed as it is."""
        return share_in_words(value) if isinstance(value, Decimal) else value


def _share(text: str) -> Decimal | None:
    """Return the share that `text` writes in digits; None where it writes none."""
    over, _, under = text.removesuffix("%").strip().partition("/")
    try:
        share = Decimal(over) / Decimal(under or ("100" if text.endswith("%") else "1"))
        return share.quantize(MILLE, ROUND_DOWN)
    except (InvalidOperation, ZeroDivisionError):
        return None


class BoardForm(RecordForm):
    """What a board is called, what it is and what it is for."""

    places = {"It must end after it starts.": "starts_on", NAME_TAKEN: "name"}

    name = LineField(label="Name", max_length=200, error_messages={"required": "Write its name"})
    kind = forms.ChoiceField(
        label="Kind", choices=capital_choices(Board.Kind.choices), widget=PlainSelect
    )
    status = forms.ChoiceField(
        label="How it stands",
        choices=STANDING,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    planned_for = LineField(
        label="When it is to begin",
        max_length=40,
        required=False,
        help_text="In words, while it is only planned.",
    )
    purpose = forms.CharField(
        label="What it is for", required=False, widget=forms.Textarea({"rows": 3})
    )
    accountability = forms.CharField(
        label="To whom it answers", required=False, widget=forms.Textarea({"rows": 2})
    )
    reporting = forms.CharField(
        label="What it reports", required=False, widget=forms.Textarea({"rows": 2})
    )
    meets = LineField(
        label="How often it meets", max_length=80, required=False, help_text="As one says it."
    )
    starts_on = date_field("First day", help_text="Left empty where it is not known.")
    stands_for = forms.IntegerField(
        label="How many boards alike it stands for",
        min_value=1,
        max_value=999,
        help_text="One, but for a record of several areas’ boards together.",
        error_messages={"required": "Write how many, for one board 1"},
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, row: Board, **kwargs: Any) -> None:
        """Leave the standing of a closed board alone: it is opened by its last day."""
        super().__init__(*args, **kwargs)
        self.say_what_is_known(row)
        if row.status == Board.Status.HISTORIC:
            del self.fields["status"], self.fields["planned_for"]


class BoardRulesForm(RecordForm):
    """The rules that a board works by."""

    places = {
        "A quorum is a share between 0 and 1.": "quorum_fraction",
        "Days of notice go with the board's own terms.": "notice_days",
    }

    quorum_number = forms.IntegerField(
        label="Quorum: how many places",
        min_value=1,
        max_value=500,
        required=False,
        help_text="Left empty: no number.",
    )
    quorum_fraction = ShareField(
        label="Quorum: which share of the places",
        required=False,
        help_text="A third, 1/3 or 40%. With a number, too, the larger of both is needed.",
    )
    notice = forms.ChoiceField(
        label="Notice of a meeting",
        choices=capital_choices(Board.Notice.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the notice of a meeting"},
    )
    notice_days = forms.IntegerField(
        label="Clear working days, by the board’s own terms",
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text="Neither the day of notice nor the day of the meeting counts.",
    )
    papers_days = forms.IntegerField(
        label="Papers are due so many working days before",
        min_value=0,
        max_value=MOST_DAYS,
        error_messages={"required": "Write a number of days"},
    )
    questions_days = forms.IntegerField(
        label="Questions of the public are in so many working days before",
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text="Left empty: the board takes no questions of the public.",
    )
    meeting_law = forms.ChoiceField(
        label="Law of its meetings",
        choices=capital_choices(Board.MeetingLaw.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the law of its meetings"},
    )
    remote = forms.ChoiceField(
        label="Who takes part remotely",
        choices=capital_choices(Board.Remote.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how taking part remotely counts"},
    )
    deputies_count = forms.BooleanField(label="Deputies count as present", required=False)
    calendar = forms.ChoiceField(
        label="Year",
        choices=capital_choices(Board.Calendar.choices),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the year it goes by"},
    )
    names_public = forms.BooleanField(
        label="Names of members are shown to the public", required=False
    )


class BoardCloseForm(RecordForm):
    """The last day of a board: any refusal is about it."""

    falls_to = "ends_on"

    ends_on = LastDayField(
        "Last day", help_text="The last day on which it works. Left empty, it goes on."
    )

    def __init__(self, *args: Any, row: Board, **kwargs: Any) -> None:
        """Say what is known in part of the day there is."""
        super().__init__(*args, **kwargs)
        self.say_what_is_known(row)
