"""The person: one page, its own row, a new name."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page
from tomoni.people import actions, queries
from tomoni.people.forms import PersonForm, RenameForm
from tomoni.people.views.sheets import person_or_404, sheet
from tomoni.search.queries import suggest as suggest_hits
from tomoni.ui.picks import Option


@page(need=Need.READ)
def person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Everything told of the person; what is hidden stays a mask."""
    row = person_or_404(request, ref, Level.READ)
    return render(request, "people/person.html", {"page": queries.portrait(request.viewer, row)})


@page("GET", "POST", need=Need.WRITE)
def change(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Correct the person's own row."""
    row = person_or_404(request, ref)
    form = partial(PersonForm, unborn=row.unborn)

    def initial() -> dict[str, Any]:
        return {name: getattr(row, name) for name in PersonForm.base_fields if hasattr(row, name)}

    return sheet(
        request,
        row,
        "change",
        "情報を直す",
        form,
        lambda given: actions.change_person(request.viewer, person=row, **given),
        initial=initial,
        row=row,
    )


@page("GET", "POST", need=Need.WRITE)
def rename(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A new name; the old one stays."""
    row = person_or_404(request, ref)
    return sheet(
        request,
        row,
        "rename",
        "氏名が変わった",
        RenameForm,
        lambda given: actions.rename_person(request.viewer, person=row, **given),
    )


@page(need=Need.CARD)
def suggest(request: ViewerRequest) -> HttpResponse:
    """Persons while a name is typed: name, birth and the team to ask, never an address."""
    hits = suggest_hits(request.viewer, request.GET.get("q", ""), kinds=("person",))
    found = queries.suggested(request.viewer, hits)
    options = [Option(str(row.ref), row.name, note) for row, note in found]
    return render(request, "ui/options.html", {"options": options})
