"""How it goes, on one page; and writing an observation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.queries import with_family
from tomoni.cases.telling import opened
from tomoni.monitoring import queries
from tomoni.monitoring.telling import TELLING


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Requests with their answers, and what was seen on each goal."""
    shown = opened(request, ref)
    if shown["case"]:
        shown["sheet"] = queries.sheet(request.viewer, shown["case"])
    return render(request, "monitoring/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def observe(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Somebody saw or said something."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "observation", {"case": case})
