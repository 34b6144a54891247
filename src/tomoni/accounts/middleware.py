"""What a session is good for at this moment. Stands before the viewer is made: a locked screen has no viewer."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from tomoni.accounts import locking, parking, sessions
from tomoni.accounts.rules import State
from tomoni.calendar import now

Handler = Callable[[HttpRequest], HttpResponse]
WHILE_LOCKED = {"accounts:unlock", "account_logout"}
WHILE_PASSWORD_IS_DUE = {*WHILE_LOCKED, "accounts:lock", "account_change_password", "account_set_password"}
KEPT = "送った内容はお預かりしました。ログインすると表示されます。"


class LockMiddleware:
    """Ends sessions that are too old, shuts idle ones, asks for a due password – and parks what is sent meanwhile."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._instead(request)
        if response is None:
            response = self.get_response(request)
            parking.release(request, response)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _instead(self, request: HttpRequest) -> HttpResponse | None:
        """The answer in place of the page; None when the way is free."""
        if not request.user.is_authenticated:
            return _to_log_in(request) if parking.keep(request) else None
        state = sessions.state_of(request.session, now())
        if state is State.OVER:
            return _over(request)
        if state is State.LOCKED:
            through = parking.named(request) in WHILE_LOCKED
            return None if through else locking.page(request, kept=parking.keep(request))
        sessions.touch(request.session, now())
        if request.user.must_change_password and parking.named(request) not in WHILE_PASSWORD_IS_DUE:
            parking.keep(request)
            return redirect("account_change_password")
        return parking.instead(request) if parking.written_in_another_hat(request) else None


def _over(request: HttpRequest) -> HttpResponse:
    """The day is over: keep what was sent, end the session, ask to log in."""
    kept = parking.keep(request)
    logout(request, show_message=False)
    return _to_log_in(request, kept=kept)


def _to_log_in(request: HttpRequest, *, kept: bool = True) -> HttpResponseRedirect:
    if kept:
        messages.info(request, KEPT)
    onward = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(f"{reverse('account_login')}{onward}")
