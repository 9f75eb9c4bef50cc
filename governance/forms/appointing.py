"""The forms of who sits where: whom to appoint, for how long, why a term ends or goes on."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from governance.changes.boards import Newcomer
from governance.forms.choosing import OrganisationField
from governance.forms.fields import LastDayField, RecordForm, date_field
from governance.forms.plain import LineField
from governance.models import Appointment, Organisation, User
from governance.queries.choosing import PeopleFound, PersonFound

NEW = "new"
WHOM = "Choose somebody who was found, or write down somebody new"
REASON = 120
STANDINGS = (
    (Appointment.Standing.SUBSTANTIVE.value, "In their own right"),
    (Appointment.Standing.ACTING.value, "Acting, until somebody is appointed"),
)


class WhoForm(RecordForm):
    """A person who is found by typed words, or somebody new; `who` is the one meant."""

    also = ("find", "who", "post", "distinction", "organisation", "email")

    find = forms.CharField(
        label="Look for a person",
        required=False,
        max_length=200,
        help_text="Words of their post, name, organisation or e-mail address.",
    )
    who = forms.ChoiceField(label="Who", required=False, widget=forms.RadioSelect)
    post = LineField(label="Their post", required=False, max_length=200)
    distinction = LineField(
        label="A word that tells two such posts apart",
        required=False,
        max_length=80,
        help_text="Needed only where the organisation has that post twice.",
    )
    organisation = OrganisationField(label="Their organisation", required=False)
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        help_text="Without one they are told nothing, and cannot sign in.",
    )

    places: ClassVar[Mapping[str, str]] = {
        "Somebody has that e-mail address already.": "email",
        "Add a word that tells the two posts apart.": "distinction",
        "This person sits in that seat then already.": "who",
    }

    def __init__(
        self,
        *args: Any,
        found: PeopleFound,
        also: Sequence[PersonFound] = (),
        people: "QuerySet[User]",
        organisations: "QuerySet[Organisation]",
        **options: Any,
    ) -> None:
        """Offer who was `found`, who is chosen `also`, and somebody new; `people` may be taken."""
        super().__init__(*args, **options)
        self.found, self._people = found, people
        offered = {each.pk: each.words for each in (*also, *found.people)}
        choices = [(str(pk), words) for pk, words in offered.items()]
        self.has_choices = bool(choices)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *choices,
            (NEW, "None of these, but somebody new"),
        ]
        self.fields["organisation"].offered = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find out who is meant: one of the people found, or somebody new."""
        clean = super().clean() or {}
        chosen, post = clean.get("who", ""), clean.get("post", "")
        if chosen in {"", NEW} and not post:
            told = self.found.told
            self.add_error("post" if chosen == NEW else "find", f"{told} {WHOM}".strip())
        elif chosen not in {"", NEW} and post:
            self.add_error("who", "You chose somebody and wrote down somebody new: choose one")
        elif chosen not in {"", NEW}:
            clean["who"] = self._people.filter(pk=chosen).first()
            if clean["who"] is None:
                self.add_error("who", "This person has left. Choose somebody else")
        else:
            clean["who"] = _newcomer(clean)
        return clean

    def begin_at_found(self, *, is_part: bool) -> None:
        """Have the person begin at who was found, or at the words that found nobody.

        `is_part`: it comes into a page that is open, where the page's own script moves the focus.
        """
        name = "who" if self.found.people else "find"
        self.fields[name].widget.attrs["data-focus" if is_part else "autofocus"] = True

    @property
    def is_new(self) -> bool:
        """Whether somebody new is being written down."""
        names = ("post", "distinction", "email")
        is_wrong = any(self[name].errors for name in (*names, "organisation"))
        return is_wrong or self["who"].value() == NEW or any(self[name].value() for name in names)


def _newcomer(clean: dict[str, Any]) -> Newcomer:
    return Newcomer(
        post=clean["post"],
        organisation=clean.get("organisation"),
        email=clean.get("email") or None,
        distinction=clean.get("distinction", ""),
    )


class AppointForm(WhoForm):
    """Who is given a place, from when until when, and how they came to it."""

    starts_on = date_field("First day", required=True)
    ends_on = LastDayField("Last day", help_text="Leave it empty where the term has no end.")
    standing = forms.ChoiceField(label="How they hold it", choices=STANDINGS)
    how = LineField(
        label="How appointed",
        required=False,
        max_length=200,
        help_text="As “nominated by the head teachers” or “by office”.",
    )

    places: ClassVar[Mapping[str, str]] = {
        **WhoForm.places,
        "Somebody holds this place then.": "starts_on",
        "The place is there for a shorter time.": "ends_on",
        "It must end after it starts.": "ends_on",
    }


class ActForm(WhoForm):
    """Who acts for a holder, from when until when, and why."""

    falls_to = "ends_on"

    starts_on = date_field("First day they act", required=True)
    ends_on = LastDayField(
        "Last day they act",
        help_text="Leave it empty where nobody knows yet: then the term of who is away ends, and"
        " you appoint them again when they are back.",
    )
    why = LineField(label="Why", required=False, max_length=REASON)

    places: ClassVar[Mapping[str, str]] = {
        **WhoForm.places,
        "Somebody holds this place then.": "ends_on",
        "It must end after it starts.": "ends_on",
    }


class StandDownForm(RecordForm):
    """The last day of a term, and why it ends."""

    falls_to = "ends_on"

    ends_on = LastDayField("Last day", required=True)
    why_ended = LineField(label="Why it ends", required=False, max_length=200)


EXTEND, AGAIN = "extend", "again"
WAYS = (
    (EXTEND, "Let this term go on to a later day"),
    (AGAIN, "Appoint them again, from the day after it ends"),
)


class RenewForm(RecordForm):
    """How a term that ends goes on, until when, and why."""

    also = ("way",)
    falls_to = "way"

    way = forms.ChoiceField(
        label="How it goes on",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it goes on"},
    )
    ends_on = LastDayField("New last day", help_text="Leave it empty where it has no end.")
    why_extended = LineField(
        label="Why, or how they were appointed",
        max_length=200,
        error_messages={"required": "Say why the term goes on"},
    )

    places: ClassVar[Mapping[str, str]] = {
        "The new last day is not later than the one there is.": "ends_on",
        "It must end after it starts.": "ends_on",
        "Somebody holds this place then.": "way",
        "The place is there for a shorter time.": "ends_on",
    }
