"""Who may open which address: the table that the default-deny middleware enforces.

PUBLIC lets everybody in; what a page then shows is decided by the rules of its storey. Below
stand the roof's own: who may ask for a report, and who reads it.
"""

import rules
from django.db.models import Q

from governance.models import User
from governance.rules import (
    SCRUTINY,
    boards_read,
    is_chair,
    is_member,
    is_officer,
    is_system_administrator,
    keeps_all_membership,
    reads_drafts,
    right,
)
from governance.scope import ASSISTANT, CHAIRS, Person, Scope, scope_of
from portal.models import ReportRun
from portal.rules import (
    accounts,
    history,  # noqa: F401 -- it names a right
)

PUBLIC = "public"
SIGNED_IN = "signed in"

# Route name -> rule. A route that is not here opens for nobody.
RULES: dict[str, str] = {
    "portal:front": PUBLIC,
    "portal:health": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:search": PUBLIC,
    "portal:outbox": PUBLIC,  # in the demonstration only
    "portal:home": SIGNED_IN,
    "portal:leaver": SIGNED_IN,
    "portal:board-succession": SIGNED_IN,
    "portal:history": SIGNED_IN,
    "portal:history-record": SIGNED_IN,
    # Whom a signed link was sent to answers without an account: the pages ask who it is.
    "portal:answer": PUBLIC,
    "portal:answer-item": PUBLIC,
    "portal:answer-link": PUBLIC,
    "portal:board-reports": PUBLIC,
    "portal:reports": PUBLIC,
    "portal:report-view": PUBLIC,
    "portal:report-document": PUBLIC,
    "portal:formats": PUBLIC,
    "portal:minutes-document": PUBLIC,
    "portal:agenda-pack": PUBLIC,
    "portal:pack-file": PUBLIC,
    "portal:paper-begin": SIGNED_IN,
    "portal:paper-view": SIGNED_IN,
    "portal:paper-head": SIGNED_IN,
    "portal:paper-preview": SIGNED_IN,
    "portal:section-edit": SIGNED_IN,
    "portal:styleguide": PUBLIC,
    "portal:access-why": SIGNED_IN,
    "portal:address-own": SIGNED_IN,
    "portal:address-change": SIGNED_IN,
    "portal:address-confirm": PUBLIC,  # the links of the two mails open without an account
    "portal:invitations": SIGNED_IN,
    "portal:invitation": PUBLIC,  # whom an invitation was sent to has no account yet
    "portal:invitation-link": PUBLIC,
    "portal:resets": SIGNED_IN,
    "governance:board-list": PUBLIC,
    "governance:board-new": SIGNED_IN,
    **dict.fromkeys(
        (
            *("governance:board-keep", "governance:board-edit", "governance:board-rules"),
            *("governance:board-close", "governance:part-add", "governance:part-edit"),
            *("governance:terms-draft", "governance:terms-sign-off"),
            *("governance:signature-add", "governance:signature-edit"),
            *("governance:seat-list", "governance:seat-add", "governance:seat-edit"),
            "governance:place-end",
        ),
        SIGNED_IN,
    ),
    "governance:board-add": SIGNED_IN,
    "governance:board-about": PUBLIC,
    "governance:terms-view": PUBLIC,
    "governance:terms-version": PUBLIC,  # of a draft the page asks who it is
    "governance:board-members": PUBLIC,
    "governance:place-view": SIGNED_IN,
    "governance:place-appoint": SIGNED_IN,
    "governance:appointment-end": SIGNED_IN,
    "governance:appointment-renew": SIGNED_IN,
    "governance:appointment-act": SIGNED_IN,
    "governance:nomination-ask": SIGNED_IN,
    "governance:nomination-view": SIGNED_IN,
    # Whom a signed link was sent to names somebody without an account.
    "governance:nominate": PUBLIC,
    "governance:nominate-link": PUBLIC,
    "governance:board-meetings": PUBLIC,
    "governance:board-attendance": SIGNED_IN,
    "governance:board-addresses": SIGNED_IN,
    "governance:map": PUBLIC,
    "governance:organisation-list": PUBLIC,
    "governance:organisation-view": PUBLIC,
    "governance:organisation-add": SIGNED_IN,
    "governance:organisation-edit": SIGNED_IN,
    "governance:organisation-end": SIGNED_IN,
    "governance:meeting-view": PUBLIC,
    "governance:meeting-add": SIGNED_IN,
    "governance:meeting-edit": SIGNED_IN,
    "governance:meeting-reply": SIGNED_IN,
    "governance:register-view": SIGNED_IN,
    "governance:declaration-add": SIGNED_IN,
    "governance:declaration-edit": SIGNED_IN,
    "governance:vote-add": SIGNED_IN,
    "governance:vote-edit": SIGNED_IN,
    "governance:meeting-state": SIGNED_IN,
    "governance:challenge-ask": SIGNED_IN,
    "governance:challenge-list": SIGNED_IN,
    "governance:challenge-view": SIGNED_IN,
    "governance:challenge-answer": SIGNED_IN,
    "governance:challenge-close": SIGNED_IN,
    "governance:referral-add": SIGNED_IN,
    "governance:referral-list": SIGNED_IN,
    "governance:referral-view": SIGNED_IN,
    "governance:referral-respond": SIGNED_IN,
    "governance:agenda-view": SIGNED_IN,
    "governance:item-add": SIGNED_IN,
    "governance:item-edit": SIGNED_IN,
    "governance:meeting-room": SIGNED_IN,
    "governance:minutes-view": PUBLIC,
    "governance:minutes-opening": SIGNED_IN,
    "governance:minute-edit": SIGNED_IN,
    "governance:decision-edit": SIGNED_IN,
    "governance:point-settle": SIGNED_IN,
    "governance:point-edit": SIGNED_IN,
    "governance:paper-add": SIGNED_IN,
    "governance:paper-view": PUBLIC,
    "governance:paper-edit": SIGNED_IN,
    "governance:paper-send": SIGNED_IN,
    "governance:paper-file": PUBLIC,
    "governance:papers-due": SIGNED_IN,
    "governance:question-ask": PUBLIC,  # somebody of the public has no account
    "governance:item-notes": SIGNED_IN,
    "governance:question-list": SIGNED_IN,
    "governance:question-settle": SIGNED_IN,
    "governance:procedure-list": SIGNED_IN,
    "governance:procedure-add": SIGNED_IN,
    "governance:procedure-view": SIGNED_IN,
    "governance:procedure-answer": SIGNED_IN,
    "governance:programme-view": SIGNED_IN,
    "governance:planned-add": SIGNED_IN,
    "governance:planned-edit": SIGNED_IN,
    "governance:calendar": SIGNED_IN,
    "governance:board-feed": PUBLIC,
    # Whose address it is needs no account: the page asks whose it is.
    "governance:person-feed": PUBLIC,
    "governance:glossary": PUBLIC,
    "governance:notice-list": SIGNED_IN,
    "governance:person-list": SIGNED_IN,
    "governance:profile": SIGNED_IN,
    "governance:people-import": SIGNED_IN,
    "governance:access-review": SIGNED_IN,
    "governance:person-add": SIGNED_IN,
    "governance:person-view": SIGNED_IN,
    "governance:person-edit": SIGNED_IN,
    "governance:person-merge": SIGNED_IN,
    "governance:merger-view": SIGNED_IN,
    "governance:office-add": SIGNED_IN,
    "governance:office-edit": SIGNED_IN,
    "governance:respondent-add": SIGNED_IN,
    "governance:respondent-edit": SIGNED_IN,
    "governance:mentoring-add": SIGNED_IN,
    "governance:mentoring-edit": SIGNED_IN,
    "priorities:board-plans": PUBLIC,
    "priorities:plan-list": PUBLIC,
    "priorities:plan-view": PUBLIC,
    "priorities:delivery-view": PUBLIC,
    "priorities:action-add": SIGNED_IN,
    "priorities:action-edit": SIGNED_IN,
    "priorities:milestone-add": SIGNED_IN,
    "priorities:milestone-edit": SIGNED_IN,
    "priorities:commitment-ask": SIGNED_IN,
    "priorities:commitment-answer": SIGNED_IN,
    "priorities:delivery-versions": SIGNED_IN,
    "priorities:delivery-paste": SIGNED_IN,
    "priorities:partners-remind": SIGNED_IN,
    "priorities:progress-view": SIGNED_IN,
    "priorities:round-view": SIGNED_IN,
    "impact:priority-view": PUBLIC,
    "impact:priority-measures": PUBLIC,
    "impact:measure-tie": SIGNED_IN,
    "impact:meeting-kit": SIGNED_IN,
    "impact:measure-list": PUBLIC,
    "impact:measure-view": PUBLIC,
    "impact:figure-add": SIGNED_IN,
    "impact:figure-edit": SIGNED_IN,
    "impact:voice": PUBLIC,
    "impact:how-judged": PUBLIC,
    **dict.fromkeys(accounts.OPEN_TO_ALL, PUBLIC),
    **dict.fromkeys(accounts.ONES_OWN, SIGNED_IN),
}


