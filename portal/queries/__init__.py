"""What pages of all storeys together show."""

from portal.queries.approving import approvers, wrote_in
from portal.queries.desk import Desk, desk
from portal.queries.formats import FormatRow, format_list
from portal.queries.front import Front, front
from portal.queries.reports import (
    boards_to_ask_for,
    boards_to_write_for,
    report_list,
)
from portal.queries.runs import ReportPage, report_page, runs_with_their_waiting
from portal.queries.security import FACTORS, Security, has_factor, person_known, security
from portal.queries.sessions import is_over as session_is_over
from portal.queries.sessions import signed_in

__all__ = [
    "FACTORS",
    "Desk",
    "FormatRow",
    "Front",
    "ReportPage",
    "Security",
    "approvers",
    "boards_to_ask_for",
    "boards_to_write_for",
    "desk",
    "format_list",
    "front",
    "has_factor",
    "person_known",
    "report_list",
    "report_page",
    "runs_with_their_waiting",
    "security",
    "session_is_over",
    "signed_in",
    "wrote_in",
]
