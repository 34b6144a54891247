"""For the administrator: who can log in, and help for somebody who cannot any more. No case content."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tomoni.accounts import actions, queries
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post

Page = Callable[[HttpRequest, Post], HttpResponse]


def for_administrators(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """A page for the post of a system administrator, which is handed on; 403 for every other post."""

    @wraps(view)
    @login_required
    def checked(request: HttpRequest) -> HttpResponse:
        post = queries.worn(request.user.pk, request.session.get("post"))
        if post is None or post.role != Role.ADMIN:
            raise PermissionDenied("利用者の管理は、システム管理者だけが行えます。")
        return view(request, post)

    return checked


@require_GET
@for_administrators
def people(request: HttpRequest, admin: Post) -> HttpResponse:
    """Everybody with a post in this municipality, and who answers for them."""
    rows = [
        (user, queries.home_of(user) == admin.municipality) for user in queries.people_of(admin.municipality)
    ]
    return render(request, "accounts/people.html", {"rows": rows})


@require_POST
@for_administrators
def issue_code(request: HttpRequest, admin: Post) -> HttpResponse:
    """A reset code, shown this once. Only for users whom this municipality took on, and never for oneself."""
    user = queries.people_of(admin.municipality).filter(username=request.POST.get("username", "")).first()
    if user is None or queries.home_of(user) != admin.municipality or user.pk == admin.user_id:
        raise Http404
    drop = "drop" in request.POST
    code = actions.issue_reset_code(admin, user, drops_second_factor=drop)
    return render(request, "accounts/code.html", {"person": user, "code": code, "drop": drop})
