"""One's own settings: hats, password, second factor, sessions."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tomoni.accounts import actions, queries
from tomoni.accounts.models import Session, User


@login_required
@require_http_methods(["GET", "POST"])
def hats(request: HttpRequest) -> HttpResponse:
    """The posts the user may wear now; choosing one puts it on for this session."""
    posts = queries.posts_of(request.user.pk)
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        post = posts.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 18 else None
        if post:
            actions.wear(request.session, post)
            return redirect("accounts:parked" if queries.parked(post.user, post) else "/")
    worn = queries.worn(request.user.pk, request.session.get("post"))
    return render(request, "accounts/hats.html", {"posts": posts, "worn": worn})


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What belongs to oneself, at a glance."""
    assert isinstance(request.user, User)
    shown = {
        "posts": queries.posts_of(request.user.pk),
        "sessions": queries.sessions_of(request.user).count(),
    }
    return render(request, "accounts/mine.html", {**shown, "hours": settings.TOMONI_SESSION_HOURS})


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is logged in."""
    assert isinstance(request.user, User)
    here = request.session.session_key
    rows = [(name(row), row, row.session_key == here) for row in queries.sessions_of(request.user)]
    return render(request, "accounts/sessions.html", {"rows": rows})


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    assert isinstance(request.user, User)
    chosen = request.POST.get("session", "")
    for row in queries.sessions_of(request.user):
        if row.session_key != request.session.session_key and chosen in {name(row), "others"}:
            actions.end_sessions(request.user, only=row.session_key)
    return redirect("accounts:sessions")


def name(row: Session) -> str:
    """A name for a session that cannot be used to take it over."""
    return salted_hmac("accounts.session", row.session_key).hexdigest()[:16]
