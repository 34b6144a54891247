"""The plan of a family on one page, and what is written into it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.queries import with_family
from tomoni.cases.telling import StatedForm, may, opened
from tomoni.documents import answer
from tomoni.plans import actions, exports, queries
from tomoni.plans.forms import AgreeForm, BeginForm, GiveForm
from tomoni.plans.models import Plan
from tomoni.plans.telling import KINDS, OF_PLAN, TELLING


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The newest plan of the running case, or the one asked for."""
    shown = opened(request, ref)
    asked = request.GET.get("plan", "")
    plan, plans, shown["others"] = queries.plan_of(request.viewer, shown["family"], shown["case"], asked)
    if plan and plan.case != shown["case"]:
        shown |= {"case": plan.case, "may_write": may(request.viewer, Need.WRITE, plan.case)}
    if plan:
        shown |= {"plan": plan, "plans": plans, "sheet": queries.sheet(request.viewer, plan)}
    return render(request, "plans/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def begin(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A plan is talked about for the first time."""
    case = row_or_404(with_family(request.viewer), ref)
    form, act = (
        partial(BeginForm, viewer=request.viewer, case=case),
        partial(actions.begin, request.viewer, case=case),
    )
    return TELLING.form(request, case, "begin", "プランを一緒に考えはじめる", form, act, case=case)


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more voice or goal, or how far the plan has come."""
    if kind not in OF_PLAN:
        raise Http404
    plan = _plan(request, ref)
    return TELLING.add(request, plan.case, kind, {"plan": plan})


@page("GET", "POST", need=Need.WRITE)
def add_step(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One more step towards a goal."""
    goal = row_or_404(KINDS["goal"].rows(request.viewer), ref)
    return TELLING.add(request, goal.plan.case, "step", {"goal": goal})


@page("GET", "POST", need=Need.WRITE)
def add_levels(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """How far a goal may come, in five sentences."""
    goal = row_or_404(KINDS["goal"].rows(request.viewer), ref)
    return TELLING.add(request, goal.plan.case, "levels", {"goal": goal})


@page("GET", "POST", need=Need.WRITE)
def agree(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The plan is made with the family's yes."""
    plan = _plan(request, ref)
    start = partial(AgreeForm.beginning, plan)
    return _about_plan(
        request, plan, "agree", "プランができた", AgreeForm, actions.agree, held=plan, initial=start
    )


@page("GET", "POST", need=Need.WRITE)
def give(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The plan goes into somebody's hands."""
    return _about_plan(request, _plan(request, ref), "give", "プランを手渡した", GiveForm, actions.give)


@page("GET", "POST", need=Need.WRITE)
def take_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """It was not handed over so."""
    row = row_or_404(queries.given(request.viewer, Level.WRITE).filter(retracted_at=None), ref)
    follows = "共有についての返事も、一緒に取り消します。" if row.consent_id else ""
    act = partial(actions.take_back, request.viewer, given=row)
    return TELLING.take_back(request, row, "プランの手渡し", act, follows, case=row.plan.case)


@page(need=Need.READ)
def print_sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The plan on one plain sheet (PDF), or which characters the print fonts lack."""
    plan = row_or_404(queries.plans(request.viewer), ref)
    back = f"{reverse('plans:sheet', args=[plan.case.family.ref])}?plan={plan.ref}"
    return answer(request, exports.paper(request.viewer, plan), back)


def _about_plan(
    request: ViewerRequest,
    plan: Plan,
    purpose: str,
    heading: str,
    form: type[StatedForm],
    act: Callable[..., Any],
    **options: Any,
) -> HttpResponse:
    make = partial(form, viewer=request.viewer, case=plan.case, about=plan)
    act = partial(act, request.viewer, plan=plan)
    return TELLING.form(
        request, plan, purpose, heading, make, act, case=plan.case, context={"about": plan}, **options
    )


def _plan(request: ViewerRequest, ref: UUID) -> Plan:
    plan: Plan = row_or_404(queries.plans(request.viewer, Level.WRITE), ref)
    return plan
