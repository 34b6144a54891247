"""No word is lost: what is sent to a locked screen, from an old page or in another hat is kept for its author."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve

from tomoni.accounts import actions, queries, slips
from tomoni.accounts.models import User
from tomoni.accounts.rules import as_uuid, worth_keeping

AUTOSAVE = "drafts:save"


def door(request: HttpRequest) -> ResolverMatch | None:
    """The page that was asked for, if there is one."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def named(request: HttpRequest) -> str:
    """The name of the page that was asked for; blank when there is none."""
    match = door(request)
    return match.view_name if match else ""


def keep(request: HttpRequest) -> bool:
    """Park what was sent, if words can be in it. True when it is kept.

    A form that carries its slip is kept for the one it was made for. Without a slip the token must be right: nobody
    else's page may leave something in a user's drawer.
    """
    match, slip = door(request), slips.read(request)
    if request.method != "POST" or match is None or _concerns_log_in(match):
        return False
    if slip is None and not (request.user.is_authenticated and _token_is_right(request)):
        return False
    user_id, post_id = (slip.user_id, slip.post_id) if slip else (request.user.pk, _chosen(request))
    user, post = queries.user_of(user_id), queries.worn(user_id, post_id)
    if user is None:
        return False
    fields, path = worth_keeping(request.POST.lists()), request.get_full_path()
    try:
        actions.park(user, path, fields, slip, post, autosave=match.view_name == AUTOSAVE)
    except actions.ParkedFull:
        return False
    return True


def written_in_another_hat(request: HttpRequest) -> bool:
    """Whether the form was made for another user or post than the one who now sends it."""
    slip = slips.read(request)
    if slip is None:
        return False
    post = queries.worn(request.user.pk, _chosen(request))
    return (slip.user_id, slip.post_id) != (request.user.pk, post.pk if post else None)


def instead(request: HttpRequest) -> HttpResponse | None:
    """Keep what cannot be taken here and now, and say where it is; None when there was nothing to keep."""
    slip = slips.read(request)
    if not keep(request):
        return None
    if slip and slip.user_id != request.user.pk:
        messages.warning(request, "送った内容は、その画面を開いた人のためにお預かりしました。")
        return render(request, "403_csrf.html", status=403)
    return redirect("accounts:parked")


def release(request: HttpRequest, response: HttpResponse) -> None:
    """What was parked and now went through is no longer kept. It went through when its page leads on to another."""
    ref = as_uuid(request.POST.get("parked", "")) if request.method == "POST" else None
    went_on = 300 <= response.status_code < 400 and getattr(request, "viewer", None) is not None
    if ref and went_on and isinstance(request.user, User):
        actions.unpark(request.user, ref)


def _chosen(request: HttpRequest) -> int | None:
    chosen: int | None = request.session.get("post")
    return chosen


def _concerns_log_in(match: ResolverMatch) -> bool:
    return str(match.func.__module__).startswith(("allauth.", "tomoni.accounts."))


def _token_is_right(request: HttpRequest) -> bool:
    return _Check(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), (), {}) is None


class _Check(CsrfViewMiddleware):
    """Django's check, asked outside its turn; it answers instead of showing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002
        return HttpResponse(reason, status=403)
