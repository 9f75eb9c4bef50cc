"""Django's entry to the storey."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal storey."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
