"""The pack of a meeting, named on pages of the storeys below."""

from typing import Any

from django import template

from governance.models import Meeting
from portal.queries.packs import newest_of_meeting

register = template.Library()


@register.inclusion_tag("portal/pack_link.html", takes_context=True)
def pack_link(context: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    """Return what links to the newest pack of `meeting`, with its length; one query."""
    return {"meeting": meeting, "pack": newest_of_meeting(meeting, context["request"].user)}
