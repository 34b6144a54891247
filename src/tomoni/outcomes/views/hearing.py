"""One voice at a time: whom to ask and about what, and the sheet that lies on the table."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.assessment.queries import Voice
from tomoni.cases.telling import PHASE_STAYS, TakeBackForm
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.outcomes import actions, queries
from tomoni.outcomes.forms import HearForm
from tomoni.outcomes.models import Hearing, Review


@page(need=Need.WRITE)
def voices(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Whom to ask, and which services their sheet names: chosen before anybody else looks at the screen."""
    review = _review(request, ref)
    [(_, heard)] = queries.heard(request.viewer, review.plan.case, [review])
    family, services = review.plan.case.family, queries.in_use(request.viewer, review.plan)
    shown = {"family": family, "review": review, "heard": heard, "services": services}
    return render(request, "outcomes/voices.html", {**shown, "back": _sheet(review)})


@page("GET", "POST", need=Need.WRITE)
def hear(request: ViewerRequest, ref: UUID, person: UUID | None = None) -> HttpResponse:
    """The sheet of one voice. Nothing of the family's records stands on it: it can be turned to whoever is asked."""
    viewer, review = request.viewer, _review(request, ref)
    voice = _voice(request, review, person)
    before = queries.hearing_from(viewer, review, person, request.GET.get("again", ""))
    services = {each.key: each for each in queries.in_use(viewer, review.plan)}
    services |= {each.key: each for each in queries.services_of(before)}
    asked = services if voice.person is None else request.GET.getlist("about")
    form = partial(HearForm, voice=voice, services=list(services.values()), asked=asked)

    def act(given: dict[str, Any]) -> str:
        actions.hear(viewer, review=review, person=voice.person, **given)
        return _sheet(review)

    whose = voice.label if voice.person else "センター"
    shown = {"voice": voice, "whose": whose, "back": reverse("outcomes:voices", args=[ref])}
    return posting.handle(
        request, form, act, key=Key("outcomes.review", ref, f"hear.{person or 'centre'}"), context=shown,
        title=f"{review.plan.case.family.label}：見直しのことば（{whose}）", template="outcomes/hear.html",
        initial=partial(HearForm.beginning, before),
    )  # fmt: skip


@page("GET", "POST", need=Need.WRITE)
def take_back_hearing(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """It was not said so; whoever writes it anew begins with what stood there."""
    hearing: Hearing = row_or_404(queries.hearings(request.viewer, Level.WRITE), ref)
    review, heading = hearing.review, f"{hearing}を取り消して書き直す"

    def act(given: dict[str, Any]) -> str:
        actions.take_back_hearing(request.viewer, hearing=hearing, **given)
        return f"{_hear(review, hearing)}?again={hearing.ref}"

    follows = f"次の画面で、いまのことばが入った用紙を書き直せます。ほかの人のことばは残ります。{PHASE_STAYS}"
    shown = {"family": review.plan.case.family, "heading": heading, "row": hearing, "retracting": True}
    return posting.handle(
        request, TakeBackForm, act, key=Key("outcomes.hearing", ref, "take_back"), template="cases/form.html",
        title=f"{review.plan.case.family.label}：{heading}", said="取り消しました。取り消した記録も残っています。",
        context={**shown, "follows": follows, "back": _sheet(review), "back_label": "見直しと終結"},
    )  # fmt: skip


def _review(request: ViewerRequest, ref: UUID) -> Review:
    review: Review = row_or_404(queries.to_hear(request.viewer), ref)
    return review


def _voice(request: ViewerRequest, review: Review, person: UUID | None) -> Voice:
    """The one to be asked; 404 for whoever is none of the voices."""
    for each in queries.askable(request.viewer, review.plan.case):
        if (each.person.ref if each.person else None) == person:
            return each
    raise Http404


def _sheet(review: Review) -> str:
    return f"{reverse('closing:sheet', args=[review.plan.case.family.ref])}?case={review.plan.case.ref}#review-{review.ref}"


def _hear(review: Review, hearing: Hearing) -> str:
    if hearing.person is None:
        return reverse("outcomes:hear_centre", args=[review.ref])
    return reverse("outcomes:hear", args=[review.ref, hearing.person.ref])
