"""A nominating organisation answers by its link: who is to sit in a place."""

import secrets
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes import links, nominating
from governance.editing import Refused, StaleEdit
from governance.forms.nominating import NobodyForm, NominateForm
from governance.http import Request, today
from governance.models import Nomination, SignedLink
from governance.queries import nominations as queries
from governance.views.by_link import Door, NoSuchLink

private = cache_control(private=True, no_store=True)
DOOR = Door(
    purpose=SignedLink.Purpose.NOMINATE,
    name="nominate",
    somebody_else="This link was sent to somebody else. Sign out to open it.",
)


@require_safe
@private
def nominate_link(request: Request, token: str) -> HttpResponse:
    """Swap the token of a link for the narrow cookie; nothing is shown and nothing changes."""
    link = DOOR.opened(request, token)
    response = redirect("governance:nominate")
    DOOR.remember(response, link, at=timezone.now())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@private
def nominate(request: Request) -> HttpResponse:
    """Show what is asked, or the receipt; take who is named, until the question is settled."""
    link, nomination = _asked(request)
    if request.method == "POST" and request.POST.get("deed") == "nobody":
        return _name_nobody(request, link, nomination)
    if request.method == "POST":
        return _answer(request, link, nomination)
    initial = {**NominateForm.initial_of(nomination), "key": secrets.token_hex(8)}
    return _page(request, link, nomination, NominateForm(initial=initial))


def _asked(request: Request) -> tuple[SignedLink, Nomination]:
    """Return the link that the cookie names, and what it asks for.

    :raises NoSuchLink: there is none, or it has ended
    :raises PermissionDenied: somebody else is signed in
    """
    link = DOOR.held(request)
    nomination = queries.nomination_of(link) if link else None
    if link is None or nomination is None:
        raise NoSuchLink(DOOR.path)
    DOOR.only_for(request, link)
    return link, nomination


def _answer(request: Request, link: SignedLink, nomination: Nomination) -> HttpResponse:
    form = NominateForm(request.POST)
    if not form.is_valid():
        return _page(request, link, nomination, form, status=422)
    try:
        nominating.answer(
            nomination,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            by=link.person,
            at=timezone.now(),
            key=form.cleaned_data["key"],
        )
    except StaleEdit:
        nomination.refresh_from_db()
        form.show_theirs(nomination.version)
        return _page(request, link, nomination, form, status=409)
    except Refused as reason:
        form.refuse(str(reason))
        return _page(request, link, nomination, form, status=409)
    at = timezone.now()
    links.use_link(link, at=at)
    response = redirect("governance:nominate")
    DOOR.remember(response, link, at=at)
    return response


def _name_nobody(request: Request, link: SignedLink, nomination: Nomination) -> HttpResponse:
    """Take that nobody is named, and why; the link ends with it."""
    refusal = NobodyForm(request.POST)
    form = NominateForm(initial=NominateForm.initial_of(nomination))
    if not refusal.is_valid():
        return _page(request, link, nomination, form, nobody=refusal, status=422)
    reason, at = refusal.cleaned_data["reason"], timezone.now()
    try:
        nominating.name_nobody(nomination, reason=reason, by=link.person, at=at)
    except Refused as why_not:
        refusal.add_error(None, str(why_not))
        return _page(request, link, nomination, form, nobody=refusal, status=422)
    links.use_link(link, at=at)
    told = f"Thank you: {nomination.asked_by} is told that you name nobody, and why."
    messages.success(request, told)
    return redirect(nomination.place.seat.board)


def _page(
    request: Request,
    link: SignedLink,
    nomination: Nomination,
    form: NominateForm,
    *,
    nobody: NobodyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.nomination_page(nomination, on=today())
    wanted = queries.wanted_from(nomination.place, on=today())
    context = {"page": page, "form": form, "link": link, "sealed": DOOR.seal(link)}
    context |= {"wanted": wanted, "nobody": nobody or NobodyForm()}
    context["is_conflict"] = status == HTTPStatus.CONFLICT
    return render(request, "governance/nominate.html", context, status=status)
