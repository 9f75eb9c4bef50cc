"""Choosing one of a thousand organisations or boards by its name."""

import pytest
from django.forms import ValidationError

from governance.forms import BoardField, OrganisationField, PlainForm
from governance.forms.choosing import FEW, SUGGESTED
from governance.models import Board, Organisation
from tests.factories import BoardFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


class Asked(PlainForm):
    """A form that asks for nothing else."""

    body = OrganisationField()


def asked(**sent: str) -> Asked:
    form = Asked({name.replace("_", "-"): value for name, value in sent.items()})
    form.fields["body"].offered = Organisation.objects.order_by("name")  # type: ignore[attr-defined]
    return form


def why(form: Asked) -> str:
    (sentence,) = form.errors["body"]
    return sentence


@pytest.mark.parametrize("typed", ["Police", " police ", "West  Midlands Police", "WMP", "wmp"])
def test_a_name_or_short_name_is_enough_in_any_letters(typed: str) -> None:
    police = OrganisationFactory(name="West Midlands Police", short_name="WMP")
    if typed.strip().lower() == "police":
        police = OrganisationFactory(name="Police")
    form = asked(body=typed)
    assert form.is_valid()
    assert form.cleaned_data["body"] == police


def test_a_whole_name_goes_before_another_s_short_one() -> None:
    OrganisationFactory(name="Walsall Hospitals", short_name="Health")
    health = OrganisationFactory(name="Health")
    form = asked(body="health")
    assert form.is_valid()
    assert form.cleaned_data["body"] == health


def test_a_part_of_one_name_is_never_taken_for_it_unasked() -> None:
    police = OrganisationFactory(name="West Midlands Police")
    form = asked(body="police")
    assert why(form) == "Choose which you mean by “police”, or write its whole name."
    page = form.as_p()
    assert 'name="body-meant" value="West Midlands Police"' in page
    assert 'name="body-typed" value="police"' in page
    chosen = asked(body="police", body_typed="police", body_meant="West Midlands Police")
    assert chosen.is_valid()
    assert chosen.cleaned_data["body"] == police


def test_two_that_share_a_short_name_are_both_offered() -> None:
    for name in ("Aldridge School", "Bloxwich School"):
        OrganisationFactory(name=name, short_name="The School")
    page = asked(body="the school").as_p()
    assert page.count('name="body-meant"') == 2


def test_who_types_another_name_after_all_is_not_held_to_the_choice() -> None:
    OrganisationFactory(name="West Midlands Police")
    health = OrganisationFactory(name="Health")
    form = asked(body="Health", body_typed="police", body_meant="West Midlands Police")
    assert form.is_valid()
    assert form.cleaned_data["body"] == health


def test_what_too_many_are_called_is_asked_for_more() -> None:
    for number in range(FEW + 1):
        OrganisationFactory(name=f"School {number}")
    form = asked(body="school")
    assert why(form) == "More than ten organisations are called so. Write more of the name."
    assert "body-meant" not in form.as_p()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Fire", "No organisation to choose is called “Fire”. Write its name, or a part of it."),
        ("%", "No organisation to choose is called “%”. Write its name, or a part of it."),
        ("Po\0lice", "A character in it cannot be kept: type it anew, without pasting"),
        (" ", "Fill this in"),
    ],
)
def test_what_nobody_is_called_is_refused_and_stays(typed: str, said: str) -> None:
    OrganisationFactory(name="Police")
    form = asked(body=typed)
    assert why(form) == said
    assert form["body"].value() == typed


def test_a_page_draws_no_more_names_than_one_reads_through() -> None:
    for number in range(SUGGESTED + 1):
        OrganisationFactory(name=f"School {number:03}")
    page = asked().as_p()
    assert page.count("<option") == SUGGESTED
    assert '<option value="School 000">' in page


def test_of_two_boards_of_one_name_each_is_offered_by_its_word_in_addresses() -> None:
    boards = [
        BoardFactory(name="Forum", slug="forum-east", status=Board.Status.HISTORIC),
        BoardFactory(name="Forum", slug="forum-west"),
    ]
    field = BoardField()
    field.offered = Board.objects.order_by("name")
    with pytest.raises(ValidationError, match="Choose which you mean by “Forum”"):
        field.clean("Forum")
    assert {*field.widget.meant} == {"forum-east", "forum-west"}
    assert [field.clean(each.slug) for each in boards] == boards
