"""Commitments in the browser: asked by the sponsor, answered by the organisation alone."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.models import Draft, Message, User
from governance.models.people import HIDDEN
from priorities.models import Commitment, DeliveryAction
from tests.factories import (
    AppointmentFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    OfficeFactory,
    OrganisationFactory,
    RespondentFactory,
    SeatFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.pages import hidden_in, tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
PLAN = "/plans/plan/1/delivery/"


@pytest.fixture
def action() -> DeliveryAction:
    where = {"plan__priority__plan__slug": "plan", "plan__priority__number": 1}
    made: DeliveryAction = DeliveryActionFactory(number=1, **where)
    return made


@pytest.fixture
def commitment(action: DeliveryAction) -> Commitment:
    made: Commitment = CommitmentFactory(action=action, organisation__short_name="Police")
    return made


def sponsor_of(action: DeliveryAction) -> User:
    place = SponsorshipFactory(priority=action.plan.priority).place
    person: User = AppointmentFactory(place=place).holder
    return person


def respondent_of(commitment: Commitment) -> User:
    board = commitment.action.plan.priority.plan.board
    answers = RespondentFactory(board=board, organisation=commitment.organisation)
    person: User = answers.person
    return person


def address(commitment: Commitment) -> str:
    return f"{PLAN}commitments/{commitment.pk}/"


def answer(commitment: Commitment, **values: str) -> dict[str, Any]:
    return {"version": commitment.version, "part": commitment.part, "reason": "", **values}


def test_the_sponsor_asks_an_organisation_once(client: Client, action: DeliveryAction) -> None:
    client.force_login(sponsor_of(action))
    police = OrganisationFactory(name="The Police")
    asked = {"organisation": police.name, "part": "Join the meeting."}
    assert client.post(f"{PLAN}{action.pk}/ask/", asked).status_code == 302
    made = Commitment.objects.get()
    assert (made.organisation, made.state, made.asked_on) == (
        police,
        "proposed",
        date(2024, 9, 2),
    )
    page = tidy(client.get(PLAN))
    assert "The Police is asked for its part." in page
    assert "accepted by 0 of 1" in page
    again = client.post(f"{PLAN}{action.pk}/ask/", asked)
    assert again.status_code == 422
    assert Commitment.objects.count() == 1


def test_the_respondent_accepts_and_the_plan_counts_it(
    client: Client, commitment: Commitment
) -> None:
    CommitmentFactory(action=commitment.action)
    client.force_login(respondent_of(commitment))
    assert tidy(client.get(PLAN)).count('/">Answer<span') == 1
    assert (
        client.post(address(commitment), answer(commitment, state="accepted")).status_code == 302
    )
    assert "accepted by 1 of 2" in tidy(client.get(PLAN))


def test_who_holds_the_place_of_the_organisation_answers_too(
    client: Client, commitment: Commitment
) -> None:
    board = commitment.action.plan.priority.plan.board
    seat = {
        "place__seat__board": board,
        "place__seat__represents": commitment.organisation,
    }
    client.force_login(AppointmentFactory(**seat).holder)
    assert client.get(address(commitment)).status_code == 200


@pytest.mark.parametrize("state", ["declined", "amended"])
def test_no_and_otherwise_ask_why_and_keep_the_words(
    client: Client, commitment: Commitment, state: str
) -> None:
    client.force_login(respondent_of(commitment))
    typed = answer(commitment, state=state, part="One worker.")
    refused = client.post(address(commitment), typed)
    assert refused.status_code == 422
    assert "Say why it is declined or amended." in tidy(refused)
    assert "One worker.</textarea>" in tidy(refused)
    client.post(address(commitment), {**typed, "reason": "Two posts are vacant."})
    commitment.refresh_from_db()
    part = "One worker." if state == "amended" else "Second two workers."
    assert (commitment.state, commitment.part) == (state, part)


def test_an_amended_part_waits_for_the_sponsor(client: Client, commitment: Commitment) -> None:
    why = {"part": "One worker.", "reason": "Two posts are vacant."}
    client.force_login(respondent_of(commitment))
    client.post(address(commitment), answer(commitment, state="amended", **why))
    client.force_login(sponsor_of(commitment.action))
    assert "Two posts are vacant." in tidy(client.get(address(commitment)))
    assert client.post(address(commitment)).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.state, commitment.part) == ("accepted", "One worker.")


@pytest.mark.parametrize(("choice", "state"), [("mine", "amended"), ("theirs", "declined")])
def test_the_second_to_answer_chooses_which_answer_stays(
    client: Client, commitment: Commitment, choice: str, state: str
) -> None:
    client.force_login(respondent_of(commitment))
    why = {"part": "One worker.", "reason": "Two posts are vacant."}
    mine = answer(commitment, state="amended", **why)
    other = Client()
    other.force_login(respondent_of(commitment))
    other.post(address(commitment), answer(commitment, state="declined", reason="No room."))
    met = client.post(address(commitment), mine)
    assert met.status_code == 409
    page = tidy(met)
    assert "<b>Theirs.</b>Decline it" in page
    assert "<b>Mine.</b>Accept it with another part" in page
    assert "<b>Theirs.</b>No room." in page
    hidden = hidden_in(met)
    assert "Choose which stays" in tidy(client.post(address(commitment), hidden))
    choices = {"choice-state": choice, "choice-reason": choice}
    assert client.post(address(commitment), {**hidden, **choices}).status_code == 302
    commitment.refresh_from_db()
    part = "One worker." if choice == "mine" else "Second two workers."
    assert (commitment.state, commitment.part) == (state, part)


def test_two_who_answer_the_same_do_not_disagree(client: Client, commitment: Commitment) -> None:
    other = Client()
    other.force_login(respondent_of(commitment))
    with time_machine.travel("2024-09-01T12:00:00+01:00", tick=False):
        other.post(address(commitment), answer(commitment, state="accepted"))
    client.force_login(respondent_of(commitment))
    same = client.post(address(commitment), answer(commitment, state="accepted"))
    assert same.status_code == 302
    commitment.refresh_from_db()
    assert commitment.answered_on == date(2024, 9, 1)


def test_what_is_typed_of_an_answer_is_kept_as_a_draft(
    client: Client, commitment: Commitment
) -> None:
    client.force_login(respondent_of(commitment))
    typed = answer(commitment, state="declined", reason="Half a")
    client.post(address(commitment), {**typed, "deed": "keep"})
    assert "Half a</textarea>" in tidy(client.get(address(commitment)))
    client.post(address(commitment), typed)
    assert not Draft.objects.exists()


def test_neither_sponsor_nor_a_parent_answers_for_an_organisation(
    client: Client, commitment: Commitment
) -> None:
    client.force_login(sponsor_of(commitment.action))
    refused = client.get(address(commitment))
    assert refused.status_code == 403
    assert "Who answers for the organisation" in tidy(refused)
    parent = OrganisationFactory()
    type(parent).objects.filter(pk=commitment.organisation_id).update(parent=parent)
    board = commitment.action.plan.priority.plan.board
    client.force_login(RespondentFactory(board=board, organisation=parent).person)
    assert (
        client.post(address(commitment), answer(commitment, state="accepted")).status_code == 403
    )


def test_silent_partners_are_reminded_once_a_day(client: Client) -> None:
    where = {"action__plan__priority__plan__slug": "plan", "action__plan__priority__number": 1}
    silent: Commitment = CommitmentFactory(part="Two rooms.", **where)
    board = silent.action.plan.priority.plan.board
    voice = RespondentFactory(
        board=board, organisation=silent.organisation, person__email="voice@example.org"
    ).person
    answered = {"state": "accepted", "answered_on": date(2024, 5, 1)}
    CommitmentFactory(action=silent.action, **answered)
    officer = OfficeFactory(board=board, kind="partnership_officer").person
    client.force_login(officer)
    remind = "/plans/plan/1/delivery/remind/"
    page = tidy(client.get(remind))
    assert "1 part of the plan without an answer" in page
    assert "Two rooms." in page
    told = tidy(client.post(remind, follow=True))
    assert f"{silent.organisation.called} reminded." in told
    assert "once a day is enough" in tidy(client.post(remind, follow=True))
    mail = Message.objects.get()
    assert (mail.person, mail.title.partition(":")[0]) == (voice, "A reminder")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client.force_login(officer)
        client.post(remind)
    client.force_login(officer)
    assert Message.objects.count() == 2
    Commitment.objects.filter(pk=silent.pk).update(state="accepted", answered_on=date(2024, 5, 2))
    assert "Every partner has answered" in tidy(client.get(remind))


@pytest.mark.parametrize("rows", [1, 3])
def test_whom_to_ask_costs_the_same_however_many_there_are(
    client: Client, action: DeliveryAction, rows: int, django_assert_num_queries: Any
) -> None:
    client.force_login(sponsor_of(action))
    for number in range(rows):
        OrganisationFactory(name=f"Partner {number}")
    # session, user, action, scope, parts in plans, those to choose from
    with django_assert_num_queries(6):
        page = tidy(client.get(f"{PLAN}{action.pk}/ask/"))
    assert page.count('<option value="Partner ') == rows


def test_those_on_the_board_are_suggested_first_and_who_was_asked_no_more(
    client: Client, action: DeliveryAction
) -> None:
    client.force_login(sponsor_of(action))
    board = action.plan.priority.plan.board
    OrganisationFactory(name="Aldridge School")
    SeatFactory(board=board, represents=OrganisationFactory(name="Walsall Youth Service"))
    CommitmentFactory(action=action, organisation__name="Bloxwich School")
    page = tidy(client.get(f"{PLAN}{action.pk}/ask/"))
    names = re.findall(r'<option value="([^"]+)">', page)
    named = [name for name in names if not name.startswith("Organisation ")]
    assert named == ["Walsall Youth Service", "Aldridge School"]


def test_a_part_of_a_name_asks_which_is_meant(client: Client, action: DeliveryAction) -> None:
    client.force_login(sponsor_of(action))
    for name in ("Bloxwich School", "Aldridge School"):
        OrganisationFactory(name=name)
    typed = {"organisation": "school", "part": "Join the meeting."}
    doubt = client.post(f"{PLAN}{action.pk}/ask/", typed)
    page = tidy(doubt)
    assert doubt.status_code == 422
    assert "Choose which you mean by “school”, or write its whole name." in page
    assert re.findall(r'name="organisation-meant" value="([^"]+)"', page) == [
        "Aldridge School",
        "Bloxwich School",
    ]
    assert "Join the meeting.</textarea>" in page
    meant = {"organisation-typed": "school", "organisation-meant": "Bloxwich School"}
    assert client.post(f"{PLAN}{action.pk}/ask/", {**typed, **meant}).status_code == 302
    assert Commitment.objects.get().organisation.name == "Bloxwich School"


def test_why_a_young_person_takes_another_part_is_hidden_once_they_take_back_their_consent(
    client: Client, commitment: Commitment
) -> None:
    young = UserFactory(young=True, consent_on=date(2024, 1, 1))
    given = {"state": "amended", "part": "One worker.", "reason": "Our exams."}
    rows = Commitment.objects.filter(pk=commitment.pk)
    rows.update(**given, answered_on=date(2024, 6, 1), answered_by=young)
    client.force_login(sponsor_of(commitment.action))
    assert "Our exams." in client.get(address(commitment)).text
    User.objects.filter(pk=young.pk).update(consent_withdrawn_on=date(2024, 6, 2))
    told = client.get(address(commitment)).text
    assert ("Our exams." in told, HIDDEN in told) == (False, True)
