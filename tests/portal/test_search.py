"""Search: everything one may see and nothing else, marked, in a fixed number of queries."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model, Value
from django.test import Client

from governance.models import (
    BOARD_SEARCHED,
    DECISION_SEARCHED,
    GLOSSARY_SEARCHED,
    MEETING_SEARCHED,
    Board,
    Decision,
    GlossaryTerm,
    Meeting,
)
from governance.queries import Looked
from impact.models import MEASURE_SEARCHED, SAID_SEARCHED, Measure, YouSaid
from portal.search import search
from priorities.models import (
    ACTION_SEARCHED,
    PLAN_SEARCHED,
    PRIORITY_SEARCHED,
    DeliveryAction,
    Plan,
    Priority,
)
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    BoardFactory,
    DecisionFactory,
    DeliveryActionFactory,
    GlossaryTermFactory,
    MeasureFactory,
    MeetingFactory,
    PlanFactory,
    PriorityFactory,
    ReportFactory,
    ReportRunFactory,
    SeatFactory,
    UserFactory,
    YouSaidFactory,
)
from tests.pages import tidy
from tests.principals import PRINCIPALS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday")]
KINDS = [
    "Action",
    "Board",
    "Decision",
    "Heard",
    "Measure",
    "Meeting",
    "Plan",
    "Priority",
    "Report",
]


def published(board: Board, number: int = 1) -> None:
    """One of each thing that everybody may see, each with the word kittiwake."""
    plan = PlanFactory(board=board, title="Kittiwake plan")
    priority = PriorityFactory(plan=plan, number=number, title="Kittiwakes first")
    DeliveryActionFactory(
        plan__priority=priority, plan__state="published", title="Feed a kittiwake"
    )
    meeting = MeetingFactory(board=board, what="About kittiwakes.", state="held")
    DecisionFactory(board=board, meeting=meeting, number=number, text="The kittiwake stays.")
    MeasureFactory(title="Kittiwake chicks")
    YouSaidFactory(said="More kittiwakes.")
    GlossaryTermFactory(term=f"KW{number}", meaning="Kittiwake watch")
    ReportRunFactory(
        board=board,
        format__code="kittiwake",
        format__title="Kittiwake paper",
        state="published",
        edition=1,
    )


def kinds(text: str, person: Any) -> list[str]:
    return sorted(hit.kind for hit in search(text, person).hits.rows)


@pytest.mark.parametrize("rows", [1, 2])
def test_a_visitor_finds_each_kind_of_thing_in_three_queries(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, rows + 1):
        published(BoardFactory(name=f"The Kittiwake Board {number}"), number)
    with django_assert_num_queries(3):  # how many, the page, the marks
        page = tidy(client.get("/search/?q=kittiwakes"))
    assert f"<h1>{10 * rows} things with “kittiwakes”</h1>" in page
    for kind in (*KINDS, "Word"):
        assert page.count(f'<div class="small muted">{kind}') == rows, kind
    assert page.count("<mark>Kittiwake</mark>plan</a>") == rows
    assert '<a href="/glossary/?word=KW1">KW1</a>' in page


def test_what_stands_in_the_title_comes_first_and_the_passage_is_marked() -> None:
    BoardFactory(name="Other", purpose="Where we talk about housing & <homes> for all.")
    BoardFactory(name="Housing group")
    found = search("houses", UserFactory())
    assert [hit.title for hit in found.hits.rows] == [
        [("Housing", True), (" group", False)],
        [("Other", False)],
    ]
    assert ("housing", True) in found.hits.rows[1].words


def test_a_paper_is_found_by_its_title_and_says_that_it_is_illustrative() -> None:
    paper = ReportFactory(title="Hubs, and what they changed", illustrative=True)
    known = {"format": paper.format, "board": paper.board, "state": "published", "edition": 1}
    ReportRunFactory(report=paper, **known)
    [hit] = search("hubs", AnonymousUser()).hits.rows
    assert ("Hubs", True) in hit.title
    assert (hit.kind, hit.illustrative) == ("Report", True)


def test_the_marks_never_let_markup_through(client: Client) -> None:
    BoardFactory(name="<b>Otter</b> \x02board\x03", purpose="Nets & otters")
    page = tidy(client.get("/search/?q=otter"))
    assert "&lt;b&gt;<mark>Otter</mark>&lt;/b&gt; board</a>" in page
    assert "Nets &amp;<mark>otters</mark>" in page


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "the", "'\"\\%_", "a" * 5000, "-- ; DROP", "☃"]
)
def test_nonsense_gets_a_sentence(client: Client, text: str) -> None:
    page = tidy(client.get("/search/", {"q": text}))
    asked = text.replace("\x00", "").strip()
    assert f"<h1>{'Nothing holds' if asked else 'Search'}" in page


def test_misspelt_words_find_titles_spelt_alike(client: Client) -> None:
    PlanFactory(title="Obesity strategy")
    page = tidy(client.get("/search/?q=obestiy"))
    assert "<h1>Nothing holds “obestiy”</h1>" in page
    assert "Here is what is spelt nearly like it." in page
    assert ">Obesity strategy</a>" in page


def test_a_long_list_is_cut_into_pages(client: Client) -> None:
    PlanFactory.create_batch(21, title="Kittiwake plan")
    page = tidy(client.get("/search/?q=kittiwake&page=2"))
    assert "Page 2 of 2" in page
    assert '<a rel="prev" href="?q=kittiwake&amp;page=1">' in page
    assert page.count("Kittiwake</mark>") == 1


def hidden(board: Board) -> None:
    """One of each thing that only the board may see, each with the word wheatear."""
    draft = PlanFactory(board=board, title="Wheatear draft", state="draft")
    priority = PriorityFactory(plan=draft, title="Wheatear first")
    DeliveryActionFactory(plan__priority=priority, plan__state="draft", title="A wheatear")
    MeasureFactory(plan=draft, title="Wheatear count")
    planned = MeetingFactory(board=board, what="About the wheatear.", state="planned")
    DecisionFactory(board=board, meeting=planned, number=1, text="Wheatear agreed.")
    DecisionFactory(board=board, meeting=None, number=2, text="Wheatear by letter.")
    held = MeetingFactory(board=board, state="held")
    item = AgendaItemFactory(
        meeting=held, exempt=True, exempt_paragraphs="3", exempt_reason="r", exempt_by="b"
    )
    DecisionFactory(board=board, meeting=held, item=item, number=3, text="Wheatear bought.")
    ReportRunFactory(
        board=board,
        format__code="wheatear",
        format__title="Wheatear paper",
        state="ready",
        edition=1,
    )


INSIDE = ["Action", "Decision", "Decision", "Decision", "Measure", "Meeting", "Plan", "Priority",
          "Report"]  # fmt: skip
GUEST = [kind for number, kind in enumerate(INSIDE) if number != 1]  # not what is exempt
SEEN = {
    "public": [],
    "no seat": [],
    "member": INSIDE,
    "chair": INSIDE,
    "critical friend": GUEST,
    "officer": INSIDE,
    "scrutiny officer": [],
    "approver": [],
    "membership administrator": [],
    "system administrator": [],
    "former": [],
}


@pytest.mark.parametrize("who", SEEN)
def test_drafts_and_exempt_words_are_found_by_those_who_may_read_them(
    client: Client, who: str
) -> None:
    board, other = BoardFactory(), BoardFactory()
    hidden(board)
    person = PRINCIPALS[who](board)
    if person.is_authenticated:
        client.force_login(person)
    page = tidy(client.get("/search/?q=wheatear"))
    many = len(SEEN[who])
    assert (f"<h1>{many} things with" if many else "<h1>Nothing holds “wheatear”</h1>") in page
    if person.is_authenticated:
        assert kinds("wheatear", person) == SEEN[who]
    if not many:
        assert "heatear" not in tidy(client.get("/search/?q=weatear")).replace("weatear", "")
    outsider = AppointmentFactory(seat=SeatFactory(board=other)).holder
    assert kinds("wheatear", outsider) == []


def test_neither_what_was_taken_back_nor_what_was_removed_is_found() -> None:
    YouSaidFactory(said="A wheatear.", withdrawn_on=date(2024, 9, 2))
    DeliveryActionFactory(
        plan__state="published", title="A wheatear", removed_at="2024-09-01T09:00:00Z"
    )
    assert kinds("wheatear", UserFactory()) == []


SEARCHED = (
    (Board, BOARD_SEARCHED),
    (Meeting, MEETING_SEARCHED),
    (Decision, DECISION_SEARCHED),
    (GlossaryTerm, GLOSSARY_SEARCHED),
    (Plan, PLAN_SEARCHED),
    (Priority, PRIORITY_SEARCHED),
    (DeliveryAction, ACTION_SEARCHED),
    (Measure, MEASURE_SEARCHED),
    (YouSaid, SAID_SEARCHED),
)


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize(
    ("model", "fields"), SEARCHED, ids=lambda each: getattr(each, "__name__", "")
)
def test_words_and_spellings_are_found_by_an_index(
    model: type[Model], fields: tuple[str, ...], alike: bool
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = Looked("kittiwake", alike=alike).among(
        model._default_manager.all(), fields, kind="", address=Value("")
    )
    assert ("_spelling" if alike else "_words") in found.keys().explain()
