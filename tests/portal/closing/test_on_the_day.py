"""The day of a closing has come: it is carried out once and whole, or not at all."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from governance.models import (
    ActionPoint,
    Appointment,
    Board,
    Closing,
    Meeting,
    Notification,
    Place,
    Succession,
    User,
)
from impact.models import Measure
from portal.tasks import carry_out_closings
from priorities.models import Plan, Sponsorship
from tests.factories import (
    ActionPointFactory,
    AppointmentFactory,
    BoardFactory,
    MeasureFactory,
    MeetingFactory,
    PlanFactory,
    PriorityFactory,
    SponsorshipFactory,
)
from tests.hands import at_once
from tests.pages import tidy
from tests.portal.closing.pages import PAGE, agreed, on_the_day, seated

pytestmark = pytest.mark.django_db
OVER = date(2024, 10, 1)  # the day after the last
SAYS = "Closes on 30 September 2024, passes to"


def refusals() -> list[str]:
    rows = Notification.objects.filter(event__contains="refused").order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_it_is_carried_out_when_the_last_day_is_over_and_not_before(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    on_the_day(at="2024-09-30T23:59:00+01:00")
    closing.refresh_from_db()
    assert closing.state == "agreed"
    on_the_day()
    closing.refresh_from_db()
    board.refresh_from_db()
    assert (closing.state, closing.by_default) == ("carried_out", [])
    assert (board.ends_on, board.status) == (OVER, "historic")
    assert Plan.objects.get(title="Improvement plan").board == heir
    assert Succession.objects.get().on == OVER
    point = ActionPoint.objects.get(what="Find a room")
    assert (point.passed_to, point.passed_on) == (heir, OVER)
    told = Notification.objects.get(person=me, event=f"closing {closing.pk} carried out")
    assert told.text == "Improvement Board closed after 30 September 2024, as agreed."
    page = tidy(client.get(PAGE))
    assert "Improvement Board closed after 30 September 2024" in page
    assert SAYS not in tidy(client.get("/boards/improvement/"))


def test_what_is_opened_meanwhile_goes_to_the_home_of_its_kind_and_is_told(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    kinds = {"default-point": str(other.pk), "default-measure": "drop"}
    closing = agreed(client, heir, other, **kinds)
    late = ActionPointFactory(meeting=board.meetings.get(), what="Ring the school")
    figure = MeasureFactory(board=board, title="Late figure")
    settled = ActionPoint.objects.get(what="Find a room")
    ActionPoint.objects.filter(pk=settled.pk).update(state="done")
    page = tidy(client.get(PAGE))
    assert "Opened since it was agreed" in page
    assert 'Action point “Ring the school”</a><span class="sub">to Youth Board' in page
    on_the_day()
    late.refresh_from_db()
    figure.refresh_from_db()
    settled.refresh_from_db()
    assert (late.passed_to, figure.board, settled.passed_to) == (other, None, None)
    assert Measure.objects.get(title="Children on a plan").board == heir
    closing.refresh_from_db()
    said = ["Action point “Ring the school”: to Youth Board", "“Late figure”: to no board"]
    assert closing.by_default == said
    told = Notification.objects.get(person=me, event=f"closing {closing.pk} carried out")
    assert told.text.endswith(f"Opened since, and passed on by kind: {'; '.join(said)}.")


@pytest.mark.parametrize("seat", ["the same person", "nobody"])
def test_the_sponsor_of_a_new_plan_goes_where_the_plan_goes(
    client: Client, board: Board, heir: Board, me: User, seat: str
) -> None:
    agreed(client, heir)
    priority = PriorityFactory(plan=PlanFactory(board=board, title="New", state="agreed"))
    held = Appointment.objects.get(seat__board=board)
    if seat == "nobody":
        held = AppointmentFactory(place__seat__board=board, place__seat__represents=None)
    old = SponsorshipFactory(place=held.place, priority=priority)
    on_the_day()
    old.refresh_from_db()
    assert (old.priority.plan.board, old.ends_on) == (heir, OVER)
    chair = Appointment.objects.get(seat__board=heir).place
    new = Sponsorship.objects.filter(priority=priority).exclude(pk=old.pk)
    assert [each.place for each in new] == ([] if seat == "nobody" else [chair])


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_carry_it_out_once_whatever_the_clock_does(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    with time_machine.travel("2024-10-01T00:04:00+01:00", tick=False):
        at_once(lambda _: carry_out_closings(), range(3))
    for at in ("2024-09-29T12:00:00+01:00", "2024-10-01T00:04:00+01:00", "2024-10-08T12:00:00Z"):
        on_the_day(at=at)
    closing.refresh_from_db()
    assert closing.state == "carried_out"
    assert Sponsorship.objects.count() == 2
    assert Notification.objects.filter(person=me, event__endswith="carried out").count() == 1
    kept = Closing.pgh_event_model.objects  # type: ignore[attr-defined]
    assert list(kept.order_by("pgh_id").values_list("state", flat=True)) == [
        "agreed",
        "carried_out",
    ]


def test_a_successor_that_closed_stands_in_the_way_of_all_and_is_told_once(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    other = BoardFactory(name="Youth Board")
    closing = agreed(client, heir, other)
    MeetingFactory(board=board, on=date(2024, 10, 20), state="planned")
    Board.objects.filter(pk=other.pk).update(status="historic", ends_on=date(2024, 9, 20))
    for _ in range(3):
        on_the_day()
    because = "Youth Board is not at work then, and so cannot follow it."
    closing.refresh_from_db()
    board.refresh_from_db()
    assert (closing.state, closing.refused_because) == ("agreed", because)
    assert (board.ends_on, Succession.objects.count()) == (None, 0)
    assert ActionPoint.objects.get(what="Find a room").passed_to is None
    assert Meeting.objects.get(on=date(2024, 10, 20)).state == "planned"
    assert refusals() == [f"Improvement Board was to close, and nothing was done: {because}"]
    assert f"Nothing was done: {because}" in tidy(client.get("/home/"))
    assert because in tidy(client.get(PAGE))
    client.force_login(seated(board))
    assert because not in tidy(client.get("/home/"))
    Board.objects.filter(pk=other.pk).update(status="active", ends_on=None)
    on_the_day()
    closing.refresh_from_db()
    assert (closing.state, closing.refused_because) == ("carried_out", "")


def test_a_place_that_ended_stands_in_the_way(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    chair = Appointment.objects.get(seat__board=heir)
    Appointment.objects.filter(pk=chair.pk).update(ends_on=date(2024, 9, 10))
    Place.objects.filter(pk=chair.place_id).update(ends_on=date(2024, 9, 10))
    on_the_day()
    closing.refresh_from_db()
    said = "Chair of the heir is no place on that day: it has ended."
    assert closing.refused_because == f"Sponsor of Early help: {said}"
    assert Plan.objects.get(title="Improvement plan").board == board


def test_another_last_day_given_by_hand_stands_in_the_way(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closing = agreed(client, heir)
    Board.objects.filter(pk=board.pk).update(ends_on=date(2025, 1, 1))
    on_the_day()
    closing.refresh_from_db()
    assert closing.refused_because.startswith("Its last day is 31 December 2024 by now.")


def test_one_that_stands_in_its_way_holds_up_no_other(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    agreed(client, heir)
    stuck = Closing.objects.create(
        board=BoardFactory(),
        ends_on=date(2024, 9, 10),
        decided={"ends_on": "2024-09-10", "successors": [], "seen": []},
        agreed_at="2024-09-02T12:00:00Z",
        agreed_by=me,
    )
    on_the_day()
    stuck.refresh_from_db()
    assert stuck.refused_because == "Choose which board follows it."
    assert Closing.objects.get(board=board).state == "carried_out"
