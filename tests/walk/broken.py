"""The program's doors, one that breaks while it holds a family's hidden telephone in its hands, and one that shuts people out."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.config import urls
from tomoni.people.models import ContactPoint


@page()
def broken(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Everything that a careless error message could hold."""
    row = row_or_404(ContactPoint.objects.all().visible_to(request.viewer), ref)
    raise RuntimeError(row, row.hidden, vars(row), f"{row.hidden!r} {row.hidden}", repr(vars(row)))


@page()
def unreadable(_request: ViewerRequest) -> HttpResponse:
    """A picture without words, pale grey on white, a field nobody named, and wider than any screen."""
    return HttpResponse(
        '<!doctype html><html lang="ja"><head><title>だれにも読めない</title><link rel="stylesheet" href="/static/vendor/tokens.css">'
        '</head><body><main><h1>だれにも読めない</h1><img src="/static/ui/mark.svg"><p><font color="#cccccc">うすい字</font></p>'
        '<form><input name="nobody"></form><table width="1484"><tr><td>ひろい</td></tr></table></main></body></html>'
    )


urlpatterns = [
    *urls.urlpatterns,
    path("broken/<uuid:ref>", broken, name="broken"),
    path("unreadable", unreadable, name="unreadable"),
]
handler500 = urls.handler500
