"""How it goes, on one page; and writing an observation."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.reveal import reveal as reveal_text
from tomoni.accounts.rules import as_uuid
from tomoni.cases.models import Case
from tomoni.cases.queries import with_family
from tomoni.cases.telling import opened
from tomoni.monitoring import actions, queries
from tomoni.monitoring.forms import ObservationForm, begun_with
from tomoni.monitoring.models import Observation
from tomoni.monitoring.telling import OBSERVATION, TELLING


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Requests with their answers, and what was seen on each goal."""
    return _shown(request, opened(request, ref))


def _shown(
    request: ViewerRequest, shown: dict[str, Any], clear: dict[int, str] | None = None
) -> HttpResponse:
    if case := shown["case"]:
        shown["sheet"] = queries.sheet(request.viewer, case)
        shown |= {"clear": clear or {}, "may_reveal": decide(request.viewer, Need.REVEAL, case).allowed}
    return render(request, "monitoring/sheet.html", shown)


@page("POST", need=Need.REVEAL)
def reveal(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The words of a hidden observation, this once; who looked stands in the journal."""
    row: Observation = row_or_404(queries.hidden(request.viewer), ref)
    words = reveal_text(request.viewer, row, "hidden")
    response = _shown(request, opened(request, row.case.family.ref, row.case.ref), {row.pk: words})
    response["Cache-Control"] = "no-store"
    return response


@page("GET", "POST", need=Need.WRITE)
def observe(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Somebody saw or said something; ``?passage=`` it stands in a record already."""
    case = row_or_404(with_family(request.viewer), ref)
    if "passage" in request.GET:
        return _from_record(request, case)
    return TELLING.add(request, case, "observation", {"case": case})


def _from_record(request: ViewerRequest, case: Case) -> HttpResponse:
    """The form begins with the passage's words, who told them and when; one comes back to the record."""
    ref = as_uuid(request.GET["passage"])
    if ref is None:
        raise Http404
    told = row_or_404(queries.passages_of(request.viewer, case), ref)
    record = reverse("contacts:detail", args=[told.contact.ref])
    return TELLING.form(
        request,
        told,
        "observation",
        OBSERVATION.door,
        partial(ObservationForm, viewer=request.viewer, case=case),
        partial(actions.observe, request.viewer, case=case, passage=told),
        case=case,
        initial=partial(begun_with, told),
        context={"back_label": "記録"},
        onward=record,
    )
