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

__all__ = [
    "Desk",
    "FormatRow",
    "Front",
    "ReportPage",
    "approvers",
    "boards_to_ask_for",
    "boards_to_write_for",
    "desk",
    "format_list",
    "front",
    "report_list",
    "report_page",
    "runs_with_their_waiting",
    "wrote_in",
]
