"""What the addresses of the authorisation tables speak of, made for a board in a state."""

from collections.abc import Callable
from typing import Any

from governance.models import Board
from impact.models import Area, Measure
from priorities.models import DeliveryPlan, Plan
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
    AreaFactory,
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
