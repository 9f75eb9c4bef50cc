"""The forms of a person: their record, their own profile, what they are charged with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from governance.forms.choosing import NamedField, OrganisationField
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.persons import PersonField
from governance.forms.plain import LineField
from governance.http import today
from governance.models import Board, Office, Organisation, User

TWO_ALIKE = "Add a word that tells the two posts apart."
ADDRESS_TAKEN = "Somebody has that e-mail address already."
NO_SUPPORTER = "A person under 18 has a supporter and no shown name."
CONSENT = "Consent is withdrawn on or after the day it was given."


def post_field(**options: Any) -> LineField:
    """Return the field of a post."""
    return LineField(
        label="Post",
        max_length=200,
        help_text="The post, not the person: “Head of early help”.",
        error_messages={"required": "Give the post"},
        **options,
    )


def distinction_field() -> LineField:
    """Return the field of the word that tells two like posts apart."""
    return LineField(
        label="Word that tells two alike apart",
        max_length=80,
        required=False,
        help_text="Only where an organisation has the post twice: “north”.",
    )


def name_field() -> LineField:
    """Return the field of a name."""
    return LineField(
        label="Name",
        max_length=200,
        required=False,
        help_text="May stay empty. Those signed in see it beside the post; the public only where "
        "a board’s rules say so.",
    )


def past_field(label: str, help_text: str) -> forms.DateField:
    """Return the field of a day that is no day to come."""
    field = date_field(label, help_text=help_text)
    field.validators.append(_is_past)
    return field


def _is_past(day: date) -> None:
    if day > today():
        raise forms.ValidationError("That day is still to come")


class PersonForm(RecordForm):
    """What the membership administrator keeps of a person."""

    places = {
        TWO_ALIKE: "distinction",
        NO_SUPPORTER: "supporter",
        "Nobody is their own supporter.": "supporter",
        "A supporter is not under 18.": "supporter",
        "A supporter is here and has an e-mail address.": "supporter",
        CONSENT: "consent_withdrawn_on",
        ADDRESS_TAKEN: "email",
    }

    post = post_field(required=False)
    distinction = distinction_field()
    organisation = OrganisationField(label="Organisation", required=False)
    name = name_field()
    is_young = forms.BooleanField(
        label="Under 18",
        required=False,
        help_text="Known to others only as young people’s representative; sees papers marked "
        "suitable.",
    )
    supporter = PersonField(
        label="Supporter",
        required=False,
        help_text="Of a person under 18: the post or e-mail address of who is written to.",
    )
    consent_on = past_field("Consent to show their words given on", "Of a person under 18.")
    consent_withdrawn_on = past_field("Consent withdrawn on", "Their words are hidden at once.")

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        """Offer the organisations that run, and that of `person`."""
        super().__init__(*args, **kwargs)
        bodies = Organisation.objects.filter(ends_on=None)
        if person is not None and person.organisation_id:
            bodies |= Organisation.objects.filter(pk=person.organisation_id)
        self.fields["organisation"].offered = bodies.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want a post of an adult, and a supporter of a person under 18."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_young"):
            self._young(said)
        elif "is_young" in said and "post" in said and not said["post"]:
            self.add_error("post", "Give the post")
        return said

    def _young(self, said: Mapping[str, Any]) -> None:
        if "supporter" in said and said["supporter"] is None:
            self.add_error("supporter", "Name who is written to for a person under 18")
        if said.get("name"):
            self.add_error("name", "Leave the name of a person under 18 out")


class NewPersonForm(PersonForm):
    """A person who is not written down yet."""

    also = ("email",)

    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="May stay empty: then they are told nothing by mail and cannot sign in.",
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )

    field_order = ("post", "distinction", "organisation", "email")


class ProfileForm(RecordForm):
    """What everybody keeps of themselves."""

    places = {TWO_ALIKE: "distinction"}

    post = post_field()
    distinction = distinction_field()
    name = name_field()


class DatesForm(RecordForm):
    """From when until when somebody is charged with something."""

    places = {"It must end after it starts.": "ends_on"}

    starts_on = date_field("First day", required=True)
    ends_on = LastDayField("Last day", help_text="Empty: it has no end yet.")


class OfficeForm(DatesForm):
    """An office that is given."""

    also = ("kind", "board", "assists")
    places = {
        **DatesForm.places,
        "Say whom the assistant assists.": "assists",
        "Nobody is their own assistant.": "assists",
        "They hold this office then already.": "kind",
    }

    kind = forms.ChoiceField(
        label="Office",
        choices=[(each.value, each.label.capitalize()) for each in Office.Kind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the office"},
    )
    board = NamedField(
        Board.objects.filter(status=Board.Status.ACTIVE).order_by("name"),
        label="Board",
        required=False,
        empty_label="The whole partnership",
    )
    assists = PersonField(
        label="Whom they assist",
        required=False,
        help_text="Of an assistant: the post or e-mail address.",
    )

    field_order = ("kind", "board", "assists")

    def clean(self) -> dict[str, Any]:
        """Want whom an assistant assists, and of nobody else."""
        said: dict[str, Any] = super().clean() or {}
        is_assistant = said.get("kind") == Office.Kind.ASSISTANT
        if is_assistant and "assists" in said and said["assists"] is None:
            self.add_error("assists", "Say whom the assistant assists")
        if not is_assistant and said.get("assists") is not None:
            self.add_error("assists", "Only an assistant assists somebody: leave this empty")
        return said


class AnswersForm(DatesForm):
    """For whom somebody is to answer, and where."""

    also = ("organisation", "board")
    places = {
        **DatesForm.places,
        "They answer for this organisation on this board then already.": "organisation",
    }

    organisation = NamedField(
        Organisation.objects.filter(ends_on=None).order_by("name"),
        label="Organisation",
        empty_label="Choose one",
        error_messages={"required": "Choose the organisation"},
    )
    board = NamedField(
        Board.objects.filter(status=Board.Status.ACTIVE).order_by("name"),
        label="Board",
        empty_label="Choose one",
        error_messages={"required": "Choose the board"},
    )

    field_order = ("organisation", "board")
