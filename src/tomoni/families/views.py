"""Taking a family in, and all its dated relations on one page."""

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
from tomoni.calendar import Day, DayError, today
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families import actions, queries
from tomoni.families.forms import KINDS, EndForm, HouseholdForm, Kind, LabelForm, TakeInForm, finish
from tomoni.families.models import Family
from tomoni.families.rules import words_of
from tomoni.people.actions import correct as correct_told
from tomoni.people.actions import retract as retract_told
from tomoni.ui.forms import Form


@page("GET", "POST", need=Need.WRITE)
def take_in(request: ViewerRequest) -> HttpResponse:
    """A family in one go: a line for each person."""

    def act(given: dict[str, Any]) -> str:
        family, _ = actions.take_in(request.viewer, **given)
        return reverse("families:table", args=[family.ref])

    return posting.handle(
        request,
        partial(TakeInForm, viewer=request.viewer),
        act,
        key=Key("families.family", "", "take_in"),
        title="家族を登録する",
        template="families/take_in.html",
        said="家族を登録しました。関係や日付は、この画面で直せます。",
    )


@page(need=Need.READ)
def table(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """家族と関係: every relation with its days; with ``on``, as it was on that day."""
    family = _family(request, ref, Level.READ)
    asked, wrong, on = request.GET.get("on", ""), "", None
    try:
        on = Day.parse(asked, today())
    except DayError as error:
        wrong = str(error)
    shown = {
        "family": family,
        "table": queries.table(request.viewer, family, on),
        "asked": asked,
        "on": on,
        "wrong": wrong,
        "may_write": decide(request.viewer, Need.WRITE, family).allowed,
    }
    return render(request, "families/table.html", shown, status=422 if wrong else 200)


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """One more relation."""
    family, known = _family(request, ref), _kind(kind)
    person = {"family": family} if kind == "member" else {}
    return _sheet(
        request,
        family,
        f"add.{kind}",
        f"{known.noun}を加える",
        partial(known.form, viewer=request.viewer, family=family),
        lambda given: known.add(request.viewer, **person, **given),
    )


@page("GET", "POST", need=Need.WRITE)
def add_household(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A home."""
    family = _family(request, ref)
    return _sheet(
        request,
        family,
        "add.household",
        "世帯を加える",
        HouseholdForm,
        lambda given: actions.add_household(request.viewer, family=family, **given),
    )


@page("GET", "POST", need=Need.WRITE)
def rename_household(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What a home is called."""
    row = row_or_404(queries.all_households(request.viewer, Level.WRITE), ref)
    return _sheet(
        request,
        row.family,
        f"household.{ref}",
        "世帯の呼び名を直す",
        HouseholdForm,
        lambda given: actions.rename_household(request.viewer, household=row, **given),
        initial=lambda: {"label": row.label},
        row=row,
    )


@page("GET", "POST", need=Need.WRITE)
def relabel(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What the family is called."""
    family = _family(request, ref)
    return _sheet(
        request,
        family,
        "label",
        "家庭の呼び名を直す",
        LabelForm,
        lambda given: actions.relabel(request.viewer, family=family, **given),
        initial=lambda: {"label": family.label},
        row=family,
    )


@page("GET", "POST", need=Need.WRITE)
def correct(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """The earlier one stays as 訂正前."""
    known, row, family = _fact(request, kind, ref)
    return _sheet(
        request,
        family,
        f"correct.{ref}",
        f"{known.noun}を直す",
        partial(known.form, viewer=request.viewer, family=family, row=row),
        lambda given: correct_told(request.viewer, fact=row, **given),
        initial=lambda: known.initial(row),
        context={"row": row, "kind": kind, "words": words_of(row)},
    )


@page("GET", "POST", need=Need.WRITE)
def end(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was so until that day."""
    known, row, family = _fact(request, kind, ref)
    return _sheet(
        request,
        family,
        f"end.{ref}",
        f"{known.noun}の終わりを記録する",
        partial(EndForm, viewer=request.viewer, family=family, row=row),
        lambda given: finish(request.viewer, row, **given),
        context={"row": row, "kind": kind, "words": words_of(row)},
    )


@page("GET", "POST", need=Need.WRITE)
def retract(request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
    """It was a mistake."""
    known, row, family = _fact(request, kind, ref)
    return _sheet(
        request,
        family,
        f"retract.{ref}",
        f"{known.noun}を取り消す",
        Form,
        lambda _: retract_told(request.viewer, fact=row),
        context={"row": row, "kind": kind, "words": words_of(row), "retracting": True},
        said="取り消しました。取り消した記録も残っています。",
    )


def _family(request: ViewerRequest, ref: UUID, level: Level = Level.WRITE) -> Family:
    family: Family = row_or_404(queries.families(request.viewer, level).select_related("dossier"), ref)
    return family


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _fact(request: ViewerRequest, kind: str, ref: UUID) -> tuple[Kind, Any, Family]:
    known = _kind(kind)
    row = row_or_404(queries.fact(request.viewer, kind), ref)
    return known, row, queries.family_with(request.viewer, row.dossier_id)


def _sheet(
    request: ViewerRequest,
    family: Family,
    purpose: str,
    heading: str,
    form: Callable[..., Form],
    act: Callable[[dict[str, Any]], Any],
    **options: Any,
) -> HttpResponse:
    """A form about the family's relations; afterwards back to the table."""
    back = reverse("families:table", args=[family.ref])

    def then_back(given: dict[str, Any]) -> str:
        act(given)
        return back

    context = {"family": family, "heading": heading, "back": back, **options.pop("context", {})}
    return posting.handle(
        request,
        form,
        then_back,
        key=Key("families.family", family.ref, purpose),
        title=f"{family.label}：{heading}",
        template="families/form.html",
        context=context,
        **options,
    )
