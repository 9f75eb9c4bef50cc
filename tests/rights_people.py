"""What the walks of rights need of people: things, valid sendings, and sendings that stray."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from governance.changes.links import hash_of
from governance.changes.people_lines import mark_of, try_people
from governance.forms.people_lines import PeopleForm
from governance.http import today
from governance.models import Appointment, Board, NewAddress, User
from tests.factories import (
    AppointmentFactory,
    BoardFactory,
    MentoringFactory,
    MergerFactory,
    NewAddressFactory,
    OfficeFactory,
    OrganisationFactory,
    RespondentFactory,
    SeatFactory,
    UserFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, WHO, Sent, Stray, always


def a_person(board: Board, state: str) -> dict[str, Any]:
    return {"pk": UserFactory().pk}


def an_office(board: Board, state: str) -> dict[str, Any]:
    office = OfficeFactory(board=board)
    return {"pk": office.person_id, "office": office.pk}


def a_respondent(board: Board, state: str) -> dict[str, Any]:
    respondent = RespondentFactory(board=board)
    return {"pk": respondent.person_id, "respondent": respondent.pk}


def a_mentor(board: Board, state: str) -> dict[str, Any]:
    return {"pk": AppointmentFactory(place__seat__board=board).holder_id}


def a_mentoring(board: Board, state: str) -> dict[str, Any]:
    return {"pk": MentoringFactory(seat__board=board).pk}


def a_merger(board: Board, state: str) -> dict[str, Any]:
    return {"pk": MergerFactory().pk}


def a_token(board: Board, state: str) -> dict[str, Any]:
    """Return a guessed token, or one that a mail took to somebody's old address."""
    if state != "asked for":
        return {"token": "guessed"}
    asked = NewAddressFactory(
        old_sha256=hash_of("mailed"), until=timezone.now() + timedelta(days=1)
    )
    NewAddress.objects.exclude(pk=asked.pk).filter(old_sha256=asked.old_sha256).update(
        old_sha256="0" * 64
    )
    return {"token": "mailed"}


# What an address speaks of; people belong to no board.
THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "portal:access-why": a_person,
    "portal:address-change": a_person,
    "portal:address-confirm": a_token,
    "governance:person-merge": a_person,
    "governance:merger-view": a_merger,
    "governance:person-view": a_person,
    "governance:person-edit": a_person,
    "governance:office-add": a_person,
    "governance:office-edit": an_office,
    "governance:respondent-add": a_person,
    "governance:mentoring-add": a_mentor,
    "governance:mentoring-edit": a_mentoring,
    "governance:respondent-edit": a_respondent,
}


def answering(thing: dict[str, Any]) -> dict[str, Any]:
    body, board = OrganisationFactory().pk, BoardFactory().pk
    return {"organisation": body, "board": board, "starts_on": "2024-04-01"}


def mentored(thing: dict[str, Any]) -> dict[str, Any]:
    held = Appointment.objects.get(holder=thing["pk"])
    return {"successor": UserFactory().email, "seat": held.seat_id, "starts_on": "2024-04-01"}


def sheet(cells: str) -> dict[str, Any]:
    """Return a sheet with the mark of its preview."""
    form = PeopleForm({"cells": cells})
    assert form.is_valid()
    return {"deed": "write", "cells": cells, "mark": mark_of(try_people(form.wanted, on=today()))}


def merging(thing: dict[str, Any]) -> dict[str, Any]:
    """Return what merges another record into that of `thing`."""
    stays, gone = User.objects.get(pk=thing["pk"]), UserFactory()
    seen = f"{stays.pk}.{stays.version} {gone.pk}.{gone.version}"
    chosen = {"post": "stays", "email": "gone"}
    return {"deed": "merge", "other": gone.email, "seen": seen, **chosen}


# What a browser sends for a deed at an address.
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:person-add", "add"): always(post="Chief nurse", key="new"),
    ("governance:person-edit", "save"): always(post="Chief nurse", version=1),
    ("governance:person-edit", "keep"): always(deed="keep", post="Half a"),
    ("governance:people-import", "write"): lambda thing: sheet("Post\nChief nurse"),
    ("portal:address-own", "ask"): always(address="another@example.org"),
    ("portal:address-own", "cancel"): always(deed="cancel"),
    ("portal:address-change", "ask"): always(address="another@example.org"),
    ("portal:address-change", "cancel"): always(deed="cancel"),
    ("portal:address-confirm", "confirm"): always(),
    ("governance:access-review", "review"): lambda thing: {
        "person": UserFactory().pk,
        "outcome": "kept",
    },
    ("governance:person-merge", "look"): lambda thing: {"other": UserFactory().email},
    ("governance:person-merge", "merge"): merging,
    ("governance:merger-view", "undo"): always(),
    ("governance:profile", "save"): always(post="Chief nurse", version=1),
    ("governance:office-add", "give"): always(kind="data_approver", starts_on="2024-04-01"),
    ("governance:office-edit", "save"): always(version=1, starts_on="2024-05-01"),
    ("governance:respondent-add", "let"): answering,
    ("governance:mentoring-add", "let"): mentored,
    ("governance:mentoring-edit", "save"): always(version=1, starts_on="2024-05-01", notes="x"),
    ("governance:respondent-edit", "save"): always(version=1, starts_on="2024-05-01"),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {
    *(("portal:address-own", deed) for deed in ("ask", "cancel")),
    *(("portal:address-change", deed) for deed in ("ask", "cancel")),
    ("portal:address-confirm", "confirm"),
    ("governance:person-edit", "keep"),
    ("governance:profile", "save"),
    ("governance:merger-view", "undo"),
    ("governance:mentoring-edit", "save"),
}
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {}


