"""Sendings about answers, reports, papers and figures that name a thing of somewhere else."""

from typing import Any

from django.urls import reverse

from priorities.models import Commitment, DeliveryAction
from tests.factories import (
    ActionMeasureFactory,
    MeasureFactory,
    OrganisationFactory,
    PlanFactory,
    ReportFactory,
    ReportFormatFactory,
    ReportingRoundFactory,
    ReportSectionFactory,
    UserFactory,
)
from tests.rights import World
from tests.rights_own import asked_of, this_round
from tests.rights_plans import person, two_actions
from tests.rights_strays import NOT_THERE, REFUSED, Maker, Stray, registering
from tests.rights_things import a_figure
from tests.test_authorisation_writes import DEEDS, FIGURE

STRAYS: dict[tuple[str, str, str], Maker] = {}
stray = registering(STRAYS)


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
