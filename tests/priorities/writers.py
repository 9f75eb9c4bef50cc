"""People who write in one delivery plan at once over HTTP, and what they were told."""

import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape

from governance.models import User
from priorities.models import DeliveryAction, DeliveryPlan
from tests.factories import (
    AppointmentFactory,
    DeliveryActionFactory,
    DeliveryPlanFactory,
    OfficeFactory,
    SponsorshipFactory,
)
from tests.web import Page, Window, window

FIELDS = ("title", "outcome", "state_reason")
ANSWERS = {200, 302, 409}
MERGED = 4  # every fourth conflict is settled with a text from both
LINE = re.compile(r"<b>(Theirs|Mine)\.</b>\s*(.*?)</span>", re.DOTALL)


@dataclass(frozen=True)
class Told:
    """One save that was acknowledged: where, what stood there as its writer knew, what is new."""

    action: int
    field: str
    read: str
    text: str
    by: str


@dataclass(frozen=True)
class Met:
    """One page of conflicts: what it asks about, both texts, and what its writer had read."""

    asked: frozenset[str]
    field: str
    read: str
    theirs: str
    mine: str
    typed: str


@dataclass
class Diary:
    """What one person did and was answered."""

    told: list[Told] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


@dataclass
class Writer:
    """One person with the right to edit some actions, in a window of their own."""

    person: User
    window: Window
    actions: Sequence[DeliveryAction]
    diary: Diary = field(default_factory=Diary)
    keeps_drafts: bool = False

    def save(self, times: int) -> None:
        """Change one field of one action or another, so many times."""
        dice = random.Random(self.person.post)  # noqa: S311 - the same each time
        for number in range(times):
            action, name = dice.choice(self.actions), dice.choice(FIELDS)
            self.change(action, name, f"{self.person.post}, text {number + 1}")

    def change(self, action: DeliveryAction, name: str, text: str) -> None:
        """Set one field of an action to `text`; on a page of conflicts insist, or merge."""
        address = f"{action.plan.get_absolute_url()}{action.pk}/"
        form = self._noted(self.window.get(address)).form(address)
        read, sent = form[name], {**form, name: text}
        if self.keeps_drafts:
            self._noted(self.window.post(address, {**sent, "deed": "keep"}))
        answer = self._sent(address, sent)
        while answer.status == 409:
            theirs, mine = _both(answer)
            form = answer.form(address)
            asked = frozenset(key[6:] for key in form if key.startswith("asked-"))
            self.diary.met.append(Met(asked, name, read, theirs, mine, text))
            choice = "mine"
            if len(self.diary.met) % MERGED == 0:
                choice, text = "both", f"{text}, and theirs"
            read = theirs
            answer = self._sent(address, {**form, f"choice-{name}": choice, f"both-{name}": text})
        self.diary.told.append(Told(action.pk, name, read, text, self.person.post))

    def _sent(self, address: str, sent: dict[str, str]) -> Page:
        answer = self._noted(self.window.post(address, sent))
        self.diary.took.append(answer.took)
        return answer

    def _noted(self, answer: Page) -> Page:
        self.diary.statuses.append(answer.status)
        assert answer.status in ANSWERS, (answer.status, answer.text[:2000])
        return answer


def _both(answer: Page) -> tuple[str, str]:
    """Return their text and mine as a page of conflicts shows them."""
    shown = {who: " ".join(unescape(text).split()) for who, text in LINE.findall(answer.text)}
    return shown["Theirs"], shown["Mine"]


def writers(port: int, people: int) -> tuple[DeliveryPlan, list[Writer]]:
    """Return one plan, and `people` who may edit it: its sponsor, leads of actions, officers."""
    plan = DeliveryPlanFactory(priority__plan__slug="plan", priority__number=1)
    board = plan.priority.plan.board
    place = SponsorshipFactory(priority=plan.priority).place
    sponsor = AppointmentFactory(place=place, holder__post="Sponsor").holder
    actions = DeliveryActionFactory.create_batch(
        max(2, people // 5), plan=plan, state="at_risk", state_reason="Two posts are vacant."
    )
    hands: list[tuple[User, Sequence[DeliveryAction]]] = [(sponsor, actions)]
    for number, action in enumerate(actions, start=1):
        seat = {"place__seat__board": board, "holder__post": f"Lead {number}"}
        action.lead_person = AppointmentFactory(**seat).holder
        action.save(update_fields=["lead_person"])
        hands.append((action.lead_person, [action]))
    for number in range(people - len(hands)):
        office = {"kind": "partnership_officer", "person__post": f"Officer {number + 1}"}
        hands.append((OfficeFactory(board=board, **office).person, actions))
    return plan, [
        Writer(person, window(port, person, script=bool(number % 2)), theirs)
        for number, (person, theirs) in enumerate(hands)
    ]


def write_at_once(hands: Sequence[Writer], write: Callable[[Writer], None]) -> None:
    """Let everybody `write`, all at once, each at a pace of their own."""

    def to_the_end(writer: Writer) -> None:
        try:
            write(writer)
        finally:
            writer.window.close()

    with ThreadPoolExecutor(len(hands)) as pool:
        list(pool.map(to_the_end, hands))
