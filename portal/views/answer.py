"""The quarter's questions to a partner: one item at a time, at the desk or by a signed link."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from governance.changes import drafts, links
from governance.editing import Refused, StaleEdit
from governance.forms.conflicts import Questions
from governance.http import Request
from governance.views.drafts import drafting
from portal.views.answering import DOOR, Answering, answering, opened
from portal.views.too_late import sign_in_first
from priorities.changes.delivery import answer_commitment
from priorities.changes.handing import hand_on, take_back
from priorities.changes.progress import contribute
from priorities.forms.answers import AnswerForm, HandOnForm
from priorities.forms.two_answers import asked_of, form_of
from priorities.queries import DueItem, colleagues

private = cache_control(private=True, no_store=True)
NOT_YOURS = "Your organisation has declined this part: there is nothing to answer."


@require_safe
@private
def answer_link(request: Request, token: str) -> HttpResponse:
    """Swap the token of a link for the narrow cookie; nothing is shown and nothing changes."""
    link = opened(request, token)
    response = redirect("portal:answer")
    if not request.user.is_authenticated:
        DOOR.remember(response, link, at=timezone.now())
    return response


@require_safe
@private
def answer(request: Request) -> HttpResponse:
    """Show what a person is asked with their last words; when all is answered, the receipt."""
    who = answering(request)
    if who is None:
        return sign_in_first(request)
    return render(request, "portal/answer.html", {"who": who})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def answer_item(request: Request, pk: int) -> HttpResponse:
    """Show one item, keep what is typed, take its answer or hand it on; then comes the next."""
    who = answering(request)
    if who is None:
        return sign_in_first(request)
    item = who.item(pk, request.GET.get("round", ""))
    if request.method == "POST":
        response = DEEDS.get(_deed(request), _save)(request, who, item)
        if who.link is not None:  # another may have been opened in this browser meanwhile
            DOOR.remember(response, who.link, at=timezone.now())
        return response
    if item not in who.items:
        return redirect("portal:answer")
    return _form(request, who, item, AnswerForm.of(item), status=200)


def _deed(request: Request) -> str:
    return "keep" if "keep" in request.POST else request.POST.get("deed", "")


def _save(request: Request, who: Answering, item: DueItem) -> HttpResponse:
    """Take the answer; whoever is second chooses whose words stay."""
    form, sent = form_of(request.POST.dict(), item)
    if not form.is_valid():
        return _form(request, who, item, form, status=422)
    try:
        _send(who, item, form)
    except StaleEdit as stale:
        return _conflict(request, who, item, asked_of(stale, sent))
    except Refused as reason:
        form.add_error(None, str(reason))
        return _form(request, who, item, form, status=409)
    return _next(who, item)


def _keep(request: Request, who: Answering, item: DueItem) -> HttpResponse:
    """Keep what is being typed, and say when."""
    typed, at = AnswerForm.typed(request.POST), timezone.now()
    drafts.keep_draft(item.sheet, values=typed, by=who.person, at=at)
    if not request.htmx:
        return redirect("portal:answer")
    context = {"kept_at": at, "letters": len(typed.get("text", ""))}
    return render(request, "portal/_answer_kept.html", context)


def _hand_on(request: Request, who: Answering, item: DueItem) -> HttpResponse:
    """Let a colleague answer instead."""
    form = HandOnForm(request.POST, colleagues=colleagues(who.person, item))
    if not form.is_valid():
        return _form(request, who, item, AnswerForm.of(item), hand_on=form, status=422)
    to, at = form.cleaned_data["handed_to"], timezone.now()
    try:
        hand_on(item.commitment, in_round=item.round, to=to, by=who.person, at=at)
    except Refused as reason:
        form.add_error("handed_to", str(reason))
        return _form(request, who, item, AnswerForm.of(item), hand_on=form, status=409)
    _done(who, item)
    return _next(who, item)


def _take_back(request: Request, who: Answering, item: DueItem) -> HttpResponse:
    """Answer oneself after all."""
    take_back(item.commitment, in_round=item.round, by=who.person, at=timezone.now())
    return redirect(item.address)


DEEDS = {"keep": _keep, "hand_on": _hand_on, "take_back": _take_back}


@transaction.atomic
def _send(who: Answering, item: DueItem, form: AnswerForm) -> None:
    """Do all that an answer says, or nothing.

    :raises StaleEdit: a colleague answered meanwhile
    :raises Refused: the part was declined, the round is closed, or a law forbids it
    """
    by, at = who.person, timezone.now()
    part = form.part_values()
    if part:
        answer_commitment(item.commitment, **part, by=by, at=at)
    elif item.is_declined:
        raise Refused(NOT_YOURS)
    if not form.is_declined:
        contribute(
            item.commitment,
            in_round=item.round,
            values=form.values(),
            version=form.cleaned_data["version"],
            by=by,
            at=at,
        )
    _done(who, item)


def _done(who: Answering, item: DueItem) -> None:
    """Forget what was typed, and note that the link was acted by."""
    drafts.drop_draft(item.sheet, by=who.person)
    if who.link is not None:
        links.use_link(who.link, at=timezone.now())


def _next(who: Answering, item: DueItem) -> HttpResponse:
    """Lead to the next open item, round from the one just sent; to the receipt after the last."""
    place = who.position(item)
    for each in who.items[place:] + who.items[: max(place - 1, 0)]:
        if each.sent is None:
            return redirect(each.address)
    return redirect("portal:answer")


def _conflict(request: Request, who: Answering, item: DueItem, asked: Questions) -> HttpResponse:
    context = {"who": who, "item": item, "questions": asked}
    context["drafting"] = drafting(who.person, item.sheet)
    return render(request, "portal/answer_conflict.html", context, status=409)


def _form(
    request: Request,
    who: Answering,
    item: DueItem,
    form: AnswerForm,
    *,
    status: int,
    hand_on: HandOnForm | None = None,
) -> HttpResponse:
    place = who.position(item)
    context = {
        "who": who,
        "item": item,
        "form": form,
        "hand_on": hand_on or HandOnForm(colleagues=colleagues(who.person, item)),
        "faulty": hand_on or form,
        "place": place,
        "drafting": drafting(who.person, item.sheet),
        "before": who.items[place - 2] if place > 1 else None,
        "is_last": not [each for each in who.open_items if each is not item],
    }
    return render(request, "portal/answer_item.html", context, status=status)
