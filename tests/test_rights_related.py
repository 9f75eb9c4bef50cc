"""Sendings that name a thing of somewhere else: not there, or a sentence; nothing is written.

Who sends it may do the deed with what is in its place, which is sent first. Each deed of the table
stands among the strays, or among those that name nothing but their address.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from governance.changes.drafts import Sheet, ticket_for
from governance.models import Board, Draft, Notification, User
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Priority
from tests import (
    rights_asking,
    rights_boards,
    rights_business,
    rights_closing,
    rights_meetings,
    rights_people,
    rights_seats,
    rights_terms,
)
from tests.factories import (
    ActionMeasureFactory,
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    IssueFactory,
    MeasureFactory,
    NotificationFactory,
    OrganisationFactory,
    PlanFactory,
    ReportFactory,
    ReportFormatFactory,
    ReportingRoundFactory,
    ReportSectionFactory,
    UserFactory,
)
from tests.rights import World, outcome, undone, written_tables
from tests.test_authorisation import (
    AMENDED,
    a_figure,
    asked_of,
    delivery_held,
    milestone_of,
    this_round,
)
from tests.test_authorisation_writes import ACTION, BOXES, DEEDS, FIGURE, MILESTONE

pytestmark = pytest.mark.django_db

Sent = tuple[str, dict[str, Any]]
# Who sends, what is in its place, the same with a thing of somewhere else, and what that meets.
Stray = tuple[str, Sent, Sent, str]
STRAYS: dict[tuple[str, str, str], Callable[[World], Stray]] = {
    **rights_asking.STRAYS,
    **rights_business.STRAYS,
    **rights_meetings.STRAYS,
    **rights_people.STRAYS,
    **rights_seats.STRAYS,
    **rights_terms.STRAYS,
    **rights_boards.STRAYS,
    **rights_closing.STRAYS,
}
NOT_THERE, REFUSED = "not there", "refused"


def stray(address: str, deed: str, what: str) -> Callable[[Callable[[World], Stray]], Any]:
    """Register a maker of a stray sending of `deed` that names `what`."""

    def register(maker: Callable[[World], Stray]) -> Callable[[World], Stray]:
        STRAYS[address, deed, what] = maker
        return maker

    return register


def to(address: str, thing: Any, **more: Any) -> str:
    """Return an address below the priority that `thing` belongs to."""
    match thing:
        case Priority():
            priority = thing
        case DeliveryPlan():
            priority = thing.priority
        case DeliveryAction():
            priority = thing.plan.priority
        case Commitment():
            priority = thing.action.plan.priority
    within = {"slug": priority.plan.slug, "number": priority.number}
    return reverse(f"priorities:{address}", kwargs={**within, **more})


def plan_of(board: Board) -> DeliveryPlan:
    made: DeliveryPlan = DeliveryPlanFactory(priority__plan__board=board)
    return made


def two_actions(world: World) -> tuple[DeliveryAction, DeliveryAction]:
    """Return two actions of the board, each of a plan of its own."""
    board = world.boards["own"]
    one, other = (DeliveryActionFactory(plan=plan_of(board)) for _ in range(2))
    DeliveryActionFactory(plan=one.plan)
    return one, other


def closed_organisation() -> str:
    name: str = OrganisationFactory(ends_on=date(2024, 4, 1)).name
    return name


def action_of_another_plan(address: str, sent: Callable[[], dict[str, Any]]) -> Any:
    """Return the maker for an action's address with an action of another plan in it."""

    def make(world: World) -> Stray:
        one, other = two_actions(world)
        right, wrong = (to(address, one, pk=each.pk) for each in (one, other))
        body = sent()
        return "officer", (right, body), (wrong, body), NOT_THERE

    return make


def asking() -> dict[str, Any]:
    return {"organisation": OrganisationFactory().name, "part": "Two workers."}


for _address, _deed, _body in (
    ("action-edit", "save", lambda: ACTION),
    ("action-edit", "remove", lambda: {"deed": "remove"}),
    ("action-edit", "move down", lambda: {"deed": "down"}),
    ("action-edit", "keep", lambda: {"deed": "keep", "title": "Half a"}),
    ("commitment-ask", "ask", asking),
):
    stray(f"priorities:{_address}", _deed, "an action of another plan")(
        action_of_another_plan(_address, _body)
    )


