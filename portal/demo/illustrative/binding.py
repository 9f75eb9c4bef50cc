"""What the present alliances bind themselves to: terms, who signed them, who learns a seat."""

from datetime import timedelta
from typing import Any

from governance.models import Mentoring, Signature, TermsOfReference
from portal.demo.illustrative.alliances import Alliance, meeting_of, member, organisation_of
from portal.demo.illustrative.people import appoint


def bind(alliance: Alliance, said: dict[str, Any]) -> None:
    """Add the versions of the terms, the signatures below the newest, and the mentoring."""
    versions = _versions(alliance, said["terms"])
    terms, on = [(each, each.signed_off_on) for each in versions if each.signed_off_on][-1]
    for slug, days in said["signed"].items():
        organisation = organisation_of(alliance, slug)
        signed_on = on + timedelta(days=days)
        row = Signature(terms=terms, organisation=organisation, signed_on=signed_on)
        alliance.shelf.illustrate(row)
    for each in said.get("mentoring", ()):
        _mentor(alliance, each)


def _versions(alliance: Alliance, said: dict[str, Any]) -> list[TermsOfReference]:
    """Add each version: the paragraphs of the one before, some of them worded anew."""
    paragraphs: dict[int, str] = dict(said["paragraphs"])
    rows = []
    for number, version in enumerate(said["versions"], 1):
        paragraphs |= version.get("wording", {})
        meeting = meeting_of(alliance, version["meeting"]) if "meeting" in version else None
        row = TermsOfReference(
            board=alliance.board,
            number=number,
            text="\n\n".join(f"{at}. {text}" for at, text in paragraphs.items()),
            signed_off_in=meeting,
            signed_off_on=meeting.on if meeting else None,
        )
        rows.append(alliance.shelf.illustrate(row))
    return rows


def _mentor(alliance: Alliance, said: dict[str, Any]) -> None:
    """Appoint who comes next, and let who goes bring them in."""
    held = next(each for each in alliance.held if each.place is alliance.place(said["place"]))
    successor = member(alliance, said)
    begins = alliance.day(held.said["until"])
    how = f"nominated by {successor.organisation}"
    appoint(alliance.shelf, held.place, successor, starts_on=begins, how=how)
    row = Mentoring(
        seat=held.place.seat,
        mentor=held.holder,
        successor=successor,
        starts_on=alliance.day(said["from"]),
        ends_on=begins,
        notes=said["notes"],
    )
    alliance.shelf.illustrate(row)
