"""The program's doors and one that breaks while it holds a family's hidden telephone in its hands."""

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


urlpatterns = [*urls.urlpatterns, path("broken/<uuid:ref>", broken, name="broken")]
handler500 = urls.handler500
