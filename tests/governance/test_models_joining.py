"""Terms, nominations, mentoring, mergers and new addresses: what the database refuses."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    FIRST_DAY,
    FIRST_INSTANT,
    AccessReviewFactory,
    AppointmentFactory,
    BoardFactory,
    MentoringFactory,
    MergerFactory,
    NewAddressFactory,
    NominationFactory,
    PauseFactory,
    QuorumNeedFactory,
    SeatFactory,
    SignatureFactory,
    TermsOfReferenceFactory,
    UserFactory,
)
from tests.plain_sql import delete, insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_days_of_notice_go_with_own_terms() -> None:
    update(BoardFactory(notice="own_terms"), notice_days=3)
    with refused("own_terms_of_notice_say_how_many_days"):
        update(BoardFactory(notice="clear_days"), notice_days=3)


def test_consent_is_withdrawn_after_it_was_given() -> None:
    person = UserFactory()
    with refused("consent_is_withdrawn_after_it_was_given"):
        update(person, consent_withdrawn_on=FIRST_DAY)
    with refused("consent_is_withdrawn_after_it_was_given"):
        update(person, consent_on=date(2024, 4, 2), consent_withdrawn_on=FIRST_DAY)
    update(person, consent_on=FIRST_DAY, consent_withdrawn_on=FIRST_DAY)


def test_a_board_has_one_draft_of_its_terms_and_numbers_them() -> None:
    terms = TermsOfReferenceFactory()
    with refused("board_has_one_draft_of_its_terms"):
        insert_like(terms, number=2)
    with refused("terms_have_their_own_number"):
        insert_like(terms, signed_off_on=FIRST_DAY)


def test_an_organisation_signs_a_version_once_and_not_before_the_board() -> None:
    signature = SignatureFactory()
    with refused("organisation_signs_a_version_once"):
        insert_like(signature)
    with refused("signature_follows_the_sign_off"):
        update(signature, signed_on=FIRST_DAY - timedelta(days=1))
    with refused("signature_follows_the_sign_off"):
        update(
            signature, terms_id=TermsOfReferenceFactory(board=signature.terms.board, number=2).pk
        )


def test_terms_stand_once_they_are_signed_off() -> None:
    terms = TermsOfReferenceFactory()
    update(terms, text="It meets six times a year.", signed_off_on=FIRST_DAY)
    for column, value in {"text": "Never.", "number": 9, "signed_off_on": None}.items():
        with refused("terms_stand_once_signed_off"):
            update(terms, **{column: value})
    with refused("terms_stand_once_signed_off"):
        delete(terms)


def test_a_quorum_needs_a_seat_or_a_sector_once() -> None:
    need = QuorumNeedFactory()
    with refused("quorum_needs_a_seat_or_a_sector"):
        update(need, sector="")
    with refused("quorum_needs_a_seat_or_a_sector"):
        update(need, seat_id=SeatFactory().pk)
    with refused("quorum_needs_one_or_more"):
        update(need, number=0)
    with refused("quorum_needs_each_once"):
        insert_like(need)


def test_a_pause_has_both_ends() -> None:
    for end in ("starts_on", "ends_on"):
        with refused("pause_has_both_ends"):
            update(PauseFactory(), **{end: None})


def test_a_place_has_one_open_nomination() -> None:
    nomination = NominationFactory()
    with refused("place_has_one_open_nomination"):
        insert_like(nomination)
    by = UserFactory().pk
    gone = {"settled_at": FIRST_INSTANT, "settled_by_id": by, "reason": "Asked elsewhere."}
    update(nomination, state="withdrawn", **gone)
    insert_like(nomination, state="asked", settled_at=None, settled_by_id=None, reason="")


def test_a_nomination_is_answered_and_settled_by_somebody_at_a_time() -> None:
    nomination, by = NominationFactory(), UserFactory().pk
    with refused("nomination_answer_has_who_and_when"):
        update(nomination, answered_by_id=by)
    with refused("nomination_reminder_has_who_and_when"):
        update(nomination, reminded_at=FIRST_INSTANT)
    with refused("nomination_settling_has_who_and_when"):
        update(nomination, settled_at=FIRST_INSTANT)
    with refused("nomination_answer_names_somebody"):
        update(nomination, state="answered", answered_at=FIRST_INSTANT, answered_by_id=by)


def test_the_state_of_a_nomination_follows_from_its_dates() -> None:
    nomination, by = NominationFactory(), UserFactory().pk
    for state in ("answered", "accepted", "declined", "withdrawn"):
        with refused("nomination_state_follows_from_its_dates"):
            update(nomination, state=state)
    settled = {"settled_at": FIRST_INSTANT, "settled_by_id": by}
    update(nomination, state="accepted", appointment_id=AppointmentFactory().pk, **settled)


def test_nobody_mentors_themselves_or_twice() -> None:
    mentoring = MentoringFactory()
    with refused("nobody_mentors_themselves"):
        update(mentoring, successor_id=mentoring.mentor_id)
    with refused("successor_is_mentored_once_in_a_seat"):
        insert_like(mentoring)


def test_somebody_else_reviews_ones_access_and_says_why_it_ends() -> None:
    review = AccessReviewFactory()
    with refused("nobody_reviews_their_own_access"):
        update(review, reviewed_by_id=review.person_id)
    with refused("access_to_be_ended_says_why"):
        update(review, outcome="to_end")


def test_two_records_are_merged_once_and_undone_by_somebody() -> None:
    merger = MergerFactory()
    with refused("merger_is_of_two_records"):
        update(merger, gone_id=merger.stays_id)
    with refused("record_is_merged_once"):
        insert_like(merger)
    with refused("merger_undoing_has_who_and_when"):
        update(merger, undone_at=FIRST_INSTANT)


def test_an_address_changes_once_both_ends_confirmed() -> None:
    change = NewAddressFactory()
    with refused("person_changes_one_address_at_a_time"):
        insert_like(change)
    with refused("address_changes_once_confirmed_at_both"):
        update(change, done_at=FIRST_INSTANT, new_confirmed_at=FIRST_INSTANT)
    with refused("address_change_ends_after_it_is_asked"):
        update(change, until=FIRST_INSTANT)
    both = {"old_confirmed_at": FIRST_INSTANT, "new_confirmed_at": FIRST_INSTANT}
    update(change, done_at=FIRST_INSTANT, **both)
