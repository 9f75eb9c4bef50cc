"""Sendings about delivery plans, their reports and rounds that name a thing of somewhere else."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, User
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Priority
from tests.factories import (
    CommitmentFactory,
    ContributionFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    IssueFactory,
    OrganisationFactory,
    ReportingRoundFactory,
)
from tests.rights import World
from tests.rights_own import AMENDED, asked_of, delivery_held, this_round
from tests.rights_strays import NOT_THERE, REFUSED, Maker, Stray, registering
from tests.rights_things import milestone_of
from tests.test_authorisation_writes import ACTION, BOXES, DEEDS, MILESTONE

STRAYS: dict[tuple[str, str, str], Maker] = {}
stray = registering(STRAYS)


def person(world: World, who: str) -> User:
    found = world.people[who]
    assert isinstance(found, User)
    return found


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
