"""To whom somebody can hand on what they are asked."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.models import User
from priorities.queries.due_items import DueItem


def colleagues(person: User, item: DueItem) -> "QuerySet[User]":
    """Return those of the organisation to whom `person` can hand an item on: mail reaches them."""
    of_it = User.objects.filter(
        organisation=item.commitment.organisation_id, is_active=True, is_young=False
    )
    here = Q(left_on=None) | Q(left_on__gt=timezone.localdate())
    return of_it.filter(here).exclude(email=None).exclude(pk=person.pk).order_by("post", "pk")
