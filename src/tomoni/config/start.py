"""``/``: everybody begins where their hat belongs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tomoni.accounts.choices import STAFF, Role


def start(request: HttpRequest) -> HttpResponse:
    """今日 for staff, the people page for the administrator, the portal for all others; log-in or hats before that."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer is None:
        return redirect("accounts:hats" if request.user.is_authenticated else "account_login")
    if viewer.role in STAFF:
        return redirect("desk:today")
    return redirect("accounts:people" if viewer.role == Role.ADMIN else "portal:home")
