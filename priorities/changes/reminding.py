"""Partners who have not said whether they take a part are reminded: one mail a person and day."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from governance.changes.mail import write_to
from governance.models import Message, Organisation, User
from governance.queries import counted, voices_on
from priorities.models import Commitment, DeliveryPlan
from priorities.queries.editing import silent_partners


@transaction.atomic
def remind_partners(delivery: DeliveryPlan, *, by: User, at: datetime) -> list[Organisation]:
    """Remind each organisation of the parts it has not answered; return those reminded now.

    The mail is the log: it says who asked, and the same day nobody gets a second.
    """
    DeliveryPlan.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    waiting: dict[Organisation, list[Commitment]] = {}
    for each in silent_partners(delivery):
        waiting.setdefault(each.organisation, []).append(each)
    voices = voices_on(
        delivery.priority.plan.board_id or 0, {organisation.pk for organisation in waiting}
    )
    return [
        organisation
        for organisation, parts in waiting.items()
        if _remind(delivery, organisation, parts, voices.get(organisation.pk, set()), by=by, at=at)
    ]


def _remind(
    delivery: DeliveryPlan,
    organisation: Organisation,
    parts: list[Commitment],
    people: set[User],
    *,
    by: User,
    at: datetime,
) -> bool:
    """Write to who answers for an organisation; False where today it was done, or nobody can."""
    address = delivery.get_absolute_url()
    key = f"{address} unanswered {organisation.pk} {timezone.localdate(at)}"
    if Message.objects.filter(key=key).exists():
        return False
    many = counted(len(parts), "part")
    title = f"A reminder: {many} of {organisation.called} to answer"
    where = f"{settings.ADDRESS.rstrip('/')}{address}"
    body = f"{by.called} asks whether {organisation.called} takes its {many}. Answer at {where}\n"
    board = delivery.priority.plan.board
    written = [
        write_to(each, key=key, title=title, body=body, at=at, board=board)
        for each in sorted(people, key=lambda person: person.pk)
    ]
    return any(written)
