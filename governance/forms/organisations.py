"""The forms of an organisation."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms.choosing import OrganisationField
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.plain import LineField
from governance.models import Organisation

READ = "Tick that you have read what it still holds"


class OrganisationForm(RecordForm):
    """What an organisation is called, what it is, and whom to ask for nominations."""

    places = {
        "An organisation of that name is there already.": "name",
        "It would stand below itself.": "parent",
        "It must end after it starts.": "starts_on",
    }

    name = LineField(label="Name", max_length=200, error_messages={"required": "Write its name"})
    short_name = LineField(
        label="Short name",
        max_length=80,
        required=False,
        help_text="What tables call it. Left empty, the whole name.",
    )
    kind = LineField(
        label="What it is",
        max_length=80,
        required=False,
        help_text="As people say it: council, council directorate, NHS provider, school, charity.",
    )
    sector = LineField(
        label="Sector",
        max_length=80,
        required=False,
        help_text="The part of public life: local government, health, education, housing.",
    )
    parent = OrganisationField(
        label="Part of",
        required=False,
        help_text="The name of another organisation. Left empty: none.",
    )
    nominations_to = forms.EmailField(
        label="Where it is asked for nominations",
        required=False,
        help_text="An e-mail address of the organisation. Only administrators see it.",
    )
    starts_on = date_field("First day", help_text="Left empty where it is not known.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(
        self,
        *args: Any,
        parents: "QuerySet[Organisation]",
        row: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer `parents` to be part of; `row` is the one edited."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].offered = parents  # type: ignore[attr-defined]
        self.fields["parent"].present = row and row.parent  # type: ignore[attr-defined]
        for name in ("kind", "sector"):
            self.fields[name].widget.attrs["list"] = f"known-{name}"
        if row is not None:
            self.say_what_is_known(row)


class OrganisationEndForm(RecordForm):
    """The last day of an organisation."""

    also = ("has_read",)
    places = {"It must end after it starts.": "ends_on"}

    ends_on = LastDayField(
        "Last day", help_text="The last day on which it is there. Left empty, it goes on."
    )
    has_read = forms.BooleanField(
        label="I have read what it still holds", error_messages={"required": READ}
    )

    def __init__(self, *args: Any, holds: bool, row: Organisation, **kwargs: Any) -> None:
        """Ask whether what it still `holds` was read, where it holds anything."""
        super().__init__(*args, **kwargs)
        if not holds:
            del self.fields["has_read"]
        self.say_what_is_known(row)