def milestone_of_another_plan(deed: str) -> Callable[[World], Stray]:
    """Return the maker for a milestone's address with a milestone of another plan in it."""

    def make(world: World) -> Stray:
        one, other = (plan_of(world.boards["own"]) for _ in range(2))
        keys = (milestone_of(each)["pk"] for each in (one, other))
        right, wrong = (to("milestone-edit", one, pk=key) for key in keys)
        body = DEEDS["priorities:milestone-edit", deed]({})
        return "officer", (right, body), (wrong, body), NOT_THERE

    return make


for _deed in ("save", "remove", "move down", "keep"):
    stray("priorities:milestone-edit", _deed, "a milestone of another plan")(
        milestone_of_another_plan(_deed)
    )


def priority_of_another_plan(address: str, sent: dict[str, Any]) -> Callable[[World], Stray]:
    """Return the maker for a plan's address with the number of another plan's priority in it."""

    def make(world: World) -> Stray:
        action, other = two_actions(world)
        CommitmentFactory(action=action)
        kwargs = {"slug": action.plan.priority.plan.slug, "number": other.plan.priority.number}
        wrong = reverse(f"priorities:{address}", kwargs=kwargs)
        return "officer", (to(address, action), sent), (wrong, sent), NOT_THERE

    return make


for _address, _deed, _sent in (
    ("action-add", "add", ACTION),
    ("milestone-add", "add", MILESTONE),
    ("delivery-paste", "write", DEEDS["priorities:delivery-paste", "write"]({})),
    ("delivery-versions", "submit", {"deed": "submit"}),
    ("partners-remind", "remind", {}),
):
    stray(f"priorities:{_address}", _deed, "a priority of another plan")(
        priority_of_another_plan(_address, _sent)
    )


@stray("priorities:action-add", "add", "an organisation that is closed")
def lead_of_new_action(world: World) -> Stray:
    place = to("action-add", plan_of(world.boards["own"]))
    wrong = {**ACTION, "lead": closed_organisation()}
    return (
        "officer",
        (place, {**ACTION, "lead": OrganisationFactory().name}),
        (place, wrong),
        REFUSED,
    )


@stray("priorities:action-edit", "save", "an organisation that is closed")
def lead_of_action(world: World) -> Stray:
    action = two_actions(world)[0]
    place, wrong = (
        to("action-edit", action, pk=action.pk),
        {**ACTION, "lead": closed_organisation()},
    )
    return "officer", (place, ACTION), (place, wrong), REFUSED


@stray("priorities:commitment-ask", "ask", "an organisation that is closed")
def partner_asked(world: World) -> Stray:
    action = two_actions(world)[0]
    place = to("commitment-ask", action, pk=action.pk)
    right, wrong = (
        {"organisation": name, "part": "Two workers."}
        for name in (OrganisationFactory().name, closed_organisation())
    )
    return "officer", (place, right), (place, wrong), REFUSED


@stray("priorities:commitment-answer", "accept", "a commitment under another plan")
def commitment_accepted(world: World) -> Stray:
    commitment, other = asked_of(person(world, "respondent")), two_actions(world)[0]
    right, wrong = (
        to("commitment-answer", each, pk=commitment.pk) for each in (commitment, other)
    )
    sent = {"version": commitment.version, "state": "accepted"}
    return "respondent", (right, sent), (wrong, sent), NOT_THERE


@stray("priorities:commitment-answer", "accept the amendment", "a commitment of another priority")
def amendment_accepted(world: World) -> Stray:
    """Name under the own priority what was offered to another sponsor."""
    held = delivery_held(person(world, "sponsor"))
    mine = CommitmentFactory(action=DeliveryActionFactory(plan=held), **AMENDED)
    theirs = CommitmentFactory(action=two_actions(world)[0], **AMENDED)
    right, wrong = (to("commitment-answer", mine, pk=each.pk) for each in (mine, theirs))
    return "sponsor", (right, {}), (wrong, {}), NOT_THERE


@stray("priorities:delivery-paste", "write", "an action of another plan")
def pasted_number(world: World) -> Stray:
    one, other = two_actions(world)
    place = to("delivery-paste", one)
    right, wrong = (
        {
            "deed": "write",
            "cells": f"Action\tWhat will be done\n{each.plan.priority.number}.{each.number}\tMine",
        }
        for each in (one, other)
    )
    return "officer", (place, right), (place, wrong), REFUSED


