"""Laws over the whole house."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db.models import DateTimeField, Model

from tests.laws import FACTORIES, MODELS, STOREYS, refusals

HOUSE = Path(__file__).parents[1]
TESTS = HOUSE / "tests"
PYTHON = sorted(path for storey in STOREYS for path in (HOUSE / storey).rglob("*.py"))
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
DATA = [
    path
    for storey in (*STOREYS, "templates", "static", "docs")
    for path in (HOUSE / storey).rglob("*")
    if path.suffix in {".yaml", ".json", ".csv", ".html", ".txt", ".md", ".css", ".js"}
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_factory_and_says_what_a_row_is(model: type[Model]) -> None:
    row = FACTORIES[model]()
    assert model._default_manager.get(pk=row.pk) == row
    assert model.__str__ is not Model.__str__
    assert str(row)


def test_every_constraint_is_seen_to_refuse_plain_sql() -> None:
    proofs = "".join(path.read_text() for path in TESTS.glob("*/test_*.py"))
    assert {name for name in refusals() if f'"{name}"' not in proofs} == set()


# Acts that may have nobody's name, and why.
BY_NOBODY = {
    "Contribution.sent_at": "a paper of the past does not say who sent what",
    "Pack.asked_at": "somebody of the public has no name here",
    "ReportRun.asked_at": "the command line and the clock ask in nobody's name",
}


def acts() -> Iterator[tuple[str, type[Model], str]]:
    """Yield each pair of columns that say when and by whom, with its model."""
    for model in MODELS:
        names = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            stem = field.name.removesuffix("_at")
            if isinstance(field, DateTimeField) and f"{stem}_by" in names:
                yield f"{model.__name__}.{field.name}", model, stem


def test_when_and_by_whom_are_empty_together() -> None:
    loose = set()
    for name, model, stem in acts():
        at, by = (model._meta.get_field(f"{stem}_{end}") for end in ("at", "by"))
        always = not at.null and not by.null
        together = any(
            f"{stem}_at" in str(each) and f"{stem}_by" in str(each)
            for each in model._meta.constraints
        )
        if not always and not together:
            loose.add(name)
    assert loose == set(BY_NOBODY)


def test_migrations_say_what_they_do() -> None:
    names = [path.stem for storey in STOREYS for path in (HOUSE / storey).glob("migrations/0*.py")]
    dull = re.compile(r"^\d{4}_(auto|alter|remove|rename|initial|migration|.*_and_more)")
    assert [name for name in names if dull.match(name)] == []


def test_migrations_of_a_storey_stand_in_one_line() -> None:
    for storey in STOREYS:
        numbers = sorted(int(p.name[:4]) for p in (HOUSE / storey).glob("migrations/0*.py"))
        assert numbers == list(range(1, len(numbers) + 1))


# Longer than a screen can be read for, and why each may be.
LONG = {
    "governance/periods/quarters.py": "each sum of days has its examples beside it",
    "governance/periods/spellings.py": "one table of all spellings of a period",
}
LONGEST = 300


def test_no_file_is_long_without_a_reason() -> None:
    code = [path for path in PYTHON if path.parent.name != "migrations"]
    long = {str(path.relative_to(HOUSE)) for path in code if len(lines(path)) > LONGEST}
    assert long == set(LONG)


def test_a_day_is_never_taken_from_the_clock_of_greenwich() -> None:
    greenwich = re.compile(r"timezone\.now\(\)\.date\(\)|date\.today\(\)|datetime\.now\(\)\.date")
    assert [str(path) for path in PYTHON if greenwich.search(path.read_text())] == []


def test_no_address_of_a_person_stands_in_what_is_shipped() -> None:
    address = re.compile(r"[\w.+-]+@(?!example\.org\b)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
    found = {
        f"{path.relative_to(HOUSE)}: {match}"
        for path in DATA
        for match in address.findall(path.read_text(errors="replace"))
    }
    assert found == set()


UNSAFE = {
    "marked safe": re.compile(r"\|\s*safe\b|mark_safe|autoescape\s+off|safeseq"),
    "a style in the page": re.compile(r"\sstyle\s*=|<style\b"),
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']"),
    "a value without quotes": re.compile(r"\s[\w-]+=\{\{"),
    "an address put together": re.compile(r"(?:href|src|action)=\"(?:javascript|data):"),
}


@pytest.mark.parametrize("fault", UNSAFE)
def test_no_page_takes_a_value_past_its_escaping(fault: str) -> None:
    found = {
        str(path.relative_to(HOUSE / "templates"))
        for path in TEMPLATES
        if UNSAFE[fault].search(path.read_text())
    }
    assert found == set()


# Drawings come from the house's own module, which escapes every word it is given.
TRUSTED = {"portal/templatetags/portal.py": 1}


def test_one_place_in_the_code_marks_a_text_safe() -> None:
    trusting = re.compile(r'\b(?:mark_safe|SafeString|SafeText)\((?!"")')
    found = {
        str(path.relative_to(HOUSE)): len(trusting.findall(path.read_text())) for path in PYTHON
    }
    assert {name: times for name, times in found.items() if times} == TRUSTED


VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Outline(HTMLParser):
    """The elements of a template without its tags: which are outermost, which htmx asks by."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.depth = 0
        self.roots: list[dict[str, str | None]] = []
        self.asking: list[tuple[str, dict[str, str | None]]] = []
        spoken = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
        self.feed(re.sub(r"\{[%{].*?[%}]\}", self.quiet, spoken, flags=re.DOTALL))

    @staticmethod
    def quiet(tag: re.Match[str]) -> str:
        """Return a template tag so that it is no markup."""
        return re.sub(r"[\"'<>]", "", tag.group())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.depth == 0:
            self.roots.append(given)
        if {"hx-get", "hx-post"} & given.keys():
            self.asking.append((tag, given))
        if tag not in VOID:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


def served_alone() -> list[Path]:
    """Return the fragments that some view answers with, not only a page includes."""
    views = "".join(path.read_text() for path in PYTHON if "views" in path.parts)
    fragments = [path for path in TEMPLATES if path.name.startswith("_")]
    return [path for path in fragments if f"{path.stem}" in views]


def test_a_fragment_that_is_served_has_one_root_with_an_id() -> None:
    assert served_alone()
    for path in served_alone():
        roots = Outline(path.read_text()).roots
        assert [bool(root.get("id")) for root in roots] == [True], path


def test_what_htmx_asks_for_can_be_asked_for_without_it() -> None:
    for path in TEMPLATES:
        for tag, given in Outline(path.read_text()).asking:
            plain = {"a": "href", "form": "action", "button": "formaction"}[tag]
            asked = given.get("hx-get") or given.get("hx-post")
            assert given.get(plain) == asked, path


def test_every_room_says_what_it_is_for() -> None:
    for path in PYTHON:
        first = lines(path)[0] if lines(path) else '"""'
        assert first.startswith('"""') or path.name.startswith("0"), path


def test_rooms_have_the_same_names_in_every_storey() -> None:
    rooms = Counter(
        path.name.removesuffix(".py")
        for storey in STOREYS
        for path in (HOUSE / storey).iterdir()
        if path.name[0].isalpha()
    )
    for name in ("models", "rules", "changes", "queries", "views", "urls"):
        assert rooms[name] == len(STOREYS), name
    assert not rooms.keys() & {"utils", "common", "helpers", "core", "services"}


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()
