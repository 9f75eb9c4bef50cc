"""Who may do what: each deed of `authorisation_writes.csv`, sent as a browser sends it.

Everybody sends what would be taken from whom the deed belongs to. "may" means it was done; whoever
is refused has written nothing. An address that takes POST without a row fails the build.
"""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.urls import get_resolver, reverse
from django.utils import timezone

from governance.models import Board, SignedLink, User
from governance.periods import quarter_of
from portal.changes.invitations import invite
from portal.management.commands.routes import routes
from portal.models import Report
from portal.rules import PUBLIC, RULES
from priorities.models import Commitment, Priority
from tests import (
    rights_asking,
    rights_boards,
    rights_business,
    rights_closing,
    rights_meetings,
    rights_people,
    rights_seats,
    rights_terms,
)
from tests.factories import (
    CommitmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    FactorResetFactory,
    MeasureFactory,
    NotificationFactory,
    PriorityMeasureFactory,
    ReportFactory,
    ReportFormatFactory,
    UserFactory,
)
from tests.rights import (
    Row,
    Thing,
    World,
    exceptions,
    outcome,
    rows,
    undone,
    written_tables,
)
from tests.rights_own import AMENDED, THEIRS, this_round
from tests.rights_things import THINGS, a_commitment, a_report_due
from tests.test_authorisation import ADDRESSES

DEEDS_OF_TABLE = rows("authorisation_writes")
ROUTES = {route.name: route for route in routes(get_resolver().url_patterns)}
NOT_TAKEN = ("put", "patch", "delete")

pytestmark = pytest.mark.django_db

Sent = Callable[[dict[str, Any]], dict[str, Any]]


def always(**values: Any) -> Sent:
    """Return a sending that is the same whatever the thing."""
    return lambda thing: values


def offered(thing: dict[str, Any]) -> dict[str, Any]:
    return {"version": Commitment.objects.get(pk=thing["pk"]).version, "state": "accepted"}


def reminded(thing: dict[str, Any]) -> dict[str, Any]:
    board = {"action__plan__priority__plan__board__slug": thing["slug"]}
    return {"remind": Commitment.objects.filter(**board).latest("pk").pk}


def tied(thing: dict[str, Any]) -> dict[str, Any]:
    priority = Priority.objects.get(plan__slug=thing["slug"], number=thing["number"])
    link = PriorityMeasureFactory(priority=priority)
    return {"measure": link.measure.code, "to": "priority", "deed": "untie"}


def beginner() -> User:
    """Return somebody who cannot sign in yet."""
    person: User = UserFactory(password=make_password(None))
    return person


def invited() -> SignedLink:
    return invite(beginner(), by=UserFactory(), at=timezone.now())


def with_codes() -> User:
    person: User = UserFactory()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    return person


ACTION = {"title": "Open a hub", "state": "on_track", "version": 1}
MILESTONE = {"what": "The second hub opens.", "due_on": "2025-06-30", "version": 1}
MOVED = {"why_moved": "The lease of the hub is not signed.", "version": 1}
ACTION = {"title": "Open a hub", "state": "on_track", **MOVED}
MILESTONE = {"what": "The second hub opens.", "due_on": "2025-06-30", **MOVED}
BOXES = {
    "action_taken": "The hub opened.",
    "version": 1,
    "rating": "at_risk",
    "rating_reason": "One part is late.",
}
FIGURE = {"value": "27.5", "state": "final", "kind": "records", "named": "Housing, May 2024"}
PASTED = "What will be done\tState\nOpen a hub\tOn track"
PASSWORD = "four words that hold"

