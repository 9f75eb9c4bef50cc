"""A member leaves: looked at first, handed over, and their own window is theirs no more."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.models import ActionPoint, Appointment, User
from tests.factories import (
    ActionPointFactory,
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    UserFactory,
)
from tests.journeys.conftest import OpenPage, on_phone_and_desk
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def head(transactional_db: None) -> User:
    """Who leaves: sits at a table, and owes it something."""
    board = BoardFactory(slug="alliance", name="The Alliance")
    seat = {"place__seat__title": "Head teacher", "place__seat__board": board}
    row = AppointmentFactory(**seat, holder__post="Head of Elm")
    ActionPointFactory(who=row.holder, what="Find a room", meeting__board=board)
    person: User = row.holder
    return person


@on_phone_and_desk
def test_a_member_leaves_and_what_they_held_goes_on(
    open_page: OpenPage, enter: Any, head: User, width: int, scheme: str, script: bool
) -> None:
    successor = UserFactory(post="Deputy of Elm")
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    administrator = OfficeFactory(board=None, **office).person
    theirs: Any = open_page()
    enter(theirs, head, "/boards/alliance/attendance/")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("The Alliance")

    page: Any = open_page(width=width, scheme=scheme, script=script)
    enter(page, administrator, "/people/")
    page.get_by_role("link", name="Head of Elm").click()
    look(page)
    page.get_by_role("link", name="They leave").click()
    page.get_by_label("Look for somebody who takes over").fill("deputy")
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_text("One person is found").wait_for()
    look(page)
    yesterday = timezone.localdate() - timedelta(days=1)
    page.get_by_label("Last day").fill(yesterday.isoformat())
    page.get_by_label("Find a room").select_option(str(successor.pk))
    page.get_by_role("button", name="Look at what it comes to").click()
    page.get_by_text("Find a room: Deputy of Elm").wait_for()
    look(page)
    head.refresh_from_db()
    assert head.left_on is None
    page.get_by_role("button", name="Let them leave").click()
    page.get_by_role("heading", level=1, name="Head of Elm left after").wait_for()
    look(page)

    theirs.reload()
    expect(theirs).to_have_url(re.compile(r"/accounts/login/\?next=/boards/alliance/attendance/$"))
    page.get_by_role("link", name="Appoint to Head teacher").click()
    page.get_by_role("heading", level=1, name="Appoint somebody to Head teacher").wait_for()
    look(page)
    assert ActionPoint.objects.get().who == successor
    assert Appointment.objects.get().ends_on == timezone.localdate()
