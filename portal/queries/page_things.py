"""What the page at an address is of: the thing of which its rights are asked."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from governance.models import (
    ActionPoint,
    AgendaItem,
    Board,
    Challenge,
    Meeting,
    MeetingPaper,
    Referral,
    User,
    WrittenProcedure,
)
from impact.models import Measure
from portal.models import Report, ReportRun
from portal.models.packs import Circle
from portal.queries.explained import Partnership
from portal.rules.packs import PackFor
from priorities.models import Commitment, DeliveryAction, DeliveryPlan, Plan, Priority
from priorities.queries.progress_page import report_in
from priorities.rules import plan_of

Given = Mapping[str, Any]
# Of the pages of accounts and people: those kept for others, and those that all have of their own.
FOR_OTHERS = {"invitations", "resets"}
ONES_OWN = {"profile", "address-own"}
ACTIONS = {"action-edit", "commitment-ask"}


def thing_at(address: str) -> Any:
    """Return what the page at an address is of; None where it asks for no right."""
    path = urlsplit(address.strip()).path
    try:
        match = resolve(path)
    except Resolver404:
        return None
    find = ROOMS.get(path.strip("/").split("/")[0])
    return find(match.url_name or "", match.kwargs) if find else None


def board_of(thing: Any) -> Board | None:
    """Return the board that a thing belongs to, None where it is nobody's or everybody's."""
    match thing:
        case Board():
            return thing
        case Partnership() | User():
            return None
        case AgendaItem() | ActionPoint() | PackFor():
            return thing.meeting.board
        case MeetingPaper():
            return thing.item.meeting.board
        case Challenge():
            return thing.heard_by
        case Referral():
            return thing.passed_to or thing.to_board
    return _kept_by(thing)


def _kept_by(thing: Any) -> Board | None:
    """Return the board that keeps a thing, by itself or by its plan."""
    if isinstance(thing, Measure):
        return thing.board or (thing.plan.board if thing.plan else None)
    board: Board | None = thing.board if hasattr(thing, "board") else plan_of(thing).board
    return board


def kind_of(thing: Any) -> str:
    """Return what kind of thing it is, in words."""
    match thing:
        case Partnership():
            return "the whole partnership"
        case User():
            return "person"
        case PackFor():
            return "pack of a meeting"
    return str(thing._meta.verbose_name)


def _board(name: str, given: Given) -> Any:
    if "slug" not in given:
        return Partnership()
    return Board.objects.filter(slug=given["slug"]).first()


def _meeting(name: str, given: Given) -> Any:
    meeting = Meeting.objects.filter(pk=given["pk"]).select_related("board").first()
    if "paper" in given:
        papers = MeetingPaper.objects.select_related("item__meeting__board")
        return papers.filter(pk=given["paper"], item__meeting=meeting).first()
    if "item" in given:
        items = AgendaItem.objects.select_related("meeting__board")
        return items.filter(pk=given["item"], meeting=meeting).first()
    if meeting is not None and given.get("circle") in Circle:
        return PackFor(meeting, Circle(given["circle"]))
    return meeting


def _meeting_of_decision(name: str, given: Given) -> Any:
    return Meeting.objects.filter(decisions=given["pk"]).select_related("board").first()


def _row(rows: Any, *needs: str) -> Callable[[str, Given], Any]:
    """Return how to find a row by its key, with what its rights need."""

    def find(name: str, given: Given) -> Any:
        if "pk" not in given:
            return None
        return rows._default_manager.filter(pk=given["pk"]).select_related(*needs).first()

    return find


def _person(name: str, given: Given) -> Any:
    if name in ONES_OWN:
        return None
    if "pk" not in given or name == "merger-view":
        return Partnership()
    return User.objects.filter(pk=given["pk"]).first()


def _plan(name: str, given: Given) -> Any:
    if "slug" not in given:
        return None
    plan = Plan.objects.filter(slug=given["slug"]).select_related("board").first()
    rows = Priority.objects.filter(plan=plan, number=given.get("number", 0))
    priority = rows.select_related("plan__board", "delivery_plan").first()
    if priority is None:
        return plan
    if "period" in given:
        return report_in(priority, given["period"])
    return _of_delivery(name, given, priority)


def _of_delivery(name: str, given: Given, priority: Priority) -> Any:
    delivery: DeliveryPlan | None = getattr(priority, "delivery_plan", None)
    if delivery is None:
        return priority
    if name in ACTIONS:
        return DeliveryAction.objects.filter(pk=given["pk"], plan=delivery).first()
    if name == "commitment-answer":
        return Commitment.objects.filter(pk=given["pk"], action__plan=delivery).first()
    return delivery


def _measure(name: str, given: Given) -> Any:
    rows = Measure.objects.select_related("board", "plan__board")
    return rows.filter(code=given["code"]).first() if "code" in given else None


def _report(name: str, given: Given) -> Any:
    if name == "paper-begin":
        return Partnership()
    is_paper = name in {"paper-view", "paper-head", "paper-preview", "section-edit"}
    return _row(Report if is_paper else ReportRun, "board")(name, given)


def _history(name: str, given: Given) -> Any:
    return Partnership(kind=given.get("kind", ""))


def _account(name: str, given: Given) -> Any:
    return Partnership() if name in FOR_OTHERS else None


def _whole(name: str, given: Given) -> Any:
    return Partnership()


ROOMS: dict[str, Callable[[str, Given], Any]] = {
    "boards": _board,
    "rounds": _board,
    "organisations": _whole,
    "people": _person,
    "mentoring": _whole,
    "accounts": _account,
    "history": _history,
    "meetings": _meeting,
    "decisions": _meeting_of_decision,
    "action-points": _row(ActionPoint, "item", "meeting__board"),
    "written": _row(WrittenProcedure, "board"),
    "challenges": _row(Challenge, "board", "passed_to", "subject"),
    "referrals": _row(Referral, "to_board", "passed_to"),
    "plans": _plan,
    "answer": _row(Commitment, "action__plan__priority__plan__board"),
    "measures": _measure,
    "reports": _report,
}