def report_with(make: Callable[[Priority], Any], deed: str, name: str, met: str) -> Any:
    """Return the maker for a sponsor's report that names something of another priority."""

    def maker(world: World) -> Stray:
        board = world.boards["own"]
        one, other = plan_of(board).priority, plan_of(board).priority
        place = to("progress-view", one, period=this_round(board).slug)
        right, wrong = (
            {"deed": deed, "what": "Posts are vacant.", name: make(each)} for each in (one, other)
        )
        return "officer", (place, right), (place, wrong), met

    return maker


def an_action_of(priority: Priority) -> int:
    pk: int = DeliveryActionFactory(plan=priority.delivery_plan).pk
    return pk


def an_issue_of(priority: Priority) -> int:
    pk: int = IssueFactory(priority=priority).pk
    return pk


def a_part_of(priority: Priority) -> int:
    """Return a commitment whose partner gave a new date this quarter."""
    commitment = CommitmentFactory(action__plan=priority.delivery_plan)
    moved = {"new_due_on": date(2026, 12, 31), "new_due_reason": "Recruitment took longer."}
    ContributionFactory(round=this_round(priority.plan.board), commitment=commitment, **moved)
    pk: int = commitment.pk
    return pk


for _deed, _name, _make, _met in (
    ("issue", "action", an_action_of, REFUSED),
    ("close", "issue", an_issue_of, NOT_THERE),
    ("move", "part", a_part_of, NOT_THERE),
):
    stray("priorities:progress-view", _deed, f"{_name} of another priority")(
        report_with(_make, _deed, _name, _met)
    )


def report_in_another_round(sent: dict[str, Any], who: str) -> Callable[[World], Stray]:
    """Return the maker for a report in a quarter that only the other board has opened."""

    def make(world: World) -> Stray:
        board = world.boards["own"]
        one = (
            plan_of(board).priority
            if who == "officer"
            else delivery_held(person(world, who)).priority
        )
        stranger = ReportingRoundFactory(board=world.boards["other"], slug="2030-31-q1")
        right = to("progress-view", one, period=this_round(board).slug)
        wrong = to("progress-view", one, period=stranger.slug)
        version = {"version": 0} if "version" in sent else {}
        return who, (right, {**sent, **version}), (wrong, {**sent, **version}), NOT_THERE

    return make


for _deed, _who, _sent in (
    ("write", "officer", BOXES),
    ("sign", "sponsor", {"deed": "sign", **BOXES}),
    ("evidence", "officer", DEEDS["priorities:progress-view", "evidence"]({})),
):
    stray("priorities:progress-view", _deed, "the round of another board")(
        report_in_another_round(_sent, _who)
    )


@stray("priorities:round-view", "remind", "a commitment of another board")
def partner_reminded(world: World) -> Stray:
    own, other = (
        CommitmentFactory(action__plan=plan_of(world.boards[name])) for name in ("own", "other")
    )
    this_round(world.boards["other"])
    place = this_round(world.boards["own"]).get_absolute_url()
    return "officer", (place, {"remind": own.pk}), (place, {"remind": other.pk}), NOT_THERE


@stray("priorities:round-view", "remind", "a commitment to another sponsor")
def partner_of_another_sponsor(world: World) -> Stray:
    mine = CommitmentFactory(action__plan=delivery_held(person(world, "sponsor")))
    theirs = CommitmentFactory(action=two_actions(world)[0])
    place = this_round(world.boards["own"]).get_absolute_url()
    return "sponsor", (place, {"remind": mine.pk}), (place, {"remind": theirs.pk}), "not allowed"


def own_item(world: World) -> Commitment:
    commitment = asked_of(person(world, "respondent"))
    this_round(commitment.action.plan.priority.plan.board)
    return commitment


@stray("portal:answer-item", "answer", "the round of another board")
def answer_in_another_round(world: World) -> Stray:
    commitment, sent = own_item(world), DEEDS["portal:answer-item", "answer"]({})
    stranger = ReportingRoundFactory(board=world.boards["other"], slug="2030-31-q1")
    place = reverse("portal:answer-item", args=[commitment.pk])
    return "respondent", (place, sent), (f"{place}?round={stranger.slug}", sent), NOT_THERE


@stray("portal:answer-item", "hand on", "somebody of another organisation")
def handed_to_a_stranger(world: World) -> Stray:
    commitment = own_item(world)
    place = reverse("portal:answer-item", args=[commitment.pk])
    colleague, stranger = (
        UserFactory(organisation=each, email=f"{name}@example.org")
        for name, each in (("one", commitment.organisation), ("two", OrganisationFactory()))
    )
    right, wrong = ({"deed": "hand_on", "handed_to": each.pk} for each in (colleague, stranger))
    return "respondent", (place, right), (place, wrong), REFUSED


