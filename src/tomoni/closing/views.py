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
from tomoni.closing.forms import CloseForm
from tomoni.closing.telling import TELLING
from tomoni.outcomes.queries import reviews


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


@page("GET", "POST", need=Need.WRITE)
def close(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The engagement ends, as decided on this review."""
    review = row_or_404(reviews(request.viewer, Level.WRITE), ref)
    case = review.plan.case
    form = partial(CloseForm, viewer=request.viewer, case=case)
    act, ends = (
        partial(actions.close, request.viewer, review=review),
        statuses_on(request.viewer, case, Day(today())),
    )
    return TELLING.form(
        request,
        review,
        "close",
        "かかわりを終える",
        form,
        act,
        case=case,
        context={"ends": ends, "button": "かかわりを終える"},
    )
