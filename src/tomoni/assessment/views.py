"""The assessment of a family on one page, and a sheet for each thing stated in it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.assessment import actions, queries
from tomoni.assessment.forms import KINDS, OF_CASE, OF_NEED, EndForm, Kind
from tomoni.cases.models import Case
from tomoni.cases.queries import cases
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.queries import families
from tomoni.people import actions as telling
from tomoni.ui.forms import Form


@page(need=Need.READ)
def sheet(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Wishes, needs in several views, strengths, who stays: of the running case, or of the one asked for."""
    family = row_or_404(families(request.viewer).select_related("dossier"), ref)
    case = queries.case_of(request.viewer, family, request.GET.get("case", ""))
    shown: dict[str, Any] = {"family": family, "case": case}
    if case:
        shown["sheet"] = queries.sheet(request.viewer, case)
        shown["may_write"] = case.is_open and decide(request.viewer, Need.WRITE, case).allowed
    return render(request, "assessment/sheet.html", shown)


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more wish, need, strength, supporter, or a round of assessment."""
    known = _kind(kind, OF_CASE)
    rows = cases(request.viewer, Level.WRITE).select_related("family__dossier", "dossier")
    case: Case = row_or_404(rows, ref)
    return _form(
        request,
        case,
        f"add.{kind}",
        f"{known.noun}を書く",
        known,
        partial(known.act, request.viewer, case=case),
    )


@page("GET", "POST", need=Need.WRITE)
def add_to_need(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """A view of a need, or what fits it."""
    known = _kind(kind, OF_NEED)
    need = row_or_404(queries.told(request.viewer, "need"), ref)
    act = partial(known.act, request.viewer, need=need)
    return _form(
        request, need.case, f"{ref}.{kind}", f"{known.noun}を書く", known, act, context={"need": need}
    )


@page("GET", "POST", need=Need.WRITE)
def correct(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """The earlier wording stays as 訂正前."""
    known, row, case = _told(request, kind, ref)

    def act(**given: Any) -> Any:
        return actions.correct(request.viewer, fact=row, **known.changes(given))

    purpose, heading = f"correct.{ref}", f"{known.noun}を直す"
    return _form(request, case, purpose, heading, known, act, initial=lambda: known.initial(row))


@page("GET", "POST", need=Need.WRITE)
def end(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was so until that day."""
    known, row, case = _told(request, kind, ref)

    def act(on: Any) -> Any:
        return telling.end(request.viewer, fact=row, on=on)

    heading = f"{known.noun}の終わりを記録する"
    return _form(request, case, f"end.{ref}", heading, EndForm, act, context={"row": row})


@page("GET", "POST", need=Need.WRITE)
def retract(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was a mistake."""
    known, row, case = _told(request, kind, ref)

    def act() -> Any:
        return telling.retract(request.viewer, fact=row)

    said = "取り消しました。取り消した記録も残っています。"
    context = {"row": row, "retracting": True}
    return _form(
        request, case, f"retract.{ref}", f"{known.noun}を取り消す", Form, act, context=context, said=said
    )


def _kind(name: str, names: tuple[str, ...]) -> Kind:
    if name not in names:
        raise Http404
    return KINDS[name]


def _told(request: ViewerRequest, kind: str, ref: UUID) -> tuple[Kind, Any, Case]:
    known = _kind(kind, tuple(queries.TOLD))
    row = row_or_404(queries.told(request.viewer, kind), ref)
    return known, row, row.case if hasattr(row, "case") else row.need.case


def _form(
    request: ViewerRequest,
    case: Case,
    purpose: str,
    heading: str,
    form: Kind | type[Form],
    act: Callable[..., Any],
    **options: Any,
) -> HttpResponse:
    """A form about the case; afterwards back to the sheet."""
    back = reverse("assessment:sheet", args=[case.family.ref])

    def then_back(given: dict[str, Any]) -> str:
        act(**given)
        return back

    context = {"family": case.family, "heading": heading, "back": back, **options.pop("context", {})}
    return posting.handle(
        request,
        partial(form.form, viewer=request.viewer, case=case) if isinstance(form, Kind) else form,
        then_back,
        key=Key("cases.case", case.ref, f"assessment.{purpose}"),
        title=f"{case.family.label}：{heading}",
        template="assessment/form.html",
        context=context,
        **options,
    )
