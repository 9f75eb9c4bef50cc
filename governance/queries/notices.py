"""What a person was told: newest first, and how much of it is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance.models import Notification, User
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
    """A page of what a person was told, with the pages beside it: 0 where there is none."""

    rows: Sequence[NoticeRow]
    new: int
    newer: int
    older: int

    @property
    def headline(self) -> str:
        """The news of the page in one line."""
        return f"{counted(self.new, 'new notice')}" if self.new else "Nothing new"


def notices(person: User, *, page: int) -> Notices:
    """Return a page, counted from one, of what `person` was told; two queries."""
    mine = Notification.objects.filter(person=person)
    many = mine.aggregate(all=Count("pk"), new=Count("pk", filter=Q(seen_at=None)))
    begin = (page - 1) * A_PAGE
    rows = mine.select_related("subject").order_by("-at", "-pk")[begin : begin + A_PAGE]
    return Notices(
        rows=[_row(each) for each in rows],
        new=many["new"],
        newer=page - 1,
        older=page + 1 if many["all"] > begin + A_PAGE else 0,
    )


def people_with_news() -> "QuerySet[User]":
    """Return people, each with `new_notices`: how many they have not opened."""
    new = Notification.objects.filter(person=OuterRef("pk"), seen_at=None).order_by()
    many = new.values("person").annotate(many=Count("pk")).values("many")
    return User.objects.annotate(new_notices=Coalesce(Subquery(many), 0))


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
