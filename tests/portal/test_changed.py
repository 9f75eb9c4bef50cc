"""What changed since somebody was last here: who did it is shown as far as one may know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance import audit
from governance.models.people import YOUNG_PERSON
from portal.queries.changed import changed_since
from tests.factories import DeliveryActionFactory, OfficeFactory, UserFactory
from tests.plain_sql import update

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ({"post": "Head", "distinction": "north"}, "Head (north)"),
        ({"young": True, "distinction": "of a named school"}, YOUNG_PERSON),
    ],
)
def test_who_changed_an_action_is_named_by_post_and_somebody_under_18_by_no_more(
    who: dict[str, object], told: str
) -> None:
    action = DeliveryActionFactory(number=2, plan__priority__number=1)
    with audit.change(by=UserFactory(**who), what="edited an action"):
        update(action, title="Open two hubs")
    reader = OfficeFactory(board=action.plan.priority.plan.board).person
    since = timezone.now() - timedelta(days=1)
    [row] = changed_since(reader, since=since, is_visit=True).rows
    assert (row.what, row.note) == ("Open two hubs", f"Action 1.2, by {told}.")
