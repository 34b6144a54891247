"""Looking back and closing on one page."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import Day, today
from tomoni.cases.queries import statuses_on, with_family
from tomoni.cases.telling import may, opened
from tomoni.closing import actions, queries
from tomoni.closing.forms import CloseForm, EndingForm
from tomoni.closing.telling import TELLING


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Reviews in several voices, signs of return, what remains, the closing."""
    shown = opened(request, ref)
    if case := shown["case"]:
        shown["sheet"] = queries.sheet(request.viewer, case)
        shown["may_decide"] = may(request.viewer, Need.DECIDE, case)
    return render(request, "closing/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more sign of return, or something that remains."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, kind, {"case": case})


@page("GET", "POST", need=Need.DECIDE)
def decide(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Head or coordinator: it may end although no plan is looked back at."""
    case = row_or_404(with_family(request.viewer, Level.READ).filter(closed_on=None), ref)
    form = partial(EndingForm, viewer=request.viewer, case=case)
    act = partial(actions.decide_end, request.viewer, case=case)
    heading, shown = "見直しをせずに終える", {"button": "終えてよいと決める"}
    return TELLING.form(request, case, "decide", heading, form, act, case=case, context=shown)


@page("GET", "POST", need=Need.WRITE)
def close(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The engagement ends, as was decided last."""
    case = row_or_404(with_family(request.viewer), ref)
    form = partial(CloseForm, viewer=request.viewer, case=case)
    act = partial(actions.close, request.viewer, case=case)
    ends = statuses_on(request.viewer, case, Day(today()))
    alongside = queries.going_alongside(request.viewer, case, today())
    shown = {"ends": ends, "alongside": alongside, "button": "かかわりを終える"}
    return TELLING.form(request, case, "close", "かかわりを終える", form, act, case=case, context=shown)
