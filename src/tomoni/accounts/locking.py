"""The locked screen: it shows nothing of the page behind it and opens with password, code, passkey or, in a demo, one tap."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from tomoni.accounts import queries
from tomoni.accounts.forms import CodeForm, ConfirmForm, PasskeyStepForm

LOCKED = 423  # the name of this status says it, and scripts of the page can tell it from an error
WAYS: dict[str, Any] = {
    "credential": PasskeyStepForm,
    "code": CodeForm,
    "password": ConfirmForm,
}


def page(request: HttpRequest, *, kept: bool = False, tried: forms.Form | None = None) -> HttpResponse:
    """The locked screen in place of the page that was asked for, which it leads back to."""
    user = request.user
    passkey = is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])
    shown: dict[str, Any] = {
        "kept": kept,
        "unkept": request.method == "POST" and not kept and not tried,
        "next": onward(request, request.POST.get("next") if tried else _behind(request)),
        "demo": queries.is_demo(user),  # type: ignore[arg-type]
        "password": _form("password", request, tried),
        "code": _form("code", request, tried) if is_mfa_enabled(user, [Authenticator.Type.TOTP]) else None,
        "passkey": {"request_options": begin_authentication(user)} if passkey else None,
        "problems": tried.errors.get("credential") if tried else None,
    }
    response = render(request, "accounts/locked.html", shown, status=422 if tried else LOCKED)
    if "HX-Request" in request.headers:  # part of a page: the whole page has to go behind the lock
        response.headers["HX-Refresh"] = "true"
    return response


def _form(way: str, request: HttpRequest, tried: forms.Form | None) -> forms.Form:
    form: forms.Form = tried or WAYS[way](user=request.user, auto_id=f"{way}_%s")
    return form if isinstance(form, WAYS[way]) else _form(way, request, None)


def attempt(request: HttpRequest) -> forms.Form | None:
    """The form by which somebody tries to unlock, bound; None for the one tap of a demo."""
    if "demo" in request.POST and queries.is_demo(request.user):  # type: ignore[arg-type]
        return None
    way = next((name for name in WAYS if request.POST.get(name)), "password")
    form: forms.Form = WAYS[way](user=request.user, data=request.POST, auto_id=f"{way}_%s")
    return form


def onward(request: HttpRequest, address: str | None) -> str:
    """Where to go afterwards: a path of our own, or the first page. What is no path would be taken for a page's name."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if address and address.startswith("/") and ours else "/"


def _behind(request: HttpRequest) -> str:
    """The page behind the lock; after something was sent, the page it was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path or "/"
