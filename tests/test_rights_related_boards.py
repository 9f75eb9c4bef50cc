"""Sendings that name a thing of somewhere else: not there, or a sentence; nothing is written.

Who sends it may do the deed with what is in its place, which is sent first. Each deed of the table
stands among the strays, or among those that name nothing but their address.
"""

import pytest

from tests import (
    rights_asking,
    rights_boards,
    rights_business,
    rights_closing,
    rights_meetings,
    rights_papers,
    rights_people,
    rights_plans,
    rights_seats,
    rights_terms,
)
from tests.rights import World
from tests.rights_strays import check_not_taken
from tests.test_authorisation_writes import DEEDS

pytestmark = pytest.mark.django_db
STRAYS = {
    **rights_asking.STRAYS,
    **rights_business.STRAYS,
    **rights_meetings.STRAYS,
    **rights_people.STRAYS,
    **rights_seats.STRAYS,
    **rights_terms.STRAYS,
    **rights_boards.STRAYS,
    **rights_closing.STRAYS,
}
OF_OTHERS = {**rights_plans.STRAYS, **rights_papers.STRAYS}
# Deeds that name nothing but what their address names, which the tables walk.
OF_THEIR_ADDRESS = {
    *rights_asking.OF_THEIR_ADDRESS,
    *rights_business.OF_THEIR_ADDRESS,
    *rights_meetings.OF_THEIR_ADDRESS,
    *rights_people.OF_THEIR_ADDRESS,
    *rights_seats.OF_THEIR_ADDRESS,
    *rights_terms.OF_THEIR_ADDRESS,
    *rights_boards.OF_THEIR_ADDRESS,
    *rights_closing.OF_THEIR_ADDRESS,
    *(("priorities:delivery-versions", deed) for deed in ("agree", "publish", "draft")),
    *(("priorities:round-view", deed) for deed in ("open", "close")),
    *(("portal:paper-view", deed) for deed in ("submit", "ask", "send back")),
    *(("portal:report-view", deed) for deed in ("approve", "publish", "withdraw")),
    ("impact:figure-add", "type"),
    *(("governance:meeting-state", d) for d in ("postpone", "cancel", "take up", "adjourn")),
    # "Open another's" is a deed of the table itself.
    *(("governance:notice-list", deed) for deed in ("read all", "open another's")),
    ("portal:paper-head", "keep"),
    ("priorities:commitment-answer", "keep"),
    *(deed for deed in DEEDS if deed[0].startswith(("account_", "mfa_", "openid_"))),
    # Whoever opens accounts does so for the whole partnership: nobody is of somewhere else.
    *(deed for deed in DEEDS if deed[0] in {"portal:invitations", "portal:resets"}),
    ("portal:invitation", "choose"),
}


def test_every_deed_was_looked_at_for_what_it_names() -> None:
    strays = {(address, deed) for address, deed, _ in (*STRAYS, *OF_OTHERS)}
    assert set(DEEDS) - strays == OF_THEIR_ADDRESS


@pytest.mark.parametrize(("address", "deed", "what"), STRAYS, ids=" ".join)
def test_what_belongs_elsewhere_is_not_taken(
    world: World, address: str, deed: str, what: str
) -> None:
    check_not_taken(world, STRAYS[address, deed, what])
