"""How it goes, on one page; and writing an observation."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.assessment.queries import case_of
from tomoni.cases.queries import with_family
from tomoni.families.queries import families
from tomoni.monitoring import queries
from tomoni.monitoring.telling import TELLING


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Requests with their answers, and what was seen on each goal."""
    family = row_or_404(families(request.viewer).select_related("dossier"), ref)
    case = case_of(request.viewer, family, request.GET.get("case", ""))
    shown: dict[str, Any] = {"family": family, "case": case}
    if case:
        shown["sheet"] = queries.sheet(request.viewer, case)
        shown["may_write"] = case.is_open and decide(request.viewer, Need.WRITE, case).allowed
    return render(request, "monitoring/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def observe(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Somebody saw or said something."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, "observation", {"case": case})
