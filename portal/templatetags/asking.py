"""Asking about what a page shows: the link to the form, for whoever may ask."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from governance.http import may
from governance.models import Board
from governance.queries.things import Thing, ticket_of

register = template.Library()


@register.inclusion_tag("components/ask_about.html", takes_context=True)
def ask_about(
    context: Context, *, kind: str, title: Any, address: str, board: Board | None
) -> dict[str, str]:
    """Show the link to ask about a thing of `board`; nothing for whoever may not."""
    request = context.get("request")
    if board is None or request is None or not request.user.is_authenticated:
        return {}
    if not may(request, "governance.add_challenge", board):
        return {}
    ticket = ticket_of(Thing(kind, str(title), address, board.pk))
    return {"address": f"{reverse('governance:challenge-ask', args=[board.slug])}?about={ticket}"}
