"""Rows of the third storey, with constant and boring values."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from impact.models import (
    ActionMeasure,
    Area,
    Engagement,
    Measure,
    Neighbour,
    NeighbourSet,
    Observation,
    PriorityMeasure,
    Revision,
    Scorecard,
    ScorecardRow,
    Target,
    YouSaid,
)
from tests.factories.governance import FIRST_DAY, FIRST_INSTANT, BoardFactory
from tests.factories.priorities import DeliveryActionFactory, PriorityFactory


class AreaFactory(DjangoModelFactory):
    """A local authority."""

    class Meta:
        model = Area

    slug = factory.Sequence("area-{}".format)
    name = factory.Sequence("Area {}".format)
    kind = Area.Kind.AUTHORITY


class NeighbourSetFactory(DjangoModelFactory):
    """A list of statistical neighbours."""

    class Meta:
        model = NeighbourSet

    area = factory.SubFactory(AreaFactory)
    as_of = FIRST_DAY
    title = "Statistical neighbours"


class NeighbourFactory(DjangoModelFactory):
    """A member of a list of neighbours."""

    class Meta:
        model = Neighbour

    neighbour_set = factory.SubFactory(NeighbourSetFactory)
    area = factory.SubFactory(AreaFactory)
    rank = factory.Sequence(lambda n: n + 1)


class MeasureFactory(DjangoModelFactory):
    """A percentage of which less is better."""

    class Meta:
        model = Measure

    code = factory.Sequence("measure-{}".format)
    title = factory.Sequence("Measure {}".format)
    definition = "Children in need for two years or longer, of all children in need."
    unit = "%"
    better = Measure.Better.LOWER


class PriorityMeasureFactory(DjangoModelFactory):
    """A measure that serves a priority."""

    class Meta:
        model = PriorityMeasure

    priority = factory.SubFactory(PriorityFactory)
    measure = factory.SubFactory(MeasureFactory)


class ActionMeasureFactory(DjangoModelFactory):
    """A measure that an action should move."""

    class Meta:
        model = ActionMeasure

    action = factory.SubFactory(DeliveryActionFactory)
    measure = factory.SubFactory(MeasureFactory)


class TargetFactory(DjangoModelFactory):
    """A target for the year 2024/25."""

    class Meta:
        model = Target

    measure = factory.SubFactory(MeasureFactory)
    area = factory.SubFactory(AreaFactory)
    starts_on = FIRST_DAY
    ends_on = date(2025, 4, 1)
    value = Decimal(20)


class ObservationFactory(DjangoModelFactory):
    """The final figure of the year 2023/24."""

    class Meta:
        model = Observation

    measure = factory.SubFactory(MeasureFactory)
    area = factory.SubFactory(AreaFactory)
    starts_on = date(2023, 4, 1)
    ends_on = date(2024, 4, 1)
    label = "2023/24"
    value = Decimal("26.9")


class RevisionFactory(DjangoModelFactory):
    """A figure that was corrected."""

    class Meta:
        model = Revision

    observation = factory.SubFactory(ObservationFactory)
    before = factory.LazyFunction(lambda: {"value": "20.7"})
    after = factory.LazyFunction(lambda: {"value": "26.9"})
    at = FIRST_INSTANT


class ScorecardFactory(DjangoModelFactory):
    """A board's scorecard without rows."""

    class Meta:
        model = Scorecard

    slug = factory.Sequence("scorecard-{}".format)
    title = "Scorecard"
    board = factory.SubFactory(BoardFactory)


class ScorecardRowFactory(DjangoModelFactory):
    """One measure on a scorecard."""

    class Meta:
        model = ScorecardRow

    scorecard = factory.SubFactory(ScorecardFactory)
    measure = factory.SubFactory(MeasureFactory)
    order = factory.Sequence(lambda n: n + 1)


class EngagementFactory(DjangoModelFactory):
    """A piece of listening."""

    class Meta:
        model = Engagement

    slug = factory.Sequence("engagement-{}".format)
    title = "Survey of young people"
    on = FIRST_DAY


class YouSaidFactory(DjangoModelFactory):
    """What was said and has been heard."""

    class Meta:
        model = YouSaid

    slug = factory.Sequence("said-{}".format)
    voice = "Young people in care"
    said = "We want one worker."
