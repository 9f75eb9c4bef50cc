"""What search finds on the third storey: measures, and what was heard."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce

from governance.http import today
from governance.queries import Among, Looked, place
from governance.scope import Person, scope_of
from impact.models import MEASURE_SEARCHED, SAID_SEARCHED, Measure, YouSaid
from impact.rules import kept_seen


def search(looked: Looked, person: Person) -> list[Among]:
    """Return what `person` may see of measures and voices."""
    scope = scope_of(person)
    board = Coalesce(F("board__name"), F("plan__board__name"), Value(""), output_field=TextField())
    return [
        looked.among(
            Measure.objects.filter(kept_seen(scope)),
            MEASURE_SEARCHED,
            kind="Measure",
            address=place("/measures/", "code", "/"),
            board=board,
        ),
        looked.among(
            YouSaid.objects.agreed_to(today()),
            SAID_SEARCHED,
            kind="Heard",
            address=place("/voice/?said=", "slug"),
            day="on",
        ),
    ]
