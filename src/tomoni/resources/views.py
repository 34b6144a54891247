"""資源: the directory of organisations."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import Day
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.practice import codes
from tomoni.resources import actions, queries
from tomoni.resources.forms import OrganisationForm
from tomoni.resources.models import Organisation
from tomoni.ui.picks import Option

PER_PAGE = 50


@page()
def organisations(request: ViewerRequest) -> HttpResponse:
    """The list, by kind and name."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:100]
    found = queries.listed(request.viewer, kind=kind, words=words)
    shown = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": codes("organisation_kinds"),
        "kind": kind,
        "q": words,
    }
    return render(request, "resources/list.html", shown)


@page()
def organisation(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One organisation and whom to call there."""
    row = row_or_404(queries.organisations(request.viewer), ref)
    return render(request, "resources/organisation.html", {"row": row})


@page("GET", "POST")
def add(request: ViewerRequest) -> HttpResponse:
    """A new organisation."""
    return posting.handle(
        request,
        OrganisationForm,
        lambda given: _page_of(actions.add_organisation(request.viewer, **given)),
        key=Key("resources.organisation", "", "new"),
        title="機関・団体を加える",
        template="resources/form.html",
        context={"heading": "機関・団体を加える", "back": reverse("resources:list")},
    )


@page("GET", "POST")
def change(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """An organisation as it is now."""
    row = row_or_404(queries.organisations(request.viewer), ref)

    def initial() -> dict[str, object]:
        known = {name: getattr(row, name) for name in OrganisationForm.base_fields if hasattr(row, name)}
        return {**known, "confirmed_on": row.confirmed_on and Day(row.confirmed_on)}

    return posting.handle(
        request,
        OrganisationForm,
        lambda given: _page_of(actions.change_organisation(request.viewer, organisation=row, **given)),
        key=Key("resources.organisation", ref, "change"),
        title=f"{row.name}の情報を直す",
        template="resources/form.html",
        context={"heading": f"{row.name}の情報を直す", "back": _page_of(row)},
        initial=initial,
        row=row,
    )


@page()
def suggest(request: ViewerRequest) -> HttpResponse:
    """Suggestions while a name is typed."""
    label = partial(codes("organisation_kinds").label)
    found = queries.suggested(request.viewer, request.GET.get("q", "")[:100])
    options = [Option(str(row.ref), row.name, f"{label(row.kind)}　{row.address}") for row in found]
    return render(request, "ui/options.html", {"options": options})


def _page_of(row: Organisation) -> str:
    return reverse("resources:organisation", args=[row.ref])
