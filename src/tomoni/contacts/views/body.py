"""The body chart of a record where a child may have been hurt."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.cases.telling import TakeBackForm
from tomoni.contacts import actions, queries
from tomoni.contacts.drawing.body import HEIGHT, PARTS, WIDTH, spots
from tomoni.contacts.forms.body import MarkForm
from tomoni.contacts.models import BodyMark, Contact
from tomoni.contacts.views.reading import open_family
from tomoni.drafts import posting
from tomoni.drafts.rules import Key


@page(need=Need.READ)
def body(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The figure and its table, as they are printed."""
    contact = row_or_404(queries.with_corrections(request.viewer).filter(safety_concern=True), ref)
    may_write = decide(request.viewer, Need.WRITE, contact).allowed
    shown = {
        **_chart(request, contact),
        "family": open_family(request, contact.family),
        "may_write": may_write,
    }
    return render(request, "contacts/body.html", shown)


def _chart(request: ViewerRequest, contact: Contact) -> dict[str, Any]:
    marks = queries.on_the_chart(request.viewer, contact)
    standing = [row for row in marks if row.retracted_at is None]
    drawn = {"parts": PARTS, "width": WIDTH, "height": HEIGHT, "spots": spots(row.region for row in standing)}
    gone = [row for row in marks if row.retracted_at]
    return {"contact": contact, "chart": drawn, "marks": standing, "taken_back": gone}


@page("GET", "POST", need=Need.WRITE)
def mark_body(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One more place."""
    rows = queries.contacts(request.viewer, Level.WRITE).filter(safety_concern=True, corrections=None)
    contact = row_or_404(rows, ref)
    around = queries.around(request.viewer, contact.family, contact)
    return posting.handle(
        request,
        partial(MarkForm, around=around),
        partial(_mark, request, contact),
        key=Key("contacts.contact", ref, "body"),
        title="けがの図に書く",
        template="contacts/mark_body.html",
        context={**_chart(request, contact), "family": contact.family},
        initial=lambda: {"seen_by": request.viewer.user.name},
        said="けがの図に書きました。",
    )


def _mark(request: ViewerRequest, contact: Contact, given: dict[str, Any]) -> str:
    try:
        actions.mark_body(request.viewer, contact=contact, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return reverse("contacts:body", args=[contact.ref])


@page("GET", "POST", need=Need.WRITE)
def take_back_mark(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """It was not so."""
    row = row_or_404(queries.body_marks(request.viewer, Level.WRITE).standing(), ref)
    back, heading = reverse("contacts:body", args=[row.contact.ref]), "けがの図のしるしを取り消す"
    shown = {"family": row.contact.family, "heading": heading, "back": back, "back_label": "けがの図"}
    return posting.handle(
        request,
        TakeBackForm,
        partial(_take_back, request, row, back),
        key=Key("contacts.bodymark", ref, "take_back"),
        title=heading,
        template="cases/form.html",
        context={**shown, "row": f"{row.person.name}さん　{row}", "retracting": True},
        said="取り消しました。取り消した記録も残っています。",
    )


def _take_back(request: ViewerRequest, row: BodyMark, back: str, given: dict[str, Any]) -> str:
    try:
        actions.take_back_mark(request.viewer, body_mark=row, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return back