def in_a_form(address: str, deed: str, name: str, wrong: Callable[[], Any]) -> None:
    """Register a form of a person in which `name` is what is offered to nobody."""

    def make(world: Any) -> Stray:
        thing = {} if address.endswith("person-add") else {"pk": UserFactory().pk}
        place, sent = reverse(address, kwargs=thing or None), DEEDS[address, deed](thing)
        return WHO, (place, sent), (place, {**sent, name: wrong()}), REFUSED

    STRAYS[address, deed, f"a closed {name}"] = make


def a_closed_body() -> Any:
    return OrganisationFactory(ends_on=date(2024, 4, 1)).pk


def the_name_of_a_closed_body() -> Any:
    return OrganisationFactory(ends_on=date(2024, 4, 1)).name


def a_closed_board() -> Any:
    return BoardFactory(status=Board.Status.HISTORIC).pk


in_a_form("governance:person-add", "add", "organisation", the_name_of_a_closed_body)
in_a_form("governance:person-edit", "save", "organisation", the_name_of_a_closed_body)
in_a_form("governance:office-add", "give", "board", a_closed_board)
in_a_form("governance:respondent-add", "let", "organisation", a_closed_body)


def a_closed_body_in_a_sheet(world: Any) -> Stray:
    """Name in a sheet an organisation that is closed."""
    place = reverse("governance:people-import")
    bodies = OrganisationFactory(), OrganisationFactory(ends_on=date(2024, 4, 1))
    right, wrong = (sheet(f"Post,Organisation\nChief nurse,{each.name}") for each in bodies)
    return WHO, (place, right), (place, wrong), REFUSED


STRAYS["governance:people-import", "write", "a closed organisation"] = a_closed_body_in_a_sheet


def one_who_went(world: Any) -> Stray:
    """Review a record that was merged into another."""
    place, gone = reverse("governance:access-review"), MergerFactory().gone
    right, wrong = ({"person": each.pk, "outcome": "kept"} for each in (UserFactory(), gone))
    return WHO, (place, right), (place, wrong), NOT_THERE


STRAYS["governance:access-review", "review", "a record that was merged away"] = one_who_went


def merged_before(deed: str) -> None:
    """Register the merging of a record that was merged already."""

    def make(world: Any) -> Stray:
        thing = {"pk": UserFactory().pk}
        place, sent = reverse("governance:person-merge", kwargs=thing), merging(thing)
        gone = MergerFactory(gone__is_active=False).gone
        wrong = {**sent, "other": gone.email, "deed": deed}
        return WHO, (place, {**sent, "deed": deed}), (place, wrong), REFUSED

    STRAYS["governance:person-merge", deed, "a record that was merged already"] = make


def a_seat_the_mentor_never_held(world: Any) -> Stray:
    """Name another's seat."""
    thing = {"pk": AppointmentFactory().holder_id}
    place, sent = reverse("governance:mentoring-add", kwargs=thing), mentored(thing)
    return WHO, (place, sent), (place, {**sent, "seat": SeatFactory().pk}), REFUSED


STRAYS["governance:mentoring-add", "let", "a seat of somebody else"] = a_seat_the_mentor_never_held

merged_before("look")
merged_before("merge")


def of_another(address: str, row_of: Any, name: str) -> None:
    """Register a person's address with what another is charged with in it."""

    def make(world: Any) -> Stray:
        row, other, sent = row_of(), row_of(), DEEDS[address, "save"]({})
        right, wrong = (
            reverse(address, kwargs={"pk": row.person_id, name: each.pk}) for each in (row, other)
        )
        return WHO, (right, sent), (wrong, sent), NOT_THERE

    STRAYS[address, "save", f"{name} of another person"] = make


of_another("governance:office-edit", OfficeFactory, "office")
of_another("governance:respondent-edit", RespondentFactory, "respondent")
