"""Referrals: both boards show one, each response has its reason, and shares are counted."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.changes import referrals as changes
from governance.editing import Refused
from governance.models import Board, Notification, Referral, User
from governance.models.people import HIDDEN
from governance.queries.referrals import adopted
from governance.rules import referrals_seen
from governance.scope import scope_of
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    OfficeFactory,
    ReferralFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]


def chair_of(board: Board) -> Any:
    return AppointmentFactory(place__seat__board=board, place__seat__role="chair").holder


def test_a_chair_refers_and_the_other_board_is_told(client: Client) -> None:
    board, other = BoardFactory(), BoardFactory()
    theirs, officer = chair_of(other), OfficeFactory(board=other).person
    client.force_login(chair_of(board))
    sent = {"to_board": other.pk, "what": "Consider the waits.", "respond_by": "2024-10-29"}
    place = reverse("governance:referral-add", args=[board.slug])
    response = client.post(place, {**sent, "key": "one"})
    referral = Referral.objects.get()
    assert response.headers["Location"] == referral.get_absolute_url()
    assert client.post(place, {**sent, "key": "one"}).status_code == 302
    assert Referral.objects.count() == 1
    told = Notification.objects.values_list("person", flat=True)
    assert set(told) == {theirs.pk, officer.pk}


def test_what_is_to_be_responded_to_yesterday_is_not_referred(client: Client) -> None:
    board, other = BoardFactory(), BoardFactory()
    client.force_login(chair_of(board))
    sent = {"to_board": other.pk, "what": "Consider the waits.", "respond_by": "2024-09-01"}
    response = client.post(reverse("governance:referral-add", args=[board.slug]), sent)
    assert response.status_code == 422
    assert response.context["form"].errors == {"respond_by": ["Give a day that is still to come."]}
    assert Referral.objects.count() == 0


def test_both_boards_show_the_referral_and_nobody_else() -> None:
    referral = ReferralFactory()
    people = {
        "sender": (chair_of(referral.from_board), 1),
        "receiver": (chair_of(referral.to_board), 1),
        "stranger": (UserFactory(), 0),
        "officer": (OfficeFactory(board=None).person, 1),
    }
    for who, (person, many) in people.items():
        seen = Referral.objects.filter(referrals_seen(scope_of(person)))
        assert (who, seen.count()) == (who, many)
        assert person.has_perm("governance.view_referral", referral) == bool(many), who


def test_the_receiver_acknowledges_and_responds_with_a_reason(client: Client) -> None:
    referral = ReferralFactory()
    sender = chair_of(referral.from_board)
    client.force_login(chair_of(referral.to_board))
    assert client.post(referral.get_absolute_url()).status_code == 302
    place = reverse("governance:referral-respond", args=[referral.pk])
    without = client.post(place, {"response": "partly", "reason": "", "version": 2})
    assert without.status_code == 422
    assert without.context["form"].errors == {"reason": ["Give the reason"]}
    client.post(place, {"response": "partly", "reason": "Money for one.", "version": 2})
    referral.refresh_from_db()
    assert (referral.response, referral.reason) == ("partly", "Money for one.")
    events = Notification.objects.filter(person=sender).order_by("pk")
    assert [each.event for each in events] == ["acknowledged", "responded"]


def test_a_response_stands_and_what_was_referred_to_a_closed_board_goes_to_its_successor() -> None:
    heir = BoardFactory()
    referral = ReferralFactory(passed_to=heir, passed_on="2024-05-01")
    old, new = chair_of(referral.to_board), chair_of(heir)
    assert not old.has_perm("governance.answer_referral", referral)
    assert new.has_perm("governance.answer_referral", referral)
    respond = {"response": "noted", "reason": "Under way.", "by": new, "at": timezone.now()}
    changes.respond(referral, version=referral.version, **respond)
    with pytest.raises(Refused, match="its response stands"):
        changes.respond(referral, version=referral.version, **{**respond, "response": "declined"})


def test_who_comes_too_late_is_led_to_the_response_unless_something_is_kept_in_the_form(
    client: Client,
) -> None:
    done = {"responded_at": timezone.now(), "responded_by": UserFactory()}
    referral = ReferralFactory(response="noted", reason="Under way.", **done)
    client.force_login(chair_of(referral.to_board))
    place = reverse("governance:referral-respond", args=[referral.pk])
    answer = client.get(place, follow=True)
    assert answer.redirect_chain == [(referral.get_absolute_url(), 302)]
    assert "The board has responded: its response stands." in answer.text
    client.post(place, {"reason": "Typed while somebody else was quicker.", "deed": "keep"})
    assert "Typed while somebody else was quicker." in client.get(place).text


def test_the_share_adopted_is_that_of_what_was_responded_to() -> None:
    board = BoardFactory()
    done = {"reason": "So.", "responded_at": timezone.now(), "responded_by": UserFactory()}
    for response in ("accepted", "partly", "declined"):
        ReferralFactory(to_board=board, response=response, **done)
    ReferralFactory(to_board=board)
    (of_board,) = adopted(Referral.objects.all())
    assert (of_board.referred, of_board.responded) == (4, 3)
    assert of_board.words == "67%, 2 of 3 responded to"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    board = BoardFactory()
    ReferralFactory.create_batch(rows, from_board=board)
    client.force_login(chair_of(board))
    # Session, person, scope, count, rows, adopted, waiting.
    with django_assert_num_queries(7):
        response = client.get(reverse("governance:referral-list"))
    assert response.text.count("Consider the waiting times.") == rows


def test_what_a_young_person_referred_or_responded_is_hidden_once_consent_is_taken_back(
    client: Client,
) -> None:
    young = UserFactory(young=True, distinction="of a named school", consent_on="2024-01-01")
    done = {"responded_at": timezone.now(), "responded_by": young}
    referral = ReferralFactory(
        referred_by=young, what="Look at the bus.", response="noted", reason="We saw.", **done
    )
    client.force_login(chair_of(referral.from_board))
    page, rows = referral.get_absolute_url(), reverse("governance:referral-list")
    words = ("Look at the bus.", "We saw.")
    assert [each in client.get(page).text for each in words] == [True, True]
    assert words[0] in client.get(rows).text
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on="2024-05-01")
    told = client.get(page).text
    assert [told.count(each) for each in (*words, HIDDEN, "named school")] == [0, 0, 2, 0]
    for place in (rows, f"{rows}?format=csv"):
        told = client.get(place).text
        assert (words[0] in told, HIDDEN in told) == (False, True), place


def test_hidden_words_of_a_response_are_no_words_to_begin_from(client: Client) -> None:
    young = UserFactory(young=True, consent_on="2024-01-01", consent_withdrawn_on="2024-05-01")
    done = {"responded_at": timezone.now(), "responded_by": young}
    referral = ReferralFactory(response="noted", reason="We saw.", **done)
    client.force_login(chair_of(referral.to_board))
    place = reverse("governance:referral-respond", args=[referral.pk])
    assert "We saw." not in client.get(place, follow=True).text
    refused = client.post(place, {"response": "declined", "reason": "No.", "version": 1})
    assert refused.status_code == 422
    assert "We saw." not in refused.text


def test_who_writes_what_the_portal_says_of_hidden_words_is_not_taken_for_hidden(
    client: Client,
) -> None:
    done = {"responded_at": timezone.now(), "responded_by": UserFactory()}
    referral = ReferralFactory(response="noted", reason=HIDDEN, **done)
    client.force_login(chair_of(referral.to_board))
    place = reverse("governance:referral-respond", args=[referral.pk])
    assert HIDDEN in client.get(place, follow=True).text