# What a browser sends for a deed at an address.
DEEDS: dict[tuple[str, str], Sent] = {
    **rights_asking.DEEDS,
    **rights_business.DEEDS,
    **rights_meetings.DEEDS,
    **rights_people.DEEDS,
    **rights_seats.DEEDS,
    **rights_terms.DEEDS,
    **rights_boards.DEEDS,
    **rights_closing.DEEDS,
    ("priorities:action-add", "add"): always(**ACTION),
    ("priorities:action-edit", "save"): always(**ACTION),
    ("priorities:action-edit", "remove"): always(deed="remove"),
    ("priorities:action-edit", "move down"): always(deed="down"),
    ("priorities:action-edit", "keep"): always(deed="keep", title="Half a"),
    ("priorities:milestone-add", "add"): always(**MILESTONE),
    ("priorities:milestone-edit", "save"): always(**MILESTONE),
    ("priorities:milestone-edit", "remove"): always(deed="remove"),
    ("priorities:milestone-edit", "move down"): always(deed="down"),
    ("priorities:milestone-edit", "keep"): always(deed="keep", what="Half a"),
    ("priorities:commitment-ask", "ask"): lambda thing: {
        "organisation": DeliveryActionFactory().lead.name,
        "part": "Second two workers.",
    },
    ("priorities:commitment-answer", "accept"): offered,
    ("priorities:commitment-answer", "keep"): always(deed="keep", reason="Half a"),
    ("priorities:commitment-answer", "accept the amendment"): always(),
    ("priorities:delivery-paste", "write"): always(deed="write", cells=PASTED),
    ("priorities:partners-remind", "remind"): always(),
    ("priorities:delivery-versions", "submit"): always(deed="submit"),
    ("priorities:delivery-versions", "agree"): always(deed="agree"),
    ("priorities:delivery-versions", "publish"): always(deed="publish"),
    ("priorities:delivery-versions", "draft"): always(deed="draft"),
    ("priorities:progress-view", "write"): always(**BOXES),
    ("priorities:progress-view", "sign"): always(deed="sign", **BOXES),
    ("priorities:progress-view", "issue"): always(deed="issue", what="Two posts are vacant."),
    ("priorities:progress-view", "evidence"): always(
        deed="evidence", text="Waits fell by a third.", kind="data"
    ),
    ("priorities:round-view", "open"): always(),
    ("priorities:round-view", "close"): always(deed="close"),
    ("priorities:round-view", "remind"): reminded,
    ("portal:answer-item", "answer"): always(state="on_track", text="Two began.", version=0),
    ("portal:reports", "ask"): lambda thing: {
        "format": ReportFormatFactory().code,
        "board": thing["slug"],
        "period": "2024-25-q1",
    },
    ("portal:paper-begin", "begin"): lambda thing: {
        "title": "How the plan is going",
        "format": "hwb-2023",
        "board": thing["slug"],
        "period": "2024-25-q1",
    },
    ("portal:paper-view", "submit"): always(deed="submit", version=1),
    ("portal:paper-view", "ask"): always(deed="ask"),
    ("portal:paper-view", "copy"): always(deed="copy", format="hwb-2023"),
    ("portal:paper-view", "send back"): always(deed="send back", because="Say what it costs."),
    ("portal:paper-head", "save"): always(title="Another", version=1),
    ("portal:paper-head", "keep"): always(deed="keep", title="Half a"),
    ("portal:section-edit", "save"): always(text="Words.", version=1),
    ("portal:section-edit", "keep"): always(deed="keep", text="Half a"),
    ("portal:report-view", "approve"): always(deed="approve"),
    ("portal:report-view", "publish"): always(deed="publish"),
    ("portal:report-view", "withdraw"): always(deed="withdraw", because="A figure was wrong."),
    ("impact:measure-tie", "tie"): lambda thing: {
        "measure": MeasureFactory().code,
        "to": "priority",
    },
    ("impact:measure-tie", "untie"): tied,
    ("impact:figure-add", "type"): always(**FIGURE, period="2020/21"),
    ("impact:figure-edit", "change"): always(**FIGURE, version=1, reason="Late records."),
    ("governance:notice-list", "read all"): always(deed="all"),
    ("governance:notice-list", "open another's"): lambda thing: {"open": NotificationFactory().pk},
    ("account_login", "sign in"): always(login="nobody@example.org", password="wrong"),
    ("account_logout", "sign out"): always(),
    ("account_change_password", "change"): always(oldpassword="wrong", password1=PASSWORD),
    ("account_reset_password", "ask for a link"): always(email="nobody@example.org"),
    ("account_reset_password_from_key", "choose"): always(password1=PASSWORD),
    ("portal:invitations", "invite"): lambda thing: {"invite": beginner().pk},
    ("portal:invitations", "invite these"): lambda thing: {"these": str(beginner().pk)},
    ("portal:invitations", "revoke"): lambda thing: {"revoke": invited().pk},
    ("portal:invitations", "send again"): lambda thing: {"again": invited().pk},
    ("portal:invitation", "choose"): always(password1=PASSWORD, password2=PASSWORD),
    ("portal:resets", "ask"): lambda thing: {
        "email": with_codes().email,
        "how_known": "I rang them.",
    },
    ("portal:resets", "confirm"): lambda thing: {"confirm": FactorResetFactory().pk},
    ("portal:resets", "withdraw"): lambda thing: {"withdraw": FactorResetFactory().pk},
    ("account_sessions", "end the others"): always(deed="others"),
    ("account_reauthenticate", "show it is me"): always(password="wrong"),
    ("mfa_reauthenticate", "show it is me"): always(code="123456"),
    ("mfa_reauthenticate_webauthn", "show it is me"): always(credential="{}"),
    ("mfa_authenticate", "go on"): always(code="123456"),
    ("mfa_login_webauthn", "sign in"): always(credential="{}"),
    ("openid_connect_login", "go there"): always(),
    ("mfa_activate_totp", "set up"): always(code="123456"),
    ("mfa_deactivate_totp", "remove"): always(),
    ("mfa_add_webauthn", "add"): always(name="Phone", credential="{}"),
    ("mfa_edit_webauthn", "rename"): always(name="Phone"),
    ("mfa_remove_webauthn", "remove"): always(),
    ("mfa_generate_recovery_codes", "make"): always(),
}


