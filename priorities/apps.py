"""Django's entry to the storey."""

from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    """The priorities storey."""

    name = "priorities"
    default_auto_field = "django.db.models.BigAutoField"
