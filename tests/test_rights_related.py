"""Sendings of plans, papers and figures that name a thing of elsewhere: nothing is written."""

import pytest
from django.urls import reverse

from governance.changes.drafts import Sheet, ticket_for
from governance.models import Draft, Notification
from tests.factories import (
    NotificationFactory,
)
from tests.rights import World, outcome, undone
from tests.rights_papers import STRAYS as OF_PAPERS
from tests.rights_plans import STRAYS as OF_PLANS
from tests.rights_plans import person, to, two_actions
from tests.rights_strays import check_not_taken

pytestmark = pytest.mark.django_db
STRAYS = {**OF_PLANS, **OF_PAPERS}


@pytest.mark.parametrize(("address", "deed", "what"), STRAYS, ids=" ".join)
def test_what_belongs_elsewhere_is_not_taken(
    world: World, address: str, deed: str, what: str
) -> None:
    check_not_taken(world, STRAYS[address, deed, what])


def test_a_ticket_of_somebody_else_or_of_another_form_keeps_nothing_for_them(
    world: World,
) -> None:
    """Whoever is signed in keeps their own words, in the form of the address."""
    action = two_actions(world)[0]
    chair, officer = person(world, "chair"), person(world, "officer")
    elsewhere = Sheet("section", "7", "/papers/7/purpose/", "Purpose")
    place = to("action-edit", action, pk=action.pk)
    for owner in (chair, officer):
        with undone():
            sent = {"deed": "keep", "title": "Mine", "ticket": ticket_for(owner, elsewhere)}
            assert outcome(world.browser("officer").post(place, sent)) == "may"
            kept = Draft.objects.values_list("person", "form", "key")
            assert list(kept) == [(officer.pk, "action", str(action.pk))]


def test_reading_all_notices_leaves_those_of_others(world: World) -> None:
    with undone():
        theirs = NotificationFactory()
        world.browser("member").post(reverse("governance:notice-list"), {"deed": "all"})
        assert Notification.objects.get(pk=theirs.pk).seen_at is None


@pytest.mark.parametrize("asked", [{"from": "7"}, {"to": "7"}, {"from": "x"}, {"to": "-1"}])
def test_versions_are_compared_within_their_own_plan(world: World, asked: dict[str, str]) -> None:
    """Another plan's numbers are numbers that this one has not."""
    with undone():
        action = two_actions(world)[0]
        browser, place = world.browser("officer"), to("delivery-versions", action)
        for deed, who in (("submit", "officer"), ("agree", "chair")):
            assert outcome(world.browser(who).post(place, {"deed": deed})) == "may"
        assert browser.get(place, {"from": "1", "to": "2"}).status_code == 200
        assert browser.get(place, asked).status_code == 404
