"""Asking others, talking with them together with the family, what was used and how it was."""

from uuid import UUID

from django.http import HttpResponse

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.queries import with_family
from tomoni.support.telling import TELLING, USE


@page("GET", "POST", need=Need.WRITE)
def ask(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Somebody is asked for something."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "request", {"case": case})


@page("GET", "POST", need=Need.WRITE)
def talk(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A talk with somebody who can help, together with the family."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "talk", {"case": case})


@page("GET", "POST", need=Need.WRITE)
def use(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A service was used once."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "use", {"case": case})


@page("GET", "POST", need=Need.WRITE)
def feedback(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """How it is for one person of the family."""
    row = row_or_404(USE.rows(request.viewer), ref)
    return TELLING.add(request, row.case, "feedback", {"use": row})
