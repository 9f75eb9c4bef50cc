"""What a measurement gives: a figure and the goal it is held to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure; `at_most` or `at_least` is its goal."""

    code: str
    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        below = self.at_most is None or self.value <= self.at_most
        return below and (self.at_least is None or self.value >= self.at_least)

    def __str__(self) -> str:
        goal = f"<= {self.at_most}" if self.at_most is not None else f">= {self.at_least}"
        state = "holds" if self.holds else "MISSED"
        return f"{self.code}  {self.what}: {self.value:.3g} ({goal}) {state}"
