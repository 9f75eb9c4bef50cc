"""What the walks of rights need of meetings: things, valid sendings, and sendings that stray."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
from django.urls import reverse

from governance.changes.expecting import expect
from governance.models import AgendaItem, Attendance, Board, Meeting, MeetingPaper
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    DeclarationFactory,
    MeetingFactory,
    MeetingPaperFactory,
    PaperClearanceFactory,
    PaperFileFactory,
    SubjectFactory,
    UserFactory,
    VoteFactory,
)
from tests.rights_strays import NOT_THERE, REFUSED, Sent, Stray, always, of_board, registering


class Pdf:
    """A PDF of one page that may be sent any number of times."""

    name, content_type = "paper.pdf", "application/pdf"

    def __init__(self) -> None:
        made, kept = pikepdf.new(), io.BytesIO()
        made.add_blank_page()
        made.save(kept)
        self.content = kept.getvalue()

    def read(self) -> bytes:
        return self.content


PDF = Pdf()


def a_meeting(board: Board, state: str) -> dict[str, Any]:
    return {"pk": MeetingFactory(board=board, state=state).pk}


def one_to_come(board: Board, state: str) -> dict[str, Any]:
    """Return a meeting at which somebody is expected."""
    AppointmentFactory(place__seat__board=board)
    return {"pk": MeetingFactory(board=board, state=state, on=date(2099, 1, 7)).pk}


def an_agenda(board: Board, state: str) -> dict[str, Any]:
    """Return a meeting with two items, one of them late once its agenda is out."""
    meeting = MeetingFactory(board=board, state=state)
    AgendaItemFactory(meeting=meeting, number=1)
    late = {"late_reason": "Urgent.", "late_agreed_by": UserFactory()}
    AgendaItemFactory(meeting=meeting, number=2, **(late if state == "published" else {}))
    return {"pk": meeting.pk}


def an_item(board: Board, state: str) -> dict[str, Any]:
    meeting = an_agenda(board, state)["pk"]
    return {"pk": meeting, "item": AgendaItem.objects.get(meeting=meeting, number=1).pk}


def a_register(board: Board, state: str) -> dict[str, Any]:
    """Return a meeting that has begun, with its last place not marked yet, or all of them."""
    held = AppointmentFactory(place__seat__board=board)
    meeting = MeetingFactory(board=board, state="published")
    expect(meeting)
    rows = Attendance.objects.filter(meeting=meeting)
    rows.filter(place=held.place).update(deputy=held.holder)
    if state == "all marked":
        rows.update(came="present")
    return {"pk": meeting.pk}


def a_declaration(board: Board, state: str) -> dict[str, Any]:
    row = DeclarationFactory(meeting__board=board, meeting__state=state)
    return {"pk": row.meeting_id, "declaration": row.pk}


def a_vote(board: Board, state: str) -> dict[str, Any]:
    row = VoteFactory(meeting__board=board, meeting__state=state)
    return {"pk": row.meeting_id, "vote": row.pk}


def a_paper(board: Board, state: str) -> dict[str, Any]:
    """Return a paper that is in and suitable, with words and a file."""
    item = AgendaItemFactory(meeting__board=board, meeting__state=state)
    who = {"lead": UserFactory(), "received_on": "2024-05-01"}
    paper = MeetingPaperFactory(item=item, text="Words.", is_suitable=True, **who)
    PaperFileFactory(paper=paper, content=PDF.content)
    PaperClearanceFactory(paper=paper)
    return {"pk": item.meeting_id, "paper": paper.pk}


def a_file(board: Board, state: str) -> dict[str, Any]:
    return {**a_paper(board, state), "edition": 1}


def owed_papers(board: Board, state: str) -> dict[str, Any]:
    """Return a meeting with a paper that somebody owes."""
    thing = a_paper(board, state)
    MeetingPaper.objects.filter(pk=thing["paper"]).update(received_on=None)
    return {"pk": thing["pk"]}


# What an address speaks of.
THINGS: dict[str, Callable[[Board, str], dict[str, Any]]] = {
    "governance:meeting-view": a_meeting,
    "governance:meeting-add": of_board,
    "governance:meeting-edit": a_meeting,
    "governance:meeting-reply": one_to_come,
    "governance:meeting-state": a_meeting,
    "governance:register-view": a_register,
    "governance:declaration-add": a_meeting,
    "governance:declaration-edit": a_declaration,
    "governance:vote-add": a_meeting,
    "governance:vote-edit": a_vote,
    "governance:agenda-view": an_agenda,
    "governance:item-add": a_meeting,
    "governance:item-edit": an_item,
    "governance:paper-add": an_item,
    "governance:paper-view": a_paper,
    "governance:paper-edit": a_paper,
    "governance:paper-send": a_paper,
    "governance:paper-file": a_file,
    "governance:papers-due": owed_papers,
}


def becomes(deed: str, **values: Any) -> Sent:
    """Return the sending of a form among several, whose fields begin with its name."""
    prefix = deed.replace(" ", "-")
    return always(deed=deed, **{f"{prefix}-{name}": value for name, value in values.items()})


MEETING = {"on": "2099-01-07", "kind": "ordinary", "venue": "Council House"}


def of_register(deed: str, name: str) -> Sent:
    """Return the sending that names the place, or the deputy, of the register's only row."""

    def sent(thing: dict[str, Any]) -> dict[str, Any]:
        row = Attendance.objects.filter(meeting=thing["pk"], deputy__isnull=False).get()
        return {"deed": deed, "came": "present", name: getattr(row, f"{PLACES[name]}_id")}

    return sent


