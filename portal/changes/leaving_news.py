"""Who takes something over is told what, and that they need not where somebody stays after all."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from governance.changes.telling import tell
from governance.models import Notification, Subject, User
from governance.queries import day
from portal.models import Leaving

A_DAY = timedelta(days=1)


def tell_who_takes_over(
    leaving: Leaving, taken: Mapping[User, list[str]], *, at: datetime
) -> None:
    """Tell each successor what they take over, and from when."""
    last = day(leaving.leaves_on - A_DAY)
    for successor, things in taken.items():
        who, what = leaving.person.called, "; ".join(things)
        text = f"{who} leaves after {last} and hands over to you: {what}."
        _tell_one(successor, f"taken over {leaving.pk}", text, "You take something over", at=at)


def tell_they_stay(leaving: Leaving, *, at: datetime) -> None:
    """Tell whoever was told that they take something over that they do not."""
    told = Notification.objects.filter(event=f"taken over {leaving.pk}")
    people = User.objects.filter(pk__in=told.values("person")).select_related("supporter")
    text = f"{leaving.person.called} stays after all: what you were to take over is theirs."
    for successor in people:
        _tell_one(successor, f"stays {leaving.pk}", text, "Nothing to take over", at=at)


def _tell_one(person: User, event: str, text: str, mail: str, *, at: datetime) -> None:
    defaults = {"kind": "desk", "title": "Your desk"}
    desk, _ = Subject.objects.get_or_create(address="/home/", defaults=defaults)
    tell(person, subject=desk, event=event, text=text, mail=mail, at=at)
