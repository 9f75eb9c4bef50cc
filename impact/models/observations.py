"""The figures: one for a measure, area, breakdown, period and kind; a symbol is never a number."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.models import Record, append_only, known, version_counts
from impact.models.measures import Area, Measure


class Symbol(models.TextChoices):
    """Why there is no number."""

    SUPPRESSED = "suppressed", "suppressed"
    NOT_AVAILABLE = "not_available", "not available"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    LOW = "low", "rounds to nought"
    UNRELIABLE = "unreliable", "low reliability"
    RANGE = "range", "a range"


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations by time and area."""

    def known_by(self, day: object) -> "ObservationQuerySet":
        """Return those whose period ended on or before the day before `day`."""
        return self.filter(ends_on__lte=day)


# Who and why come from the change that the connection is in (`governance.audit`).
REVISED = pgtrigger.Trigger(
    name="change_of_a_figure_is_kept",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*"),
    declare=[("change", "jsonb")],
    func="""
    change := NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb;
    INSERT INTO impact_revision (observation_id, before, after, reason, at, by_id)
    SELECT NEW.id, jsonb_object_agg(o.key, o.value), jsonb_object_agg(n.key, n.value),
        COALESCE(change ->> 'what', ''), NOW(), (change ->> 'by')::bigint
    FROM jsonb_each_text(to_jsonb(OLD)) o JOIN jsonb_each_text(to_jsonb(NEW)) n USING (key)
    WHERE o.value IS DISTINCT FROM n.value AND key <> 'version'
    HAVING COUNT(*) > 0;
    RETURN NULL;
    """,
)


class Observation(Record):
    """One figure, or the symbol that stands for it. Changes are kept as revisions."""

    class Kind(models.TextChoices):
        ACTUAL = "actual", "actual"
        COMMITMENT = "commitment", "commitment"
        PROJECTION = "projection", "projection"
        FORECAST = "forecast", "forecast"
        SCENARIO = "scenario", "scenario"

    class State(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        FINAL = "final", "final"

    class Qualifier(models.TextChoices):
        EXACT = "exact", "exact"
        ABOUT = "about", "about"
        OVER = "over", "over"
        AT_LEAST = "at_least", "at least"
        UNDER = "under", "under"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations")
    breakdown = models.CharField(max_length=200, default="everyone")
    starts_on = models.DateField()
    ends_on = models.DateField("day after the last day")
    period_known = known()
    label = models.CharField("period as printed", max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ACTUAL)
    scenario = models.CharField(max_length=200, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    symbol = models.CharField(max_length=14, choices=Symbol.choices, blank=True)
    symbol_as_given = models.CharField(max_length=40, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    lower = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    state = models.CharField(max_length=12, choices=State.choices, default=State.FINAL)
    derived = models.BooleanField("worked back, not printed", default=False)
    note = models.TextField(blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_observation_a_key",
                fields=[
                    "measure",
                    "area",
                    "breakdown",
                    "starts_on",
                    "ends_on",
                    "kind",
                    "scenario",
                ],
                violation_error_message="There is a figure for that period already.",
            ),
            models.CheckConstraint(
                name="symbol_is_never_a_number",
                condition=Q(symbol="", value__isnull=False) | (~Q(symbol="") & Q(value=None)),
                violation_error_message="Give a figure or a symbol, not both.",
            ),
            models.CheckConstraint(
                name="observation_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="scenario_has_its_name",
                condition=Q(kind="scenario") ^ Q(scenario=""),
                violation_error_message="Name the scenario.",
            ),
            models.CheckConstraint(
                name="interval_lies_around_the_value",
                condition=Q(lower=None)
                | Q(upper=None)
                | Q(value=None)
                | Q(lower__lte=F("value"), upper__gte=F("value")),
            ),
            models.CheckConstraint(
                name="suppressed_figure_hides_its_parts",
                condition=~Q(symbol="suppressed") | Q(numerator=None, lower=None, upper=None),
                violation_error_message="A suppressed figure has no count and no interval.",
            ),
        ]
        triggers = [version_counts(), REVISED]
        indexes = [
            models.Index(fields=["measure", "area", "ends_on"]),
            # Which measures have figures at all is asked of every measure of a list.
            models.Index(
                name="measures_with_figures",
                fields=["area", "measure"],
                condition=Q(breakdown="everyone", kind="actual"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.label}"


class Revision(models.Model):
    """What an observation said before it was changed, and why; a trigger writes it."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="revisions")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.observation}, revised"
