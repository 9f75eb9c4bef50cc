"""Who looked at what a person may see, on which day, and kept it or said that it is to end."""

from datetime import datetime

from governance import audit
from governance.editing import Refused, refusals_in_words
from governance.models import AccessReview, User


def review_access(
    person: User, *, outcome: str, note: str, by: User, at: datetime, key: str = ""
) -> AccessReview:
    """Write down that `by` looked at what `person` may see; `outcome`: kept, or to be ended.

    `key`: the mark of the form, by which a second sending is recognised: it adds nothing.

    :raises Refused: it is one's own access, or it is to end without saying why
    """
    if outcome not in AccessReview.Outcome.values:
        raise Refused("Choose whether it is kept or is to end.")
    with (
        refusals_in_words(AccessReview),
        audit.change(by=by, what=f"reviewed what {person} may see", key=key),
    ):
        made: AccessReview | None = audit.made_by_form(person.access_reviews.all(), key)
        if made is not None:
            return made
        return AccessReview.objects.create(
            person=person, outcome=outcome, note=note, reviewed_at=at, reviewed_by=by
        )
