"""Writing a record: the quick note, the long form, the correction."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.accounts.rules import as_uuid
from tomoni.contacts import actions, queries
from tomoni.contacts.forms.notes import CorrectionForm, NoteForm, as_written, fresh
from tomoni.contacts.models import Contact
from tomoni.contacts.views import turning
from tomoni.drafts import posting
from tomoni.families.models import Family
from tomoni.families.queries import families as families_open
from tomoni.practice import current
from tomoni.ui.picks import Option

METHOD = "contacts.method"  # in the session: how the viewer last was in contact
FIRST_METHOD = "visit"


@page("GET", "POST", need=Need.WRITE)
def note(request: ViewerRequest) -> HttpResponse:
    """The quick note, from any page; it knows the family of the page it was opened from."""
    family = _asked(request)
    if "family" not in request.GET and request.method == "GET" and (came_from := _family_before(request)):
        return redirect(turning.quick(came_from).address)
    here = turning.quick(family.ref, family.label) if family else turning.quick(None)
    return _sheet(request, family, here, "contacts/note.html", auto_id="note_%s")


@page("GET", "POST", need=Need.WRITE)
def write(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The long form: every field, the source of every passage, prompts at hand."""
    family = row_or_404(families_open(request.viewer, Level.WRITE).select_related("dossier"), ref)
    return _sheet(request, family, turning.long(ref, family.label), "contacts/write.html", detailed=True)


def _sheet(
    request: ViewerRequest, family: Family | None, here: turning.Desk, template: str, **form: Any
) -> HttpResponse:
    if turned := turning.turned(request, here, family.ref if family else None):
        return turned
    around = queries.around(request.viewer, family)
    begin = partial(fresh, around, request.session.get(METHOD, FIRST_METHOD), request.GET.getlist("met"))
    return posting.handle(
        request,
        partial(NoteForm, around=around, **form),
        partial(_record, request),
        key=here.key,
        title=here.title,
        template=template,
        context={
            **_page(request, here),
            "family": family,
            "offers": _offers(request, family),
            "prompts": (current().techniques, current().interview),
            "worry": queries.worry(request.viewer, family) if family else None,
        },
        initial=begin,
        said="記録を保存しました。",
    )


def _page(request: ViewerRequest, here: turning.Desk) -> dict[str, Any]:
    """What all three pages show around the form."""
    return {"address": here.address, "drawer": "HX-Request" in request.headers}


def _record(request: ViewerRequest, given: dict[str, Any]) -> str:
    """Save; the drawer then shows a short word, a page the record itself."""
    try:
        made = actions.record(request.viewer, family=given["family"], case=given["case"], note=given["note"])
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    request.session[METHOD] = made.method
    return reverse(
        "contacts:saved" if "HX-Request" in request.headers else "contacts:detail", args=[made.ref]
    )


def _asked(request: ViewerRequest) -> Family | None:
    """The family in the address; 404 when its records are not for this viewer to write."""
    asked = request.GET.get("family")
    if not asked:
        return None
    ref = as_uuid(asked)
    family = queries.writable(request.viewer, ref) if ref else None
    if family is None:
        raise Http404
    return family


def _family_before(request: ViewerRequest) -> UUID | None:
    """The family whose page the viewer came from, if it is one to write to."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return None
    try:
        found = resolve(before.path)
    except Resolver404:
        return None
    ref: UUID | None = found.kwargs.get("ref") if "families/<uuid:ref>" in found.route else None
    return ref if ref and queries.writable(request.viewer, ref) else None


def _offers(request: ViewerRequest, family: Family | None) -> list[Family]:
    """Families to choose by one tap: those the words typed may mean, else those written about lately."""
    if family:
        return []
    words = request.POST.get("family", "")
    found = [each for each, _ in queries.suggested_families(request.viewer, words)] if words else []
    return found or queries.recent_families(request.viewer)


@page(need=Need.WRITE)
def families(request: ViewerRequest) -> HttpResponse:
    """Suggestions for the family of a note."""
    found = queries.suggested_families(request.viewer, request.GET.get("q", ""))
    options = [
        Option(
            str(family.ref),
            family.label,
            f"{family.number}　{'・'.join(person.name for person in people[:6])}",
        )
        for family, people in found
    ]
    return render(request, "ui/options.html", {"options": options})


@page("GET", "POST", need=Need.WRITE)
def correct(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The record once more, beside the old one."""
    contact = row_or_404(queries.contacts(request.viewer, Level.WRITE), ref)
    here = turning.correction(ref)
    if turned := turning.turned(request, here, None):
        return turned
    around = queries.around(request.viewer, contact.family, contact)
    hidden = [row for row in contact.passages.all() if row.hidden]
    return posting.handle(
        request,
        partial(CorrectionForm, around=around, hidden=hidden, detailed=True),
        partial(_correct, request, contact),
        key=here.key,
        title=here.title,
        template="contacts/correct.html",
        context={**_page(request, here), "contact": contact, "family": contact.family},
        initial=partial(as_written, contact),
        said="訂正を保存しました。もとの記録も残っています。",
    )


def _correct(request: ViewerRequest, contact: Contact, given: dict[str, Any]) -> str:
    chosen = {name: given[name] for name in ("note", "reason", "keep")}
    try:
        made = actions.correct(request.viewer, contact=contact, **chosen)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return reverse("contacts:detail", args=[made.ref])
