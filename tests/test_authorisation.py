"""Who may open which address: each row of the tables against the portal itself.

The tables are written apart from the rules, for a governance officer to read: each answer is what
a person of that kind, made for the board called their own, meets at a thing of that board or of
another. "not there" is the answer for what one should not know of; "not allowed" names who may.

A new address needs: its rule (`portal.rules.RULES`), its rows in `authorisation.csv` (own and
other board, each state that changes the answer), and, where it takes an argument, a maker in
THINGS below. If it takes POST it needs rows in `authorisation_writes.csv` and a valid sending in
DEEDS of `test_authorisation_writes.py`. What those must meet whose own thing it is (the deputy,
the action lead, the sponsor ...) goes into `authorisation_also.csv`, with a maker in THEIRS.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver
from django.utils import timezone

from governance.models import Attendance, Board, User
from governance.periods import quarter_of
from impact.models import Area, Measure
from portal.management.commands.routes import routes
from portal.rules import RULES
from priorities.changes.rounds import open_round
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Plan, Priority
from tests import (
    rights_asking,
    rights_boards,
    rights_business,
    rights_closing,
    rights_history,
    rights_meetings,
    rights_people,
    rights_seats,
    rights_terms,
)
from tests.factories import (
    FIRST_DAY,
    AreaFactory,
    ChallengeFactory,
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    MeasureFactory,
    MeetingFactory,
    MilestoneFactory,
    ObservationFactory,
    PlanFactory,
    PriorityFactory,
    ProgressUpdateFactory,
    ReportDocumentFactory,
    ReportFactory,
    ReportingRoundFactory,
    ReportRunFactory,
    ReportSectionFactory,
    SubjectFactory,
)
from tests.planted import SECRETS, Planted, families, unplaced
from tests.rights import (
    HTMX,
    THEIR_OWN,
    World,
    answer,
    exceptions,
    one_for_each,
    rows,
    written_tables,
)

PAGES = rows("authorisation")
ADDRESSES = sorted({row.address for row in PAGES})
EXPORTS = ("csv", "xlsx", "json")

pytestmark = pytest.mark.django_db


def of_board(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug}


def a_plan(board: Board, state: str) -> dict[str, Any]:
    return {"slug": PlanFactory(board=board, state=state).slug}


def a_priority(board: Board, state: str) -> dict[str, Any]:
    priority = PriorityFactory(plan__board=board, plan__state=state)
    return {"slug": priority.plan.slug, "number": priority.number}


def a_delivery_plan(board: Board, state: str) -> dict[str, Any]:
    priority = DeliveryPlanFactory(priority__plan__board=board, state=state).priority
    return {"slug": priority.plan.slug, "number": priority.number}


def an_action(board: Board, state: str) -> dict[str, Any]:
    action = DeliveryActionFactory(plan__priority__plan__board=board, plan__state=state)
    priority = action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": action.pk}


def a_milestone(board: Board, state: str) -> dict[str, Any]:
    delivery = DeliveryPlanFactory(priority__plan__board=board, state=state)
    return milestone_of(delivery)


def milestone_of(delivery: DeliveryPlan) -> dict[str, Any]:
    """Return the first of two milestones, so that it can be moved."""
    priority = delivery.priority
    both = MilestoneFactory.create_batch(2, plan=priority.plan, priority=priority)
    return {"slug": priority.plan.slug, "number": priority.number, "pk": both[0].pk}


def a_commitment(board: Board, state: str) -> dict[str, Any]:
    return {"pk": CommitmentFactory(action__plan__priority__plan__board=board).pk}


def a_report_due(board: Board, state: str) -> dict[str, Any]:
    due = ProgressUpdateFactory(round__board=board, priority__plan__board=board)
    plan = due.priority.plan
    return {"slug": plan.slug, "number": due.priority.number, "period": due.round.slug}


def a_round(board: Board, state: str) -> dict[str, Any]:
    return {"slug": board.slug, "period": ReportingRoundFactory(board=board).slug}


def a_token(board: Board, state: str) -> dict[str, Any]:
    return {"token": "guessed"}


def asked(board: Board, state: str) -> dict[str, Any]:
    commitment = CommitmentFactory(action__plan__priority__plan__board=board)
    priority = commitment.action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": commitment.pk}


def a_measure(board: Board, state: str) -> dict[str, Any]:
    plan = Plan.State.DRAFT if state == "of a draft plan" else Plan.State.AGREED
    return {"code": MeasureFactory(plan=PlanFactory(board=board, state=plan)).code}


GONE = "withdrawn after publication"


def in_state(state: str) -> dict[str, Any]:
    """Return the columns of a report in a state of the table."""
    if state == GONE:
        return {"state": "withdrawn", "published": True, "period": "gone", "edition": 1}
    return {"state": state, "period": state, "edition": 1}


def a_themed_meeting(board: Board, state: str) -> dict[str, Any]:
    priority = PriorityFactory(plan__board=board, plan__state="agreed")
    theme = SubjectFactory(board=board, kind="priority", address=priority.get_absolute_url())
    return {"pk": MeetingFactory(board=board, theme=theme).pk}


def a_measure_of_board(board: Board, state: str) -> dict[str, Any]:
    Area.objects.filter(is_home=True).first() or AreaFactory(is_home=True)
    return {"code": MeasureFactory(board=board).code}


def a_figure(board: Board, state: str) -> dict[str, Any]:
    code = a_measure_of_board(board, state)["code"]
    measure, area = Measure.objects.get(code=code), Area.objects.get(is_home=True)
    return {"code": code, "pk": ObservationFactory(measure=measure, area=area).pk}


def a_report(board: Board, state: str) -> dict[str, Any]:
    return {"pk": ReportRunFactory(board=board, **in_state(state)).pk}


def a_paper(board: Board, state: str) -> dict[str, Any]:
    return {"pk": ReportFactory(board=board, state=state).pk}


def a_section(board: Board, state: str) -> dict[str, Any]:
    section = ReportSectionFactory(report__board=board, report__state=state)
    return {"pk": section.report_id, "code": section.code}


def a_document(board: Board, state: str) -> dict[str, Any]:
    kept = ReportDocumentFactory(run=ReportRunFactory(board=board, **in_state(state)))
    return {"pk": kept.run_id, "kind": kept.kind}


def a_key(board: Board, state: str) -> dict[str, Any]:
    return {"uidb36": "1", "key": "guessed"}


def a_provider(board: Board, state: str) -> dict[str, Any]:
    return {"provider_id": "not-configured"}


def a_passkey(board: Board, state: str) -> dict[str, Any]:
    return {"pk": 1}


# What an address speaks of, made for a board in a state; the others take no argument.
THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    **rights_asking.THINGS,
    **rights_business.THINGS,
    **rights_meetings.THINGS,
    **rights_people.THINGS,
    **rights_seats.THINGS,
    **rights_terms.THINGS,
    **rights_history.THINGS,
    **rights_boards.THINGS,
    **rights_closing.THINGS,
    "portal:answer-item": a_commitment,
    "portal:answer-link": a_token,
    "portal:invitation-link": a_token,
    "priorities:round-view": a_round,
    "priorities:progress-view": a_report_due,
    "governance:board-about": of_board,
    "governance:board-members": of_board,
    "governance:board-meetings": of_board,
    "governance:board-attendance": of_board,
    "governance:board-addresses": of_board,
    "portal:board-reports": of_board,
    "priorities:board-plans": of_board,
    "priorities:plan-view": a_plan,
    "priorities:delivery-view": a_delivery_plan,
    "priorities:action-add": a_delivery_plan,
    "priorities:action-edit": an_action,
    "priorities:milestone-add": a_delivery_plan,
    "priorities:milestone-edit": a_milestone,
    "priorities:commitment-ask": an_action,
    "priorities:delivery-versions": a_delivery_plan,
    "priorities:delivery-paste": a_delivery_plan,
    "priorities:partners-remind": a_delivery_plan,
    "priorities:commitment-answer": asked,
    "impact:priority-view": a_priority,
    "impact:priority-measures": a_priority,
    "impact:measure-tie": a_delivery_plan,
    "impact:meeting-kit": a_themed_meeting,
    "impact:measure-view": a_measure,
    "portal:paper-view": a_paper,
    "portal:paper-preview": a_paper,
    "portal:paper-head": a_paper,
    "portal:section-edit": a_section,
    "impact:figure-add": a_measure_of_board,
    "impact:figure-edit": a_figure,
    "portal:report-view": a_report,
    "portal:report-document": a_document,
    "account_reset_password_from_key": a_key,
    "openid_connect_login": a_provider,
    "openid_connect_callback": a_provider,
    "mfa_edit_webauthn": a_passkey,
    "mfa_remove_webauthn": a_passkey,
}


# The same of what is somebody's own: whom the maker gets holds a part in the thing.
THEIRS: dict[str, Callable[[User], dict[str, Any]]] = {**rights_history.THEIRS}


def their(*addresses: str) -> Callable[[Callable[[User], Any]], Callable[[User], Any]]:
    """Register a maker of what is somebody's own for `addresses`."""

    def register(maker: Callable[[User], Any]) -> Callable[[User], Any]:
        THEIRS.update(dict.fromkeys(addresses, maker))
        return maker

    return register


