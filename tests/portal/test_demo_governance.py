"""The boards of the demonstration on days of the past."""

from datetime import date

import pytest
from django.test import Client

from tests.pages import tidy
from tests.portal.demonstration import laid_out

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_out(date(2025, 10, 25)):
        yield


def test_the_improvement_board_ran_and_was_followed_by_the_safeguarding_board(client: Client):
    then = tidy(client.get("/boards/improvement-board/?as_at=2013-12-03"))
    assert "<dd>At work on 3 December 2013</dd>" in then
    assert "was followed by" not in then
    later = tidy(client.get("/boards/improvement-board/?as_at=2015-04-01"))
    assert "<dd>Closed by 1 April 2015</dd>" in later
    after = later.partition("was followed by")[2]
    assert 'href="/boards/wscb/?as_at=2015-04-01">Walsall Safeguarding Children Board' in after
