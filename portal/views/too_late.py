"""A form that came too late: the session or the page's mark had ended while somebody typed."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from governance.changes.drafts import Sheet, keep_refused

SIGN_IN = "You were signed out. What you typed is kept: sign in, and it stands in the form again."
SEND_AGAIN = "The page was open too long. What you typed is kept: look it over, and save it again."


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page and back; what was typed meanwhile waits in its form.

    A fragment never gets the sign-in page into its place.
    """
    sheet = _kept(request, SIGN_IN)
    if not request.headers.get("HX-Request"):
        return redirect_to_login(sheet.address if sheet else request.get_full_path())
    came_from = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    following = {"next": sheet.address if sheet else came_from}
    address = f"{reverse('account_login')}?{urlencode(following)}"
    return HttpResponse(status=401, headers={"HX-Redirect": address})


def look_over(request: HttpRequest) -> HttpResponse | None:
    """Send back to a form whose mark had lapsed, with what was typed; None where none was."""
    sheet = _kept(request, SEND_AGAIN)
    if sheet is None:
        return None
    if "HX-Request" in request.headers:
        return HttpResponse(status=403, headers={"HX-Redirect": sheet.address})
    return redirect(sheet.address)


def _kept(request: HttpRequest, told: str) -> Sheet | None:
    """Keep what was typed where the form came with its ticket, and say so on the next page."""
    if request.method != "POST":
        return None
    sheet = keep_refused(request.POST.dict(), at=timezone.now())
    if sheet is not None:
        messages.info(request, told)
    return sheet
