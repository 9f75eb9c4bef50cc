"""A closing that was carried out is taken back, while nothing was done with what passed on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from governance.models import (
    ActionPoint,
    Appointment,
    Attendance,
    Board,
    Challenge,
    Closing,
    Meeting,
    Nomination,
    Notification,
    Place,
    Referral,
    Succession,
    User,
    WorkProgrammeItem,
)
from impact.models import Measure
from priorities.models import Plan, Priority, ReportingRound, Sponsorship
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    MeetingFactory,
    NominationFactory,
    ObservationFactory,
    ReportingRoundFactory,
    RespondentFactory,
)
from tests.hands import at_once
from tests.pages import tidy
from tests.portal.closing.pages import PAGE, agreed, closed, on_the_day

pytestmark = pytest.mark.django_db
# What tells of a change, and is no part of what it changes.
NEWS = {"closing", "notification", "message", "draft", "session", "signedlink"}
STAYS = "It stays closed, because something was done since: "


def state() -> dict[str, list[Any]]:
    """Return all that the boards hold, without versions, which count on."""
    found = {}
    for model in apps.get_models():
        name = model._meta.model_name
        is_ours = model._meta.app_label in {"governance", "priorities", "impact"}
        if is_ours and name not in NEWS and not hasattr(model, "pgh_tracked_model"):
            columns = [each.attname for each in model._meta.concrete_fields]
            rows = model._default_manager.order_by("pk")
            found[str(name)] = list(rows.values(*[each for each in columns if each != "version"]))
    return found


def undo(client: Client) -> Any:
    return client.post(PAGE, {"deed": "undo", "closing": Closing.objects.latest("pk").pk})


@pytest.fixture
def busy(board: Board) -> Board:
    """The board with all that ends with it: meetings, a round, a nomination, terms, voices."""
    MeetingFactory(board=board, on=date(2024, 10, 1), state="published")
    MeetingFactory(board=board, on=date(2024, 11, 1), state="planned")
    ReportingRoundFactory(board=board)
    NominationFactory(place__seat__board=board)
    RespondentFactory(board=board)
    to_come = AppointmentFactory(place__seat__board=board, starts_on=date(2024, 9, 20))
    NominationFactory(
        place=to_come.place,
        state="accepted",
        appointment=to_come,
        post="Head",
        email="h@x.org",
        answered_at="2024-08-01T09:00:00Z",
        answered_by=to_come.holder,
        settled_at="2024-08-02T09:00:00Z",
        settled_by=to_come.holder,
    )
    AppointmentFactory(place__seat__board=board, place__seat__title="Police")
    return board


@pytest.mark.parametrize("how", ["at once", "ahead"])
def test_all_is_as_it_was_before(
    client: Client, busy: Board, heir: Board, me: User, how: str
) -> None:
    client.get("/home/")
    about = Challenge.objects.get().get_absolute_url()
    client.get(about)
    before = state()
    if how == "at once":
        point = f"point-{ActionPoint.objects.get(state='open').pk}"
        dropped = {point: "drop", f"{point}-why": "the room is found"}
        closed(client, heir, attendance_until="2025-03-31", **dropped)
    else:
        agreed(client, heir, attendance_until="2025-03-31")
        on_the_day()
    assert state() != before
    assert "so it can be taken back" in tidy(client.get(PAGE))
    for _ in range(2):
        assert undo(client).status_code == 302
    after = state()
    after["subject"] = [row for row in after["subject"] if row in before["subject"]]
    frozen = ReportingRound.objects.get()
    assert frozen.closed_at is not None
    assert {name for name in before if after[name] != before[name]} == {"reportinground"}
    closing = Closing.objects.get()
    assert (closing.state, closing.taken_back_by) == ("undone", me)


def test_the_history_stays_and_says_what_was_taken_back(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    undo(client)
    kept = Succession.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(each.pgh_label, each.pgh_context.metadata["what"]) for each in kept] == [
        ("insert", "closed Improvement Board and passed on what was open"),
        ("update", "closed Improvement Board and passed on what was open"),
        ("update", "took back that Improvement Board closed"),
        ("delete", "took back that Improvement Board closed"),
    ]
    said = "It closed after 31 August 2024: taken back by Administrator, 2 September 2024"
    assert said in tidy(client.get(PAGE))


def test_who_was_told_is_told(client: Client, busy: Board, heir: Board, me: User) -> None:
    closed(client, heir)
    undo(client)
    chair = Appointment.objects.get(seat__board=heir).holder
    last = chair.notifications.order_by("pk").filter(event__endswith="undone").get()
    assert last.text == (
        "Improvement Board is not closed after all: what Safeguarding Board took over is its own"
        " again."
    )
    again = Notification.objects.filter(event__startswith="stands again")
    assert {*again.values_list("text", flat=True)} == {
        "The meeting of Improvement Board on 1 October 2024 takes place after all."
    }
    asked = Nomination.objects.get(state="asked").asked
    titles = asked.messages.order_by("pk").values_list("title", flat=True)
    assert titles.last().endswith("is wanted after all")


def test_a_meeting_whose_day_has_passed_stays_cancelled(
    client: Client, busy: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    with time_machine.travel("2024-10-15T12:00:00+01:00", tick=False):
        client.force_login(me)
        assert undo(client).status_code == 302
    states = Meeting.objects.filter(on__gte=date(2024, 10, 1)).order_by("on")
    assert list(states.values_list("state", flat=True)) == ["cancelled", "planned"]


def action_moved() -> None:
    DeliveryActionFactory(plan__priority=Priority.objects.get())


def contributed() -> None:
    """Report in a round of the successor what was bound before."""
    part = CommitmentFactory(action__plan__priority=Priority.objects.get())
    ContributionFactory(commitment=part)


def sponsored_by_another() -> None:
    place = AppointmentFactory(place__seat__board=Board.objects.get(slug="safeguarding")).place
    Sponsorship.objects.filter(ends_on=None).update(place=place)


def figure_came() -> None:
    ObservationFactory(measure=Measure.objects.get())


DONE: dict[str, tuple[Callable[[], object], str]] = {
    "a point done": (
        lambda: ActionPoint.objects.filter(state="open").update(state="done"),
        "Action point “Find a room”",
    ),
    "a question closed": (
        lambda: Challenge.objects.update(led_to="More"),
        "Question “Why is it late?”",
    ),
    "a referral given on": (
        lambda: Referral.objects.update(what="Look at both audits"),
        "Referral “Look at both audits”",
    ),
    "business dropped": (
        lambda: WorkProgrammeItem.objects.update(dropped_because="looked at"),
        "Planned item “Look at missing children”",
    ),
    "business gone": (
        lambda: WorkProgrammeItem.objects.all().delete(),
        "Planned item “Look at missing children”: to Safeguarding Board",
    ),
    "a plan renamed": (
        lambda: Plan.objects.filter(state="agreed").update(title="New plan"),
        "Plan “New plan”",
    ),
    "an action added": (action_moved, "Plan “Improvement plan”, delivery actions"),
    "a part reported": (contributed, "Plan “Improvement plan”, contributions"),
    "another sponsor": (sponsored_by_another, "Plan “Improvement plan”, sponsorships"),
    "a figure": (figure_came, "Measure “Children on a plan”, observations"),
}


@pytest.mark.parametrize("what", DONE)
def test_what_was_done_since_stands_in_the_way_and_is_named(
    client: Client, board: Board, heir: Board, me: User, what: str
) -> None:
    closed(client, heir)
    do, named = DONE[what]
    do()
    assert named in tidy(client.get(PAGE))
    before = state()
    page = undo(client)
    assert page.status_code == 409
    assert STAYS in tidy(page)
    assert named in tidy(page)
    assert state() == before
    assert Closing.objects.get().state == "carried_out"


def test_who_sat_with_the_successor_stands_in_the_way(
    client: Client, busy: Board, heir: Board, me: User
) -> None:
    closed(client, heir, attendance_until="2025-03-31")
    guest = Place.objects.filter(seat__title="From Improvement Board").first()
    AttendanceFactory(meeting=MeetingFactory(board=heir), place=guest)
    page = undo(client)
    assert page.status_code == 409
    assert STAYS in tidy(page)
    assert Attendance.objects.count() == 1
    assert Appointment.objects.filter(place=guest).exists()


def test_whoever_left_since_stands_in_the_way(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    member = Appointment.objects.get(seat__board=board).holder
    closed(client, heir)
    User.objects.filter(pk=member.pk).update(left_on=date(2024, 9, 2))
    assert f"{member} has left" in tidy(client.get(PAGE))
    assert undo(client).status_code == 409


def test_a_board_that_is_at_work_again_by_hand_takes_nothing_back(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    Board.objects.filter(pk=board.pk).update(ends_on=None, status="active")
    page = undo(client)
    assert page.status_code == 409
    assert "The board is at work again, or was closed anew since" in tidy(page)


@pytest.mark.django_db(transaction=True)
def test_two_that_take_it_back_at_the_same_moment_do_it_once(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    assert at_once(lambda _: undo(client).status_code, range(2)) == [302, 302]
    assert Sponsorship.objects.get().ends_on is None
    kept = Closing.pgh_event_model.objects  # type: ignore[attr-defined]
    assert kept.filter(state="undone").count() == 1


def test_a_closing_of_another_board_is_not_there(
    client: Client, board: Board, heir: Board, me: User
) -> None:
    closed(client, heir)
    elsewhere = f"/boards/{BoardFactory().slug}/keep/succession/"
    sent = {"deed": "undo", "closing": Closing.objects.get().pk}
    assert client.post(elsewhere, sent).status_code == 404
