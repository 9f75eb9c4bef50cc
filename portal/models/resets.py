"""Taking a lost second step away: asked for by one administrator, done by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import User
from governance.models.records import kept


@kept()
class FactorReset(models.Model):
    """That somebody's second step is to be taken away, so that they set up a new one."""

    person = models.ForeignKey(User, models.PROTECT, related_name="factor_resets")
    how_known = models.CharField("how they were known", max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factor_resets_asked"
    )
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="factor_resets_confirmed",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="factor_resets_withdrawn",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reset_takes_two_administrators",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                violation_error_message="Another administrator confirms than the one who asked.",
            ),
            models.CheckConstraint(
                name="nobody_resets_their_own_second_step",
                condition=~Q(asked_by=F("person"))
                & (Q(confirmed_by=None) | ~Q(confirmed_by=F("person"))),
                violation_error_message="Two others reset your second step, never you.",
            ),
            models.CheckConstraint(
                name="confirmed_reset_says_when_and_by_whom",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_reset_says_when_and_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reset_is_confirmed_or_withdrawn",
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None),
                violation_error_message="It was confirmed or withdrawn meanwhile.",
            ),
            models.CheckConstraint(
                name="reset_says_how_the_person_was_known",
                condition=~Q(how_known=""),
                violation_error_message="Say how you know that it is them.",
            ),
            models.UniqueConstraint(
                name="person_has_one_reset_at_a_time",
                fields=["person"],
                condition=Q(confirmed_at=None, withdrawn_at=None),
                violation_error_message="That was asked already, and waits for somebody else.",
            ),
        ]

    def __str__(self) -> str:
        return f"reset of the second step of {self.person}"
