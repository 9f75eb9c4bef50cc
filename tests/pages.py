"""Pages as tests read them: however the templates are laid out."""

import re

from django.http import HttpResponse


def tidy(response: HttpResponse) -> str:
    """Return the page with runs of white space as one space, and none beside a tag."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return re.sub(r" ?(<[^>]*?) ?(/?>) ?", r"\1\2", text)
