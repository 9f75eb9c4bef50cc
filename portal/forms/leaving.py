"""The form by which somebody leaves: their last day, and who takes over what."""

from collections.abc import Sequence
from typing import Any

from django import forms

from governance.forms import LastDayField, PlainForm
from governance.queries.choosing import PeopleFound, PersonFound
from portal.queries.holdings import Holding


class LeavingForm(PlainForm):
    """The last day, and for each thing held who takes it over, or nobody."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    ends_on = LastDayField("Last day", required=True)
    find = forms.CharField(
        label="Look for somebody who takes over",
        required=False,
        max_length=200,
        help_text="Words of their post, name, organisation or e-mail address. Who is found can be"
        " chosen below.",
    )

    def __init__(
        self,
        *args: Any,
        held: Sequence[Holding],
        found: PeopleFound,
        people: Sequence[PersonFound],
        **options: Any,
    ) -> None:
        """Ask of each thing `held` which of `people` takes it over."""
        super().__init__(*args, **options)
        self.found, self._held = found, [each for each in held if each.may_hand]
        offered = [(str(each.pk), f"To {each.words}") for each in people]
        for each in self._held:
            self.fields[each.key] = forms.ChoiceField(
                label=each.what, required=False, choices=[("", each.left), *offered]
            )
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    @property
    def to(self) -> dict[str, int]:
        """The key of who takes over, by the key of the thing."""
        chosen = {each.key: self.cleaned_data.get(each.key) for each in self._held}
        return {key: int(pk) for key, pk in chosen.items() if pk}