def declared(thing: dict[str, Any]) -> dict[str, Any]:
    meeting = Meeting.objects.get(pk=thing["pk"])
    who = AppointmentFactory(place__seat__board=meeting.board).holder
    return {"person": who.pk, "kind": "other", "interest": "A cousin.", "version": 1}


PLACES = {"place": "place", "presides": "deputy"}
VOTE = {"motion": "That it be agreed.", "votes_for": 1, "against": 0, "abstained": 0, "version": 1}
ITEM = {"title": "The plan", "purpose": "decide"}

# What a browser sends for a deed at an address.
DEEDS: dict[tuple[str, str], Sent] = {
    ("governance:meeting-add", "plan"): always(**MEETING),
    ("governance:meeting-edit", "save"): always(**MEETING, version=1),
    ("governance:meeting-reply", "reply"): always(reply="coming"),
    ("governance:register-view", "mark"): of_register("", "place"),
    ("governance:register-view", "mark the rest"): always(deed="rest"),
    ("governance:register-view", "preside"): of_register("preside", "presides"),
    ("governance:register-view", "close"): always(deed="close"),
    ("governance:declaration-add", "note"): declared,
    ("governance:declaration-edit", "save"): declared,
    ("governance:declaration-edit", "strike out"): always(deed="remove"),
    ("governance:vote-add", "note"): always(**VOTE),
    ("governance:vote-edit", "save"): always(**VOTE),
    ("governance:vote-edit", "strike out"): always(deed="remove"),
    ("governance:meeting-state", "postpone"): becomes("postpone", because="Snow."),
    ("governance:meeting-state", "cancel"): becomes("cancel", because="Snow."),
    ("governance:meeting-state", "take up"): becomes("take up", on="2099-01-08"),
    ("governance:meeting-state", "adjourn"): becomes("adjourn", because="Fire.", on="2099-01-08"),
    ("governance:agenda-view", "publish"): always(deed="publish", late_reason="Snow."),
    ("governance:agenda-view", "supplement"): always(deed="supplement"),
    ("governance:item-add", "add"): always(**ITEM),
    ("governance:item-edit", "save"): always(**ITEM, version=1),
    ("governance:item-edit", "remove"): always(deed="remove"),
    ("governance:item-edit", "move down"): always(deed="down"),
    ("governance:item-edit", "keep"): always(deed="keep", title="Half a"),
    ("governance:paper-add", "ask"): always(title="How it goes"),
    ("governance:paper-edit", "save"): always(title="How it goes", text="More.", version=1),
    ("governance:paper-send", "send"): always(file=PDF),
    ("governance:paper-view", "hand in"): always(deed="hand in"),
    ("governance:paper-view", "clear"): always(
        deed="clear", kind="legal", officer="Legal", cleared_on="2024-05-01"
    ),
    ("governance:paper-view", "take clearance back"): always(
        deed="take clearance back", kind="finance"
    ),
    ("governance:paper-view", "take out"): always(deed="take out", because="It names a child."),
    ("governance:paper-view", "put back"): always(deed="put back"),
    ("governance:papers-due", "remind"): always(),
}
# Deeds that name nothing but what their address names.
OF_THEIR_ADDRESS = {
    *(("governance:register-view", deed) for deed in ("mark the rest", "close")),
    *(("governance:meeting-state", d) for d in ("postpone", "cancel", "take up", "adjourn")),
    *(("governance:agenda-view", deed) for deed in ("publish", "supplement")),
}
STRAYS: dict[tuple[str, str, str], Callable[[Any], Stray]] = {}
stray = registering(STRAYS, within="governance:")


