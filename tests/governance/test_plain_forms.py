"""Every form says in plain words what it refuses, and cuts nothing that is typed or pasted."""

from collections.abc import Iterator
from datetime import time

import pytest
from django import forms

import portal.urls  # noqa: F401  # with it every form of the house is there
from governance.forms import Plain, PlainForm, date_field
from governance.forms.meetings import time_field
from governance.forms.plain import LineField
from governance.models import Board


class Asked(PlainForm):
    """A field of each kind."""

    name = forms.CharField(max_length=5, required=False)
    many = forms.IntegerField(min_value=1, max_value=60, required=False)
    email = forms.EmailField(required=False)
    kind = forms.ChoiceField(choices=[("one", "One")])
    own = forms.CharField(error_messages={"required": "Say it yourself"})
    day = date_field("Day")
    line = LineField(required=False)


class Timed(PlainForm):
    """A time."""

    begins = time_field("Begins")


RIGHT = {"kind": "one", "own": "words"}


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({"name": "longer"}, {"name": ["Shorten it to 5 characters: it has 6"]}),
        ({"many": "0"}, {"many": ["Enter 1 or more"]}),
        ({"many": "61"}, {"many": ["Enter 60 or less"]}),
        ({"many": "two"}, {"many": ["Enter a whole number in figures, like 3"]}),
        ({"email": "clerk"}, {"email": ["Enter an e-mail address, like name@example.org"]}),
        ({"kind": "two"}, {"kind": ["This is not offered here, or not any more: choose another"]}),
        ({"kind": ""}, {"kind": ["Choose one of these"]}),
        ({"own": " "}, {"own": ["Say it yourself"]}),
        (
            {"own": "a\0b"},
            {"own": ["A character in it cannot be kept: type it anew, without pasting"]},
        ),
        ({"day": "31 February 2026"}, {"day": ["Enter a real date, like 31 December 2013"]}),
        ({"day": "0026-12-03"}, {"day": ["Enter the year in four figures, like 2026"]}),
        ({"day": "1/1/2300"}, {"day": ["Enter a date before the year 2200"]}),
    ],
)
def test_a_refusal_is_a_plain_sentence(
    sent: dict[str, str], sentences: dict[str, list[str]]
) -> None:
    assert Asked({**RIGHT, **sent}).errors == sentences


def _drawn(kind: str, value: str, typed: str) -> str:
    return f'<input type="{kind}" name="{typed}" value="{value}" '


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)),
        ("2.30 pm", time(14, 30)),
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("9.05", time(9, 5)),
    ],
)
def test_a_time_is_read_as_people_write_it_and_as_the_portal_prints_it(
    typed: str, read: time
) -> None:
    form = Timed({"begins": typed})
    assert form.is_valid()
    assert form.cleaned_data["begins"] == read
    assert str(form["begins"]).startswith(_drawn("time", f"{read:%H:%M}", "begins"))


def test_a_time_that_is_none_comes_back_as_it_was_typed() -> None:
    form = Timed({"begins": "half past two"})
    assert form.errors == {"begins": ["Enter a time, like 14:30"]}
    assert str(form["begins"]).startswith(_drawn("text", "half past two", "begins"))


@pytest.mark.parametrize(
    ("required", "words"), [(True, "Choose one of these"), (False, "None of these")]
)
def test_where_nothing_is_chosen_yet_a_list_says_so_in_words(required: bool, words: str) -> None:
    class Choosing(PlainForm):
        board = forms.ModelChoiceField(Board.objects.none(), required=required)

    assert str(Choosing()["board"]).count(f">{words}<") == 1


def test_what_is_pasted_is_never_cut_by_the_browser() -> None:
    assert "maxlength" not in Asked().as_p()


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("31 February 2026", 'type="text" name="day" value="31 February 2026"'),
        ("31/12/2026", 'type="text" name="day" value="31/12/2026"'),
        ("2026-13-01", 'type="text" name="day" value="2026-13-01"'),
        ("2026-12-31", 'type="date" name="day" value="2026-12-31"'),
        ("", 'type="date" name="day"'),
    ],
)
def test_a_day_that_a_browser_cannot_show_stands_there_as_it_was_typed(
    typed: str, drawn: str
) -> None:
    assert drawn in str(Asked({**RIGHT, "day": typed})["day"])


def test_a_line_is_kept_with_one_space_where_pasting_brought_more() -> None:
    form = Asked({**RIGHT, "line": " Head\u00a0 of \t early\n help "})
    assert form.is_valid()
    assert form.cleaned_data["line"] == "Head of early help"


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_every_form_of_the_house_speaks_plainly() -> None:
    own = ("governance.", "priorities.", "impact.", "portal.forms.")
    found = [each for each in _below(forms.BaseForm) if each.__module__.startswith(own)]
    library = [
        each for each in found if any("allauth" in kind.__module__ for kind in each.__mro__)
    ]
    ours = set(found) - set(library)
    assert len(ours) > 50
    assert {each for each in ours if not issubclass(each, Plain)} == set()
