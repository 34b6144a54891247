"""Log-in with allauth's machinery and our pages; the one-tap door of a demo; a new password by code."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.accounts import actions, adapter, queries
from tomoni.accounts.choices import SEES, Role
from tomoni.accounts.forms import ResetForm
from tomoni.accounts.models import Post


class LogIn(LoginView):  # type: ignore[misc]
    """The log-in page; on a demo database with the cards of the demo people."""

    template_name = "accounts/log_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            (group.name, [(user, _hats(held)) for user, held in group.people])
            for group in queries.demo_groups()
        ]
        return {**super().get_context_data(**kwargs), "groups": groups}


def _hats(held: list[Post]) -> list[tuple[str, str]]:
    """Each hat with what one sees when wearing it."""
    return [(post.title or post.get_role_display(), SEES[Role(post.role)]) for post in held]


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """In as one of the demo people; on any other database there is no such door."""
    user = queries.demo_people().filter(username=request.POST.get("username", "")).first()
    if user is None:
        raise Http404
    if request.user.is_authenticated:
        get_adapter().logout(request)
        request.user = AnonymousUser()
    get_adapter().login(request, user)
    return adapter.after_entering(user, "/")


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Set a password with the administrator's code."""
    form = ResetForm(request.POST or None)
    if form.is_valid() and form.found:
        actions.use_reset_code(form.found, form.cleaned_data["password1"])
        messages.success(request, "パスワードを決めました。新しいパスワードでログインしてください。")
        return redirect("account_login")
    return render(request, "accounts/reset.html", {"form": form}, status=422 if form.errors else 200)
