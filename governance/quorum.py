"""Quorum: who comes to a meeting, or came, and whether that is enough. Pure: no database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil


class Answer(StrEnum):
    """What is known of one expected place: who will fill it, or filled it."""

    PRESENT = "present"
    REMOTE = "remote"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """One place that is expected; `is_member` is False for those who sit in without a vote."""

    seat: int
    sector: str
    answer: Answer
    is_member: bool = True
    deputy_is_remote: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Who must be there besides the bare number: `number` of one seat, or of a sector.

    `called`: the seat's title, or the sector as the terms name it; `ended`: the last day of a
    seat that is no longer there.
    """

    called: str
    number: int = 1
    seat: int | None = None
    ended: str = ""

    def counts(self, place: Place) -> bool:
        """Say whether `place` is one of those asked for."""
        if self.seat is not None:
            return place.seat == self.seat
        return place.sector.casefold() == self.called.casefold()

    def out_of_reach(self, expected: Iterable[Place]) -> str:
        """Say why a seat cannot be there whoever comes; nothing where it can.

        >>> Need("Chair", seat=1).out_of_reach([])
        'the seat stands vacant'
        """
        held = sum(map(self.counts, expected))
        if self.seat is None or held >= self.number:
            return ""
        if self.ended:
            return f"the seat ended with {self.ended}"
        return f"{held} of {self.number} places held" if held else "the seat stands vacant"

    def missing(self, here: Iterable[Place], expected: Iterable[Place]) -> str:
        """Say who is missing of them, and whether anybody could be; nothing where enough are."""
        many = sum(map(self.counts, here))
        if many >= self.number:
            return ""
        why = self.out_of_reach(expected)
        return f"{self._without(many)} ({why})" if why else self._without(many)

    def _without(self, many: int) -> str:
        if self.seat is not None and self.number == 1:
            return f"without the {self.called}"
        of = f"{'the ' if self.seat is None else ''}{self.called}"
        return f"nobody of {of}" if many == 0 else f"{self.number - many} too few of {of}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A board's terms: a number, a share of the places expected, who must be among them.

    Where both a number and a share are given the larger one is needed. Without either, and
    without `needs`, the terms name no quorum.
    """

    number: int = 0
    share: Fraction = Fraction(0)
    deputies_count: bool = True
    remote_counts: bool = True
    needs: Sequence[Need] = ()

    @property
    def is_named(self) -> bool:
        """Whether the terms name a quorum at all."""
        return bool(self.number or self.share or self.needs)

    def needed(self, expected: int) -> int:
        """Return how many of `expected` places make a quorum.

        >>> Rule(number=3, share=Fraction(1, 4)).needed(16)
        4
        """
        return max(self.number, ceil(self.share * expected))

    def counts(self, place: Place) -> bool:
        """Say whether `place` counts as there."""
        by_deputy, from_afar = place.answer == Answer.DEPUTY, _is_remote(place)
        is_there = by_deputy or from_afar or place.answer == Answer.PRESENT
        refused = (by_deputy and not self.deputies_count) or (from_afar and not self.remote_counts)
        return is_there and place.is_member and not refused


@dataclass(frozen=True, slots=True)
class Standing:
    """How a meeting stands against its quorum, by replies before it or by its register."""

    needed: int
    expected: int
    counted: int
    present: int
    remote: int
    deputies: int
    apologies: int
    no_answer: int
    missing: tuple[str, ...]
    is_named: bool

    @property
    def short(self) -> int:
        """How many are too few."""
        return max(0, self.needed - self.counted)

    @property
    def is_quorate(self) -> bool:
        """Whether it is enough; always where the terms name no quorum."""
        return not self.short and not self.missing

    @property
    def uncounted(self) -> int:
        """How many are there whom the board's terms do not count."""
        return self.present + self.remote + self.deputies - self.counted

    @property
    def verdict(self) -> str:
        """The short answer: "Quorate", or who is missing."""
        short = f"{self.short} short" if self.short else ""
        parts = [part for part in (short, *self.missing) if part]
        if not parts:
            return "Quorate"
        return ", and ".join(parts) if self.short else f"Not quorate, {', and '.join(parts)}"

    def words(self, *, verb: str) -> str:
        """Return the whole sentence; `verb` is "coming" before a meeting and "here" in it.

        >>> rule = Rule(number=6)
        >>> standing(rule, [Place(n, "", Answer.PRESENT) for n in range(7)]).words(verb="coming")
        'Quorate: 7 of 7 are coming, 6 are needed.'
        """
        here = self.present + self.remote + self.deputies
        told = f"{here} of {self.expected} {_are(here)} {verb}"
        if not self.is_named:
            return f"{told}. The board’s terms name no quorum."
        counted = f" ({self.counted} {_count(self.counted)})" if self.uncounted else ""
        needed = f", {self.needed} {_are(self.needed)} needed" if self.needed else ""
        return f"{self.verdict}: {told}{counted}{needed}."


def standing(rule: Rule, places: Iterable[Place]) -> Standing:
    """Return how the expected `places` stand against a board's `rule`.

    Those who sit in without a member's rights are neither expected for the quorum nor counted.
    """
    members = [place for place in places if place.is_member]
    here = [place for place in members if rule.counts(place)]
    many = {answer: sum(place.answer == answer for place in members) for answer in Answer}
    return Standing(
        needed=rule.needed(len(members)),
        expected=len(members),
        counted=len(here),
        present=many[Answer.PRESENT],
        remote=many[Answer.REMOTE],
        deputies=many[Answer.DEPUTY],
        apologies=many[Answer.APOLOGIES],
        no_answer=many[Answer.NONE],
        missing=tuple(filter(None, (need.missing(here, members) for need in rule.needs))),
        is_named=rule.is_named,
    )


def _is_remote(place: Place) -> bool:
    deputy_afar = place.answer == Answer.DEPUTY and place.deputy_is_remote
    return place.answer == Answer.REMOTE or deputy_afar


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def _count(many: int) -> str:
    return "counts" if many == 1 else "count"


def why_not_agreed(answered: Standing, *, agree: int, disagree: int, meet: int) -> str:
    """Say why what was asked in writing is not agreed; nothing where it is.

    `answered`: how the places that answered stand against the quorum. One that wants it at a
    meeting is enough to bring it there; else more must agree than do not.

    >>> rule = Rule(number=2)
    >>> both = standing(rule, [Place(1, "", Answer.PRESENT), Place(2, "", Answer.PRESENT)])
    >>> why_not_agreed(both, agree=1, disagree=1, meet=0)
    '1 agree and 1 do not.'
    """
    if meet:
        return f"{meet} {'wants' if meet == 1 else 'want'} it at a meeting."
    if not answered.is_quorate:
        here = f"{answered.counted} of {answered.expected} answered"
        needed = f", {answered.needed} {_are(answered.needed)} needed" if answered.needed else ""
        return f"{answered.verdict}: {here}{needed}."
    return "" if agree > disagree else f"{agree} agree and {disagree} do not."
