"""Handing on: what the database refuses by itself."""

import pytest

from governance.editing import Refused
from priorities.changes.handing import hand_on, take_back
from priorities.models import HandedOn
from tests.factories import (
    FIRST_INSTANT,
    CommitmentFactory,
    HandedOnFactory,
    ReportingRoundFactory,
    UserFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_an_item_is_in_one_pair_of_hands() -> None:
    with refused("item_is_in_one_pair_of_hands"):
        insert_like(HandedOnFactory())


def test_nobody_hands_on_to_themselves() -> None:
    handed = HandedOnFactory()
    with refused("nobody_hands_on_to_themselves"):
        update(handed, handed_by_id=handed.handed_to_id)


def test_an_item_stays_within_the_organisation() -> None:
    handed = HandedOnFactory()
    with refused("item_is_handed_on_within_the_organisation"):
        update(handed, handed_to_id=UserFactory().pk)
    with refused("item_is_handed_on_within_the_organisation"):
        update(handed, commitment_id=CommitmentFactory().pk)


def test_who_had_it_in_hand_is_frozen_with_the_round() -> None:
    handed = HandedOnFactory()
    update(handed.round, closed_at=FIRST_INSTANT)
    with refused("handing_is_frozen_with_its_round"):
        update(handed, handed_by_id=UserFactory().pk)
    with pytest.raises(Refused, match=r"^The round is closed; what comes late"):
        take_back(handed.commitment, in_round=handed.round, by=handed.handed_by, at=FIRST_INSTANT)


def test_a_stranger_is_refused_in_words() -> None:
    commitment, in_round, me = CommitmentFactory(), ReportingRoundFactory(), UserFactory()
    with pytest.raises(Refused, match=r"^Only a colleague of the same organisation"):
        hand_on(commitment, in_round=in_round, to=UserFactory(), by=me, at=FIRST_INSTANT)
    own = UserFactory(organisation=commitment.organisation)
    with pytest.raises(Refused, match=r"^Choose somebody else\.$"):
        hand_on(commitment, in_round=in_round, to=own, by=own, at=FIRST_INSTANT)
    assert HandedOn.objects.count() == 0
