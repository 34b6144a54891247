"""Looking back at a plan, and deciding how it goes on."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.telling import PHASE_STAYS, Telling
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.outcomes import actions, queries
from tomoni.outcomes.forms import DecideForm, LookBackForm
from tomoni.plans.queries import plans

TELLING = Telling("outcomes", {}, "見直しと終結", "closing:sheet")


@page("GET", "POST", need=Need.WRITE)
def look_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """How far each goal came, in every voice."""
    plan = row_or_404(plans(request.viewer, Level.WRITE), ref)
    back = reverse("closing:sheet", args=[plan.case.family.ref])

    def act(given: dict[str, Any]) -> str:
        actions.look_back(request.viewer, plan=plan, **given)
        return back

    return posting.handle(
        request,
        partial(LookBackForm, viewer=request.viewer, case=plan.case, about=plan),
        act,
        key=Key("plans.plan", ref, "look_back"),
        title=f"{plan.case.family.label}：プランを見直す",
        template="outcomes/look_back.html",
        context={"family": plan.case.family, "plan": plan, "back": back},
    )


@page("GET", "POST", need=Need.WRITE)
def take_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """They did not look back so."""
    review = row_or_404(queries.reviews(request.viewer, Level.WRITE), ref)
    decided = "センターの決定もなくなります。" if review.outcome else ""
    follows = f"目標ごとの声と一人ずつ聞いたことも、一緒に取り消します。{decided}{PHASE_STAYS}"
    act = partial(actions.take_back, request.viewer, review=review)
    return TELLING.take_back(request, review, "プランの見直し", act, follows, case=review.plan.case)


@page("GET", "POST", need=Need.DECIDE)
def decide(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The organisation's decision on a review. A notice may lead here to one that was taken back since."""
    if gone := queries.mistaken(request.viewer, ref):
        messages.info(request, actions.TAKEN_BACK)
        return redirect("closing:sheet", gone.plan.case.family.ref)
    review = row_or_404(queries.to_decide(request.viewer), ref)
    [(_, heard)] = queries.heard(request.viewer, review.plan.case, [review])
    family = review.plan.case.family
    back = reverse("closing:sheet", args=[family.ref])

    def act(given: dict[str, Any]) -> str:
        actions.decide(request.viewer, review=review, **given)
        return back

    return posting.handle(
        request,
        DecideForm,
        act,
        key=Key("outcomes.review", ref, "decide"),
        title=f"{family.label}：見直しの決定",
        template="outcomes/decide.html",
        context={"family": family, "review": review, "heard": heard, "back": back},
    )
