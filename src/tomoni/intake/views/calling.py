"""A new call in three screens (B1–B3)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.intake import actions
from tomoni.intake.forms.calling import NewCall

OK, UNPROCESSABLE = 200, 422


@page("GET", "POST", need=Need.WRITE)
def new(request: ViewerRequest) -> HttpResponse:
    """新しい受付: the call, the family, a look over it all. Every screen carries the words of the others.

    ``?family=`` begins with a family already chosen.
    """
    made: list[NewCall] = []

    def form(*args: Any, **kwargs: Any) -> NewCall:
        made.append(NewCall(*args, viewer=request.viewer, **kwargs))
        return made[-1]

    def act(given: dict[str, Any]) -> str:
        referral = actions.take_call(request.viewer, call=given["call"], whom=given["whom"])
        return reverse("intake:referral", args=[referral.ref])

    response = posting.handle(
        request,
        form,
        act,
        key=Key("intake.referral", "", "new"),
        title="新しい受付",
        template="intake/new.html",
        initial=lambda: {"family": request.GET.get("family", "")},
        said="受け付けました。",
    )
    if response.status_code == UNPROCESSABLE and made[-1].turning:
        response.status_code = OK
    return response


@page(need=Need.WRITE)
def earlier(request: ViewerRequest) -> HttpResponse:
    """Earlier contacts with the people being told, as part of the page. The words of the call stay out of addresses."""
    form = NewCall(request.GET, viewer=request.viewer)
    return render(request, "intake/parts/known.html", {"known": form.known})
