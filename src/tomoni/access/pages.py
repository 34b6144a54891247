"""For views: who may open a page at all, and how a row is fetched from an address."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tomoni.access.choices import Need
from tomoni.access.decide import may_ever
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF, Role

Page = Callable[..., HttpResponse]


class ViewerRequest(HttpRequest):
    """A request whose viewer has been checked."""

    viewer: Viewer


def page(*methods: str, need: Need | None = None, roles: frozenset[Role] = STAFF) -> Callable[[Page], Page]:
    """A page for these posts: log-in first, 403 for posts that may never, 405 for other methods (GET by default)."""
    allowed = methods or ("GET",)

    def decorate(view: Page) -> Page:
        @wraps(view)
        def checked(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer: Viewer | None = request.viewer
            if viewer is None:
                return redirect("accounts:hats" if request.user.is_authenticated else "account_login")
            if not may_open(viewer, checked):
                raise PermissionDenied(f"{viewer.post.get_role_display()}の役割では開けないページです。")
            if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
                return HttpResponse(status=405, headers={"Allow": ", ".join(allowed)})
            return view(request, *args, **kwargs)

        checked.tomoni_page = (allowed, need, roles)  # type: ignore[attr-defined]
        return checked

    return decorate


def may_open(viewer: Viewer, view: Callable[..., Any]) -> bool:
    """Whether the page is for this post; a view that is no ``page`` is for everybody."""
    _, need, roles = getattr(view, "tomoni_page", ((), None, {viewer.role}))
    return viewer.role in roles and (need is None or may_ever(viewer, need))


def row_or_404(rows: Any, ref: UUID) -> Any:
    """The row with this ``ref`` among rows already opened for the viewer; 404 when hidden or missing alike."""
    row = rows.filter(ref=ref).first()
    if row is None:
        raise Http404
    return row
