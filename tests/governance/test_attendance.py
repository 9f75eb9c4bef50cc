"""Attendance: by seat and organisation, in any window, and who missed two meetings in a row."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from governance.changes.register import close_register
from governance.models import Appointment, Board, Meeting, Notification, User
from governance.models.people import YOUNG_PERSON
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    MeetingFactory,
    OfficeFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
PAGE = "/boards/alliance/attendance/"
WORDS = "Nobody came to two meetings of The Alliance in a row for: "


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(slug="alliance", name="The Alliance")
    return made


def member_of(board: Board, **holder: Any) -> Any:
    return AppointmentFactory(place__seat__board=board, **holder).holder


@pytest.mark.parametrize("rows", [1, 3])
def test_attendance_costs_the_same_however_many_places(
    client: Client, board: Board, rows: int, django_assert_num_queries: Any
) -> None:
    reader = member_of(board)
    meeting = MeetingFactory(board=board)
    AttendanceFactory.create_batch(rows, meeting=meeting)
    client.force_login(reader)
    with django_assert_num_queries(
        8
    ):  # session, person, board, standing, meetings, register; who sits; their last registers
        page = tidy(client.get("/boards/alliance/attendance/"))
    assert page.count("<title>present</title>") == rows
    assert f"100% came: {rows} of {rows} expected, deputies counted." in page


def test_a_share_counts_deputies_by_the_boards_rule_and_underlines_what_is_low(
    client: Client, board: Board
) -> None:
    place = AttendanceFactory(meeting__board=board, came="deputy").place
    AttendanceFactory(meeting__board=board, place=place, came="absent", reply="apologies")
    AttendanceFactory(meeting__board=board, place=place, came="absent")
    client.force_login(member_of(board))
    page = tidy(client.get("/boards/alliance/attendance/"))
    assert '<span class="low">33%</span>' in page
    for words in ("deputy came", "apologies", "absent without word"):
        assert f"<title>{words}</title>" in page
    Board.objects.update(deputies_count=False)
    assert '<span class="low">0%</span>' in tidy(client.get("/boards/alliance/attendance/"))


def test_a_meeting_to_come_is_not_in_the_register(client: Client, board: Board) -> None:
    AttendanceFactory(
        meeting=MeetingFactory(board=board, on=date(2024, 9, 18), state="published"),
        came="unknown",
    )
    client.force_login(member_of(board))
    assert "No register is kept yet." in tidy(client.get("/boards/alliance/attendance/"))


@pytest.fixture
def officer(client: Client, board: Board) -> User:
    """The board's officer, signed in."""
    person: User = OfficeFactory(board=board).person
    client.force_login(person)
    return person


def met(board: Board, on: date, **came: Any) -> Meeting:
    """Hold a meeting at which the seats by these titles came as said."""
    meeting: Meeting = MeetingFactory(board=board, on=on)
    for appointment in Appointment.objects.of(board).on(on):
        mark = came.get(appointment.place.seat.title.lower(), "present")
        AttendanceFactory(meeting=meeting, place=appointment.place, came=mark)
    return meeting


def seated(board: Board, title: str, body: str = "", **seat: Any) -> Appointment:
    of = OrganisationFactory._meta.model.objects.filter(name=body).first()
    of = of or (OrganisationFactory(name=body) if body else None)
    made: Appointment = AppointmentFactory(
        place__seat__board=board,
        place__seat__title=title,
        holder__post=f"Post {title}",
        holder__organisation=of,
        **{"starts_on": date(2020, 1, 1), "place__seat__represents": None, **seat},
    )
    return made


def test_a_window_counts_its_own_meetings_alone(
    client: Client, board: Board, officer: User
) -> None:
    seated(board, "Police")
    for on, came in ((date(2024, 1, 9), "absent"), (date(2024, 3, 5), "present")):
        met(board, on, police=came)
    assert "50% came: 1 of 2 expected" in tidy(client.get(PAGE))
    later = tidy(client.get(f"{PAGE}?since=2024-02-01"))
    assert "100% came: 1 of 1 expected" in later
    assert (later.count('<th scope="col">Jan'), later.count('<th scope="col">Mar')) == (0, 1)
    assert 'value="2024-02-01"' in later
    none = tidy(client.get(f"{PAGE}?since=2024-04-01"))
    assert "No meeting of those days has a register." in none


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("yesterday", "Enter a real date, like 31 December 2013"),
        ("2024-09-03", "The first day comes after the last."),
    ],
)
def test_a_window_that_is_none_is_told_at_its_place(
    client: Client, board: Board, officer: User, since: str, said: str
) -> None:
    met(board, date(2024, 3, 5))
    answer = client.get(f"{PAGE}?since={since}&by=organisation")
    assert answer.status_code == 422
    page = tidy(answer)
    assert f'<a href="#id_since">{said}</a>' in page
    assert f'value="{since}"' in page


