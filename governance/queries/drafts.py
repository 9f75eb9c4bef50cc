"""What somebody typed in a form and did not save."""

from dataclasses import dataclass

from django.utils import timezone

from governance.changes.drafts import Sheet
from governance.models import Draft, User
from governance.queries.wording import day

NEWEST = 5


@dataclass(frozen=True)
class DraftLeft:
    """A form that somebody began, and where it stands."""

    when: str
    title: str
    address: str


def draft_of(person: User, sheet: Sheet) -> Draft | None:
    """Return what `person` typed in a form and did not save; one query."""
    return Draft.objects.filter(person=person, form=sheet.form, key=sheet.key).first()


def drafts_left(person: User) -> list[DraftLeft]:
    """Return the newest forms that `person` began and did not save; one query."""
    kept = Draft.objects.filter(person=person).exclude(address="").order_by("-kept_at")
    return [DraftLeft(_when(each), each.title, each.address) for each in kept[:NEWEST]]


def _when(draft: Draft) -> str:
    at = timezone.localtime(draft.kept_at)
    return f"{day(at.date())}, {at.hour}.{at:%M}"
