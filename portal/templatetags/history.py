"""The way from a record's page to its history, for those who may read it."""

from django import template
from django.db import models
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.scope import scope_of
from portal.rules.history import kinds_read

register = template.Library()


def _read(context: Context) -> frozenset[str]:
    """Return the kinds of which the person who asks reads the history."""
    user = getattr(getattr(context, "request", None), "user", None)
    return kinds_read(scope_of(user)) if user else frozenset()


@register.simple_tag(takes_context=True)
def history_address(context: Context) -> str:
    """Return where the history is; nothing for who may not read it."""
    return reverse("portal:history") if _read(context) else ""


@register.simple_tag(takes_context=True)
def history_link(context: Context, record: models.Model) -> SafeString:
    """Return the link to what was done to `record`; nothing for who may not read it."""
    kind = str(record._meta.model_name)
    if kind not in _read(context):
        return SafeString("")
    address = reverse("portal:history-record", args=[kind, record.pk])
    return format_html(
        '<p class="note files"><a href="{}">{}</a></p>', address, "What was done here"
    )
