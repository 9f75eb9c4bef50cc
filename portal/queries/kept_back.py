"""What the editions of a pack say that is not to be read any more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from governance.models import ActionPoint, Challenge, Classification
from governance.queries.points import point_called
from portal.models.packs import Circle
from portal.reports.content import PackContent, Reading

Said = tuple[str, str]


@dataclass(frozen=True)
class KeptBack:
    """What is no longer to be read: by the agenda of now, and of what stood open then."""

    now: PackContent
    points: Mapping[int, str]
    """What each exempt action point is called where its words are not to be read."""
    questions: Mapping[int, Said | None]
    """What stands in the place of question and answer taken back; None for what is exempt."""

    def gives_out(self, content: PackContent, circle: Circle) -> bool:
        """Say whether all that a circle's file of an edition lets it read is still its to read."""
        then, today = content.reading(circle), self.now.reading(circle)
        if then is None or today is None or not then.opens <= today.opens:
            return False
        return not self._hides(then)

    def tells_exempt(self, content: PackContent, circle: Circle) -> bool:
        """Say whether a circle's file of an edition tells of an item that is, or was, exempt."""
        then, today = content.reading(circle), self.now.reading(circle)
        items = [item for reading in (then, today) if reading for item in reading.items]
        exempt = {item.key for item in items if item.exempt}
        return then is not None and any(each.is_open and each.key in exempt for each in then.items)

    def _hides(self, then: Reading) -> bool:
        told = any(self.points.get(each.key, each.asked) != each.asked for each in then.points)
        return told or any(
            self.questions.get(each.key, (each.asked, each.became)) != (each.asked, each.became)
            for each in then.questions
        )


def kept_back(contents: Sequence[PackContent], *, now: PackContent) -> KeptBack:
    """Return what of `contents` is kept back, as the agenda stands `now`; two queries at most."""
    readings = [reading for content in contents for reading in content.readings]
    points = {each.key for reading in readings for each in reading.points}
    questions = {each.key for reading in readings for each in reading.questions}
    return KeptBack(
        now=now,
        points=_exempt(points) if points else {},
        questions=_hidden(questions) if questions else {},
    )


def _exempt(keys: Iterable[int]) -> dict[int, str]:
    rows = ActionPoint.objects.filter(pk__in=keys, item__exempt=True).select_related("item")
    return {each.pk: point_called(each) for each in rows}


def _hidden(keys: Iterable[int]) -> dict[int, Said | None]:
    rows = Challenge.objects.filter(pk__in=keys)
    found: dict[int, Said | None] = {}
    for each in rows.select_related("subject", "asked_by", "answered_by"):
        shown = (each.question_shown, each.answer_shown)
        if each.subject and each.subject.classification == Classification.EXEMPT:
            found[each.pk] = None
        elif shown != (each.question, each.answer):
            found[each.pk] = shown
    return found
