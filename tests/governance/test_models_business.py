"""Papers, votes, minutes, written procedures, referrals: what the database refuses by itself."""

from datetime import date

import pytest

from tests.factories import (
    FIRST_DAY,
    FIRST_INSTANT,
    ActionPointFactory,
    AgendaItemFactory,
    AttendanceFactory,
    CalendarFeedFactory,
    ChallengeFactory,
    DecisionFactory,
    DeclarationFactory,
    MeetingFactory,
    MeetingPaperFactory,
    MinutesFactory,
    PaperClearanceFactory,
    PaperFileFactory,
    PrivateNoteFactory,
    PublicQuestionFactory,
    ReferralFactory,
    UserFactory,
    VoteFactory,
    WorkProgrammeItemFactory,
    WrittenAnswerFactory,
    WrittenProcedureFactory,
)
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_a_meeting_goes_on_in_another() -> None:
    meeting = MeetingFactory()
    with refused("meeting_never_goes_on_in_itself"):
        update(meeting, goes_on_in_id=meeting.pk)


def test_what_is_not_held_as_planned_says_why() -> None:
    for state in ("postponed", "cancelled", "adjourned"):
        with refused("meeting_not_held_as_planned_says_why"):
            update(MeetingFactory(), state=state)


def test_a_deputy_is_a_person_or_a_post() -> None:
    row = AttendanceFactory(deputy=UserFactory())
    with refused("deputy_is_a_person_or_a_post"):
        update(row, deputy_called="Head of Service")


def test_a_late_item_says_why_and_who_agreed() -> None:
    for given in ({"late_reason": "Urgent."}, {"late_agreed_by": UserFactory()}, {}):
        with refused("late_item_says_why_and_who_agreed"):
            update(AgendaItemFactory(**given), supplement=1)


def test_an_item_that_was_taken_off_gives_its_number_away() -> None:
    item = AgendaItemFactory()
    with refused("agenda_item_has_its_own_number"):
        insert_like(item)
    update(item, removed_at=FIRST_INSTANT)
    insert_like(item, removed_at=None)


def test_a_paper_that_is_taken_out_says_why() -> None:
    with refused("paper_taken_out_says_why"):
        update(MeetingPaperFactory(), withdrawn_on=FIRST_DAY)


def test_a_reply_has_who_and_when() -> None:
    with refused("reply_has_who_and_when"):
        update(AttendanceFactory(), replied_at=FIRST_INSTANT)


def test_what_the_minutes_say_stands_once_they_are_agreed() -> None:
    item = AgendaItemFactory()
    update(item, minute="The chair explained.")
    update(item.meeting, minutes_agreed_on=date(2024, 9, 11))
    for column, value in {"minute": "Nothing.", "title": "Other", "number": 99}.items():
        with refused("minute_stands_once_agreed"):
            update(item, **{column: value})
    with refused("minute_stands_once_agreed"):
        delete(item)


def test_papers_and_their_editions_are_numbered_and_cleared_once() -> None:
    with refused("paper_has_its_own_number_in_the_item"):
        insert_like(MeetingPaperFactory())
    with refused("paper_file_has_its_own_edition"):
        insert_like(PaperFileFactory())
    with refused("paper_is_cleared_once_of_a_kind"):
        insert_like(PaperClearanceFactory())


def test_a_note_stands_once_at_a_paragraph() -> None:
    with refused("note_stands_once_at_a_paragraph"):
        insert_like(PrivateNoteFactory())


def test_an_interest_is_declared_once_for_an_item() -> None:
    with refused("interest_is_declared_once_for_an_item"):
        insert_like(DeclarationFactory())


def test_a_casting_vote_breaks_a_tie_and_a_motion_is_voted_on_once() -> None:
    vote = VoteFactory()
    with refused("casting_vote_breaks_a_tie"):
        update(vote, casting="for")
    update(vote, votes_for=2, casting="for")
    with refused("motion_is_voted_on_once"):
        insert_like(vote)


