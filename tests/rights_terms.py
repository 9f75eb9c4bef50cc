"""What the walks of rights need of terms of reference: things, sendings, and strays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Board, TermsOfReference
from tests.factories import (
    BoardFactory,
    MeetingFactory,
    OrganisationFactory,
    SeatFactory,
    SignatureFactory,
    TermsOfReferenceFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, WHO, Sent, Stray, always

ON, NEXT = date(2024, 6, 12), date(2024, 6, 13)


def of_board(board: Board, state: str) -> dict[str, Any]:
    """Return a board with a draft of its terms."""
    return {"slug": a_draft(board).board.slug}


def a_draft(board: Board) -> TermsOfReference:
    made: TermsOfReference = board.terms.filter(
        signed_off_on=None
    ).first() or TermsOfReferenceFactory(board=board, number=90)
    return made


def a_version(board: Board, state: str) -> dict[str, Any]:
    if state == "draft":
        return {"slug": board.slug, "number": a_draft(board).number}
    signed = TermsOfReferenceFactory(board=board, number=80, signed_off_on=ON)
    return {"slug": board.slug, "number": signed.number}


def in_force(board: Board) -> TermsOfReference:
    """Return terms of a board that can be signed."""
    made: TermsOfReference = board.terms.filter(
        signed_off_on__isnull=False
    ).first() or TermsOfReferenceFactory(board=board, number=80, signed_off_on=ON)
    return made


def to_be_signed(board: Board, state: str) -> dict[str, Any]:
    return {"slug": in_force(board).board.slug}


def a_signature(board: Board, state: str) -> dict[str, Any]:
    row = SignatureFactory(terms=in_force(board), signed_on=ON)
    return {"slug": board.slug, "pk": row.pk}


THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:terms-view": of_board,
    "governance:terms-version": a_version,
    "governance:terms-draft": of_board,
    "governance:terms-sign-off": of_board,
    "governance:signature-add": to_be_signed,
    "governance:signature-edit": a_signature,
}


def signed_off(thing: dict[str, Any]) -> dict[str, Any]:
    board = Board.objects.get(slug=thing["slug"])
    meeting = MeetingFactory(board=board, on=ON)
    return {"signed_off_in": meeting.pk, "version": a_draft(board).version}


def signed(thing: dict[str, Any]) -> dict[str, Any]:
    """Return what records that an organisation at the table signed."""
    seat = SeatFactory(
        board=Board.objects.get(slug=thing["slug"]), represents=OrganisationFactory()
    )
    return {"organisation": seat.represents.name, "signed_on": ON}


DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:terms-draft", "save"): always(text="The board meets monthly.", version=1),
    ("governance:terms-draft", "keep"): always(deed="keep", text="Half a"),
    ("governance:terms-sign-off", "sign off"): signed_off,
    ("governance:signature-add", "record"): signed,
    ("governance:signature-edit", "save"): always(signed_on=NEXT, version=1),
    ("governance:signature-edit", "take back"): always(deed="remove"),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {("governance:terms-draft", deed) for deed in ("save", "keep")}


def at_a_meeting_of_another_board(world: Any) -> Stray:
    board = world.boards["own"]
    place = reverse("governance:terms-sign-off", args=[board.slug])
    sent = signed_off(of_board(board, ""))
    return WHO, (place, sent), (place, {**sent, "signed_off_in": MeetingFactory().pk}), REFUSED


def an_organisation_of_another_table(world: Any) -> Stray:
    thing = to_be_signed(world.boards["own"], "")
    place, sent = reverse("governance:signature-add", kwargs=thing), signed(thing)
    stranger = signed(to_be_signed(BoardFactory(), ""))
    return WHO, (place, sent), (place, stranger), REFUSED


def signature_of_another_board(deed: str) -> Callable[[Any], Stray]:
    """Return an address with the signature of another board in it."""

    def make(world: Any) -> Stray:
        own, other = (a_signature(each, "") for each in (world.boards["own"], BoardFactory()))
        sent = DEEDS["governance:signature-edit", deed](own)
        right = reverse("governance:signature-edit", kwargs=own)
        wrong = reverse("governance:signature-edit", kwargs={**other, "slug": own["slug"]})
        return WHO, (right, sent), (wrong, sent), NOT_THERE

    return make


STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {
    (
        "governance:signature-add",
        "record",
        "an organisation of another table",
    ): an_organisation_of_another_table,
    **{
        (
            "governance:signature-edit",
            deed,
            "a signature of another board",
        ): signature_of_another_board(deed)
        for deed in ("save", "take back")
    },
    (
        "governance:terms-sign-off",
        "sign off",
        "a meeting of another board",
    ): at_a_meeting_of_another_board,
}
