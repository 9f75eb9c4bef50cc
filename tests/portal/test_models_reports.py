"""Report runs and documents: what the database refuses by itself."""

import pytest

from tests.factories import (
    FIRST_INSTANT,
    DemonstrationLoadFactory,
    ReportDocumentFactory,
    ReportRunFactory,
)
from tests.plain_sql import insert_like, refused, update

pytestmark = pytest.mark.django_db


def test_one_open_run_a_board_period_and_format() -> None:
    with refused("one_open_run_a_board_period_and_format"):
        insert_like(ReportRunFactory())


def test_an_edition_is_its_own() -> None:
    with refused("edition_is_its_own"):
        insert_like(ReportRunFactory(state="ready", edition=1))


@pytest.mark.parametrize("state", ["ready", "approved", "published", "withdrawn"])
def test_a_finished_report_has_an_edition(state: str) -> None:
    with refused("finished_report_has_an_edition"):
        update(ReportRunFactory(), state=state)


def test_a_repeat_names_the_edition_it_repeats() -> None:
    with refused("repeat_names_its_edition"):
        update(ReportRunFactory(), state="same")


def test_a_failure_says_why() -> None:
    with refused("failure_says_why"):
        update(ReportRunFactory(), state="failed")


def test_a_run_being_written_has_a_lease_and_an_attempt() -> None:
    run = ReportRunFactory()
    with refused("run_being_written_has_a_lease"):
        update(run, state="writing", attempt=1)
    with refused("run_being_written_has_a_lease"):
        update(run, state="writing", lease_until=FIRST_INSTANT)


def test_frozen_content_has_its_checksum() -> None:
    with refused("frozen_content_has_its_checksum"):
        update(ReportRunFactory(), content="{}")


def test_frozen_content_never_changes() -> None:
    run = ReportRunFactory(content={"title": "A"}, checksum="a" * 64, edition=1)
    update(run, attempt=2, content='{"title": "A"}')
    for column, value in {"content": '{"title": "B"}', "checksum": "b" * 64, "edition": 2}.items():
        with refused("frozen_content_never_changes"):
            update(run, **{column: value})
    with refused("frozen_content_never_changes"):
        update(run, edition=None)
    update(run, state="failed", reason="Three tries.", edition=None)


def test_a_document_of_a_kind_is_kept_once() -> None:
    with refused("document_of_a_kind_is_kept_once"):
        insert_like(ReportDocumentFactory())


def test_a_kept_document_never_changes() -> None:
    document = ReportDocumentFactory()
    for column, value in {"body": b"other", "sha256": "0" * 64, "kind": "pdf"}.items():
        with refused("kept_document_never_changes"):
            update(document, **{column: value})


def test_the_demonstration_stands_once() -> None:
    DemonstrationLoadFactory()
    with refused("demonstration_stands_once"):
        DemonstrationLoadFactory(pk=2)