def test_minutes_are_agreed_at_a_later_meeting_and_then_stand() -> None:
    minutes = MinutesFactory()
    later = MeetingFactory(board=minutes.meeting.board, on=date(2024, 9, 11))
    with refused("minutes_are_agreed_at_a_later_held_meeting"):
        update(minutes, agreed_in_id=minutes.meeting_id, content="{}", checksum="0" * 64)
    with refused("agreed_minutes_are_frozen"):
        update(minutes, agreed_in_id=later.pk)
    update(minutes, agreed_in_id=later.pk, content="{}", checksum="0" * 64)
    with refused("minutes_stand_once_agreed"):
        update(minutes, opening="Nobody came.")
    with refused("minutes_stand_once_agreed"):
        delete(minutes)


def test_an_action_point_is_settled_by_somebody_and_passes_on_a_day() -> None:
    point, by = ActionPointFactory(), UserFactory().pk
    with refused("action_point_settling_has_who_and_when"):
        update(point, state="done", settled_at=FIRST_INSTANT)
    with refused("action_point_open_is_not_settled"):
        update(point, settled_at=FIRST_INSTANT, settled_by_id=by)
    with refused("action_point_passes_on_a_day"):
        update(point, passed_on=FIRST_DAY)


def test_what_is_agreed_in_writing_is_a_decision() -> None:
    procedure, by = WrittenProcedureFactory(), UserFactory().pk
    with refused("procedure_closing_has_who_and_when"):
        update(procedure, closed_at=FIRST_INSTANT)
    closed = {"closed_at": FIRST_INSTANT, "closed_by_id": by}
    for state in ("open", "agreed"):
        with refused("procedure_state_follows_from_its_closing"):
            update(procedure, state=state, **closed)
    update(procedure, state="agreed", decision_id=DecisionFactory().pk, **closed)


def test_a_place_answers_once_in_writing() -> None:
    with refused("place_answers_once_in_writing"):
        insert_like(WrittenAnswerFactory())


def test_a_challenge_passes_to_a_board_on_a_day() -> None:
    with refused("challenge_passes_on_a_day"):
        update(ChallengeFactory(), passed_on=FIRST_DAY)


def test_a_referral_goes_to_another_board_and_each_response_says_why() -> None:
    referral, by = ReferralFactory(), UserFactory().pk
    with refused("board_refers_to_another"):
        update(referral, to_board_id=referral.from_board_id)
    with refused("referral_acknowledging_has_who_and_when"):
        update(referral, acknowledged_at=FIRST_INSTANT)
    with refused("referral_responding_has_who_and_when"):
        update(referral, response="noted", reason="It is under way.", responded_at=FIRST_INSTANT)
    with refused("referral_response_says_why"):
        update(referral, response="noted", responded_at=FIRST_INSTANT, responded_by_id=by)
    with refused("referral_passes_on_a_day"):
        update(referral, passed_on=FIRST_DAY)


def test_a_public_question_is_settled_with_a_reason_or_an_answer() -> None:
    question = PublicQuestionFactory()
    with refused("public_question_has_its_own_number"):
        insert_like(question)
    with refused("public_question_settling_has_who_and_when"):
        update(question, settled_at=FIRST_INSTANT)
    with refused("public_question_refused_says_why"):
        update(question, state="refused")
    with refused("public_question_answered_has_its_answer"):
        update(question, state="answered")


def test_what_is_on_an_agenda_is_not_dropped() -> None:
    planned = WorkProgrammeItemFactory()
    update(planned, dropped_because="Overtaken.")
    with refused("programme_item_on_an_agenda_is_not_dropped"):
        update(planned, item_id=AgendaItemFactory().pk)


def test_a_person_has_one_calendar_feed() -> None:
    feed = CalendarFeedFactory()
    with refused("person_has_one_calendar_feed"):
        insert_like(feed, token_sha256="d" * 64)
    update(feed, revoked_at=FIRST_INSTANT)
    CalendarFeedFactory(person=feed.person)
