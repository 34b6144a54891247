"""実践モデルのてびき: the whole, one page for each phase, one for each viewpoint; every page prints."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tomoni.access.pages import page
from tomoni.practice import current
from tomoni.practice.drawing import circle
from tomoni.practice.kinds import Listing


@page()
def overview(request: HttpRequest) -> HttpResponse:
    """Purposes, pictures, needs, principles and the circle."""
    pack = current()
    short = {phase.id: phase.short for phase in pack.phases}
    ways = [(way, f"{short[way.start]} → {short[way.end]}") for way in pack.circle]
    return render(request, "practice/overview.html", {"pack": pack, "circle": circle(pack), "ways": ways})


@page()
def phase(request: HttpRequest, phase_id: str) -> HttpResponse:
    """One phase with its viewpoints."""
    pack = current()
    shown = _item(pack.phases, phase_id)
    found = [(each, pack.principles.get(each.principle)) for each in pack.viewpoints_of(phase_id)]
    ways = [(way, pack.phases.get(way.end)) for way in pack.ways_from(phase_id)]
    context = {"pack": pack, "phase": shown, "viewpoints": found, "ways": ways, **_beside(pack.phases, shown)}
    return render(request, "practice/phase.html", context)


@page()
def viewpoint(request: HttpRequest, number: str) -> HttpResponse:
    """One viewpoint with its boxes."""
    pack = current()
    shown = _item(pack.viewpoints, number)
    names = {"phase": pack.phases.get(shown.phase), "principle": pack.principles.get(shown.principle)}
    context = {"pack": pack, "viewpoint": shown, **names, **_beside(pack.viewpoints, shown)}
    return render(request, "practice/viewpoint.html", context)


def _item(listing: Listing[Any], wanted: str) -> Any:
    if wanted not in listing:
        raise Http404
    return listing.get(wanted)


def _beside(listing: Listing[Any], item: Any) -> dict[str, Any]:
    """The item before and the item after."""
    order = listing.items.index(item)
    before, after = listing.items[:order][-1:], listing.items[order + 1 :][:1]
    return {"before": before[0] if before else None, "after": after[0] if after else None}
