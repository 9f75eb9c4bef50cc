"""Choosing a person, of whom a portal may have thousands: by post, address, or a part of them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from governance.forms.plain import quoted, refuse_strange
from governance.models import User
from governance.queries import number_word

FEW = 5  # people who may all be meant, named in the refusal

WORD = Case(
    When(distinction="", then=Value("")),
    default=Concat(Value(" ("), F("distinction"), Value(")")),
    output_field=CharField(),
)
BODY = Case(
    When(organisation=None, then=Value("")),
    default=Concat(
        Value(", "),
        Coalesce(NullIf(F("organisation__short_name"), Value("")), F("organisation__name")),
    ),
    output_field=CharField(),
)


def label_of(person: User) -> str:
    """Return how a person is written where one is chosen: Head teacher (north), Trust."""
    body = person.organisation
    return f"{person}, {body.called}" if body else str(person)


class PersonField(forms.Field):
    """A person by their address, their post, or a part of it that leaves no doubt.

    `offered`: those that may be chosen.
    """

    widget = forms.TextInput({"maxlength": 300})
    offered: "QuerySet[User]" = User.objects.filter(left_on=None, is_active=True)

    def prepare_value(self, value: Any) -> Any:
        """Return a person as one writes them; a key, as a row holds it, costs a query."""
        if isinstance(value, int):
            value = User.objects.select_related("organisation").get(pk=value)
        return label_of(value) if isinstance(value, User) else value

    def to_python(self, value: Any) -> User | None:
        """Return the person that is meant.

        :raises ValidationError: nobody is, or several are
        """
        text = " ".join(str(value or "").split())
        if not text:
            return None
        refuse_strange(text)
        labelled = self.offered.annotate(label=Concat("post", WORD, BODY))
        exact = labelled.filter(Q(label__iexact=text) | Q(email__iexact=text))
        part = Q(label__icontains=text) | Q(name__icontains=text) | Q(email__icontains=text)
        for found in (exact, labelled.filter(part).order_by("label")):
            people = list(found.select_related("organisation")[: FEW + 1])
            if len(people) == 1:
                return people[0]
            if people:
                raise forms.ValidationError(_doubt(text, people))
        raise forms.ValidationError(
            f"Nobody here is called {quoted(text)}. Write their post, or their e-mail address."
        )


def _doubt(text: str, people: Sequence[User]) -> str:
    if len(people) > FEW:
        called = f"More than {number_word(FEW)} people are called {quoted(text)}."
        return f"{called} Write more of the post."
    named = "; ".join(label_of(each) for each in people)
    return f"Several people are called {quoted(text)}: {named}. Write which you mean."
