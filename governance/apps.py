"""Django's entry to the storey."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The governance storey."""

    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"
