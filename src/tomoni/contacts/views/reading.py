"""Reading a record, showing and hiding protected passages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.reveal import reveal as reveal_text
from tomoni.cases.actions import pointer
from tomoni.contacts import actions, queries
from tomoni.contacts.models import Passage
from tomoni.families.models import Family


@page(need=Need.READ)
def detail(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One record, with what it corrects and what corrects it."""
    return _shown(request, ref)


@page("POST", need=Need.REVEAL)
def reveal(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A protected passage in clear, this once; who looked stands in the journal."""
    passage: Passage = row_or_404(queries.passages(request.viewer).exclude(hidden=""), ref)
    text = reveal_text(request.viewer, passage, "hidden")
    response = _shown(request, passage.contact.ref, {passage.pk: text})
    response["Cache-Control"] = "no-store"
    return response


def _shown(request: ViewerRequest, ref: UUID, clear: dict[int, str] | None = None) -> HttpResponse:
    contact = row_or_404(queries.with_corrections(request.viewer), ref)
    case, may_write = contact.case, decide(request.viewer, Need.WRITE, contact).allowed
    attached, taken_back = queries.beside_record(request.viewer, contact)
    shown = {
        "contact": contact,
        "attached": attached,
        "taken_back": taken_back,
        "family": open_family(request, contact.family),
        "near": queries.beside(request.viewer, contact),
        "promises": queries.promises(request.viewer, pointer(contact)),
        "clear": clear or {},
        "seen": queries.seen_in(request.viewer, contact),
        "may_write": may_write,
        "may_observe": may_write and case is not None and case.is_open and not contact.corrections.all(),
        "may_reveal": decide(request.viewer, Need.REVEAL, contact).allowed,
    }
    return render(request, "contacts/detail.html", shown)


def open_family(request: ViewerRequest, family: Family) -> Family | None:
    """The family for the page's frame; who got the case alone by a grant does not see the family around it."""
    return family if decide(request.viewer, Need.READ, family).allowed else None


@page(need=Need.READ)
def saved(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What the drawer says after saving."""
    contact = row_or_404(queries.with_corrections(request.viewer), ref)
    return render(request, "contacts/saved.html", {"contact": contact})


@page("POST", need=Need.WRITE)
def protect(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Hide a passage from now on."""
    passage = row_or_404(queries.passages(request.viewer, Level.WRITE).filter(hidden=""), ref)
    actions.protect_passage(request.viewer, passage=passage)
    messages.success(
        request, "秘匿にしました。見出しと経過の一行からも外し、この文から書いた観察も秘匿にしました。"
    )
    return redirect("contacts:detail", passage.contact.ref)
