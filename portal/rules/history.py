"""Who reads the history, and of which kinds of records: by the names of their models.

A kind that stands nowhere here is read by nobody. Officers of the whole partnership read drafts
and exempt papers of every board, and so their history; of one board nobody reads it alone.
"""

from typing import Any

import rules

from governance.rules import ADMINISTRATOR, OFFICER, right
from governance.scope import Person, Scope, scope_of

# What holds the partnership together: read by officers and by who keeps the membership.
MEMBERSHIP = frozenset(
    {
        *("organisation", "board", "boardname", "boardlink", "boardstatement", "succession"),
        *("seat", "place", "appointment", "office", "respondent", "merger"),
        *("quorumneed", "pause", "signature", "closing"),
    }
)
# About persons: read by who keeps the membership.
PEOPLE = frozenset({"user", "nomination", "mentoring", "accessreview", "leaving"})
# What who keeps the system reads.
ACCOUNTS = frozenset({"user", "office"})
# All else that boards do: read by officers.
RECORDS = frozenset(
    {
        *("meeting", "agendaitem", "meetingpaper", "paperclearance", "attendance", "decision"),
        *("actionpoint", "declaration", "vote", "minutes", "writtenprocedure", "writtenanswer"),
        *("workprogrammeitem", "challenge", "referral", "termsofreference"),
        *("document", "source", "sourcenote", "subject", "version", "glossaryterm"),
        *("plan", "planfollow", "outcome", "statement", "needsfinding", "priority"),
        *("requirement", "sponsorship", "milestone", "deliveryplan", "deliveryaction", "slip"),
        *("commitment", "reportinground", "contribution", "nudge", "handedon"),
        *("progressupdate", "reportedstate", "evidenceitem", "issue"),
        *("selectionround", "prompt", "criterion"),
        *("area", "neighbourset", "neighbour", "measure", "prioritymeasure", "actionmeasure"),
        *("target", "scorecard", "scorecardrow", "engagement"),
        *("reportformat", "report", "reportsection", "reportclearance"),
    }
)
# Read by nobody: what opens doors, and words that somebody may take back.
HIDDEN = frozenset(
    {
        *("signedlink", "calendarfeed", "newaddress", "factorreset"),
        *("yousaid", "publicquestion"),
    }
)


def kinds_read(scope: Scope) -> frozenset[str]:
    """Return the kinds of records of which the person reads the history."""
    kinds: set[str] = set()
    if scope.is_everywhere(OFFICER):
        kinds |= MEMBERSHIP | RECORDS
    if scope.is_everywhere(ADMINISTRATOR):
        kinds |= MEMBERSHIP | PEOPLE
    if scope.is_system_administrator:
        kinds |= ACCOUNTS
    return frozenset(kinds)


@rules.predicate
def reads_history(person: Person, kind: Any) -> bool:
    """The person reads the history of records of this kind; without one, of any."""
    kinds = kinds_read(scope_of(person))
    return kind in kinds if kind else bool(kinds)


right(
    "portal.read_history",
    reads_history,
    who="Partnership officers of the whole partnership read the history of its records,"
    " membership administrators that of boards, seats and people, system administrators that"
    " of accounts.",
)