@their("governance:meeting-view")
def meeting_deputised(person: User) -> dict[str, Any]:
    return {"pk": Attendance.objects.get(deputy=person).meeting_id}


@their("governance:challenge-view", "governance:challenge-answer")
def challenge_put_to_them(person: User) -> dict[str, Any]:
    answers = person.answers_for.get()
    return {"pk": ChallengeFactory(board=answers.board, put_to=answers.organisation).pk}


def priority_held(person: User) -> Priority:
    """Return the priority that they, or whom they assist, sponsor; else that of their action."""
    led = Priority.objects.filter(delivery_plan__actions__lead_person=person).first()
    if led:
        return led
    holders = [person.pk, *person.offices.values_list("assists", flat=True)]
    return Priority.objects.get(sponsorships__place__appointments__holder__in=holders)


def delivery_held(person: User) -> DeliveryPlan:
    priority = priority_held(person)
    found = DeliveryPlan.objects.filter(priority=priority).first()
    return found or DeliveryPlanFactory(priority=priority)


@their(
    "priorities:delivery-view",
    "priorities:action-add",
    "priorities:milestone-add",
    "priorities:delivery-paste",
    "impact:measure-tie",
)
def own_delivery(person: User) -> dict[str, Any]:
    priority = delivery_held(person).priority
    return {"slug": priority.plan.slug, "number": priority.number}


