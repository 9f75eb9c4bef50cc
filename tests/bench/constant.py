"""The portal beside a constant answer of the same framework, for one server to give both."""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from portal.wsgi import application as portal

BODY = b"constant"


class Constant(WSGIHandler):
    """Django with nothing between request and answer: no middleware, no routing, no view."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Answer at once."""
        self._middleware_chain = self.constant

    @staticmethod
    def constant(request: HttpRequest) -> HttpResponse:
        """Return the same bytes for every request."""
        return HttpResponse(BODY)


constant = Constant()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Give the constant answer at its address, and the portal's at every other."""
    chosen = constant if environ["PATH_INFO"] == "/constant/" else portal
    return chosen(environ, start_response)
