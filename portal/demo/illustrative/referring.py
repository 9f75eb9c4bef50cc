"""What the present alliances refer to each other, answered and open."""

from typing import Any

from governance.models import Referral, User
from portal.demo.illustrative.alliances import Alliance, chair_of
from portal.demo.timing import at


def refer(seated: dict[str, Alliance], said: list[dict[str, Any]], officer: User) -> None:
    """Add each referral: its sender's chair refers, the receiver's chair responds."""
    for each in said:
        begin, end = seated[each["from"]], seated[each["to"]]
        row = Referral(
            from_board=begin.board,
            to_board=end.board,
            what=each["what"],
            referred_at=at(begin.timing.day(each["asked"]), 10),
            referred_by=chair_of(begin),
            respond_by=begin.timing.day(each["due"]),
        )
        had = each["acknowledged" if "acknowledged" in each else "answered"]
        row.acknowledged_at, row.acknowledged_by = at(end.timing.day(had), 11), officer
        if "response" in each:
            row.response, row.reason = each["response"], each["reason"]
            row.responded_at = at(end.timing.day(each["answered"]), 15)
            row.responded_by = chair_of(end)
        begin.shelf.illustrate(row)
