"""What is put beside a record: taking it in, giving it out, hiding it, taking it back."""

from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.reveal import revealing
from tomoni.cases.telling import TakeBackForm
from tomoni.contacts import actions, queries
from tomoni.contacts.forms.files import AttachForm
from tomoni.contacts.models import Attachment, Contact
from tomoni.documents.files import KINDS
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.practice import codes

# Whatever a browser takes a file for, in it nothing runs, nothing is fetched, and it lies in no cache.
ALONE = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",  # the browser's own, around a picture
    "Cross-Origin-Resource-Policy": "same-origin",
}


@page("GET", "POST", need=Need.WRITE)
def attach(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Put a photograph, a scan or a recording beside a record."""
    contact = row_or_404(queries.contacts(request.viewer, Level.WRITE).filter(corrections=None), ref)
    around = queries.around(request.viewer, contact.family, contact)
    return posting.handle(
        request,
        partial(AttachForm, contact=contact, around=around),
        partial(_attach, request, contact),
        key=Key("contacts.contact", ref, "attach"),
        title="記録に添える",
        template="contacts/attach.html",
        context={"contact": contact, "family": contact.family},
        said="記録に添えました。写真の位置や機器などの情報は取り除いてあります。",
    )


def _attach(request: ViewerRequest, contact: Contact, given: dict[str, Any]) -> str:
    try:
        actions.attach(request.viewer, contact=contact, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return reverse("contacts:detail", args=[contact.ref])


@page(need=Need.READ)
def file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The file itself; a protected one only by ``reveal_file``."""
    rows = queries.attachments(request.viewer).standing()
    return _given_out(row_or_404(rows.filter(protected=False), ref))


@page("POST", need=Need.REVEAL)
def reveal_file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A protected file, this once; who looked stands in the journal."""
    row = row_or_404(queries.attachments(request.viewer).standing().filter(protected=True), ref)
    revealing(request.viewer, row, "file")
    return _given_out(row)


def _given_out(row: Attachment) -> HttpResponse:
    """Pictures are shown; papers and recordings are saved, for in a sheet where nothing runs no browser opens them."""
    kind = KINDS[row.media_type]
    way = "inline" if kind.family == "image" else "attachment"
    name = f"{codes('attachment_kinds').label(row.kind)}-{str(row.ref)[:8]}.{kind.suffix}"
    response = HttpResponse(row.file.content, content_type=kind.media_type, headers=ALONE)
    response["Content-Disposition"] = (
        f"{way}; filename=\"file.{kind.suffix}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


@page("POST", need=Need.WRITE)
def protect_file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Hide it from now on."""
    row = row_or_404(queries.attachments(request.viewer, Level.WRITE).filter(protected=False), ref)
    actions.protect_attachment(request.viewer, attachment=row)
    messages.success(request, "秘匿にしました。見出しは、この記録と経過の一行から外しました。")
    return redirect("contacts:detail", row.contact.ref)


@page("GET", "POST", need=Need.WRITE)
def take_back_file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """It should not be there."""
    row = row_or_404(queries.attachments(request.viewer, Level.WRITE).standing(), ref)
    back = reverse("contacts:detail", args=[row.contact.ref])
    heading = "添えたものを取り消す"
    return posting.handle(
        request,
        TakeBackForm,
        partial(_take_back, request, row, back),
        key=Key("contacts.attachment", ref, "take_back"),
        title=heading,
        template="cases/form.html",
        context={
            "family": row.contact.family,
            "heading": heading,
            "row": str(row),
            "back": back,
            "back_label": "記録",
            "retracting": True,
            "follows": "ファイルは、だれにも開けなくなります。",
        },
        said="取り消しました。ファイルは、もうだれにも開けません。",
    )


def _take_back(request: ViewerRequest, row: Attachment, back: str, given: dict[str, Any]) -> str:
    try:
        actions.take_back_attachment(request.viewer, attachment=row, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return back
