"""The map of a case, and one viewpoint of it with its boxes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Level, Need
from tomoni.access.matrix import READERS
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.queries import with_family
from tomoni.families.queries import families
from tomoni.insight.queries import fidelity


@page(need=Need.READ, roles=READERS)
def case(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Seven phases by nine principles: which boxes ordinary records show."""
    return render(request, "insight/case.html", _map(request, ref))


@page(need=Need.READ, roles=READERS)
def viewpoint(request: ViewerRequest, ref: UUID, number: str) -> HttpResponse:
    """The boxes of a viewpoint: how each stands, why, by which records, and what could be recorded next."""
    shown = _map(request, ref)
    cells = shown["map"].cells
    place = next((place for place, cell in enumerate(cells) if cell.viewpoint.number == number), None)
    if place is None:
        raise Http404
    beside = {"before": cells[place - 1 : place][-1:], "after": cells[place + 1 : place + 2]}
    pack, cell = shown["map"].pack, cells[place]
    names = {
        "phase": pack.phases.get(cell.viewpoint.phase),
        "principle": pack.principles.get(cell.viewpoint.principle),
    }
    return render(request, "insight/viewpoint.html", {**shown, "cell": cell, **names, **beside})


def _map(request: ViewerRequest, ref: UUID) -> dict[str, Any]:
    """The case and its map; the family must be open to the viewer too."""
    row = row_or_404(with_family(request.viewer, Level.READ), ref)
    family = row_or_404(families(request.viewer).select_related("dossier"), row.family.ref)
    return {"family": family, "case": row, "map": fidelity.of(request.viewer, row)}
