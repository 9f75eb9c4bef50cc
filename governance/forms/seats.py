"""The forms of a board's seats: a new one, one changed or ended, the last day of a place."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.changes.seats import TAKEN_ONCE
from governance.forms.board_parts import ENDS
from governance.forms.choosing import OrganisationField, PlainSelect
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.new_board import MOST_PLACES, capital_choices
from governance.forms.plain import LineField
from governance.models import Organisation, Seat
from governance.models.seats import TITLE_TAKEN

WITH_IT = "Let the terms of who sits there end with it"


class SeatForm(RecordForm):
    """A seat: what it is called, its role, whom it sits for, from when until when."""

    places = {
        ENDS: "ends_on",
        TITLE_TAKEN: "title",
        TAKEN_ONCE: "starts_on",
        "A critical friend, observer or invitee has no vote.": "voting",
    }

    title = LineField(
        label="Seat", max_length=200, error_messages={"required": "Write what it is called"}
    )
    role = forms.ChoiceField(
        label="Role",
        choices=capital_choices(Seat.Role.choices),
        widget=PlainSelect,
        initial=Seat.Role.MEMBER.value,
    )
    voting = forms.BooleanField(label="Votes", required=False)
    sector = LineField(label="Sector", max_length=120, required=False)
    represents = OrganisationField(label="Sits for", required=False)
    nominated_by = OrganisationField(label="Nominated by", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": 2}))
    starts_on = date_field("First day", help_text="Left empty where it is not known.")
    ends_on = LastDayField("Last day", help_text="Left empty while the seat goes on.")

    def __init__(
        self,
        *args: Any,
        organisations: "QuerySet[Organisation]",
        row: Seat | None = None,
        **kwargs: Any,
    ) -> None:
        """Take `organisations` by their names; what stands there stays, ended or not."""
        super().__init__(*args, **kwargs)
        for name in ("represents", "nominated_by"):
            field: Any = self.fields[name]
            field.offered = organisations
            field.present = getattr(row, name, None)
        if row is not None:
            self.say_what_is_known(row)


class NewSeatForm(SeatForm):
    """A new seat, with how many places it has."""

    also = ("many",)
    field_order = ("title", "many", "role", "voting")

    many = forms.IntegerField(
        label="Places",
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        error_messages={"required": "Write how many places it has"},
    )


class SeatEditForm(SeatForm):
    """A seat that is there: more places, and what becomes of its terms where it ends."""

    also = ("more", "ends_terms")
    falls_to = "ends_on"

    more = forms.IntegerField(
        label="Places to add",
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
        help_text="From today. A place is ended on its own page.",
    )
    ends_terms = forms.BooleanField(label=WITH_IT, required=False)


class PlaceEndForm(RecordForm):
    """The last day of one place."""

    also = ("ends_terms",)
    falls_to = "ends_on"

    ends_on = LastDayField("Last day", help_text="Left empty while the place goes on.")
    ends_terms = forms.BooleanField(label=WITH_IT, required=False)
