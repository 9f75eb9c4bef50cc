"""Which measure is tied, and to what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.forms import PlainForm
from impact.models import Measure


class MeasureField(forms.ModelChoiceField):
    """A measure by its code, shown by its title and unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title with the unit: measures of one thing are told apart by it."""
        return f"{obj.title}, {obj.unit}" if obj.unit else str(obj.title)


class TieForm(PlainForm):
    """One measure, and the priority or the action that should move it."""

    measure = MeasureField(
        Measure.objects.none(),
        label="Measure",
        to_field_name="code",
        empty_label="Choose a measure",
        error_messages={
            "required": "Choose a measure",
            "invalid_choice": "Choose a measure from the list",
        },
    )
    to = forms.ChoiceField(
        label="What should move it",
        error_messages={
            "required": "Choose the priority or one of its actions",
            "invalid_choice": "Choose the priority or one of its actions as they are now",
        },
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        measures: QuerySet[Measure],
        served: Sequence[tuple[str, str]],
    ) -> None:
        """Offer `measures`, and what is `served` by them."""
        super().__init__(data)
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]
        self.fields["to"].choices = served  # type: ignore[attr-defined]
