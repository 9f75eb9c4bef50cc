"""Why a person can see something: each right with the facts that give it, on any day."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from rules.permissions import permissions

from governance.models import Board, Office, User
from governance.rules import WHO
from portal.models.packs import Circle
from portal.queries.access import EVERYBODY, NO_STEP, OF_THEIR_OWN, access
from portal.queries.explained import RIGHTS, Partnership
from portal.queries.page_things import thing_at
from portal.rules.packs import PackFor
from tests.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    CommitmentFactory,
    DecisionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    MeasureFactory,
    MeetingFactory,
    MeetingPaperFactory,
    OfficeFactory,
    PlanFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReportFactory,
    ReportingRoundFactory,
    ReportRunFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.pages import tidy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
TODAY = date(2024, 9, 2)


@pytest.fixture
def board() -> Board:
    made: Board = BoardFactory(name="Learning Alliance", slug="learning")
    return made


def held(person: User, thing: Any, *, on: date = TODAY) -> dict[str, list[str]]:
    """The rights that somebody has, with why."""
    found = access(User.objects.get(pk=person.pk), thing, on=on)
    return {row.words: list(row.reasons) for row in found.rights if row.is_held}


def test_every_right_there_is_is_explained() -> None:
    explained = {right.name for rights in RIGHTS.values() for right in rights}
    assert explained == set(WHO) == set(permissions)


def test_a_seat_gives_what_it_gives_from_its_first_to_its_last_day(board: Board) -> None:
    seat = {"place__seat__board": board, "place__seat__title": "WASH", "place__number": 2}
    dates = {"starts_on": date(2024, 9, 1), "ends_on": date(2024, 10, 1)}
    person = AppointmentFactory(**seat, **dates).holder
    AppointmentFactory(holder=person)
    why = "member of Learning Alliance 1 September 2024 to 30 September 2024, place 2 of WASH"
    rights = held(person, board)
    assert rights["Reads what the board has in draft"] == [why]
    assert "Appoints to its places" not in rights
    for day in (date(2024, 8, 31), date(2024, 10, 1)):
        assert held(person, board, on=day) == {}


def test_who_has_not_a_right_reads_who_has(board: Board) -> None:
    found = access(UserFactory(), board, on=TODAY)
    assert [row.is_held for row in found.rights] == [False] * len(RIGHTS[Board])
    assert found.rights[0].reasons == [WHO["governance.read_drafts"]]
    assert found.facts == []


def test_an_office_answering_and_what_is_ones_own_are_told_apart(board: Board) -> None:
    delivery = DeliveryPlanFactory(priority__plan__board=board, state="draft")
    officer = OfficeFactory(board=board, kind=Office.Kind.PARTNERSHIP_OFFICER).person
    assert held(officer, delivery)["Edits it"] == [
        "Partnership officer, Learning Alliance since 1 April 2024"
    ]
    lead = DeliveryActionFactory(plan=delivery, lead_person=UserFactory()).lead_person
    assert held(lead, delivery)["Sees the delivery plan"] == [OF_THEIR_OWN]
    answers = RespondentFactory(board=board).person
    found = access(answers, board, on=TODAY)
    assert len(found.facts) == 1
    assert found.facts[0].startswith("answers for Organisation")


def test_a_sponsor_edits_by_the_place_they_hold_and_an_assistant_by_their_office(
    board: Board,
) -> None:
    delivery = DeliveryPlanFactory(priority__plan__board=board, state="draft")
    place = SponsorshipFactory(priority=delivery.priority, place__seat__board=board).place
    sponsor = AppointmentFactory(place=place, holder__post="Director").holder
    (why,) = held(sponsor, delivery)["Edits it"]
    assert why.startswith("member of Learning Alliance since 1 April 2024, place 1 of Seat")
    office = {"kind": Office.Kind.ASSISTANT, "board": None, "assists": sponsor}
    assistant = OfficeFactory(**office).person
    assert held(assistant, delivery)["Sees the delivery plan"] == [
        "Assistant since 1 April 2024, of Director"
    ]


def test_who_keeps_the_membership_reads_the_draft_of_the_terms_and_no_other(board: Board) -> None:
    keeps = {"board": board, "kind": Office.Kind.MEMBERSHIP_ADMINISTRATOR}
    rights = held(OfficeFactory(**keeps).person, board)
    assert rights["Reads the draft of its terms of reference"] == [
        "Membership administrator, Learning Alliance since 1 April 2024"
    ]
    assert "Reads what the board has in draft" not in rights


def test_what_is_asked_of_somebody_and_their_own_reply_are_explained(board: Board) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    meeting = MeetingFactory(board=board)
    (why,) = held(person, meeting)["Replies for their place"]
    assert why.startswith("member of Learning Alliance since 1 April 2024, place 1 of Seat")
    assert "Replies for their place" not in held(UserFactory(), meeting)
    assert held(person, ActionPointFactory(who=person)) == {"Says what came of it": [OF_THEIR_OWN]}
    assert held(person, person) == {"Keeps it as their own profile": [OF_THEIR_OWN]}


def test_what_is_open_to_everybody_says_so_and_who_left_is_as_the_public(board: Board) -> None:
    plan = PlanFactory(board=board)
    person = AppointmentFactory(place__seat__board=board, holder__left_on=TODAY).holder
    found = access(person, plan, on=TODAY)
    assert [(row.words, row.reasons) for row in found.rights if row.is_held] == [
        ("Sees the plan", [EVERYBODY]),
        ("Sees its scorecard", [EVERYBODY]),
    ]
    assert found.note == "They left on 2 September 2024, and are as the public from then on."
    assert access(UserFactory(is_active=False), plan, on=TODAY).note.startswith("They are susp")


def test_what_keeps_somebody_from_all_their_rights_is_said(board: Board, settings: Any) -> None:
    settings.SECOND_STEP_NEEDED = True
    chair = AppointmentFactory(place__seat__board=board, place__seat__role="chair").holder
    chair.set_unusable_password()
    said = "Until they sign in they see what everybody sees: no account yet."
    assert access(chair, board, on=TODAY).note == said
    chair.set_password("four words that hold")
    assert access(chair, board, on=TODAY).note == NO_STEP
    Authenticator.objects.create(user=chair, type="totp", data={})
    assert access(chair, board, on=TODAY).note == ""
    member = AppointmentFactory(place__seat__board=board).holder
    member.set_password("four words that hold")
    assert access(member, board, on=TODAY).note == ""


def test_an_address_leads_to_what_its_page_is_of(board: Board) -> None:
    meeting, plan = MeetingFactory(board=board), PlanFactory(slug="plan", board=board)
    person, measure, early = UserFactory(), MeasureFactory(), PriorityFactory(plan=plan, number=8)
    item = AgendaItemFactory(meeting=meeting)
    handed_in = MeetingPaperFactory(item=item)
    decision = DecisionFactory(board=board, meeting=meeting)
    delivery = DeliveryPlanFactory(priority__plan__slug="other", priority__number=1)
    action = DeliveryActionFactory(plan=delivery)
    part = CommitmentFactory(action=action)
    in_round = ReportingRoundFactory(board=delivery.priority.plan.board)
    update = ProgressUpdateFactory(priority=delivery.priority, round=in_round)
    run, paper = ReportRunFactory(board=board), ReportFactory(board=board)
    for address, thing in (
        ("http://localhost:8000/boards/learning/members/?as_at=2024-01-01", board),
        (f"/meetings/{meeting.pk}/", meeting),
        ("/plans/plan/", plan),
        ("/plans/other/1/delivery/", delivery),
        ("/plans/plan/7/delivery/", plan),
        (f"/reports/{run.pk}/", run),
        (f"/reports/write/{paper.pk}/", paper),
        ("/boards/none/", None),
        ("/nowhere/", None),
        ("/boards/", Partnership()),
        ("/boards/new/", Partnership()),
        ("/boards/learning/terms/draft/", board),
        ("/rounds/learning/2024-25-q1/", board),
        ("/accounts/invitations/", Partnership()),
        ("/accounts/login/", None),
        ("/history/", Partnership()),
        ("/history/user/1/", Partnership("user")),
        ("/people/me/", None),
        ("/people/import/", Partnership()),
        (f"/people/{person.pk}/leaving/", person),
        ("/people/mergers/1/", Partnership()),
        (f"/meetings/{meeting.pk}/agenda/{item.pk}/notes/", item),
        (f"/meetings/{meeting.pk}/papers/{handed_in.pk}/", handed_in),
        (f"/meetings/{meeting.pk}/agenda/{item.pk + 1}/", None),
        (f"/meetings/{meeting.pk}/pack/1/whole/", PackFor(meeting, Circle.WHOLE)),
        (f"/decisions/{decision.pk}/edit/", meeting),
        ("/plans/", None),
        ("/plans/plan/8/", early),
        (f"/plans/other/1/delivery/{action.pk}/", action),
        (f"/plans/other/1/delivery/commitments/{part.pk}/", part),
        (f"/answer/{part.pk}/", part),
        (f"/plans/other/1/progress/{update.round.slug}/", update),
        ("/plans/other/1/progress/1999-q1/", None),
        ("/challenges/", None),
        ("/measures/", None),
        (f"/measures/{measure.code}/", measure),
        ("/reports/", None),
        ("/reports/write/", Partnership()),
        ("/glossary/", None),
    ):
        assert thing_at(address) == thing, address


@pytest.fixture
def administrator(client: Client) -> None:
    kind = Office.Kind.MEMBERSHIP_ADMINISTRATOR
    client.force_login(OfficeFactory(kind=kind, board=None).person)


@pytest.mark.usefixtures("administrator")
def test_the_page_shows_each_right_and_never_the_words_of_what_is_asked_of(
    client: Client, board: Board
) -> None:
    person = AppointmentFactory(place__seat__board=board).holder
    paper = ReportFactory(board=board, title="A secret title")
    place = f"/people/{person.pk}/access/"
    assert f'href="{place}"' in tidy(client.get(f"/people/{person.pk}/"))
    page = unescape(tidy(client.get(place, {"what": f"/reports/write/{paper.pk}/"})))
    assert "On 2 September 2024" in page
    assert '<td role="cell" data-label="Held">Yes</td>' in page
    assert "Member of Learning Alliance since 1 April 2024" in page
    assert "A secret title" not in page
    past = {"what": "/boards/learning/", "on": "2020-01-01"}
    assert "No seat, no office, nobody to answer for" in tidy(client.get(place, past))


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"what": ""}, "Say which page"),
        ({"what": "/x/"}, "There is no page at that address that asks for a right"),
        ({"what": "/boards/", "on": "31 Feb"}, "Enter a real date, like 31 December 2013"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    client: Client, asked: dict[str, str], sentence: str
) -> None:
    answer = client.get(f"/people/{UserFactory().pk}/access/", asked)
    assert answer.status_code == 422
    assert sentence in tidy(answer)