def themed_by(address: str, deed: str) -> None:
    """Register a meeting's form with a theme of another board in it."""

    @stray(address, deed, "a theme of another board")
    def make(world: Any) -> Stray:
        board = world.boards["own"]
        maker = of_board if address == "meeting-add" else a_meeting
        place = reverse(f"governance:{address}", kwargs=maker(board, "planned"))
        right, wrong = (
            {**MEETING, "version": 1, "kind": "themed", "theme": SubjectFactory(**of).pk}
            for of in ({"board": board}, {})
        )
        return "officer", (place, right), (place, wrong), REFUSED


themed_by("meeting-add", "plan")
themed_by("meeting-edit", "save")


def item_of_another_meeting(deed: str) -> None:
    """Register an item's address with an item of another meeting in it."""

    @stray("item-edit", deed, "an item of another meeting")
    def make(world: Any) -> Stray:
        one, other = (an_item(world.boards["own"], "planned") for _ in range(2))
        right = reverse("governance:item-edit", kwargs=one)
        wrong = reverse("governance:item-edit", kwargs={**one, "item": other["item"]})
        body = DEEDS["governance:item-edit", deed]({})
        return "officer", (right, body), (wrong, body), NOT_THERE


def replied(world: Any, *bodies: dict[str, Any], met: str) -> Stray:
    """Return a right and a wrong reply of a member."""
    place = reverse("governance:meeting-reply", kwargs=one_to_come(world.boards["own"], "planned"))
    right, wrong = bodies
    return "member", (place, right), (place, wrong), met


@stray("meeting-reply", "reply", "a place of another board")
def reply_of_another_board(world: Any) -> Stray:
    own, other = {"reply": "coming"}, AppointmentFactory().place_id
    return replied(world, own, {**own, "place": other}, met=NOT_THERE)


@stray("meeting-reply", "reply", "a deputy of another organisation")
def deputy_of_another_body(world: Any) -> Stray:
    body = world.people["member"].appointments.get().seat.represents
    own, other = UserFactory(organisation=body), UserFactory()
    right, wrong = ({"reply": "deputy", "deputy": each.pk} for each in (own, other))
    return replied(world, right, wrong, met=REFUSED)


def in_a_register(deed: str, name: str, wrong: Callable[[], int]) -> None:
    """Register a tap that names somebody who is not expected."""

    @stray("register-view", deed, f"a {name} of another board")
    def make(world: Any) -> Stray:
        thing = a_register(world.boards["own"], "published")
        place = reverse("governance:register-view", kwargs=thing)
        right = DEEDS["governance:register-view", deed](thing)
        return "officer", (place, right), (place, {**right, name: wrong()}), NOT_THERE


in_a_register("mark", "place", lambda: AppointmentFactory().place_id)
in_a_register("preside", "presides", lambda: UserFactory().pk)


def noted_elsewhere(address: str, name: str, maker: Callable[[Board, str], Any]) -> None:
    """Register what was noted at another meeting, under the address of this one."""
    for deed in ("save", "strike out"):

        @stray(address, deed, "what was noted at another meeting")
        def make(world: Any, deed: str = deed) -> Stray:
            one, other = (maker(world.boards["own"], "published") for _ in range(2))
            right = reverse(f"governance:{address}", kwargs=one)
            wrong = reverse(f"governance:{address}", kwargs={**one, name: other[name]})
            body = DEEDS[f"governance:{address}", deed](one)
            return "officer", (right, body), (wrong, body), NOT_THERE


