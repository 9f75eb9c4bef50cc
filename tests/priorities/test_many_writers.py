"""Many people in one delivery plan over HTTP: nothing acknowledged is lost, nothing unseen."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from governance import audit
from priorities.models import DeliveryAction
from tests.priorities.writers import FIELDS, Told, Writer, write_at_once, writers
from tests.web import web

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
]


@pytest.fixture
def port(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the web server listens that `up` would run."""
    with web(tmp_path_factory.mktemp("web")) as port:
        yield port


def kept_steps(action: DeliveryAction) -> Iterator[Told]:
    """Yield each change of a text that the history kept, as its writer could have told it."""
    events = list(audit.events_of(action))
    for before, after in pairwise(events):
        for name in FIELDS:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield Told(action.pk, name, old, new, audit.said_of(after)["post"])


def test_no_acknowledged_save_is_lost_and_none_goes_over_another_unseen(
    port: int, full: bool
) -> None:
    people, saves = (50, 20) if full else (10, 5)
    plan, hands = writers(port, people)
    write_at_once(hands, lambda writer: writer.save(saves))
    told = [each for writer in hands for each in writer.diary.told]
    assert len(told) == people * saves
    # What a writer had before them when they saved is what their save replaced, each time.
    kept = [step for action in plan.actions.all() for step in kept_steps(action)]
    assert sorted(kept, key=str) == sorted(told, key=str)
    met = [each for writer in hands for each in writer.diary.met]
    assert met, "nobody met anybody: too few hands"
    # Asked about is what both changed and nothing else; both texts stand in the page.
    assert {each.asked == {each.field} for each in met} == {True}
    assert {(each.theirs != each.read, each.mine == each.typed) for each in met} == {(True, True)}


def test_people_in_different_fields_of_one_row_never_meet(port: int) -> None:
    plan, hands = writers(port, 8)
    (action, *_) = plan.actions.all()
    free = [each for each in hands if action in each.actions][: len(FIELDS)]
    fields = {writer.person.pk: name for writer, name in zip(free, FIELDS, strict=True)}

    def write(writer: Writer) -> None:
        name = fields[writer.person.pk]
        for number in range(5):
            writer.change(action, name, f"{name}, text {number}")

    write_at_once(free, write)
    assert [each.diary.met for each in free] == [[], [], []]
    action.refresh_from_db()
    assert [getattr(action, name) for name in FIELDS] == [f"{name}, text 4" for name in FIELDS]
