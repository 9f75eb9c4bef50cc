"""Words that were typed in the portal's small markup, shown as they print."""

from typing import Any

from django import template

from portal.reports.markup import read
from portal.reports.page import Ready

register = template.Library()


@register.inclusion_tag("reports/blocks.html")
def written(text: str, about: str = "") -> dict[str, Any]:
    """Return what the blocks of `text` are drawn from; `about`: its title."""
    return {"blocks": Ready(printed=False).blocks(read(text, about=about).blocks)}