@stray("portal:reports", "ask", "a format that is written by hand")
def report_of_another_kind(world: World) -> Stray:
    by_hand = ReportFactory(board=world.boards["own"]).format
    sent = {"board": world.boards["own"].slug, "period": "2024-25-q1"}
    right, wrong = (
        {**sent, "format": code}
        for code in (ReportFormatFactory(is_built=True).code, by_hand.code)
    )
    place = reverse("portal:reports")
    return "officer", (place, right), (place, wrong), REFUSED


def beginning(world: World, **changed: str) -> dict[str, str]:
    sent = DEEDS["portal:paper-begin", "begin"]({"slug": world.boards["own"].slug})
    return {**sent, **changed}


@stray("portal:paper-begin", "begin", "a format that nobody types in")
def paper_of_another_kind(world: World) -> Stray:
    by_itself, place = ReportFormatFactory(is_built=True).code, reverse("portal:paper-begin")
    wrong = beginning(world, format=by_itself)
    return "officer", (place, beginning(world)), (place, wrong), REFUSED


@stray("portal:paper-view", "copy", "a format that nobody types in")
def copy_of_another_kind(world: World) -> Stray:
    place = reverse("portal:paper-view", args=[ReportFactory(board=world.boards["own"]).pk])
    right, wrong = (
        {"deed": "copy", "format": code}
        for code in ("hwb-2023", ReportFormatFactory(is_built=True).code)
    )
    return "officer", (place, right), (place, wrong), NOT_THERE


@stray("portal:paper-head", "save", "facts that the format does not take")
def head_with_other_facts(world: World) -> Stray:
    place = reverse("portal:paper-head", args=[ReportFactory(board=world.boards["own"]).pk])
    right, wrong = (
        {"title": "Another", "version": 1, "sources": each} for each in ("measures", "drafts")
    )
    return "officer", (place, right), (place, wrong), REFUSED


for _deed in ("save", "keep"):

    def section_of_another(world: World, deed: str = _deed) -> Stray:
        """Name a section under a paper that has none of the kind."""
        board, sent = world.boards["own"], DEEDS["portal:section-edit", deed]({})
        section = ReportSectionFactory(report__board=board)
        bare = ReportFactory(board=board, title="Another")
        right, wrong = (
            reverse("portal:section-edit", args=[pk, section.code])
            for pk in (section.report_id, bare.pk)
        )
        return "officer", (right, sent), (wrong, sent), NOT_THERE

    stray("portal:section-edit", _deed, "a section of another paper")(section_of_another)


@stray("impact:figure-edit", "change", "a figure of another measure")
def figure_of_another(world: World) -> Stray:
    one, other = (a_figure(world.boards["own"], "") for _ in range(2))
    sent = {**FIGURE, "version": 1, "reason": "Late records."}
    right, wrong = (
        reverse("impact:figure-edit", args=[one["code"], pk]) for pk in (one["pk"], other["pk"])
    )
    return "officer", (right, sent), (wrong, sent), NOT_THERE


def of_its_plan(measure: Any, to: Any, **more: Any) -> dict[str, Any]:
    return {"measure": measure.code, "to": to, **more}


@stray("impact:measure-tie", "tie", "an action of another plan")
def tied_to_another(world: World) -> Stray:
    one, other = two_actions(world)
    place = tying(one)
    right, wrong = (of_its_plan(MeasureFactory(), each.pk) for each in (one, other))
    return "officer", (place, right), (place, wrong), REFUSED


@stray("impact:measure-tie", "tie", "a measure of another board's draft")
def measure_of_a_draft(world: World) -> Stray:
    one = two_actions(world)[0]
    draft = MeasureFactory(plan=PlanFactory(board=world.boards["other"], state="draft"))
    place, right = tying(one), of_its_plan(MeasureFactory(), one.pk)
    return "officer", (place, right), (place, of_its_plan(draft, one.pk)), REFUSED


@stray("impact:measure-tie", "untie", "an action of another plan")
def untied_from_another(world: World) -> Stray:
    links = [ActionMeasureFactory(action=each) for each in two_actions(world)]
    place = tying(links[0].action)
    right, wrong = (of_its_plan(one.measure, one.action_id, deed="untie") for one in links)
    return "officer", (place, right), (place, wrong), REFUSED


