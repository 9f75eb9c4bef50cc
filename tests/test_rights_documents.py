"""Planted tokens where no page is: printed papers, files, mails, the count of a search, faults.

A paper of each kind is built from two boards that keep everything secret that can be, printed
once, published, and fetched as everybody fetches it.
"""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from governance.changes.mail import send_waiting
from governance.models import Message, User
from governance.periods import period_from_slug
from portal.changes.printing import Press
from portal.models import ReportDocument, ReportRun
from portal.reports.content import printable
from portal.reports.formats import rows
from portal.reports.papers import build
from portal.search import search
from priorities.models import Commitment, DeliveryPlan, Plan
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    CommitmentFactory,
    DecisionFactory,
    MeetingFactory,
    PlanFollowFactory,
    ReportDocumentFactory,
    ReportFormatFactory,
    ReportRunFactory,
    RequirementFactory,
    RespondentFactory,
    SponsorshipFactory,
    UserFactory,
)
from tests.pages import tidy
from tests.planted import Planted, Token, families, texts_of
from tests.rights import World, outcome, undone
from tests.rights_own import own_item
from tests.test_authorisation import PAGES
from tests.test_authorisation_writes import DEEDS_OF_TABLE, prepared

pytestmark = pytest.mark.django_db

KINDS = ReportDocument.Kind.values
PERIODS = {"board": "2024-25-q1", "annual": "2024-25"}
# What a board says of its own work by publishing its paper: what may delay it. The delivery plans
# that are planted were never agreed.
SAID_BY_PUBLISHING = {"Issue"}
SAID = {"board": {"Issue.what"}, "annual": set()}
OPEN_WORDS = {"board": "Board", "annual": "Thebusesruntoeight."}
# Where an officer's deed writes to partners.
MAILING = {"priorities:round-view", "priorities:partners-remind"}
SOME_DEEDS = [
    row
    for row in DEEDS_OF_TABLE
    if row.board == "own"
    and (row.address, row.deed)
    in {
        ("priorities:action-edit", "save"),
        ("priorities:delivery-versions", "agree"),
        ("portal:section-edit", "save"),
        ("portal:paper-head", "save"),
        ("impact:figure-edit", "change"),
    }
]
EXEMPT_WHY = {"exempt_paragraphs": "3", "exempt_reason": "Fees.", "exempt_by": "The chair"}


@pytest.fixture(scope="module")
def planted(world: World) -> Planted:
    """Have tokens in what each of the two boards keeps; each follows all plans of the other."""
    planted = Planted(world.boards, PAGES)
    own, other = world.boards.values()
    for board in (own, other):
        families(board)
        DecisionFactory(board=board, text="The buses run to eight.")
    for follower, followed in ((own, other), (other, own)):
        for plan in Plan.objects.filter(board=followed):
            PlanFollowFactory(plan=plan, board=follower)
            for priority in plan.priorities.filter(requirements=None):
                RequirementFactory(priority=priority)
    planted.plant()
    return planted


@pytest.fixture(scope="module")
def published(world: World, planted: Planted) -> list[ReportRun]:
    """Have papers of the own board printed and published: those that say most."""
    board, press, runs = world.boards["own"], Press(), []
    made_of = {each["code"]: each["sections"] for each in rows()}
    for code, slug in PERIODS.items():
        made = ReportFormatFactory(code=code, sections=made_of[code], is_built=True)
        period = period_from_slug(slug, board.calendar)
        content = printable(build(format_code=code, board=board, period=period, edition=1))
        run = ReportRunFactory(board=board, format=made, period=slug, state="published", edition=1)
        made_files = {each.kind: each.body for each in press.set_all(content, KINDS)}
        for kind, body in {**made_files, "pdf": press.pdf(content)}.items():
            ReportDocumentFactory(run=run, kind=kind, body=body)
        runs.append(run)
    return runs


def kept_from_all(token: Token) -> bool:
    """Say whether a paper that everybody reads may not say a token."""
    model = token.place.partition(" in ")[2].partition(".")[0]
    is_own = "cny-own-" in token.text or token.text.count("-") == 1
    return not (is_own and model in SAID_BY_PUBLISHING)


def test_a_published_paper_says_nothing_that_is_exempt_or_a_draft_in_any_of_its_files(
    world: World, planted: Planted, published: list[ReportRun]
) -> None:
    for run in published:
        for kind in KINDS:
            place = f"{run.get_absolute_url()}{kind}/"
            response = world.browsers["public"].get(place)
            assert response.status_code == 200, place
            found = planted.found(response)
            assert [each.place for each in found if kept_from_all(each)] == [], place
            # What the board says by publishing is found in each: the search itself works.
            said = {each.place.partition(" in ")[2] for each in found}
            words = "".join("".join(texts_of(response)).split())
            assert said >= SAID[run.format.code], place
            assert OPEN_WORDS[run.format.code] in words, place


def test_a_file_is_named_by_what_everybody_may_know(
    world: World, planted: Planted, published: list[ReportRun]
) -> None:
    board = world.boards["own"]
    names = {
        world.browsers["public"].get(f"{run.get_absolute_url()}{kind}/")["Content-Disposition"]
        for run in published
        for kind in KINDS
    }
    told = {f"{board.slug}-{run.period}-{run.format.code}-edition-1" for run in published}
    assert {name.partition('"')[2].rpartition(".")[0] for name in names} == told


