"""What is measured, where, and towards what: areas, measures, targets."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from governance.models import (
    Board,
    Decision,
    Organisation,
    Record,
    Span,
    kept,
    law,
    no_loop,
    searched,
)
from priorities.models import DeliveryAction, Plan, Priority


@kept()
class Area(Record):
    """A place or a body that figures speak of."""

    class Kind(models.TextChoices):
        ENGLAND = "england", "England"
        REGION = "region", "region"
        AUTHORITY = "authority", "local authority"
        WARD = "ward", "ward"
        LOCALITY = "locality", "locality"
        PART = "part", "part of a borough"
        TRUST = "trust", "NHS trust"
        SCHOOL_GROUP = "school_group", "school group"

    slug = models.SlugField(unique=True)
    code = models.CharField("GSS code", max_length=12, null=True, blank=True, unique=True)
    dfe_code = models.CharField(max_length=6, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    is_home = models.BooleanField("the partnership's own area", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="partnership_has_one_own_area",
                fields=["is_home"],
                condition=Q(is_home=True),
            )
        ]
        triggers = [no_loop(name="areas_form_no_loop")]

    def __str__(self) -> str:
        return self.name


@kept()
class NeighbourSet(Record):
    """The statistical neighbours of an area, as listed on a day."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="neighbour_sets")
    as_of = models.DateField()
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="area_has_one_neighbour_list_a_day", fields=["area", "as_of"]
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class Neighbour(models.Model):
    """One member of a list of neighbours, in its order."""

    neighbour_set = models.ForeignKey(NeighbourSet, models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    closeness = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="neighbour_rank_is_its_own", fields=["neighbour_set", "rank"]
            ),
            models.UniqueConstraint(
                name="neighbour_is_listed_once", fields=["neighbour_set", "area"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.area}"


NEW_DEFINITION_NEW_LINE = law(
    name="definition_starts_a_new_line",
    operation=pgtrigger.UpdateOf("definition"),
    condition=~pgtrigger.Q(old__definition=""),
    broken="""NEW.definition <> OLD.definition AND EXISTS (
        SELECT 1 FROM impact_observation o WHERE o.measure_id = NEW.id
    )""",
    says="the figures were counted by the old definition; a new one is a new measure",
)

MEASURE_SEARCHED = ("title", "definition")


@kept()
class Measure(Record):
    """What is counted, in which unit, and which way is better; the definition never changes."""

    class Better(models.TextChoices):
        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"
        NEITHER = "neither", "neither is better"

    class Question(models.TextChoices):
        HOW_MUCH = "how_much", "how much did we do"
        HOW_WELL = "how_well", "how well did we do it"
        BETTER_OFF_NUMBER = "better_off_number", "is anyone better off: number"
        BETTER_OFF_PERCENT = "better_off_percent", "is anyone better off: share"
        NONE = "none", "not asked"

    class Horizon(models.TextChoices):
        LONG = "long", "long term"
        MEDIUM = "medium", "medium term"
        SHORT = "short", "short term"
        NONE = "none", "not said"

    class Accountability(models.TextChoices):
        POPULATION = "population", "population indicator"
        PERFORMANCE = "performance", "performance measure"

    class Standing(models.TextChoices):
        HEADLINE = "headline", "headline"
        SECONDARY = "secondary", "secondary"
        WANTED = "wanted", "wanted, no data"

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    better = models.CharField(max_length=8, choices=Better.choices, default=Better.NEITHER)
    frequency = models.CharField(max_length=40, blank=True)
    year_type = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    owner = models.CharField("who publishes it", max_length=200, blank=True)
    responsible = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="measures")
    horizon = models.CharField(max_length=8, choices=Horizon.choices, default=Horizon.NONE)
    question = models.CharField(max_length=20, choices=Question.choices, default=Question.NONE)
    accountability = models.CharField(
        max_length=12, choices=Accountability.choices, default=Accountability.PERFORMANCE
    )
    qualitative = models.BooleanField(default=False)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.SECONDARY
    )
    after_years = models.PositiveSmallIntegerField(null=True, blank=True)
    quality_note = models.TextField(blank=True)
    baseline_agreed_on = models.DateField(null=True, blank=True)
    disclosure_threshold = models.PositiveSmallIntegerField(default=5)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="also_called"
    )
    same_as_note = models.TextField("how this line differs", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_is_not_the_same_as_itself",
                condition=Q(same_as=None) | ~Q(same_as=F("id")),
            ),
            models.CheckConstraint(
                name="measure_has_six_decimals_at_most", condition=Q(decimals__lte=6)
            ),
        ]
        indexes = searched("measure", *MEASURE_SEARCHED)
        triggers = [NEW_DEFINITION_NEW_LINE]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the measure's page."""
        return f"/measures/{self.code}/"


@kept()
class PriorityMeasure(Record):
    """Which measure should show whether a priority changes anything; or that none is there yet."""

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="measure_links")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="priority_links"
    )
    order = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="measure_serves_a_priority_once",
                fields=["priority", "measure"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure or 'wanted, no data'} for {self.priority}"


@kept()
class ActionMeasure(Record):
    """Which action should move which measure."""

    action = models.ForeignKey(DeliveryAction, models.CASCADE, related_name="measure_links")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="action_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="measure_serves_an_action_once", fields=["action", "measure"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} for {self.action}"


@kept()
class Target(Record, Span):
    """What was agreed to be reached in a period; old targets stay."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="targets")
    area = models.ForeignKey(Area, models.PROTECT, related_name="targets")
    label = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    tolerance = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    agreed_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    note = models.TextField(blank=True)

    class Meta(Span.Meta):
        constraints = [
            *Span.Meta.constraints,
            models.CheckConstraint(
                name="target_tolerance_is_not_negative",
                condition=Q(tolerance=None) | Q(tolerance__gte=0),
            ),
            models.UniqueConstraint(
                name="one_target_a_measure_area_and_period",
                fields=["measure", "area", "starts_on", "ends_on"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"
