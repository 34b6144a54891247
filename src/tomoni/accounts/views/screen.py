"""The locked screen, and what could not be sent."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from tomoni.accounts import actions, adapter, locking, parking, queries, sessions
from tomoni.accounts.models import User
from tomoni.calendar import now


@require_POST
@login_required
def lock(request: HttpRequest) -> HttpResponse:
    """Shut the screen at once."""
    sessions.lock(request.session)
    return redirect(locking.onward(request, request.POST.get("next")))


@sensitive_post_parameters("password", "code")
@require_POST
@login_required
def unlock(request: HttpRequest) -> HttpResponse:
    """Open it again and go on where one was – or first to what is kept."""
    assert isinstance(request.user, User)
    form = locking.attempt(request)
    if form is not None and not form.is_valid():
        return locking.page(request, tried=form)
    sessions.unlock(request.session, now())
    return adapter.after_entering(request.user, locking.onward(request, request.POST.get("next")))


@require_GET
@login_required
def parked(request: HttpRequest) -> HttpResponse:
    """What could not be sent, to be sent again, kept as a draft or thrown away."""
    assert isinstance(request.user, User)
    post = queries.worn(request.user.pk, request.session.get("post"))
    shown = {
        "kept": queries.parked(request.user, post),
        "elsewhere": queries.parked_elsewhere(request.user, post),
        "next": locking.onward(request, request.GET.get("next")),
    }
    return render(request, "accounts/parked.html", shown)


@require_POST
@login_required
def discard(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Throw away one of them. Somebody else's is simply not there."""
    assert isinstance(request.user, User)
    actions.unpark(request.user, ref)
    return redirect("accounts:parked")


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """CSRF_FAILURE_VIEW: the page is older than the session. Its words are kept for the one who wrote them."""
    return parking.instead(request) or render(request, "403_csrf.html", status=403)
