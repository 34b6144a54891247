"""What is told of a person: names, numbers, addresses, schools. Added, corrected, ended, taken back, hidden, shown."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.reveal import reveal as reveal_field
from tomoni.people import actions, queries
from tomoni.people.forms import EndForm
from tomoni.people.views.sheets import fact_or_404, kind_or_404, page_of, person_or_404, sheet
from tomoni.ui.forms import Form

HIDDEN = {"phone": "hidden", "address": "hidden", "protection": "against_text"}


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more name, number, address or school."""
    person, known = person_or_404(request, ref), kind_or_404(kind)
    return sheet(
        request,
        person,
        f"add.{kind}",
        f"{known.noun}を加える",
        partial(known.form, viewer=request.viewer),
        lambda given: known.add(request.viewer, person=person, **given),
    )


@page("GET", "POST", need=Need.WRITE)
def correct(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """The earlier one stays as 訂正前."""
    row, known = fact_or_404(request, kind, ref), kind_or_404(kind)
    return sheet(
        request,
        row.person,
        f"correct.{ref}",
        f"{known.noun}を直す",
        partial(known.form, viewer=request.viewer, row=row),
        lambda given: known.correct(request.viewer, row, **given),
        initial=lambda: known.initial(row),
    )


@page("GET", "POST", need=Need.WRITE)
def end(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was so until that day."""
    row, known = fact_or_404(request, kind, ref), kind_or_404(kind)
    return sheet(
        request,
        row.person,
        f"end.{ref}",
        f"{known.noun}の終わりを記録する",
        EndForm,
        lambda given: actions.end(request.viewer, fact=row, on=given["on"]),
        context={"kind": kind, "row": row},
    )


@page("GET", "POST", need=Need.WRITE)
def retract(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was a mistake."""
    row, known = fact_or_404(request, kind, ref), kind_or_404(kind)
    return sheet(
        request,
        row.person,
        f"retract.{ref}",
        f"{known.noun}を取り消す",
        Form,
        lambda _: actions.retract(request.viewer, fact=row),
        context={"kind": kind, "row": row, "retracting": True},
        said="取り消しました。取り消した記録も残っています。",
    )


@page("POST", need=Need.WRITE)
def hide(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """Hide one address or number from now on."""
    return _switch(request, kind, ref, actions.hide, "秘匿にしました。")


@page("POST", need=Need.WRITE)
def show(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """Open it again, after every protection has ended."""
    return _switch(request, kind, ref, actions.show_again, "表示に戻しました。")


def _switch(request: ViewerRequest, kind: str, ref: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    if kind not in {"phone", "address"}:
        raise Http404
    row = row_or_404(queries.told(request.viewer, kind).standing(), ref)
    try:
        act(request.viewer, row=row)
        messages.success(request, said)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect(page_of(row.person))


@page("POST", need=Need.REVEAL)
def reveal(request: ViewerRequest, ref: UUID, kind: str, fact: UUID) -> HttpResponse:
    """The page of the person with one hidden value readable, this once; the look is in the journal."""
    person = person_or_404(request, ref, Level.READ)
    page = queries.portrait(request.viewer, person)
    row = row_or_404(queries.told(request.viewer, kind, Level.READ), fact) if kind in HIDDEN else None
    if row is None or row.person_id not in page.records:
        raise Http404
    shown = {"row": row.pk, "kind": kind, "text": reveal_field(request.viewer, row, HIDDEN[kind])}
    answer = render(request, "people/person.html", {"page": page, "revealed": shown})
    answer["Cache-Control"] = "no-store"
    return answer
