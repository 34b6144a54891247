"""Every request gets its viewer, its tenant and its entry in the journal, before the answer leaves."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from tomoni.access.collect import looking, note
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.tenancy.context import tenant

POST_KEY = "post"
Handler = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Sets ``request.viewer`` (None without a post), works within its tenant, and writes the looks of the request.

    If the looks cannot be written, the page does not leave.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        post = worn(request)
        if post is None:
            request.viewer = None  # type: ignore[attr-defined]
            return self.get_response(request)
        request.viewer = Viewer.wearing(post)  # type: ignore[attr-defined]
        with tenant(post.municipality), looking(request.path_info) as looks:
            response = self.get_response(request)
            match = request.resolver_match
            looks.what = match.view_name if match else "?"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal becomes 403 when the post may never, 404 when the row is simply not for this viewer; it is on record."""
        if isinstance(exception, Denied):
            dossiers = [exception.dossier_id] if exception.dossier_id else []
            note(request.viewer, "deny", request.path_info, dossiers=dossiers)  # type: ignore[attr-defined]
            raise PermissionDenied(exception.decision.reason) if exception.decision.never else Http404


def worn(request: HttpRequest) -> Post | None:
    """The post chosen for this session; a user with exactly one wears it without choosing."""
    if not request.user.is_authenticated:
        return None
    posts = (
        Post.objects.on(today()).filter(user=request.user.pk).select_related("user", "municipality", "team")
    )
    chosen = request.session.get(POST_KEY)
    if chosen:
        return posts.filter(pk=chosen).first()
    found = list(posts[:2])
    return found[0] if len(found) == 1 else None
