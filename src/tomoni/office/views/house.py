"""Teams, and the municipality's settings."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.pages import ViewerRequest
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.office import actions, queries
from tomoni.office.forms import ChangeTeamForm, SureForm, TeamForm
from tomoni.office.views import administration

TALKED = "センター長・統括支援員と話し合って決めました"


@administration()
def teams(request: ViewerRequest) -> HttpResponse:
    """The teams."""
    return render(request, "office/teams.html", {"teams": queries.teams(request.viewer)})


@administration("GET", "POST")
def add_team(request: ViewerRequest) -> HttpResponse:
    """A new team."""

    def act(given: dict[str, Any]) -> str:
        actions.add_team(request.viewer, **given)
        return reverse("office:teams")

    return posting.handle(
        request,
        TeamForm,
        act,
        key=Key("office.team", "", "new"),
        title="チームを加える",
        template="office/form.html",
        context={"heading": "チームを加える", "back": reverse("office:teams")},
        said="チームを加えました。",
    )


@administration("GET", "POST")
def change_team(request: ViewerRequest) -> HttpResponse:
    """Another name or telephone for a team."""

    def act(given: dict[str, Any]) -> str:
        actions.change_team(request.viewer, **given)
        return reverse("office:teams")

    return posting.handle(
        request,
        partial(ChangeTeamForm, viewer=request.viewer),
        act,
        key=Key("office.team", "", "change"),
        title="チームの名前・電話を変える",
        template="office/form.html",
        context={"heading": "チームの名前・電話を変える", "back": reverse("office:teams")},
        said="チームを直しました。",
    )


@administration()
def settings(request: ViewerRequest) -> HttpResponse:
    """The municipality and what it has set."""
    return render(request, "office/settings.html", {"municipality": request.viewer.tenant})


@administration("GET", "POST")
def other_teams(request: ViewerRequest, way: str) -> HttpResponse:
    """Records of other teams, to ``open`` or to ``shut``: told first what follows, then confirmed."""
    if way not in {"open", "shut"}:
        raise Http404
    wanted = way == "open"

    def act(_: dict[str, Any]) -> str:
        actions.open_to_other_teams(request.viewer, allowed=wanted)
        return reverse("office:settings")

    return posting.handle(
        request,
        partial(SureForm, label=TALKED),
        act,
        key=Key("office.settings", "", way),
        title="ほかのチームの記録",
        template="office/other_teams.html",
        context={"wanted": wanted, "back": reverse("office:settings"), "heading": "ほかのチームの記録"},
        said="設定を変えました。次の操作から、この設定になります。",
    )
