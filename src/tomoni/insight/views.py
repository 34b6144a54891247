"""The map of a case, and one viewpoint of it with its boxes."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.matrix import DECIDERS, READERS
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.models import Case
from tomoni.cases.queries import with_family
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.models import Family
from tomoni.families.queries import families
from tomoni.insight import actions
from tomoni.insight.forms import RateForm
from tomoni.insight.queries import fidelity, rated
from tomoni.insight.queries.helped import counts
from tomoni.practice import load


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


@page("GET", "POST", need=Need.READ, roles=READERS)
def rate(request: ViewerRequest, ref: UUID, phase: str) -> HttpResponse:
    """The boxes of a phase, answered by somebody who knows the case."""
    row, family = _case(request, ref)
    pack = load(row.pack)
    if phase not in pack.phases:
        raise Http404
    back = reverse("insight:case", args=[ref])

    def act(given: dict[str, Any]) -> str:
        actions.rate(request.viewer, case=row, **given)
        return f"{back}#rated"

    own = [each for each in pack.viewpoints if each.phase == phase]
    form = partial(RateForm, viewpoints=own, before=rated.mine(request.viewer, row))
    shown = {
        "family": family,
        "case": row,
        "phase": pack.phases.get(phase),
        "phases": pack.phases,
        "back": back,
    }
    return posting.handle(
        request, form, act, key=Key("cases.case", ref, f"rate_{phase}"), template="insight/rate.html",
        title=f"{family.label}：実践をふり返る", context=shown,
    )  # fmt: skip


@page(need=Need.DECIDE, roles=DECIDERS)
def helped(request: ViewerRequest) -> HttpResponse:
    """What was a help, counted over all cases."""
    return render(request, "insight/helped.html", {"counts": counts(request.viewer)})


def _case(request: ViewerRequest, ref: UUID) -> tuple[Case, Family]:
    """The case; the family must be open to the viewer too."""
    row = row_or_404(with_family(request.viewer, Level.READ), ref)
    return row, row_or_404(families(request.viewer).select_related("dossier"), row.family.ref)


def _map(request: ViewerRequest, ref: UUID) -> dict[str, Any]:
    """The case with its map and what people said of it."""
    row, family = _case(request, ref)
    said = rated.of(request.viewer, row)
    return {"family": family, "case": row, "map": fidelity.of(request.viewer, row), "ratings": said}
