"""Notices are read: one that is opened, or all of them at once."""

from datetime import datetime

from governance.models import Notification, User


def open_notice(notice: Notification, *, at: datetime) -> None:
    """Note that a notice was opened; opened before, it keeps its first time."""
    Notification.objects.filter(pk=notice.pk, seen_at=None).update(seen_at=at)


def read_all(*, by: User, at: datetime) -> None:
    """Note that `by` has read all that they were told."""
    Notification.objects.filter(person=by, seen_at=None).update(seen_at=at)
