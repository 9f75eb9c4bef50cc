"""Rights where they are tried: more fields than a form has, caches, fragments, lost rules."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from unittest import mock

import pytest
import rules
import time_machine
from django.db.models import Model, Value
from django.http import HttpResponse
from django.urls import reverse
from rules.rulesets import RuleSet

from governance.models import Draft
from governance.rules import WHO
from impact.models import Revision
from portal.models import Session
from tests.laws import MODELS
from tests.rights import HTMX, World, answer, exceptions, outcome, undone
from tests.rights_own import THEIRS
from tests.rights_things import THINGS
from tests.test_authorisation import ADDRESSES, PAGES
from tests.test_authorisation_writes import DEEDS, DEEDS_OF_TABLE, done, prepared

pytestmark = pytest.mark.django_db

MORE = {"id": 1, "pk": 1, "owner": 1, "board": 1, "published_at": "2001-01-01T00:00:00Z"}
STAMPS = {"DateTimeField", "BinaryField"}


@pytest.fixture(autouse=True)
def quickly(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def hostile() -> dict[str, Any]:
    """Return a value for every column of every model, none of which a form asks for."""
    values: dict[str, Any] = dict(MORE)
    for model in MODELS:
        for field in model._meta.concrete_fields:
            kind = field.get_internal_type()
            value: Any = "mass assigned"
            if field.is_relation or "Integer" in kind or "Auto" in kind:
                value = 1
            elif kind == "BooleanField":
                value = "on"
            elif kind.startswith("Date"):
                value = "2001-01-01"
            values.setdefault(field.name, value)
    return values


# Columns that hold the keys of other rows, which are new ones each time.
HOLD_KEYS = {("Closing", "steps"), ("Closing", "marks")}
# What somebody typed, whatever it was; which rows a change pointed at; and who is here.
AS_IT_CAME = (Draft, Revision, Session)
# Keys of rows, and what is drawn by lot, inside texts.
KEYS = re.compile(
    r"(?:subject|nomination|reset|public question) \d+"
    r"|/(?:reports|meetings|nominations|challenges|referrals|written)/\d+/"
    r"|milestone-[0-9a-f]{16}|!\w{40}|[0-9a-f]{64}|address [0-9a-f]{16}"
)


def kept() -> dict[str, list[Any]]:
    """Return all rows of all models, without their keys and the moments they were written."""
    models = [model for model in MODELS if model not in AS_IT_CAME]
    return {
        model.__name__: sorted(KEYS.sub("", repr(row)) for row in _rows(model)) for model in models
    }


def _rows(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and field.get_internal_type() not in STAMPS
        and (model.__name__, field.name) not in HOLD_KEYS
    ]
    # Without a name all columns would be meant: such rows are only counted.
    yield from model._default_manager.values_list(*names or [Value("a row")])


def asked_for(page: HttpResponse) -> set[str]:
    """Return the names of what a page asks for."""
    return set(re.findall(r'name="([\w-]+)"', page.content.decode()))


@pytest.mark.parametrize("deed", sorted(DEEDS), ids=" ".join)
def test_what_no_form_asks_for_changes_nothing(world: World, deed: tuple[str, str]) -> None:
    for row in (row for row in DEEDS_OF_TABLE if (row.address, row.deed) == deed):
        able = next((who for who, said in row.answers.items() if said == "may"), None)
        if able is None or row.board == "other":
            continue
        place, sent = prepared(world, row)
        page = world.browsers[able].get(place)
        taken = asked_for(page) | sent.keys()
        more = {name: value for name, value in hostile().items() if name not in taken}
        after = []
        for body in (sent, {**more, **sent}):
            with undone(), time_machine.travel("2026-11-01T10:00:00Z", tick=False):
                assert outcome(world.browser(able).post(place, body)) == "may", body
                after.append(kept())
        assert after[0] == after[1], place


PUBLIC_PAGES = [row for row in PAGES if row.answers["public"] == "opens" and row.board != "other"]
# Forms with a mark of the session in them are another for everybody.
WITH_A_FORM = re.compile(rb"csrfmiddlewaretoken")


@pytest.mark.parametrize("address", sorted({row.address for row in PUBLIC_PAGES}))
def test_what_the_public_gets_is_the_same_after_an_officer_looked(
    world: World, address: str
) -> None:
    for row in (row for row in PUBLIC_PAGES if row.address == address):
        place = world.place(row, THINGS.get(address))
        before = world.browsers["public"].get(place)
        inside = world.browsers["officer"].get(place)
        after = world.browsers["public"].get(place)
        assert "no-store" in inside.headers.get("Cache-Control", ""), place
        if not WITH_A_FORM.search(before.content):
            # The ETag tells the state of the database, which other tests change; not whose page.
            assert before.content == after.content, place


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_fragment_says_that_it_is_one_and_alone_is_a_whole_page(
    world: World, address: str
) -> None:
    row = next(row for row in PAGES if row.address == address)
    place = world.place(row, THINGS.get(address))
    browser = world.browsers["officer"]
    whole, part = browser.get(place), browser.get(place, headers=HTMX)
    if whole.status_code != 200 or not whole.headers["Content-Type"].startswith("text/html"):
        return
    if row.address == "portal:report-document":
        return  # a paper as it was kept, not a page
    assert b"<html" in whole.content
    if b"<html" not in part.content:
        assert "HX-Request" in part.headers["Vary"], place
        assert "HX-Request" in whole.headers["Vary"], place
    back = browser.get(place, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert (b"<html" in back.content) == (b"<html" in whole.content), place


@pytest.mark.parametrize("address", ADDRESSES)
def test_asking_for_the_head_alone_answers_as_the_page_does(world: World, address: str) -> None:
    row = next(row for row in PAGES if row.address == address)
    place = world.place(row, THINGS.get(address))
    for who in ("public", "officer"):
        browser = world.browsers[who]
        assert answer(browser.head(place)) == row.answers[who] == answer(browser.get(place))


Cell = Callable[[], bool]
# Without `--full` these stand for all.
SAMPLE = {"governance.read_drafts", "impact.type_figure"}
# Between them they have every right that comes with a seat or an office.
TRIED = (
    *("chair", "member", "approver", "officer"),
    *("membership administrator", "system administrator"),
)


def cells(world: World) -> list["partial[bool]"]:
    """Return what says of each cell of the tables whether it is another than it should be."""
    rows = [partial(_differs, world, row) for row in (*PAGES, *DEEDS_OF_TABLE)]
    return [*rows, *(partial(_is_taken, world, line) for line in exceptions())]


@pytest.fixture(scope="module")
def asking(world: World, full: bool) -> Mapping[str, Sequence[Cell]]:
    """Which cells ask for a right, by its name: no other can turn with it."""
    found: dict[str, list[Cell]] = {name: [] for name in WHO}
    if not full:
        every = cells(world)
        return {name: sorted(every, key=partial(_is_elsewhere, name)) for name in SAMPLE}
    asked: set[str] = set()
    ask = RuleSet.test_rule

    def noted(rights: RuleSet, name: str, *of: Any) -> bool:
        asked.add(name)
        return bool(ask(rights, name, *of))

    with mock.patch.object(RuleSet, "test_rule", noted):
        for cell in cells(world):
            asked.clear()
            cell()
            for name in asked & WHO.keys():
                found[name].append(cell)
    return found


def _is_elsewhere(name: str, cell: Any) -> bool:
    """Say whether a cell is of another storey than a right, so that it turns less likely."""
    of = cell.args[1]
    address: str = of["address"] if isinstance(of, dict) else of.address
    return address.partition(":")[0] != name.partition(".")[0]


def bites(cells: Sequence[Cell], name: str, instead: Any) -> bool:
    """Say whether some cell is another once the right `name` is `instead`."""
    was = rules.permissions.permissions[name]
    rules.set_perm(name, instead)
    try:
        return any(cell() for cell in cells)
    finally:
        rules.set_perm(name, was)


def _differs(world: World, row: Any) -> bool:
    asked = {who: row.answers[who] for who in TRIED}
    try:
        with undone():
            if row.deed:
                place, sent = prepared(world, row)
                met = {who: done(world, who, place, sent) for who in asked}
            else:
                place = world.place(row, THINGS.get(row.address))
                met = {who: answer(world.browsers[who].get(place)) for who in asked}
    except (AssertionError, KeyError):
        return True
    return met != asked


def _is_taken(world: World, line: dict[str, str]) -> bool:
    """Say whether somebody meets another answer at what is their own."""
    address, who = line["address"], line["who"]
    try:
        with undone():
            if not line["deed"]:
                place = world.own_place(line, THEIRS)
                return answer(world.browsers[who].get(place)) != line["answer"]
            thing = THEIRS[address](world.people[who])
            place = reverse(address, kwargs=thing)
            sent = DEEDS[address, line["deed"]](thing)
            return done(world, who, place, sent) != line["answer"]
    except (AssertionError, KeyError):
        return True


# Rights for which no page asks yet: nothing can go wrong without them. For `ask_report` and
# `contribute` stand their list-twins: whoever may not is offered nothing. `view_deliveryaction`
# leaves a part out of a page that opens all the same (tests/impact/test_views_measures.py).
UNASKED = {
    *("portal.ask_report", "priorities.contribute", "priorities.view_deliveryaction"),
    *("governance.read_item", "governance.comment"),
    *("governance.change_profile", "governance.manage_accounts", "priorities.change_plan"),
    *("impact.view_scorecard", "impact.change_measure", "impact.import_figures"),
    *("impact.release_figure",),
}


@pytest.mark.parametrize("instead", [rules.always_allow, rules.always_deny], ids=["all", "none"])
@pytest.mark.parametrize("name", sorted(WHO))
def test_a_right_given_to_everybody_or_nobody_turns_a_cell(
    asking: Mapping[str, Sequence[Cell]], name: str, instead: Any, full: bool
) -> None:
    if full or name in SAMPLE:
        assert bites(asking[name], name, instead) is (name not in UNASKED)