def acts_for_others(person: User) -> list[str]:
    """Return the roles in which a person acts for others: offices, chairs, keeping the system."""
    scope = scope_of(person)
    held = [f"{each.kind} {each.board}" for each in scope.offices if each.kind != ASSISTANT]
    held += [f"{each.role} {each.board}" for each in scope.seats if each.role in CHAIRS]
    return sorted([*held, *(["system"] if scope.is_system_administrator else [])])


def needs_second_step(person: User) -> bool:
    """Say whether a person needs more than a password; nobody under 18 does."""
    return not person.is_young and bool(acts_for_others(person))


@rules.predicate
def is_published(person: Person, run: ReportRun) -> bool:
    """The report was published."""
    return run.state == ReportRun.State.PUBLISHED


@rules.predicate
def was_published(person: Person, run: ReportRun) -> bool:
    """The report was published, whether or not it was withdrawn since."""
    return is_published(person, run) or (
        run.state == ReportRun.State.WITHDRAWN and run.published_at is not None
    )


@rules.predicate
def is_approved_for_scrutiny(person: Person, run: ReportRun) -> bool:
    """The report was approved, and the person works for scrutiny."""
    is_approved = run.state == ReportRun.State.APPROVED
    return is_approved and scope_of(person).holds(SCRUTINY, run.board_id)