def test_a_long_window_draws_its_last_meetings_and_counts_them_all(
    client: Client, board: Board, officer: User
) -> None:
    seated(board, "Police")
    for month in range(26):
        met(board, date(2021 + month // 12, month % 12 + 1, 5))
    page = tidy(client.get(f"{PAGE}?since=2021-01-01"))
    assert "The last 24 meetings are drawn; the shares count all 26." in page
    assert (page.count("<title>present</title>"), "26 of 26" in page) == (24, True)


def test_an_organisation_has_the_share_of_all_who_came_for_it(
    client: Client, board: Board, officer: User
) -> None:
    probation = OrganisationFactory(name="Probation")
    seated(board, "Youth justice", "Council", place__seat__represents=probation)
    seated(board, "Courts", "Probation")
    seated(board, "Lay member")
    met(board, date(2024, 3, 5), courts="absent")
    met(board, date(2024, 6, 4), courts="remote")
    page = tidy(client.get(f"{PAGE}?by=organisation"))
    rows = page.split("<tbody>")[1].split("<tr>")[1:]
    assert [row.split("</th>")[0].split('scope="row">')[1] for row in rows] == [
        "Probation",
        "For no organisation",
        "<b>All organisations</b>",
    ]
    assert "3 of 4" in rows[0]
    assert ('<td class="wash-2">' in rows[0], '<td class="wash-4">' in rows[0]) == (True, True)
    sheet = client.get(f"{PAGE}?by=organisation&format=csv").content.decode()
    assert "Probation,1 of 2,2 of 2,3,4" in sheet


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (("absent", "absent"), True),
        (("absent", "present"), False),
        (("present", "absent"), False),
        (("absent", "deputy"), False),
    ],
)
def test_who_missed_two_in_a_row_stands_on_the_page(
    client: Client, board: Board, officer: User, marks: tuple[str, str], *, told: bool
) -> None:
    seated(board, "Police")
    for on, came in zip((date(2024, 3, 5), date(2024, 6, 4)), marks, strict=True):
        met(board, on, police=came)
    line = "Police (Post Police): 5 March 2024 and 4 June 2024"
    assert (line in tidy(client.get(PAGE))) is told


def test_of_somebody_under_18_who_missed_two_no_post_is_told(
    client: Client, board: Board, officer: User
) -> None:
    seat = seated(board, "Youth")
    young = UserFactory(young=True, post="Pupil of one school", distinction="the only one")
    Appointment.objects.filter(pk=seat.pk).update(holder=young)
    for on in (date(2024, 3, 5), date(2024, 6, 4)):
        met(board, on, youth="absent")
    page = tidy(client.get(PAGE))
    assert f"Youth ({YOUNG_PERSON}): 5 March 2024 and 4 June 2024" in page
    assert ("Pupil of one school" in page, "the only one" in page) == (False, False)


def test_what_a_predecessor_missed_is_not_held_against_who_came_after(
    client: Client, board: Board, officer: User
) -> None:
    first = seated(board, "Police", ends_on=date(2024, 5, 1))
    met(board, date(2024, 3, 5), police="absent")
    AppointmentFactory(place=first.place, starts_on=date(2024, 5, 1))
    met(board, date(2024, 6, 4), police="absent")
    assert "Missed two in a row" not in tidy(client.get(PAGE))


def test_the_chair_is_told_once_when_the_register_is_closed(board: Board, officer: User) -> None:
    chair = seated(board, "Chair", place__seat__role="chair").holder
    seated(board, "Police")
    met(board, date(2024, 3, 5), police="absent")
    meeting = met(board, date(2024, 6, 4), police="absent")
    Meeting.objects.filter(pk=meeting.pk).update(state="published")
    for _ in range(2):
        close_register(meeting, by=officer, at=timezone.now())
        Meeting.objects.filter(pk=meeting.pk).update(state="published")
    notice = Notification.objects.get()
    line = "Police (Post Police): 5 March 2024 and 4 June 2024."
    assert (notice.person, notice.text) == (chair, WORDS + line)
