"""Seals over the history, with constant and boring values."""

import factory
from factory.django import DjangoModelFactory

from governance.models import Seal, SealedBatch
from tests.factories.governance import FIRST_INSTANT


class SealFactory(DjangoModelFactory):
    """A seal that follows another."""

    class Meta:
        model = Seal

    number = factory.Sequence(lambda n: n + 2)
    made_at = FIRST_INSTANT
    before = factory.Sequence("{:064x}".format)
    digest = "0" * 64


class SealedBatchFactory(DjangoModelFactory):
    """Ten entries of one table."""

    class Meta:
        model = SealedBatch

    seal = factory.SubFactory(SealFactory)
    table = "governance_boardevent"
    columns = ["pgh_id"]
    after = factory.Sequence(lambda n: n * 10)
    last = factory.LazyAttribute(lambda batch: batch.after + 10)
    entries = b""
    digest = "0" * 64
