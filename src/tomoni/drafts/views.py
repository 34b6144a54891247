"""Doors for drafts: autosave, the list of one's own drafts, throwing one away."""

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render

from tomoni.access.pages import ViewerRequest, page
from tomoni.accounts import slips
from tomoni.accounts.choices import Role
from tomoni.accounts.locking import onward
from tomoni.calendar import now
from tomoni.drafts import actions, queries
from tomoni.drafts.rules import Key

EVERYBODY = frozenset(Role)
TOLD = "別の画面でも同じ下書きが書かれていました。あとから書いたほうを残し、先に書かれていた文は別に取ってあります。"


@page("POST", roles=EVERYBODY)
def save(request: ViewerRequest) -> HttpResponse:
    """Autosave: JSON for scripts, a fragment for htmx. ``told`` is not empty when another screen wrote here too."""
    _, told = _keep(request)
    shown = {"saved": f"{now():%H:%M}", "told": TOLD if told else ""}
    if "HX-Request" in request.headers:
        return render(request, "drafts/saved.html", shown)
    return JsonResponse(shown)


@page("POST", roles=EVERYBODY)
def keep(request: ViewerRequest) -> HttpResponse:
    """Keep as a draft what could not be sent, and go on writing where it belongs."""
    path, _ = _keep(request)
    return redirect(path or "drafts:mine")


@page(roles=EVERYBODY)
def mine(request: ViewerRequest) -> HttpResponse:
    """One's own drafts."""
    return render(request, "drafts/mine.html", {"drafts": queries.mine(request.viewer)})


@page("GET", "POST", roles=EVERYBODY)
def forget(request: ViewerRequest) -> HttpResponse:
    """Throw a draft away, after having seen once more what it says."""
    key = _key(request.POST if request.method == "POST" else request.GET)
    back = onward(request, (request.POST if request.method == "POST" else request.GET).get("next"))
    if request.method == "POST":
        actions.forget(request.viewer, key)
        return redirect(back)
    kept = next((each for each in queries.mine(request.viewer) if each.key == key), None)
    return render(request, "drafts/forget.html", {"kept": kept, "next": back}) if kept else redirect(back)


def _keep(request: ViewerRequest) -> tuple[str, list[str]]:
    slip = slips.read(request)
    title, path = (slip.title, slip.path) if slip else ("", "")
    sent = dict(request.POST.lists())
    content, told = actions.keep(
        request.viewer, _key(request.POST, "draft_key"), sent, title=title, path=path
    )
    return content.path, told


def _key(data: QueryDict, name: str = "key") -> Key:
    key = Key.read(data.get(name, ""))
    if key is None:
        raise Http404
    return key