def tying(action: DeliveryAction) -> str:
    priority = action.plan.priority
    return reverse("impact:measure-tie", args=[priority.plan.slug, priority.number])


# Deeds that name nothing but what their address names, which the tables walk.
OF_THEIR_ADDRESS = {
    *rights_asking.OF_THEIR_ADDRESS,
    *rights_business.OF_THEIR_ADDRESS,
    *rights_meetings.OF_THEIR_ADDRESS,
    *rights_people.OF_THEIR_ADDRESS,
    *rights_seats.OF_THEIR_ADDRESS,
    *rights_terms.OF_THEIR_ADDRESS,
    *rights_boards.OF_THEIR_ADDRESS,
    *rights_closing.OF_THEIR_ADDRESS,
    *(("priorities:delivery-versions", deed) for deed in ("agree", "publish", "draft")),
    *(("priorities:round-view", deed) for deed in ("open", "close")),
    *(("portal:paper-view", deed) for deed in ("submit", "ask", "send back")),
    *(("portal:report-view", deed) for deed in ("approve", "publish", "withdraw")),
    ("impact:figure-add", "type"),
    *(("governance:meeting-state", d) for d in ("postpone", "cancel", "take up", "adjourn")),
    # "Open another's" is a deed of the table itself.
    *(("governance:notice-list", deed) for deed in ("read all", "open another's")),
    ("portal:paper-head", "keep"),
    ("priorities:commitment-answer", "keep"),
    *(deed for deed in DEEDS if deed[0].startswith(("account_", "mfa_", "openid_"))),
    # Whoever opens accounts does so for the whole partnership: nobody is of somewhere else.
    *(deed for deed in DEEDS if deed[0] in {"portal:invitations", "portal:resets"}),
    ("portal:invitation", "choose"),
}


def person(world: World, who: str) -> User:
    found = world.people[who]
    assert isinstance(found, User)
    return found


def test_every_deed_was_looked_at_for_what_it_names() -> None:
    strays = {(address, deed) for address, deed, _ in STRAYS}
    assert set(DEEDS) - strays == OF_THEIR_ADDRESS


@pytest.mark.parametrize(("address", "deed", "what"), STRAYS, ids=" ".join)
def test_what_belongs_elsewhere_is_not_taken(
    world: World, address: str, deed: str, what: str
) -> None:
    with undone():
        who, right, wrong, expected = STRAYS[address, deed, what](world)
        with written_tables() as written:
            met = outcome(world.browser(who).post(*wrong))
        assert (met, written) == (expected, set()), wrong
        assert outcome(world.browser(who).post(*right)) == "may", right


def test_a_ticket_of_somebody_else_or_of_another_form_keeps_nothing_for_them(
    world: World,
) -> None:
    """Whoever is signed in keeps their own words, in the form of the address."""
    action = two_actions(world)[0]
    chair, officer = person(world, "chair"), person(world, "officer")
    elsewhere = Sheet("section", "7", "/papers/7/purpose/", "Purpose")
    place = to("action-edit", action, pk=action.pk)
    for owner in (chair, officer):
        with undone():
            sent = {"deed": "keep", "title": "Mine", "ticket": ticket_for(owner, elsewhere)}
            assert outcome(world.browser("officer").post(place, sent)) == "may"
            kept = Draft.objects.values_list("person", "form", "key")
            assert list(kept) == [(officer.pk, "action", str(action.pk))]


def test_reading_all_notices_leaves_those_of_others(world: World) -> None:
    with undone():
        theirs = NotificationFactory()
        world.browser("member").post(reverse("governance:notice-list"), {"deed": "all"})
        assert Notification.objects.get(pk=theirs.pk).seen_at is None


@pytest.mark.parametrize("asked", [{"from": "7"}, {"to": "7"}, {"from": "x"}, {"to": "-1"}])
def test_versions_are_compared_within_their_own_plan(world: World, asked: dict[str, str]) -> None:
    """Another plan's numbers are numbers that this one has not."""
    with undone():
        action = two_actions(world)[0]
        browser, place = world.browser("officer"), to("delivery-versions", action)
        for deed, who in (("submit", "officer"), ("agree", "chair")):
            assert outcome(world.browser(who).post(place, {"deed": deed})) == "may"
        assert browser.get(place, {"from": "1", "to": "2"}).status_code == 200
        assert browser.get(place, asked).status_code == 404
