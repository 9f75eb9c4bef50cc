"""W6 and G: every page of the demonstration, beside the same page with more data.

Time is what the page's own process and its database's spent on a processor, where the machine
tells (Linux): others at work on it do not count, and nothing the page waits for is on a disk.
"""

from collections.abc import Callable, Sequence

from governance.http import today
from governance.models import Board, Meeting, User
from portal.models import Report, ReportRun
from priorities.models import DeliveryPlan, ReportingRound
from tests.bench.beside import Page, both, queries, slower
from tests.bench.plan import throw_away_database
from tests.bench.result import Result
from tests.bench.thirtyfold import multiply
from tests.bench.whole import fill

TIMES = 30
AT_MOST = 1.5
VISITOR, SPONSOR, OFFICER = "", "sponsor@example.org", "officer@example.org"
ADMIN = "admin@example.org"
PLAN = "/plans/cyp-2040/1"
# In braces what has a key or a period in its address.
PAGES = {
    VISITOR: (
        *("/", "/boards/", "/plans/", "/measures/", "/reports/", "/formats/", "/glossary/"),
        *("/voice/", "/search/?q=exclusions", "/search/?q=children", "/how-figures-are-judged/"),
        *("/boards/cyp-alliance/", "/boards/cyp-alliance/members/", "/boards/wla/"),
        *("/boards/cyp-alliance/meetings/", "/boards/cyp-alliance/plans/"),
        *("/boards/?as_at=2024-06-01", "/boards/cyp-alliance/members/?as_at=2024-06-01"),
        *("/boards/cyp-alliance/reports/", "/boards/cyp-partnership-board/plans/"),
        *("/plans/cypp-2009/", "/plans/cypp-2013/", "/plans/cyp-2040/", f"{PLAN}/"),
        *(f"{PLAN}/delivery/", f"{PLAN}/measures/", "/plans/safeguarding-improvement-plan/1/"),
        *("/measures/lait-infmort/", "/meetings/{meeting}/", "/reports/{report}/"),
    ),
    SPONSOR: (
        *("/home/", "/notifications/", "/answer/", "/boards/cyp-alliance/attendance/"),
        *("/boards/cyp-alliance/meetings/", "/meetings/{meeting}/", "/plans/", f"{PLAN}/"),
        *(f"{PLAN}/delivery/", f"{PLAN}/delivery/versions/", f"{PLAN}/delivery/paste/"),
        *(f"{PLAN}/delivery/remind/", f"{PLAN}/delivery/new/", f"{PLAN}/delivery/{{action}}/"),
        *(f"{PLAN}/delivery/{{action}}/ask/", f"{PLAN}/progress/{{period}}/"),
    ),
    OFFICER: (
        *("/home/", "/notifications/", "/reports/", "/reports/write/", "/search/?q=school"),
        "/history/",
        *("/boards/cyp-alliance/reports/", "/reports/write/{paper}/", "/plans/"),
        *("/challenges/", "/referrals/", "/boards/cyp-alliance/work-programme/"),
        *("/reports/write/{paper}/preview/", "/rounds/cyp-alliance/{period}/"),
        *("/meetings/{next}/", "/meetings/{next}/agenda/", "/meetings/{next}/papers/"),
        *("/meetings/{next}/register/", "/meetings/{next}/room/", "/meetings/{next}/questions/"),
        *("/meetings/{meeting}/minutes/", "/meetings/{themed}/kit/", "/feeds/"),
        *("/boards/cyp-alliance/attendance/", "/boards/cyp-alliance/written/"),
    ),
    ADMIN: (
        *("/home/", "/people/", "/people/add/", "/people/review/", "/organisations/"),
        *("/boards/new/", "/boards/cyp-alliance/keep/", "/accounts/invitations/"),
        *("/boards/cyp-alliance/keep/seats/", "/boards/cyp-alliance/keep/rules/"),
        "/boards/cyp-alliance/terms/",
        *(
            "/boards/cyp-alliance/members/{place}/",
            "/boards/cyp-alliance/members/{place}/appoint/",
        ),
        *("/people/{person}/", "/people/{person}/edit/", "/people/{person}/access/"),
        "/people/{person}/leaving/",
    ),
    "lead@example.org": ("/home/", "/answer/"),
}
# Pages whose picture, table or choice holds every board there is: with 30 times the boards they
# are others, but a whole partnership has no more boards than G gives it.
OF_EVERY_BOARD = {
    VISITOR: (*PAGES[VISITOR], "/map/", "/map/?of=every", "/map/?as_at=2013-12-03"),
    ADMIN: (*PAGES[ADMIN], "/boards/cyp-alliance/keep/succession/"),
}


def w6() -> list[Result]:
    """Measure each page with 30 times the data; the worst, and every other that misses."""
    return _results("W6", f"with {TIMES} times the data", lambda: multiply(TIMES), PAGES)


def whole() -> list[Result]:
    """Measure each page with the governance of a whole partnership: its time, its queries."""
    pages = {**PAGES, **OF_EVERY_BOARD}
    return _results("G", "in a whole partnership", fill, pages, counted=True)


def _results(
    code: str,
    how: str,
    more: Callable[[], None],
    pages: dict[str, Sequence[str]],
    *,
    counted: bool = False,
) -> list[Result]:
    """Return the worst ratio and every other that misses; `counted`: what takes more queries."""
    with throw_away_database(), both(more) as databases:
        keys = _keys()
        asked = [Page(who, each.format(**keys)) for who, own in pages.items() for each in own]
        ratios = sorted(((slower(page, databases), page) for page in asked), reverse=True)
        more_asked = [(queries(page, databases), page) for page in asked if counted]
    missed = sum(ratio > AT_MOST for ratio, _ in ratios)
    results = [
        Result(code, f"{page} {how}", ratio, AT_MOST) for ratio, page in ratios[: max(missed, 1)]
    ]
    return results + [
        Result(code, f"{page} {how}: queries more than alone", many, at_most=0)
        for many, page in sorted(more_asked, reverse=True)[:1]
    ]


def _keys() -> dict[str, object]:
    """Return keys and period of things that both databases hold."""
    board = Board.objects.get(slug="cyp-alliance")
    person = User.objects.get(email=SPONSOR)
    plan = DeliveryPlan.objects.get(priority__plan__slug="cyp-2040", priority__number=1)
    return {
        "meeting": board.meetings.filter(state="held").latest("on").pk,
        "next": board.meetings.filter(on__gt=today()).earliest("on").pk,
        "themed": Meeting.objects.exclude(theme=None).latest("on").pk,
        "person": person.pk,
        "place": person.appointments.latest("pk").place_id,
        "report": ReportRun.objects.get(state="published").pk,
        "paper": Report.objects.filter(state="draft").earliest("pk").pk,
        "period": ReportingRound.objects.filter(board=board).latest("starts_on").slug,
        "action": plan.actions.earliest("number").pk,
    }


MEASURES = {"W6": w6, "G": whole}
