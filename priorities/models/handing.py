"""That what a partner is asked was handed on to a colleague, who answers in their place."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import kept, law
from priorities.models.delivery import Commitment
from priorities.models.rounds import ReportingRound, frozen_with_its_round

WITHIN_THE_ORGANISATION = law(
    name="item_is_handed_on_within_the_organisation",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("handed_to_id", "commitment_id"),
    broken="""NOT EXISTS (
        SELECT 1 FROM governance_user u
        JOIN priorities_commitment c ON c.organisation_id = u.organisation_id
        WHERE u.id = NEW.handed_to_id AND c.id = NEW.commitment_id
    )""",
    says="only a colleague of the same organisation can answer in your place",
)


@kept()
class HandedOn(models.Model):
    """Who answers for a commitment in a round, because somebody handed it on to them."""

    round = models.ForeignKey(ReportingRound, models.PROTECT, related_name="handings")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="handings")
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handed_to_them"
    )
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handed_on"
    )
    handed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="item_is_in_one_pair_of_hands",
                fields=["round", "commitment"],
                violation_error_message="It was handed on already.",
            ),
            models.CheckConstraint(
                name="nobody_hands_on_to_themselves",
                condition=~Q(handed_to=F("handed_by")),
                violation_error_message="Choose somebody else.",
            ),
        ]
        triggers = [
            WITHIN_THE_ORGANISATION,
            frozen_with_its_round(name="handing_is_frozen_with_its_round", stamp="handed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}, handed on to {self.handed_to}"