@their("priorities:action-edit", "priorities:commitment-ask")
def own_action(person: User) -> dict[str, Any]:
    delivery = delivery_held(person)
    action = DeliveryAction.objects.filter(plan=delivery).first()
    action = action or DeliveryActionFactory(plan=delivery)
    return {**own_delivery(person), "pk": action.pk}


@their("priorities:milestone-edit")
def own_milestone(person: User) -> dict[str, Any]:
    return milestone_of(delivery_held(person))


@their("priorities:delivery-versions")
def own_delivery_with_an_action(person: User) -> dict[str, Any]:
    own_action(person)
    return own_delivery(person)


AMENDED = {"state": "amended", "reason": "Less.", "answered_on": FIRST_DAY}


def asked_of(person: User) -> Commitment:
    """Return what their organisation is asked for, or an offer to what they sponsor."""
    answers = person.answers_for.first()
    if answers is None:
        action = DeliveryActionFactory(plan=delivery_held(person))
        return CommitmentFactory(action=action, **AMENDED)
    board = {"action__plan__priority__plan__board": answers.board}
    return CommitmentFactory(organisation=answers.organisation, **board)


@their("priorities:commitment-answer")
def own_commitment(person: User) -> dict[str, Any]:
    commitment = asked_of(person)
    priority = commitment.action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": commitment.pk}


def this_round(board: Board) -> Any:
    """Return the board's round of today."""
    at = timezone.now()
    period = quarter_of(timezone.localdate(at), board.calendar)
    return open_round(board=board, period=period, by=None, at=at)


@their("portal:answer-item")
def own_item(person: User) -> dict[str, Any]:
    commitment = asked_of(person)
    this_round(commitment.action.plan.priority.plan.board)
    return {"pk": commitment.pk}


@their("priorities:progress-view")
def own_report(person: User) -> dict[str, Any]:
    priority = priority_held(person)
    in_round = this_round(priority.plan.board)
    ProgressUpdateFactory(priority=priority, round=in_round)
    return {"slug": priority.plan.slug, "number": priority.number, "period": in_round.slug}