noted_elsewhere("declaration-edit", "declaration", a_declaration)
noted_elsewhere("vote-edit", "vote", a_vote)


def at_an_item(address: str) -> None:
    """Register what is noted on an item of another meeting."""

    @stray(address, "note", "an item of another meeting")
    def make(world: Any) -> Stray:
        one, other = (an_item(world.boards["own"], "published") for _ in range(2))
        place = reverse(f"governance:{address}", args=[one["pk"]])
        body = DEEDS[f"governance:{address}", "note"](one)
        right, wrong = ({**body, "item": each["item"]} for each in (one, other))
        return "officer", (place, right), (place, wrong), REFUSED


at_an_item("declaration-add")
at_an_item("vote-add")


def paper_of_another_meeting(address: str, deed: str) -> None:
    """Register a paper's address with a paper of another meeting in it."""

    @stray(address, deed, "a paper of another meeting")
    def make(world: Any) -> Stray:
        one, other = (a_paper(world.boards["own"], "planned") for _ in range(2))
        right = reverse(f"governance:{address}", kwargs=one)
        wrong = reverse(f"governance:{address}", kwargs={**one, "paper": other["paper"]})
        body = DEEDS[f"governance:{address}", deed]({})
        return "officer", (right, body), (wrong, body), NOT_THERE


for _address, _deed in DEEDS:
    if _address in {f"governance:paper-{each}" for each in ("view", "edit", "send")}:
        paper_of_another_meeting(_address.partition(":")[2], _deed)


@stray("paper-add", "ask", "an item of another meeting")
def paper_to_another_item(world: Any) -> Stray:
    one, other = (an_item(world.boards["own"], "planned") for _ in range(2))
    right = reverse("governance:paper-add", kwargs=one)
    wrong = reverse("governance:paper-add", kwargs={**one, "item": other["item"]})
    body = DEEDS["governance:paper-add", "ask"]({})
    return "officer", (right, body), (wrong, body), NOT_THERE


@stray("paper-add", "ask", "who hands it in, of another board")
def paper_of_a_stranger(world: Any) -> Stray:
    place = reverse("governance:paper-add", kwargs=an_item(world.boards["own"], "planned"))
    right, wrong = (
        {"title": "It", "lead": who.pk} for who in (world.people["member"], UserFactory())
    )
    return "officer", (place, right), (place, wrong), REFUSED


@stray("papers-due", "remind", "a paper of another meeting")
def reminded_of_another(world: Any) -> Stray:
    one, other = (owed_papers(world.boards["own"], "planned") for _ in range(2))
    place = reverse("governance:papers-due", kwargs=one)
    right, wrong = (
        {"remind": MeetingPaper.objects.get(item__meeting=each["pk"]).pk} for each in (one, other)
    )
    return "officer", (place, right), (place, wrong), NOT_THERE


for _deed in ("save", "remove", "move down", "keep"):
    item_of_another_meeting(_deed)


def in_an_item(world: Any, *bodies: dict[str, Any], state: str = "planned") -> Stray:
    """Return a right and a wrong form of a new item, at a meeting in a state."""
    thing = an_agenda(world.boards["own"], state)
    if state == "published":
        Meeting.objects.filter(**thing).update(agenda_out_on=date(2024, 6, 1))
    place = reverse("governance:item-add", kwargs=thing)
    right, wrong = ({**ITEM, **body} for body in bodies)
    return "officer", (place, right), (place, wrong), REFUSED


@stray("item-add", "add", "a subject of another board")
def item_about(world: Any) -> Stray:
    own, other = SubjectFactory(board=world.boards["own"]), SubjectFactory()
    return in_an_item(world, {"subject": own.pk}, {"subject": other.pk})


@stray("item-add", "add", "who brings it, of another board")
def item_brought_by(world: Any) -> Stray:
    return in_an_item(world, {"lead": world.people["member"].pk}, {"lead": UserFactory().pk})


@stray("item-add", "add", "a late item agreed by somebody who is no chair")
def late_item_agreed(world: Any) -> Stray:
    right, wrong = (
        {"late_reason": "Urgent.", "late_agreed_by": world.people[who].pk}
        for who in ("chair", "member")
    )
    return in_an_item(world, right, wrong, state="published")
