"""What somebody sees who is not staff of the centre."""

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Audience
from tomoni.access.pages import ViewerRequest, page
from tomoni.accounts.choices import Role
from tomoni.practice.words import say

VISITORS = frozenset(
    {Role.FAMILY, Role.CHILD, Role.AGENCY, Role.ADVISER, Role.GUIDANCE_CENTRE, Role.PREFECTURE}
)
CALM = {Audience.FAMILY: "ui/family.html", Audience.CHILD: "ui/family.html"}


@page(roles=VISITORS)
def home(request: ViewerRequest) -> HttpResponse:
    """Nothing is shared yet, in the reader's register."""
    audience = request.viewer.audience
    register = "guest" if audience == Audience.STAFF else str(audience)
    texts = {name: say(f"portal.{name}", register) for name in ("title", "nothing_shared", "who_to_ask")}
    return render(
        request, "portal/home.html", {"frame_template": CALM.get(audience, "ui/agency.html"), **texts}
    )
