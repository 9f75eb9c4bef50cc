"""The day that a page shows: today, or one of the past or to come."""

from dataclasses import dataclass
from datetime import date

from governance.periods.partly import PartDate


@dataclass(frozen=True)
class DayShown:
    """The day `on` which a page shows how things stood, seen from today.

    >>> then = DayShown(on=date(2013, 12, 3), today=date(2024, 4, 1))
    >>> then.words, then.query, then.is_past
    ('3 December 2013', '?as_at=2013-12-03', True)
    >>> DayShown(on=date(2024, 4, 1), today=date(2024, 4, 1)).query
    ''
    """

    on: date
    today: date

    @property
    def is_today(self) -> bool:
        """Whether the page shows how things stand now."""
        return self.on == self.today

    @property
    def is_past(self) -> bool:
        """Whether the page shows how things stood."""
        return self.on < self.today

    @property
    def words(self) -> str:
        """The day as it is printed."""
        return PartDate(self.on).printed

    @property
    def query(self) -> str:
        """What an address ends in that shows the same day; nothing for today."""
        return "" if self.is_today else f"?as_at={self.on.isoformat()}"
