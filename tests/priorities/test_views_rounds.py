"""A round's page: who has answered, who is silent, reminders never sent twice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.models import Board, Message, User
from governance.models.people import HIDDEN, YOUNG_PERSON
from priorities.models import Nudge, ReportingRound
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    OfficeFactory,
    ReportingRoundFactory,
    RespondentFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.principals import sponsor

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)
ADDRESS = "/rounds/alliance/2024-25-q1/"


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board() -> Any:
    return BoardFactory(slug="alliance")


@pytest.fixture
def opened(board: Any) -> Any:
    return ReportingRoundFactory(board=board)


@pytest.fixture
def officer(client: Client, board: Any) -> Any:
    person = OfficeFactory(board=board, person__post="Partnership Officer").person
    client.force_login(person)
    return person


def part(board: Any, **more: Any) -> Any:
    return CommitmentFactory(action__plan__priority__plan__board=board, **more)


def test_the_silent_and_the_answered_are_told_apart(
    client: Client, board: Any, opened: Any, officer: Any
) -> None:
    part(board, organisation__name="The Police")
    sent = part(board, organisation__name="The Trust")
    ContributionFactory(round=opened, commitment=sent, text="Two began.")
    page = tidy(client.get(ADDRESS))
    assert "1 of 2 answered in Quarter 1, 2024/25" in page
    assert page.index("<b>The Police</b>") < page.index('id="answered"')
    assert page.index('id="answered"') < page.index("<b>The Trust</b>")


def test_a_reminder_is_logged_and_written_once(
    client: Client, board: Any, opened: Any, officer: Any
) -> None:
    item = part(board, organisation__name="The Police")
    RespondentFactory(board=board, organisation=item.organisation)
    for told in ("The Police is reminded.", "The Police was reminded this quarter already."):
        response = client.post(ADDRESS, {"remind": item.pk}, follow=True)
        assert told in tidy(response)
    logged = Nudge.objects.get()
    assert (logged.commitment, logged.nudged_by, logged.nudged_at) == (item, officer, NOW)
    assert Message.objects.get().title == "A reminder: please answer by 12 July 2024"
    assert "Reminded on 20 June by Partnership Officer" in tidy(client.get(ADDRESS))


def test_a_sponsor_reminds_the_partners_of_their_own_priority_only(
    client: Client, board: Any, opened: Any
) -> None:
    mine, other = part(board), part(board)
    client.force_login(sponsor(board, mine.action.plan.priority))
    assert client.post(ADDRESS, {"remind": mine.pk}).status_code == 302
    assert client.post(ADDRESS, {"remind": other.pk}).status_code == 403
    assert [each.commitment for each in Nudge.objects.all()] == [mine]


def test_a_member_sees_the_round_and_changes_nothing(
    client: Client, board: Any, opened: Any
) -> None:
    item = part(board)
    client.force_login(AppointmentFactory(place__seat__board=board).holder)
    page = tidy(client.get(ADDRESS))
    assert "Remind" not in page
    assert "Close and freeze" not in page
    for deed in ({"remind": item.pk}, {"deed": "close"}):
        assert client.post(ADDRESS, deed).status_code == 403
    assert (Nudge.objects.count(), ReportingRound.objects.get().closed_at) == (0, None)


def test_an_officer_closes_the_round(
    client: Client, board: Any, opened: Any, officer: Any
) -> None:
    item = part(board)
    client.post(ADDRESS, {"deed": "close"})
    assert ReportingRound.objects.get().closed_at == NOW
    page = tidy(client.get(ADDRESS))
    assert "Closed on 20 June 2024." in page
    client.post(ADDRESS, {"remind": item.pk})
    assert Nudge.objects.count() == 0


def test_an_officer_opens_a_round_and_the_partners_are_asked(
    client: Client, board: Any, officer: Any
) -> None:
    item = part(board)
    RespondentFactory(board=board, organisation=item.organisation)
    assert "is not open" in tidy(client.get(ADDRESS))
    assert client.post(ADDRESS, {"deed": "open"}).headers["Location"] == ADDRESS
    assert ReportingRound.objects.get().slug == "2024-25-q1"
    assert Message.objects.count() == 1


def test_a_round_after_the_boards_end_is_refused_in_words(
    client: Client, board: Any, officer: Any
) -> None:
    Board.objects.update(ends_on=date(2024, 12, 31))
    response = client.post("/rounds/alliance/2024-25-q4/", {"deed": "open"})
    assert response.status_code == 409
    assert "The board has ended by then." in tidy(response)
    assert ReportingRound.objects.count() == 0


@pytest.mark.parametrize("thing", ["", "x", "999999"])
def test_nobody_is_reminded_of_what_is_not_asked(
    client: Client, opened: Any, officer: Any, thing: str
) -> None:
    assert client.post(ADDRESS, {"remind": thing}).status_code == 404


@pytest.mark.parametrize("period", ["soon", "2024-25", "2024-25-q5"])
def test_a_quarter_that_does_not_exist_is_not_there(
    client: Client, officer: Any, period: str
) -> None:
    assert client.get(f"/rounds/alliance/{period}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_are_asked(
    client: Client,
    board: Any,
    opened: Any,
    officer: Any,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rows):
        part(board)
    # session, person, board, what they are, round, their part twice, sent, reminders, asked
    with django_assert_num_queries(9):
        page = tidy(client.get(ADDRESS))
    assert page.count('<li id="row-') == rows


def test_what_a_young_person_sent_is_hidden_once_they_take_back_their_consent(
    client: Client, board: Any, opened: Any, officer: Any
) -> None:
    young = UserFactory(young=True, distinction="of a named school", consent_on="2024-01-01")
    ContributionFactory(round=opened, commitment=part(board), text="We were asked.", sent_by=young)
    page = tidy(client.get(ADDRESS))
    assert ("We were asked." in page, "named school" in page) == (True, False)
    assert f"by {YOUNG_PERSON}" in page
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on="2024-05-01")
    page = tidy(client.get(ADDRESS))
    assert ("We were asked." in page, HIDDEN in page) == (False, True)