def a_delivery_with_an_action(board: Board, state: str) -> dict[str, Any]:
    delivery = DeliveryPlanFactory(priority__plan__board=board, state=state)
    DeliveryActionFactory(plan=delivery)
    return {"slug": delivery.priority.plan.slug, "number": delivery.priority.number}


def one_of_two_actions(board: Board, state: str) -> dict[str, Any]:
    action = DeliveryActionFactory(plan__priority__plan__board=board, plan__state=state)
    DeliveryActionFactory(plan=action.plan)
    priority = action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": action.pk}


def a_commitment_in_state(board: Board, state: str) -> dict[str, Any]:
    of_board = {"action__plan__priority__plan__board": board}
    commitment = CommitmentFactory(**of_board, **(AMENDED if state == "amended" else {}))
    priority = commitment.action.plan.priority
    return {"slug": priority.plan.slug, "number": priority.number, "pk": commitment.pk}


def a_paper_on_its_way(board: Board, state: str) -> dict[str, Any]:
    """Return a paper of a format that requires nothing, so that it may be submitted."""
    paper = ReportFactory(board=board, format__code="annual", period="2023-24")
    if state == "submitted":
        who = {"submitted_by": paper.written_by, "submitted_at": timezone.now()}
        Report.objects.filter(pk=paper.pk).update(state=state, **who)
    return {"pk": paper.pk}


def a_round_of_today(board: Board, state: str) -> dict[str, Any]:
    period = quarter_of(timezone.localdate(), board.calendar).slug
    if state != "not open yet":
        a_commitment(board, state)
        this_round(board)
    return {"slug": board.slug, "period": period}


# Things that a deed needs more of than a look at them.
THINGS_TO_DO: dict[str, Thing] = {
    **THINGS,
    "priorities:action-edit": one_of_two_actions,
    "priorities:commitment-answer": a_commitment_in_state,
    "priorities:delivery-versions": a_delivery_with_an_action,
    "priorities:progress-view": a_report_due,
    "priorities:round-view": a_round_of_today,
    "portal:paper-view": a_paper_on_its_way,
}


@pytest.fixture(autouse=True)
def any_number_of_tries(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def done(world: World, who: str, place: str, sent: dict[str, Any]) -> str:
    """Return what comes of a sending, which is undone; whoever is refused writes nothing."""
    with undone(), written_tables() as written:
        response = world.browser(who).post(place, sent)
    met = outcome(response)
    if response.status_code == 200 and not written:
        met = "opens"
    assert met == "may" or not written, (place, who, met, written)
    return met


def test_every_address_that_takes_a_deed_stands_in_the_table_with_a_valid_sending() -> None:
    taking = {name for name, route in ROUTES.items() if "POST" in route.methods}
    assert taking == {row.address for row in DEEDS_OF_TABLE}
    assert {(row.address, row.deed) for row in DEEDS_OF_TABLE} == set(DEEDS)


@pytest.mark.parametrize("deed", sorted(DEEDS), ids=" ".join)
def test_a_deed_is_done_by_whom_the_table_says(world: World, deed: tuple[str, str]) -> None:
    for row in (row for row in DEEDS_OF_TABLE if (row.address, row.deed) == deed):
        place, sent = prepared(world, row)
        met = {who: done(world, who, place, sent) for who in row.answers}
        assert met == row.answers, (place, row.deed, row.state, row.board)


def prepared(world: World, row: Row) -> tuple[str, dict[str, Any]]:
    """Return the address of a thing made for `row`, and what is sent there."""
    maker = THINGS_TO_DO.get(row.address)
    board = world.boards[row.board or "own"]
    thing = maker(board, row.state) if maker else {}
    place = reverse(row.address, kwargs=thing or None)
    return place, DEEDS[row.address, row.deed]({"slug": board.slug, **thing})


@pytest.mark.parametrize(
    "line",
    [line for line in exceptions() if line["deed"]],
    ids=lambda line: f"{line['who']}, {line['deed']}, {line['address']}",
)
def test_what_is_their_own_is_theirs_to_do(world: World, line: dict[str, str]) -> None:
    person = world.people[line["who"]]
    thing = THEIRS[line["address"]](person)
    place = reverse(line["address"], kwargs=thing)
    sent = DEEDS[line["address"], line["deed"]](thing)
    assert done(world, line["who"], place, sent) == line["answer"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_takes_a_deed_it_does_not_offer(world: World, address: str) -> None:
    maker = THINGS.get(address)
    thing = maker(world.boards["own"], "draft") if maker else None
    place = reverse(address, kwargs=thing)
    methods = [*NOT_TAKEN, *([] if "POST" in ROUTES[address].methods else ["post"])]
    for who in ("public", "no seat", "officer"):
        signs_in = who == "public" and RULES[address] != PUBLIC
        expected = "sign in" if signs_in else "no such deed"
        for method in methods:
            with written_tables() as written:
                response = getattr(world.browser(who), method)(place)
            assert (outcome(response), written) == (expected, set()), (address, who, method)
