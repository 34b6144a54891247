"""Asking others."""

from uuid import UUID

from django.http import HttpResponse

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.queries import with_family
from tomoni.support.telling import TELLING


@page("GET", "POST", need=Need.WRITE)
def ask(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Somebody is asked for something."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "request", {"case": case})
