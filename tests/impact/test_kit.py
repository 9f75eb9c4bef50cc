"""The kit of a themed meeting: what is known of its theme, and to whom it is shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Board, Meeting, Subject
from priorities.models import DeliveryPlan
from tests.factories import (
    ActionMeasureFactory,
    AgendaItemFactory,
    AppointmentFactory,
    AreaFactory,
    BoardFactory,
    ChallengeFactory,
    DecisionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    MeasureFactory,
    MeetingFactory,
    ObservationFactory,
    SourceFactory,
    SubjectFactory,
    YouSaidFactory,
)
from tests.pages import tidy

pytestmark = pytest.mark.django_db
OFF_TRACK = {"state": "off_track", "state_reason": "No staff"}


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(name="The Alliance")
    return made


@pytest.fixture
def delivery(board: Board) -> DeliveryPlan:
    of = {"priority__plan__board": board, "priority__plan__state": "published"}
    made: DeliveryPlan = DeliveryPlanFactory(
        **of, priority__number=1, priority__title="First days", state="published"
    )
    return made


@pytest.fixture
def meeting(board: Board, delivery: DeliveryPlan) -> Meeting:
    address = delivery.priority.get_absolute_url()
    theme = SubjectFactory(board=board, kind="priority", title="First days", address=address)
    made: Meeting = MeetingFactory(board=board, kind="deep_dive", theme=theme)
    return made


@pytest.fixture
def member(client: Client, board: Board) -> Any:
    person = AppointmentFactory(place__seat__board=board).holder
    client.force_login(person)
    return person


def kit(client: Client, meeting: Meeting) -> str:
    return tidy(client.get(f"/meetings/{meeting.pk}/kit/"))


def test_the_kit_says_what_moves_lags_was_heard_asked_and_decided(
    client: Client, member: Any, meeting: Meeting, delivery: DeliveryPlan
) -> None:
    late = DeliveryActionFactory(
        plan=delivery, number=1, title="Open a hub", state="on_track", due_on=date(2024, 5, 1)
    )
    DeliveryActionFactory(
        plan=delivery, number=2, title="All is well", state="complete", due_on=date(2024, 5, 1)
    )
    DeliveryActionFactory(
        plan=delivery, number=3, title="Train staff", state="off_track", state_reason="No staff"
    )
    ActionMeasureFactory(action=late, measure__title="Waits")
    YouSaidFactory(action=late, said="The queue is long.")
    YouSaidFactory(action=late, said="Taken back.", withdrawn_on=date(2024, 1, 1))
    ChallengeFactory(board=meeting.board, subject=meeting.theme, question="Why so long?")
    item = AgendaItemFactory(meeting=MeetingFactory(board=meeting.board), subject=meeting.theme)
    DecisionFactory(board=meeting.board, meeting=item.meeting, item=item, text="Open it sooner.")
    page = kit(client, meeting)
    for words in ("Waits", "1.1 Open a hub", "1.3 Train staff", "The queue is long.",
                  "Why so long?", "Open it sooner."):  # fmt: skip
        assert words in page, words
    assert "3 actions: 1 on track, 1 off track, 1 complete." in page.lower()
    assert ("1.2 All is well" in page, "Taken back." in page) == (False, False)
    assert 'due 1 May 2024<b class="late">late</b>' in page


def test_a_figure_of_an_official_file_says_who_published_it_not_what_the_file_is_called(
    client: Client, member: Any, meeting: Meeting, delivery: DeliveryPlan
) -> None:
    file = SourceFactory(
        kind="official", document=None, file_name="DfE 01_data/bds_long_0.parquet"
    )
    measure = MeasureFactory()
    ActionMeasureFactory(action=DeliveryActionFactory(plan=delivery), measure=measure)
    ObservationFactory(measure=measure, area=AreaFactory(is_home=True), source=file)
    page = kit(client, meeting)
    assert "Source: DfE, official file" in page
    assert "parquet" not in page


def test_a_theme_that_is_the_delivery_plan_is_led_to_once(
    client: Client, member: Any, meeting: Meeting, delivery: DeliveryPlan
) -> None:
    place = f'href="{delivery.get_absolute_url()}"'
    assert kit(client, meeting).count(place) == 1
    Subject.objects.update(address=delivery.get_absolute_url())
    page = kit(client, meeting)
    assert page.count(place) == 1
    assert "Its own page" in page


def test_of_a_plan_that_the_reader_may_not_see_the_kit_says_nothing(
    client: Client, member: Any, meeting: Meeting, delivery: DeliveryPlan
) -> None:
    plan = delivery.priority.plan
    DeliveryActionFactory(
        plan=delivery, title="Open a hub", state="off_track", state_reason="No staff"
    )
    type(plan).objects.filter(pk=plan.pk).update(board=BoardFactory(), state="draft")
    page = kit(client, meeting)
    assert "Open a hub" not in page
    assert "Nobody has asked about it yet." in page


def test_a_theme_that_is_no_priority_has_its_questions_alone(
    client: Client, member: Any, board: Board
) -> None:
    theme = SubjectFactory(board=board, kind="other", title="Winter", address="/somewhere/else/")
    ChallengeFactory(board=board, subject=theme, question="Is there grit?")
    page = kit(client, MeetingFactory(board=board, theme=theme))
    assert "Is there grit?" in page
    assert "Is anyone better off?" not in page


def test_a_meeting_without_a_theme_has_no_kit(client: Client, member: Any, board: Board) -> None:
    answer = client.get(f"/meetings/{MeetingFactory(board=board).pk}/kit/")
    assert answer.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_kit_costs_the_same_however_much_is_known(
    client: Client,
    member: Any,
    meeting: Meeting,
    delivery: DeliveryPlan,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        action = DeliveryActionFactory(
            plan=delivery, number=number + 1, state="at_risk", state_reason="Ill"
        )
        ActionMeasureFactory(action=action)
        YouSaidFactory(action=action)
        ChallengeFactory(board=meeting.board, subject=meeting.theme)
    with django_assert_num_queries(QUERIES):
        page = kit(client, meeting)
    assert page.count("/challenges/") == rows


# session, person, meeting, scope; priority, its sponsor and place; parts in hand; actions; ties,
# measures, figures; heard, asked, decided
QUERIES = 14