def test_a_search_for_what_is_kept_from_somebody_finds_and_counts_nothing(
    world: World, planted: Planted, full: bool
) -> None:
    asking = ("public", "no seat", "critical friend", "approver", "member")
    for who in asking if full else ("public", "member"):
        person = world.people[who]
        hidden = [each for each in planted.tokens.values() if who not in each.readers]
        for first in range(0, len(hidden), 4 if full else 32):
            some = hidden[first : first + 4]
            found = search(" or ".join(each.text for each in some), person)
            assert found.is_alike or not found.hits.many, (who, some)
            shown = planted.within(str(found.hits))
            assert [each.place for each in shown if who not in each.readers] == [], (who, some)


def test_meetings_are_counted_with_the_decisions_that_one_may_read(world: World) -> None:
    """The public is not told that there is a decision on an exempt item."""
    with undone():
        board = world.boards["own"]
        meeting = MeetingFactory(board=board, title="Extraordinary")
        item = AgendaItemFactory(meeting=meeting, exempt=True, **EXEMPT_WHY)
        DecisionFactory(meeting=meeting, board=board)
        DecisionFactory(meeting=meeting, board=board, item=item)
        place = f"/boards/{board.slug}/meetings/"
        told = {
            who: "2 decisions" in tidy(world.browsers[who].get(place))
            for who in ("public", "critical friend", "member", "officer")
        }
        assert told == {
            "public": False,
            "critical friend": False,
            "member": True,
            "officer": True,
        }
        assert "2 decisions" not in tidy(world.browsers["officer"].get("/"))


def mails_after(world: World, planted: Planted, who: str, place: str, sent: Any) -> int:
    """Do a deed among planted rows, send the mails and read them; return how many there were."""
    planted.plant()
    Message.objects.all().delete()
    mail.outbox.clear()
    assert outcome(world.browser(who).post(place, sent)) == "may", (place, sent)
    known = set(Message.objects.values_list("person__email", flat=True))
    send_waiting(at=timezone.now())
    for each in mail.outbox:
        text = f"{each.subject}\n{each.body}\n{each.message()}"
        assert planted.within(text) == [], (place, sent)
        assert len(each.recipients()) == 1, place
        assert set(each.recipients()) <= known, place
    return len(mail.outbox)


def test_no_mail_of_an_officer_holds_a_word_that_is_kept_from_anybody(
    world: World, planted: Planted
) -> None:
    written = {}
    for row in DEEDS_OF_TABLE:
        if row.board == "own" and row.address in MAILING:
            with undone():
                place, sent = prepared(world, row)
                board = world.boards["own"]
                if row.address == "priorities:partners-remind":
                    CommitmentFactory(action__plan=DeliveryPlan.objects.latest("pk"))
                asked = Commitment.objects.filter(action__plan__priority__plan__board=board)
                for each in set(asked.values_list("organisation", flat=True)):
                    RespondentFactory(board=board, organisation_id=each)
                many = mails_after(world, planted, "officer", place, sent)
                written[row.address, row.deed] = many > 0
    silent = {deed for deed, any_mail in written.items() if not any_mail}
    assert silent == {("priorities:round-view", "close")}


@pytest.mark.parametrize("deed", ["new date", "handed on"])
def test_no_mail_of_a_partner_holds_a_word_that_is_kept_from_anybody(
    world: World, planted: Planted, deed: str
) -> None:
    with undone():
        person = world.people["respondent"]
        assert isinstance(person, User)
        place = reverse("portal:answer-item", kwargs=own_item(person))
        commitment = Commitment.objects.get(organisation=person.answers_for.get().organisation)
        priority = commitment.action.plan.priority
        sponsoring = SponsorshipFactory(priority=priority).place
        AppointmentFactory(place=sponsoring)
        colleague = UserFactory(organisation=commitment.organisation)
        answer = {"state": "on_track", "text": "Two began.", "version": 0}
        moved = {"new_due_on": "31/12/2026", "new_due_reason": "Recruitment took longer."}
        sent = {
            "new date": {**answer, **moved},
            "handed on": {"deed": "hand_on", "handed_to": colleague.pk},
        }[deed]
        assert mails_after(world, planted, "respondent", place, sent) == 1


def test_the_page_of_a_fault_says_nothing_of_the_thing(
    world: World, planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan.objects.get(board=world.boards["own"], state=Plan.State.DRAFT)

    def break_down(*_: Any, **__: Any) -> None:
        raise ValueError(plan.title)

    monkeypatch.setattr("priorities.views.plans.queries.plan_page", break_down)
    for who in ("officer", "member"):
        browser = world.browser(who)
        browser.raise_request_exception = False
        response = browser.get(plan.get_absolute_url())
        assert (response.status_code, planted.found(response)) == (500, []), who


def test_a_refused_sending_says_no_more_than_the_page(
    world: World, planted: Planted, full: bool
) -> None:
    """Answers 403, 404, 409 and 422, to what is right and to what is not, tell only readers."""
    met = set()
    for row in DEEDS_OF_TABLE if full else SOME_DEEDS:
        with undone():
            place, sent = prepared(world, row)
            planted.plant()
            for who in {said: who for who, said in reversed(row.answers.items())}.values():
                for body in (sent, {"deed": sent.get("deed", "")}, {**sent, "version": "0"}):
                    with undone():
                        response = world.browser(who).post(place, body)
                    met.add(response.status_code)
                    leaked = planted.leaked(who, response)
                    assert leaked == [], (place, who, row.deed, response.status_code)
    assert {403, 404, 409, 422} <= met