@rules.predicate
def wrote(person: Person, run: ReportRun) -> bool:
    """The person began the paper that the report is of."""
    return run.report is not None and run.report.written_by_id == scope_of(person).person


def reports_seen(scope: Scope) -> Q:
    """Return the condition on runs that the person sees: the list-twin of the page."""
    shown = Q(state=ReportRun.State.PUBLISHED)
    gone = Q(state=ReportRun.State.WITHDRAWN, published_at__isnull=False)
    seen = shown | gone | boards_read(scope)
    scrutinised = scope.boards_as(SCRUTINY)
    if not scrutinised:
        return seen
    approved = Q(state=ReportRun.State.APPROVED)
    return seen | (approved if None in scrutinised else approved & Q(board__in=scrutinised))


right(
    "portal.ask_report",
    is_member | is_officer,
    who="Members of the board and its officers ask for its reports.",
)
READERS = "Members of the board and its officers read its reports before they are published."
right("portal.view_report", was_published | is_approved_for_scrutiny | reads_drafts, who=READERS)
right("portal.read_report", is_published | is_approved_for_scrutiny | reads_drafts, who=READERS)
right("portal.view_paper", reads_drafts, who=READERS)
right("portal.write_paper", is_officer, who="The board’s officers write its papers.")
right(
    "portal.send_back_paper",
    is_officer | is_chair,
    who="The board’s officers and its chair make a submitted paper a draft again.",
)
right(
    "portal.approve_report",
    is_chair & ~wrote,
    who="The chair or vice chair of the board approves, and nobody what they wrote.",
)
right("portal.publish_report", is_officer, who="The board’s officers publish what is approved.")
right(
    "portal.withdraw_report",
    is_officer | is_chair,
    who="The board’s officers and its chair withdraw a report.",
)
KEEPERS = "Membership administrators of the partnership and system administrators"
right(
    "portal.invite",
    keeps_all_membership | is_system_administrator,
    who=f"{KEEPERS} invite people.",
)
right(
    "portal.reset_second_step",
    keeps_all_membership | is_system_administrator,
    who=f"{KEEPERS} reset a second step, two of them together.",
)
