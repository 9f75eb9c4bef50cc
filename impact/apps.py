"""Django's entry to the storey."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """The impact storey."""

    name = "impact"
    default_auto_field = "django.db.models.BigAutoField"
