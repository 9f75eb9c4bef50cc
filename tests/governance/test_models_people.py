"""Organisations, people, offices: what the database refuses by itself."""

import pytest

from governance.models import Office
from tests.factories import OfficeFactory, OrganisationFactory, RespondentFactory, UserFactory
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_an_organisation_has_its_own_name_whatever_its_letters() -> None:
    body = OrganisationFactory(name="Housing Trust")
    with refused("organisation_name_is_its_own"):
        insert_like(body, slug="other", name="HOUSING trust")


def test_an_organisation_does_not_stand_below_itself() -> None:
    council = OrganisationFactory()
    directorate = OrganisationFactory(parent=council)
    team = OrganisationFactory(parent=directorate)
    with refused("organisation_parents_form_no_loop"):
        update(council, parent_id=team.pk)
    with refused("organisation_parents_form_no_loop"):
        update(council, parent_id=council.pk)


def test_an_address_belongs_to_one_person_whatever_its_letters() -> None:
    person = UserFactory(email="head@example.org")
    with refused("email_belongs_to_one_person"):
        insert_like(person, email="HEAD@example.org", post="Another post")


def test_two_posts_of_an_organisation_are_told_apart_by_a_word() -> None:
    person = UserFactory(post="Head teacher", distinction="north")
    with refused("post_tells_people_of_an_organisation_apart"):
        insert_like(person, email=None)
    insert_like(person, email=None, distinction="south")


def test_a_young_person_has_a_supporter_and_no_shown_name() -> None:
    young = UserFactory(young=True)
    with refused("young_person_has_no_shown_name"):
        update(young, name="Shown")
    with refused("young_person_has_no_shown_name"):
        update(young, supporter_id=None)


def test_nobody_supports_themselves() -> None:
    person = UserFactory()
    with refused("supporter_is_somebody_else"):
        update(person, supporter_id=person.pk)


def test_an_assistant_names_whom_they_assist() -> None:
    office = OfficeFactory()
    with refused("assistant_names_whom_they_assist"):
        update(office, kind=Office.Kind.ASSISTANT)
    with refused("assistant_names_whom_they_assist"):
        update(office, assists_id=UserFactory().pk)


def test_nobody_assists_themselves() -> None:
    office = OfficeFactory(kind=Office.Kind.ASSISTANT, assists=UserFactory())
    with refused("assistant_assists_somebody_else"):
        update(office, assists_id=office.person_id)


def test_a_respondent_stands_once() -> None:
    with refused("respondent_stands_once"):
        insert_like(RespondentFactory())
    with refused("respondent_stands_once"):
        insert_like(RespondentFactory(starts_on=None))
