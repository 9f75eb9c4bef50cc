"""What one was told: the list, opening one, marking all as read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance import queries
from governance.changes import notices
from governance.http import Request, number_in, signed_in
from governance.models import Notification
from governance.views.tables import page_asked


@require_http_methods(["GET", "HEAD", "POST"])
def notice_list(request: Request) -> HttpResponse:
    """Show one's notices; by POST open one, which leads to what it speaks of, or read all."""
    if request.method == "POST":
        return _read(request)
    told = queries.notices(signed_in(request), page=page_asked(request))
    return render(request, "governance/notice_list.html", {"told": told})


def _read(request: Request) -> HttpResponse:
    me, at = signed_in(request), timezone.now()
    if request.POST.get("deed") == "all":
        notices.read_all(by=me, at=at)
        return redirect("governance:notice-list")
    mine = Notification.objects.filter(person=me).select_related("subject")
    notice = get_object_or_404(mine, pk=number_in(request.POST.get("open", "")))
    notices.open_notice(notice, at=at)
    return redirect(notice.subject.address)
