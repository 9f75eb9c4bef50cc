"""What every form is made of: a refusal of Django's is said in plain words, nothing is cut."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators

STRANGE = "A character in it cannot be kept: type it anew, without pasting"
QUOTED = 60  # characters of what was typed that a sentence repeats
CHOOSE = "Choose one of these"
NONE = "None of these"
BLANK = "---------"  # what Django writes where nothing is chosen yet
NOT_OFFERED = "This is not offered here, or not any more: choose another"
# Django's own sentences, and ours in their place.
PLAIN: Mapping[str, str] = {
    "This field is required.": "Fill this in",
    "Enter a whole number.": "Enter a whole number in figures, like 3",
    "Enter a number.": "Enter a number in figures, like 3 or 3.5",
    "Enter a valid date.": "Enter a real date, like 31 December 2013",
    "Select a valid choice. %(value)s is not one of the available choices.": NOT_OFFERED,
    "Select a valid choice. That choice is not one of the available choices.": NOT_OFFERED,
}
OF_VALIDATORS: Mapping[type, str] = {
    validators.EmailValidator: "Enter an e-mail address, like name@example.org",
    validators.MaxLengthValidator: (
        "Shorten it to %(limit_value)d characters: it has %(show_value)d"
    ),
    validators.MinValueValidator: "Enter %(limit_value)s or more",
    validators.MaxValueValidator: "Enter %(limit_value)s or less",
    validators.ProhibitNullCharactersValidator: STRANGE,
}


class LineField(forms.CharField):
    """A line of text: runs of white space in it, as pasting brings them, are one space."""

    def to_python(self, value: Any) -> str:
        """Return the line as it is kept."""
        return " ".join((super().to_python(value) or "").split())


class Plain(forms.BaseForm):
    """A form that speaks plainly; what it says itself stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our sentences where Django's stand."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)


class PlainForm(Plain, forms.Form):
    """A form of no one record."""


def speak_plainly(field: forms.Field) -> None:
    """Put our sentences where Django's stand; leave it to the field to say what is too long."""
    if isinstance(field, forms.ChoiceField):
        field.error_messages.update(_said(field, {"This field is required.": CHOOSE}))
    field.error_messages.update(_said(field, PLAIN))
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK:
        field.empty_label = CHOOSE if field.required else NONE
    for validator in field.validators:
        ours = OF_VALIDATORS.get(type(validator))
        if ours and "message" not in vars(validator):
            field.error_messages.setdefault(getattr(validator, "code", ""), ours)
    # A browser cuts what is pasted without a word.
    field.widget.attrs.pop("maxlength", None)


def _said(field: forms.Field, plain: Mapping[str, str]) -> dict[str, str]:
    said = {code: str(words) for code, words in field.error_messages.items()}
    return {code: plain[words] for code, words in said.items() if words in plain}


def refuse_strange(text: str) -> None:
    """Let through what the database can keep.

    :raises ValidationError: it cannot
    """
    validators.ProhibitNullCharactersValidator(STRANGE)(text)


def quoted(text: str) -> str:
    """Return what was typed in quotation marks, no longer than a sentence bears.

    >>> quoted("fire"), quoted("x" * 100) == f"“{'x' * 60}…”"
    ('“fire”', True)
    """
    return f"“{text}”" if len(text) <= QUOTED else f"“{text[:QUOTED]}…”"