@their("priorities:round-view")
def own_round(person: User) -> dict[str, Any]:
    priority = priority_held(person)
    CommitmentFactory(action__plan=delivery_held(person))
    return {"slug": priority.plan.board.slug, "period": this_round(priority.plan.board).slug}


@pytest.fixture(scope="module")
def planted(world: World) -> Planted:
    """Have tokens in what each of the two boards keeps from others."""
    planted = Planted(world.boards, PAGES)
    for board in world.boards.values():
        families(board)
    planted.plant()
    return planted


def test_every_address_stands_in_the_table_and_has_a_rule() -> None:
    named = {route.name for route in routes(get_resolver().url_patterns)}
    assert named == set(RULES)
    assert named == set(ADDRESSES)


def test_every_row_speaks_of_own_and_other_board_or_of_none() -> None:
    for address in ADDRESSES:
        boards = {row.board for row in PAGES if row.address == address}
        assert boards in ({""}, {"own", "other"}), address
        assert (boards == {""}) == (address not in THINGS or address in OF_NO_BOARD), address


# Addresses with an argument that belongs to no board.
OF_NO_BOARD = {
    *rights_people.THINGS,
    *rights_boards.OF_NO_BOARD,
    *rights_history.THINGS,
    *("portal:answer-link", "account_reset_password_from_key"),
    *("portal:answer-link", "portal:invitation-link", "account_reset_password_from_key"),
    "governance:person-feed",
    "governance:nominate-link",
    *rights_seats.OF_NO_BOARD,
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),
    *(f"governance:organisation-{page}" for page in ("view", "edit", "end")),
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_each_kind_of_person_as_the_table_says(
    world: World, planted: Planted, address: str, full: bool
) -> None:
    for row in (row for row in PAGES if row.address == address):
        place = world.place(row, THINGS.get(address))
        planted.plant()
        asking = row.answers
        # Fragments and files are asked for by one person for each answer, or by all.
        fewer = asking if full else one_for_each(asking)
        files = EXPORTS if full else EXPORTS[:1]
        walks = [(place, {}, asking), (place, HTMX, fewer)]
        walks += [(f"{place}?format={form}", {}, fewer) for form in files]
        for to, headers, expected in walks:
            with written_tables() as written:
                got = {who: world.browsers[who].get(to, headers=headers) for who in expected}
            met = {who: answer(response) for who, response in got.items()}
            assert met == expected, (to, row.state, headers)
            leaked = {who: planted.leaked(who, response) for who, response in got.items()}
            assert {who: tokens for who, tokens in leaked.items() if tokens} == {}, to
            assert written == set(), (to, "looking writes nothing")


@pytest.mark.parametrize(
    "line",
    [line for line in exceptions() if not line["deed"]],
    ids=lambda line: f"{line['who']}, {line['address']}",
)
def test_what_is_their_own_opens_to_whom_it_belongs(world: World, line: dict[str, str]) -> None:
    assert (line["state"], line["board"]) == (THEIR_OWN, "own")
    place = world.own_place(line, THEIRS)
    for headers in ({}, HTMX):
        met = answer(world.browsers[line["who"]].get(place, headers=headers))
        assert met == line["answer"], (place, headers)


def test_every_text_of_people_is_planted_or_known_to_be_open(planted: Planted) -> None:
    assert unplaced() == set()
    texts = {f"{model._meta.object_name}." for model in SECRETS}
    planted_in = {
        token.place.partition(" in ")[2].partition(".")[0] + "."
        for token in planted.tokens.values()
    }
    assert planted_in == texts


def test_tokens_are_met_by_those_who_may_read_and_by_nobody_else(
    world: World, planted: Planted
) -> None:
    plan = Plan.objects.get(board=world.boards["own"], state=Plan.State.DRAFT)
    met = {
        who: {token.place for token in planted.found(browser.get(plan.get_absolute_url()))}
        for who, browser in world.browsers.items()
    }
    assert met["public"] == met["no seat"] == met["scrutiny officer"] == set()
    assert met["member"] == met["officer"] != set()


@pytest.mark.parametrize("words", ["cny own draft title", "cny other draft", "cny", "Plan"])
def test_search_finds_nothing_that_is_kept_from_who_searches(
    world: World, planted: Planted, words: str
) -> None:
    for who, browser in world.browsers.items():
        found = browser.get("/search/", {"q": words})
        assert (found.status_code, planted.leaked(who, found)) == (200, []), who
