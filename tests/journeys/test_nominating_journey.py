"""A nominating organisation answers by the link in a mail, without an account; it is taken up."""

import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from governance.models import Appointment, Nomination
from governance.tasks import send_mail
from tests.factories import OfficeFactory, OrganisationFactory, PlaceFactory
from tests.journeys.conftest import OpenPage, on_phone_and_desk
from tests.journeys.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def link_in_mail() -> str:
    """Return the path of the link in the one mail that goes out."""
    outbox.outbox.clear()
    send_mail()
    [mail] = [each for each in outbox.outbox if "/nominate/" in each.body]
    [path] = re.findall(r"(/nominate/[\w-]+/)", mail.body)
    return str(path)


@on_phone_and_desk
def test_a_nominating_organisation_names_somebody_who_is_then_appointed(
    open_page: OpenPage, enter: Any, width: int, scheme: str, script: bool
) -> None:
    heads = OrganisationFactory(name="The Heads", nominations_to="heads@example.org")
    place = PlaceFactory(seat__title="Head teacher", seat__nominated_by=heads)
    office = {"kind": "membership_administrator", "person__post": "Administrator"}
    me = OfficeFactory(board=place.seat.board, **office).person
    kept: Any = open_page(script=script)
    enter(kept, me, place.get_absolute_url())
    kept.get_by_role("button", name="Ask The Heads to name somebody").click()
    kept.get_by_role("heading", level=1, name="Head teacher").wait_for()
    look(kept)

    page: Any = open_page(width=width, scheme=scheme, script=script)
    page.goto(link_in_mail())
    expect(page).to_have_url(re.compile(r"/nominate/$"))
    expect(page.get_by_role("link", name="Sign out")).to_have_count(0)
    look(page)
    page.get_by_label("What else should be known").fill("She can stay for three years.")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Give the post of the person you name").wait_for()
    look(page)
    expect(page.get_by_label("What else should be known")).to_have_value(
        "She can stay for three years."
    )
    page.get_by_label("Their post").fill("Head teacher, Elm School")
    page.get_by_label("Their e-mail address").fill("elm@example.org")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you: you named Head teacher, Elm School").wait_for()
    look(page)

    kept.goto(Nomination.objects.get().get_absolute_url())
    look(kept)
    kept.get_by_role("button", name="Appoint").click()
    kept.get_by_text("Head teacher, Elm School is appointed.").wait_for()
    look(kept)
    made = Appointment.objects.get()
    assert (made.place, made.holder.email) == (place, "elm@example.org")
    assert made.starts_on == timezone.localdate()
