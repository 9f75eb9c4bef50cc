"""Who speaks for an organisation on a board."""

from collections.abc import Iterable

from django.utils import timezone

from governance.models import Appointment, Respondent, User


def voices_on(board: int, organisations: Iterable[int]) -> dict[int, set[User]]:
    """Return who speaks for each of `organisations` on a board today; two queries."""
    on = timezone.localdate()
    sent = Respondent.objects.on(on).filter(board=board, organisation__in=organisations)
    held = Appointment.objects.on(on).filter(seat__board=board, seat__represents__in=organisations)
    voices: dict[int, set[User]] = {}
    for respondent in sent.select_related("person__supporter"):
        voices.setdefault(respondent.organisation_id, set()).add(respondent.person)
    for seated in held.select_related("holder__supporter", "seat"):
        voices.setdefault(seated.seat.represents_id or 0, set()).add(seated.holder)
    return voices
