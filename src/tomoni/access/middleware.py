"""Every request gets its viewer, its tenant and its entry in the journal, before the answer leaves."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.access.collect import looking, note
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.queries import worn
from tomoni.tenancy.context import tenant

Handler = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Sets ``request.viewer`` (None without a post), works within its tenant, and writes the looks of the request.

    If the looks cannot be written, the page does not leave.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _take_out_nul(request)
        post = worn(request.user.pk, request.session.get("post")) if request.user.is_authenticated else None
        if post is None:
            request.viewer = None  # type: ignore[attr-defined]
            return self.get_response(request)
        request.viewer = Viewer.wearing(post)  # type: ignore[attr-defined]
        with tenant(post.municipality), looking(request.path_info) as looks:
            response = self.get_response(request)
            match = request.resolver_match
            looks.what = match.view_name if match else "?"
        return response

    def process_view(self, request: Any, view: Handler, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """What was pressed on a page made for another post is not done: the right of the post worn now is another one.

        Forms with words were kept for the other post before (``accounts.parking``).
        """
        made_for = request.POST.get("worn", "") if request.method == "POST" and request.viewer else ""
        own_affair = view.__module__.startswith(("allauth.", "tomoni.accounts."))
        if not made_for or own_affair or made_for == str(request.viewer.post.pk):
            return None
        return render(request, "409_hat.html", status=409)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal becomes 403 when the post may never, 404 when the row is simply not for this viewer; it is on record."""
        if isinstance(exception, Denied):
            dossiers = [exception.dossier_id] if exception.dossier_id else []
            note(request.viewer, "deny", request.path_info, dossiers=dossiers)  # type: ignore[attr-defined]
            raise PermissionDenied(exception.decision.reason) if exception.decision.never else Http404


def _take_out_nul(request: HttpRequest) -> None:
    """No database takes U+0000; what stands beside it in an address is meant."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        asked = request.GET.copy()
        for name, values in list(asked.lists()):
            asked.setlist(name, [value.replace("\0", "") for value in values])
        request.GET = asked  # type: ignore[assignment]
