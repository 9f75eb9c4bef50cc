"""Pages as tests read them: however the templates are laid out."""

import html
import re
from typing import Any

from django.http import HttpResponse


def tidy(response: HttpResponse) -> str:
    """Return the page with runs of white space as one space, and none beside a tag."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return re.sub(r" ?(<[^>]*?) ?(/?>) ?", r"\1\2", text)


def hidden_in(response: Any) -> dict[str, str]:
    """Return what the page of a conflict sends along, by name."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', tidy(response))
    return {name: html.unescape(text) for name, text in found if name != "csrfmiddlewaretoken"}
