"""What people said and what came of it, with how they were listened to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F

from governance.periods import PartDate
from governance.queries import Origin, Paged, Sources, known_date, paged
from impact.disclosure import THRESHOLD
from impact.models import Engagement, YouSaid
from priorities.models import DeliveryPlan

State = YouSaid.State
WORDS: dict[str, str] = {
    State.HEARD: "Heard, not answered yet",
    State.ACTING: "Being acted on",
    State.CHANGED: "Changed",
    State.CANNOT: "Cannot be done",
}
SAID, LISTENED = 15, 20  # rows of one page


@dataclass(frozen=True)
class Wanted:
    """What a reader asks to see: whose voice, in which state, or one thing; empty means all."""

    voice: str = ""
    state: str = ""
    slug: str = ""


@dataclass(frozen=True)
class Said:
    """One thing that was said, and what came of it."""

    slug: str
    voice: str
    people: str
    when: str
    said: str
    state: str
    changed: str
    reason: str
    worked: str
    outcome: str
    action: str
    action_address: str
    origin: Origin | None


@dataclass(frozen=True)
class Listening:
    """A piece of listening: what it was, who did it, when."""

    title: str
    by: str
    when: str
    what: str
    origin: Origin | None


@dataclass(frozen=True)
class VoicePage:
    """All that was heard and answered."""

    rows: Paged[Said]
    many: int
    answered: int
    voices: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    wanted: Wanted
    listening: Paged[Listening]
    sources: Sources

    @property
    def headline(self) -> str:
        """How much was heard and how much of it changed something."""
        if not self.many:
            return "Nothing is recorded yet of what people said"
        things = f"{self.many} thing{'' if self.many == 1 else 's'} we heard"
        if self.answered == self.many:
            return f"{things}, and what changed"
        return f"{things}, {self.answered} of which changed something"


def voice_page(wanted: Wanted, *, on: date, page: int = 1, listened: int = 1) -> VoicePage:
    """Return what was said and may be repeated on `on`; five queries, three for a file."""
    sources = Sources()
    counted = list(YouSaid.objects.agreed_to(on).values_list("voice", "state", Count("pk")))
    voices = sorted({voice for voice, _, _ in counted})
    states = Counter[str]()
    for _, state, many in counted:
        states[state] += many
    return VoicePage(
        rows=_said(wanted, sources, on=on, page=page),
        many=states.total(),
        answered=states[State.CHANGED],
        voices=[(voice, _capital(voice)) for voice in voices],
        states=[(code, words) for code, words in WORDS.items() if states[code]],
        wanted=wanted,
        listening=_listening(sources, page=listened),
        sources=sources,
    )


def _said(wanted: Wanted, sources: Sources, *, on: date, page: int) -> Paged[Said]:
    rows = YouSaid.objects.agreed_to(on).select_related(
        "source__document", "outcome", "action__plan__priority__plan"
    )
    if wanted.voice:
        rows = rows.filter(voice=wanted.voice)
    if wanted.slug:
        rows = rows.filter(slug=wanted.slug)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    found = paged(rows.order_by(F("on").desc(nulls_last=True), "pk"), number=page, size=SAID)
    return replace(found, rows=[_row(row, sources) for row in found.rows])


def _row(row: YouSaid, sources: Sources) -> Said:
    title, address = _action(row)
    return Said(
        slug=row.slug,
        voice=_capital(row.voice),
        people=_people(row.people),
        when=known_date(row.on, row.on_known),
        said=row.said,
        state=WORDS[row.state],
        changed=row.changed,
        reason=row.reason,
        worked=row.did_it_work,
        outcome=row.outcome.title if row.outcome else "",
        action=title,
        action_address=address,
        origin=sources.of(row),
    )


def _people(many: int | None) -> str:
    """Say how many people said a thing; nothing where so few did that they could be told."""
    return f"{many} people" if many and many > THRESHOLD else ""


def _action(row: YouSaid) -> tuple[str, str]:
    """Return the action that answers, once everybody may read its plan."""
    action = row.action
    if action is None or action.removed_at or action.plan.state != DeliveryPlan.State.PUBLISHED:
        return "", ""
    return action.title, action.plan.get_absolute_url()


def _listening(sources: Sources, *, page: int) -> Paged[Listening]:
    rows = Engagement.objects.select_related("board", "organisation", "source__document")
    ordered = rows.order_by(F("on").desc(nulls_last=True), "pk")
    found = paged(ordered, number=page, size=LISTENED)
    return replace(found, rows=[_listened(row, sources) for row in found.rows])


def _listened(row: Engagement, sources: Sources) -> Listening:
    return Listening(
        title=row.title,
        by=str(row.board or row.organisation or ""),
        when=_when(row),
        what=row.what,
        origin=sources.of(row),
    )


def _when(row: Engagement) -> str:
    start = known_date(row.on, row.on_known)
    last = PartDate.ending(row.until, row.on_known).printed if row.until else start
    return start if last == start else f"{start} to {last}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
