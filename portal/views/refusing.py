"""How the library's views answer what they cannot take: as every page of ours does."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

UNPROCESSABLE = 422


class TakesForms:
    """Takes a form by POST alone."""

    http_method_names = ("get", "head", "post", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse other methods first: the library looks at who asks before it looks at how."""
        if str(request.method).lower() not in self.http_method_names:
            return HttpResponseNotAllowed([name.upper() for name in self.http_method_names])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Refusing(TakesForms):
    """Answers a form that cannot be taken with status 422."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again with what is to be put right."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = UNPROCESSABLE
        return response
