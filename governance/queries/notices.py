"""What a person was told: newest first, and how much of it is new."""

from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from governance.models import Notification, User
from governance.queries.counting import how_many
from governance.queries.paging import Paged, paged
from governance.queries.wording import counted, day

A_PAGE = 20


@dataclass(frozen=True)
class NoticeRow:
    """One thing a person was told, and where it leads."""

    pk: int
    when: str
    at: str
    text: str
    about: str
    is_new: bool
    illustrative: bool


@dataclass(frozen=True)
class Notices:
    """A page of what a person was told, and how much on all pages is new."""

    rows: Paged[NoticeRow]
    new: int

    @property
    def headline(self) -> str:
        """The news of the page in one line."""
        return f"{counted(self.new, 'new notice')}" if self.new else "Nothing new"


def notices(person: User, *, page: int) -> Notices:
    """Return a page, counted from one, of what `person` was told; three queries."""
    mine = Notification.objects.filter(person=person)
    told = mine.select_related("subject").order_by("-at", "-pk")
    found = paged(told, number=page, size=A_PAGE)
    return Notices(
        rows=replace(found, rows=[_row(each) for each in found.rows]),
        new=mine.filter(seen_at=None).count(),
    )


def people_with_news() -> "QuerySet[User]":
    """Return people, each with `new_notices`: how many they have not opened."""
    new = Notification.objects.filter(person=OuterRef("pk"), seen_at=None)
    return User.objects.annotate(new_notices=how_many(new, of="person"))


def _row(notice: Notification) -> NoticeRow:
    at = timezone.localtime(notice.at)
    return NoticeRow(
        pk=notice.pk,
        when=day(at.date()),
        at=f"{at.hour}.{at:%M}",
        text=notice.text,
        about=notice.subject.title,
        is_new=notice.seen_at is None,
        illustrative=notice.illustrative,
    )
