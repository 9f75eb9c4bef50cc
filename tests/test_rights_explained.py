"""Every page that lets in some and refuses others can say why, to who keeps the people."""

import pytest
from django.utils import timezone

from governance.models import User
from portal.queries.access import access
from portal.queries.page_things import thing_at
from tests.rights import Row, World, one_for_each
from tests.rights_things import THINGS
from tests.test_authorisation import PAGES

pytestmark = pytest.mark.django_db

# One row of each address: what is told is the same for all states of a thing.
REFUSING = {row.address: row for row in PAGES if "not allowed" in row.answers.values()}


@pytest.mark.parametrize("address", sorted(REFUSING))
def test_what_a_page_asks_is_told_to_whom_it_opens_and_whom_it_refuses(
    world: World, address: str
) -> None:
    row: Row = REFUSING[address]
    thing = thing_at(world.place(row, THINGS.get(address)))
    assert thing is not None
    for who, said in one_for_each(row.answers).items():
        person = world.people[who]
        if not isinstance(person, User) or said not in {"opens", "not allowed"}:
            continue
        held = [right.is_held for right in access(person, thing, on=timezone.localdate()).rights]
        assert any(held) if said == "opens" else not all(held), who
