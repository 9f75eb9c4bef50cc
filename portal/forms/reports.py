"""Which board and period is meant; the form for a report of which nobody types a word."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from governance.forms import BoardField, NamedField, PlainForm
from governance.forms.choosing import SUGGESTED
from governance.models import Board
from governance.periods import in_words, quarter_of
from portal.changes.asking import CannotAsk, period_of
from portal.models import ReportFormat

RECENT = 8  # quarters that are proposed


class PeriodForm(PlainForm):
    """Of which board and period a report or a paper speaks."""

    board = NamedField(
        Board.objects.none(),
        to_field_name="slug",
        empty_label="Choose a board",
        label="Board",
        error_messages={"required": "Choose a board", "invalid_choice": "Choose a board"},
    )
    period = forms.CharField(
        max_length=20,
        label="Period",
        error_messages={"required": "Enter a period"},
        widget=forms.TextInput(attrs={"list": "periods", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, boards: "QuerySet[Board]", at: datetime, **kwargs: Any) -> None:
        """Offer `boards`, and the periods that ended last on their calendars."""
        super().__init__(*args, **kwargs)
        self._at = at
        kept = _kept(boards)
        self._offer(boards, kept.total())
        calendars = sorted(kept, key=lambda calendar: (-kept[calendar], calendar))
        self.has_boards = bool(calendars)
        self.periods = _recent(calendars, timezone.localdate(at))
        self.fields["period"].initial = self.periods[0][0] if calendars else ""

    def _offer(self, boards: "QuerySet[Board]", many: int) -> None:
        """Let a board be chosen from a list, or be typed where the list would be too long."""
        if many <= SUGGESTED:
            self.fields["board"].queryset = boards  # type: ignore[attr-defined]
            return
        typed = BoardField(
            label=self.fields["board"].label,
            error_messages=self.fields["board"].error_messages,
            help_text="Its name, or a part of it that no other board has.",
        )
        typed.offered = boards
        self.fields["board"] = typed

    def clean(self) -> dict[str, Any]:
        """Refuse a period that the format cannot speak of."""
        wanted = super().clean() or {}
        asked = {name: wanted[name] for name in ("format", "board", "period") if name in wanted}
        if len(asked) == len(("format", "board", "period")):
            try:
                period_of(**asked, at=self._at)
            except CannotAsk as reason:
                self.add_error("period", str(reason))
        return wanted


class ReportForm(PeriodForm):
    """Which report is wanted: of which format, board and period."""

    format = forms.ModelChoiceField(
        ReportFormat.objects.none(),
        to_field_name="code",
        empty_label=None,
        initial="board",
        label="Report",
    )
    field_order = ("format", "board", "period")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the formats that nobody types in."""
        super().__init__(*args, **kwargs)
        self.fields["format"].queryset = ReportFormat.objects.by_itself().order_by("title")  # type: ignore[attr-defined]
        self.fields["period"].help_text = (
            "A quarter like 2013-14-q3 (October to December 2013), or a term like"
            " 2013-14-autumn on a board that counts in terms."
        )


def _kept(boards: "QuerySet[Board]") -> Counter[str]:
    """Return how many of the boards keep each calendar; one query."""
    return Counter(boards.order_by().values_list("calendar", flat=True))


def _recent(calendars: Sequence[str], today: date) -> list[tuple[str, str]]:
    """Return the last quarters of each calendar, the one that ended last first, in words."""
    recent = []
    for calendar in calendars:
        period = quarter_of(today, calendar)
        for _ in range(RECENT):
            period = period.previous()
            recent.append((period.slug, in_words(period)))
    return recent
