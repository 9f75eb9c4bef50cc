"""The forms of a signature under a board's terms."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet

from governance.forms.choosing import OrganisationField
from governance.forms.fields import RecordForm, date_field
from governance.http import today
from governance.models import Organisation


class SignatureForm(RecordForm):
    """When an organisation signed."""

    places = {
        "They signed this version already.": "organisation",
        "Nobody signs terms before the board signed them off.": "signed_on",
    }

    signed_on = date_field("Signed on", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take no day that is still to come."""
        super().__init__(*args, **kwargs)
        to_come = MaxValueValidator(today(), "Enter today, or a day before")
        field: forms.DateField = self.fields["signed_on"]  # type: ignore[assignment]
        field.validators = [*field.validators, to_come]


class NewSignatureForm(SignatureForm):
    """Which organisation signed, and when."""

    field_order = ("organisation",)

    organisation = OrganisationField(
        label="Organisation",
        help_text="One that a seat at the board’s table stands for.",
        error_messages={"required": "Name the organisation"},
    )

    def __init__(self, *args: Any, organisations: "QuerySet[Organisation]", **kwargs: Any) -> None:
        """Offer `organisations` by their names."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offered = organisations  # type: ignore[attr-defined]
