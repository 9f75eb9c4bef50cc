"""Who may do what on the ground storey."""

from datetime import date
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from governance import rules as terms
from governance.models import Board, Meeting
from governance.scope import scope_of
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    BoardFactory,
    ChallengeFactory,
    MeetingFactory,
    OrganisationFactory,
    RespondentFactory,
    UserFactory,
)
from tests.principals import PRINCIPALS, holders, opening, people

pytestmark = pytest.mark.django_db

CHAIRS = {"chair", "vice chair"}
MEMBERS = {"member", "chair", "vice chair", "young person", "sponsor"}
GUESTS = {"critical friend", "observer", "invitee"}
OFFICERS = {"officer", "officer everywhere"}

# Right: who has it on the board, and who of them on every other board too.
ON_A_BOARD = {
    "governance.read_drafts": MEMBERS | GUESTS | OFFICERS,
    "governance.read_terms": MEMBERS | GUESTS | OFFICERS | {"membership administrator"},
    "governance.comment": MEMBERS | OFFICERS,
    "governance.add_challenge": MEMBERS | GUESTS | OFFICERS,
    "governance.change_meeting": OFFICERS,
    "governance.appoint": {"membership administrator"},
    "governance.read_addresses": OFFICERS | {"membership administrator"},
    "governance.change_board": {"membership administrator"},
}
EVERYWHERE = {"officer everywhere", "membership administrator"}
READ_ONLY_WHEN_CLOSED = set(ON_A_BOARD) - {
    "governance.read_drafts",
    "governance.read_terms",
    "governance.read_addresses",
    "governance.change_board",
}


def test_who_has_which_right_on_a_board_and_on_another() -> None:
    board, other = BoardFactory.create_batch(2)
    persons = people(board)
    assert {name: holders(persons, name, board) for name in ON_A_BOARD} == ON_A_BOARD
    assert {name: holders(persons, name, other) for name in ON_A_BOARD} == {
        name: who & EVERYWHERE for name, who in ON_A_BOARD.items()
    }


@pytest.mark.parametrize("end", [{"status": "historic"}, {"ends_on": date(2024, 4, 1)}])
def test_a_closed_board_is_read_only(end: dict[str, Any]) -> None:
    board = BoardFactory(**end)
    persons = people(board)
    for name in READ_ONLY_WHEN_CLOSED:
        assert holders(persons, name, board) == set()


def test_who_keeps_organisations_people_and_accounts() -> None:
    board = BoardFactory()
    keepers = holders(people(board), "governance.change_membership", None)
    assert keepers == {"membership administrator"}
    assert holders(people(board), "governance.manage_accounts", None) == {"system administrator"}


def test_everybody_keeps_their_own_profile_and_nobody_elses() -> None:
    me, other = UserFactory.create_batch(2)
    assert me.has_perm("governance.change_profile", me)
    assert not me.has_perm("governance.change_profile", other)
    assert not AnonymousUser().has_perm("governance.change_profile", me)


def test_the_organisation_asked_answers_a_challenge() -> None:
    challenge = ChallengeFactory()
    sent = RespondentFactory(board=challenge.board, organisation=challenge.put_to)
    seat = AppointmentFactory(
        place__seat__board=challenge.board, place__seat__represents=challenge.put_to
    )
    for person in (sent.person, seat.holder):
        assert person.has_perm("governance.answer_challenge", challenge)
    assert holders(people(challenge.board), "governance.answer_challenge", challenge) == set()


def test_a_parent_does_not_answer_for_its_part() -> None:
    council = OrganisationFactory()
    challenge = ChallengeFactory(put_to=OrganisationFactory(parent=council))
    sent = RespondentFactory(board=challenge.board, organisation=council)
    assert not sent.person.has_perm("governance.answer_challenge", challenge)


def test_the_chair_closes_a_challenge() -> None:
    challenge = ChallengeFactory()
    assert holders(people(challenge.board), "governance.close_challenge", challenge) == CHAIRS


def test_who_sees_a_meeting_that_is_only_planned() -> None:
    meeting = MeetingFactory(state=Meeting.State.PLANNED)
    persons = people(meeting.board)
    inside = MEMBERS | GUESTS | OFFICERS
    assert holders(persons, "governance.view_meeting", meeting) == inside
    meeting.state = Meeting.State.PUBLISHED
    assert holders(persons, "governance.view_meeting", meeting) == set(PRINCIPALS)


def test_an_exempt_paper_is_for_grown_members_and_officers() -> None:
    why = {"exempt_paragraphs": "3", "exempt_reason": "A contract.", "exempt_by": "The chair"}
    item = AgendaItemFactory(exempt=True, **why)
    persons = people(item.meeting.board)
    readers = (MEMBERS | OFFICERS) - {"young person"}
    assert holders(persons, "governance.read_item", item) == readers
    item.exempt = False
    assert holders(persons, "governance.read_item", item) == set(PRINCIPALS)


def test_a_deputy_sees_and_reads_as_a_member_for_that_meeting_only() -> None:
    far = date(2999, 1, 1)
    place = AttendanceFactory(
        deputy=UserFactory(), meeting__on=far, meeting__state=Meeting.State.PLANNED
    )
    why = {"exempt_paragraphs": "3", "exempt_reason": "A contract.", "exempt_by": "The chair"}
    item = AgendaItemFactory(meeting=place.meeting, exempt=True, **why)
    other = MeetingFactory(board=place.meeting.board, state=Meeting.State.PLANNED)
    assert place.deputy.has_perm("governance.view_meeting", place.meeting)
    assert place.deputy.has_perm("governance.read_item", item)
    assert not place.deputy.has_perm("governance.view_meeting", other)
    assert not place.deputy.has_perm("governance.read_drafts", place.meeting.board)


def test_the_list_of_meetings_shows_exactly_those_that_open() -> None:
    board, other = BoardFactory.create_batch(2)
    for each in (board, other, None):
        for state in (Meeting.State.PLANNED, Meeting.State.PUBLISHED):
            MeetingFactory(board=each, state=state, convened_by=OrganisationFactory())
    for person in people(board).values():
        listed = Meeting.objects.filter(terms.meetings_seen(scope_of(person)))
        assert set(listed) == opening(person, "governance.view_meeting", Meeting)


def test_every_right_has_the_sentence_who_has_it() -> None:
    names = {name for name in terms.WHO if name.startswith("governance.")}
    assert names == {name for name in rules.permissions.permissions if "governance." in name}
    assert all(sentence.endswith(".") for sentence in terms.WHO.values())


def test_a_thing_of_a_board_belongs_to_it() -> None:
    board = BoardFactory()
    assert terms.board_key(board) == terms.board_key(MeetingFactory(board=board)) == board.pk
    assert isinstance(board, Board)
