"""The rights that pages ask of each kind of thing, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Board,
    Challenge,
    Meeting,
    MeetingPaper,
    Place,
    Referral,
    User,
    WrittenProcedure,
)
from governance.scope import scope_of
from impact.models import Measure, Scorecard
from portal.models import Report, ReportRun
from portal.models.packs import Circle
from portal.rules.packs import PackFor
from priorities.models import (
    Commitment,
    DeliveryAction,
    DeliveryPlan,
    Plan,
    Priority,
    ProgressUpdate,
)


@dataclass(frozen=True)
class Partnership:
    """What belongs to no board: organisations, people, accounts and the history."""

    kind: str = ""  # the kind of record whose history is read


@dataclass(frozen=True)
class Asked:
    """A right, in words, and of what it is asked where that is not the page's own thing."""

    name: str
    words: str
    of: Callable[[Any, User], Any] = lambda thing, person: thing


def _own_reply(meeting: Meeting, person: User) -> Attendance:
    """Return the reply to a meeting for the place that the person holds, or prepares for."""
    scope = scope_of(person)
    mine = Place.objects.filter(pk__in=scope.places | scope.prepares_for)
    place = mine.filter(seat__board=meeting.board_id).order_by("pk").first()
    return Attendance(meeting=meeting, place=place)


RIGHTS: dict[type[Any], tuple[Asked, ...]] = {
    Partnership: (
        Asked("governance.view_people", "Sees the people of the partnership"),
        Asked("governance.change_membership", "Keeps organisations and people"),
        Asked("governance.add_board", "Adds boards"),
        Asked("portal.write_paper", "Writes the papers of every board", lambda *_: Report()),
        Asked("portal.invite", "Invites people to sign in"),
        Asked("portal.reset_second_step", "Resets a second step"),
        Asked("governance.manage_accounts", "Keeps accounts and settings"),
        Asked("portal.read_history", "Reads the history", lambda whole, person: whole.kind),
    ),
    User: (
        Asked("governance.view_people", "Sees the person’s page"),
        Asked("governance.change_membership", "Keeps what is known of them"),
        Asked("governance.change_profile", "Keeps it as their own profile"),
    ),
    Board: (
        Asked("governance.read_drafts", "Reads what the board has in draft"),
        Asked("governance.read_terms", "Reads the draft of its terms of reference"),
        Asked("governance.comment", "Comments"),
        Asked("governance.add_challenge", "Asks a partner a question"),
        Asked("governance.refer", "Refers to another board"),
        Asked("governance.change_meeting", "Keeps its meetings"),
        Asked("governance.appoint", "Appoints to its places"),
        Asked("governance.read_addresses", "Reads the e-mail addresses of its table"),
        Asked("governance.change_board", "Sees how the board is kept"),
        Asked("governance.keep_board", "Keeps the board"),
        Asked("priorities.view_round", "Sees who has answered in its rounds"),
        Asked("priorities.run_rounds", "Opens and closes its rounds"),
        Asked("portal.ask_report", "Asks for its reports"),
        Asked("portal.write_paper", "Writes its papers"),
        Asked("impact.import_figures", "Brings in files of figures"),
    ),
    Meeting: (
        Asked("governance.view_meeting", "Sees the meeting"),
        Asked("governance.read_minutes", "Reads the minutes"),
        Asked(
            "portal.read_pack",
            "Reads the whole pack",
            lambda meeting, person: PackFor(meeting, Circle.WHOLE),
        ),
        Asked("governance.reply", "Replies for their place", _own_reply),
        Asked("governance.change_meeting", "Keeps the meeting"),
        Asked("governance.agree_minutes", "Says at which meeting its minutes were agreed"),
    ),
    PackFor: (Asked("portal.read_pack", "Reads this pack"),),
    AgendaItem: (
        Asked("governance.read_item", "Reads the item"),
        Asked("governance.take_notes", "Takes notes of their own at it"),
        Asked("governance.change_meeting", "Keeps its meeting", lambda item, person: item.meeting),
    ),
    MeetingPaper: (
        Asked("governance.read_paper", "Reads the paper"),
        Asked("governance.write_paper", "Hands it in"),
    ),
    ActionPoint: (
        Asked("governance.settle_point", "Says what came of it"),
        Asked(
            "governance.change_meeting",
            "Changes what is asked",
            lambda point, person: point.meeting,
        ),
    ),
    WrittenProcedure: (
        Asked("governance.read_drafts", "Reads what is asked in writing"),
        Asked("governance.answer_written", "Answers it"),
    ),
    Challenge: (
        Asked("governance.view_challenge", "Reads the question and its answer"),
        Asked("governance.answer_challenge", "Answers it"),
        Asked("governance.close_challenge", "Closes it"),
    ),
    Referral: (
        Asked("governance.view_referral", "Reads the referral"),
        Asked("governance.answer_referral", "Responds to it"),
    ),
    Plan: (
        Asked("priorities.view_plan", "Sees the plan"),
        Asked("priorities.change_plan", "Edits the plan"),
        Asked(
            "impact.view_scorecard",
            "Sees its scorecard",
            lambda plan, person: Scorecard(plan=plan, board=plan.board),
        ),
    ),
    Priority: (
        Asked("priorities.view_plan", "Sees the priority"),
        Asked("impact.tie_measure", "Ties measures to it"),
    ),
    DeliveryPlan: (
        Asked("priorities.view_deliveryplan", "Sees the delivery plan"),
        Asked("priorities.view_deliveryaction", "Reads its actions as they stand"),
        Asked("priorities.compare_deliveryplan", "Compares its versions"),
        Asked("priorities.change_deliveryplan", "Edits it"),
        Asked("priorities.agree_deliveryplan", "Agrees it"),
        Asked("priorities.publish_deliveryplan", "Publishes it"),
        Asked("priorities.nudge", "Reminds its partners"),
        Asked("impact.tie_measure", "Ties measures to it"),
    ),
    DeliveryAction: (Asked("priorities.change_deliveryaction", "Edits the action"),),
    Commitment: (
        Asked("priorities.answer_commitment", "Accepts, amends or declines it"),
        Asked("priorities.accept_amendment", "Accepts how it was amended"),
        Asked("priorities.contribute", "Reports on it each quarter"),
        Asked("priorities.nudge", "Reminds who answers"),
    ),
    ProgressUpdate: (
        Asked("priorities.view_update", "Reads what is being reported"),
        Asked("priorities.write_update", "Writes the progress report"),
        Asked("priorities.sign_off_update", "Signs it off"),
        Asked("priorities.nudge", "Reminds who is silent"),
    ),
    Measure: (
        Asked("impact.view_measure", "Sees the measure"),
        Asked("impact.change_measure", "Keeps the measure"),
        Asked("impact.type_figure", "Types its figures"),
        Asked("impact.release_figure", "Releases its figures"),
    ),
    ReportRun: (
        Asked("portal.view_report", "Sees that there is the report"),
        Asked("portal.read_report", "Reads the report"),
        Asked("portal.approve_report", "Approves it"),
        Asked("portal.publish_report", "Publishes it"),
        Asked("portal.withdraw_report", "Withdraws it"),
    ),
    Report: (
        Asked("portal.view_paper", "Reads the paper"),
        Asked("portal.write_paper", "Writes it"),
        Asked("portal.send_back_paper", "Sends it back"),
    ),
}
