"""Sources, drafts, words, and the laws that many tables share."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import Model

from governance.models import Nomination, Span, WrittenProcedure
from tests.factories import (
    FIRST_INSTANT,
    DraftFactory,
    GlossaryTermFactory,
    SourceFactory,
    UserFactory,
)
from tests.laws import FACTORIES
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db

SPANS = [model for model in FACTORIES if issubclass(model, Span)]
SINGLE = [
    (model, field)
    for model in FACTORIES
    for field in model._meta.local_concrete_fields
    if field.unique and not field.primary_key
]


@pytest.mark.parametrize("model", SPANS, ids=lambda model: model.__name__)
def test_a_span_ends_after_it_starts(model: type[Model]) -> None:
    row = FACTORIES[model]()
    with refused(f"{model._meta.model_name}_ends_after_it_starts"):
        update(row, starts_on=date(2024, 4, 1), ends_on=date(2024, 4, 1))


def goes_with(model: type[Model]) -> dict[str, Any]:
    """Return what a row must hold, too, that names another one."""
    done = {"at": FIRST_INSTANT, "by": UserFactory()}
    if model is Nomination:
        return {"state": "accepted", **{f"settled_{name}": each for name, each in done.items()}}
    if model is WrittenProcedure:
        return {"state": "agreed", **{f"closed_{name}": each for name, each in done.items()}}
    return {}


@pytest.mark.parametrize(
    ("model", "field"), SINGLE, ids=lambda part: getattr(part, "__name__", None) or part.name
)
def test_what_names_a_row_names_one(model: type[Model], field: models.Field) -> None:
    named: dict[str, Any] = {}
    if field.null:
        others = field.related_model
        named = {field.name: FACTORIES[others]() if others else "A1", **goes_with(model)}
    row = FACTORIES[model](**named)
    others = {
        each.column: None if each.null else f"{getattr(row, each.attname)}-2"
        for one, each in SINGLE
        if one is model and each is not field
    }
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        insert_like(row, **others)
    assert refusal.value.__cause__.diag.sqlstate == "23505"  # type: ignore[union-attr]


def test_a_source_in_a_paper_names_paper_and_line() -> None:
    source = SourceFactory()
    with refused("source_in_a_paper_names_the_paper"):
        update(source, document_id=None)
    with refused("source_in_a_paper_names_the_paper"):
        update(source, line=None)


def test_an_official_source_names_its_file() -> None:
    with refused("official_source_names_its_file"):
        update(SourceFactory(), kind="official", document_id=None, line=None)


def test_records_say_whose_they_are() -> None:
    with refused("records_say_whose_they_are"):
        update(SourceFactory(), kind="records", document_id=None, line=None, place="")


def test_a_source_is_kept_once() -> None:
    source = SourceFactory(kind="reading", document=None, line=None, place="")
    with refused("source_is_kept_once"):
        insert_like(source)


def test_a_person_has_one_draft_of_a_form() -> None:
    with refused("one_draft_for_a_person_and_form"):
        insert_like(DraftFactory())


def test_a_term_has_a_meaning_once_in_a_paper() -> None:
    term = GlossaryTermFactory()
    with refused("term_has_a_meaning_once"):
        insert_like(term)
    insert_like(term, meaning="Another meaning")
