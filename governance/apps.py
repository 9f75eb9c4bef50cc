"""Django's entry to the storey."""

from django.apps import AppConfig

from governance.registering import register_quickly

register_quickly()  # here, since models of all storeys are read as soon as every entry was


class GovernanceConfig(AppConfig):
    """The governance storey."""

    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"
