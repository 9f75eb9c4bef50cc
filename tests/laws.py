"""What laws over the whole house walk: models, their factories, the names of what refuses."""

import pgtrigger
from django.apps import apps
from django.db.models import Model
from factory.django import DjangoModelFactory

from governance.models import Span
from tests import factories

STOREYS = ("governance", "priorities", "impact", "portal")
MODELS: list[type[Model]] = [
    model
    for storey in STOREYS
    for model in apps.get_app_config(storey).get_models()
    if not hasattr(model, "pgh_tracked_model")
]
FACTORIES: dict[type[Model], type[DjangoModelFactory]] = {
    getattr(factories, name)._meta.model: getattr(factories, name)
    for name in factories.__all__
    if name.endswith("Factory")
}
# Triggers that keep history or protect it, and refuse nothing of a row.
KEEPERS = ("append_only", "never_cut", "version_counts_every_change")


def refusals() -> set[str]:
    """Return the name of each constraint and law, but for those that all spans share."""
    names = {
        each.name
        for model in MODELS
        for each in (*model._meta.constraints, *getattr(model._meta, "triggers", ()))
        if getattr(each, "when", None) != pgtrigger.After and each.name not in KEEPERS
    }
    spans = [model for model in MODELS if issubclass(model, Span)]
    return names - {f"{model._meta.model_name}_ends_after_it_starts" for model in spans}
