"""The assessment of a family on one page, and what is written into it."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.assessment import actions, queries
from tomoni.assessment.forms import RoundForm
from tomoni.assessment.telling import KINDS, OF_CASE, OF_NEED, TELLING
from tomoni.cases.models import Case
from tomoni.cases.queries import with_family
from tomoni.cases.telling import PHASE_STAYS, opened


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Wishes, needs in several views, strengths, who stays: of the running case, or of the one asked for."""
    shown = opened(request, ref)
    if shown["case"]:
        shown["sheet"] = queries.sheet(request.viewer, shown["case"])
    return render(request, "assessment/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more wish, need, strength or supporter."""
    if kind not in OF_CASE:
        raise Http404
    case = _case(request, ref)
    return TELLING.add(request, case, kind, {"case": case})


@page("GET", "POST", need=Need.WRITE)
def add_to_need(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """A view of a need, or what fits it."""
    if kind not in OF_NEED:
        raise Http404
    need = row_or_404(KINDS["need"].rows(request.viewer), ref)
    return TELLING.add(request, need.case, kind, {"need": need})


@page("GET", "POST", need=Need.WRITE)
def hold(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What we understand now, checked with the family."""
    case = _case(request, ref)
    form, act = (
        partial(RoundForm, viewer=request.viewer, case=case),
        partial(actions.hold, request.viewer, case=case),
    )
    return TELLING.form(request, case, "hold", "アセスメントをまとめる", form, act, case=case)


@page("GET", "POST", need=Need.WRITE)
def take_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The round was not held so."""
    held = row_or_404(queries.rounds(request.viewer, Level.WRITE).filter(retracted_at=None), ref)
    follows = f"このまとめで決めた「次に見直す日」も、一緒になくなります。{PHASE_STAYS}"
    act = partial(actions.take_back, request.viewer, held=held)
    return TELLING.take_back(request, held, "アセスメントのまとめ", act, follows, case=held.case)


def _case(request: ViewerRequest, ref: UUID) -> Case:
    case: Case = row_or_404(with_family(request.viewer), ref)
    return case
