"""Who leads and who stands beside: standing in, changing the lead, handing over a worker's families, the letter to each."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.holding import may_stand_in
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.accounts.locking import onward
from tomoni.cases import actions as cases
from tomoni.cases import exports
from tomoni.cases.queries import deputies, handed_on, lead_changes, led, may_change_lead, to_stand_in
from tomoni.desk.forms import ChangeLeadForm, DeputyForm, HandOverForm, StandInForm
from tomoni.desk.queries import family_page, handing
from tomoni.documents import answer
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.intake.queries.choosing import caseworkers


@page("GET", "POST", need=Need.WRITE)
def stand_in(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """代わりに記録する: a colleague of the team writes for a week, and comes back to the page it started from."""
    row = row_or_404(family_page.families(request.viewer), ref)
    if not may_stand_in(request.viewer, row.dossier):
        raise Http404
    onwards = onward(request, request.GET.get("next") or reverse("desk:family", args=[ref]))
    if request.method == "GET" and not to_stand_in(request.viewer, row):
        closed = row.dossier.closed_at is not None
        return redirect(f"{reverse('intake:new')}?family={ref}" if closed else onwards)

    def act(given: dict[str, Any]) -> str:
        cases.stand_in(request.viewer, family=row, **given)
        return onwards

    return posting.handle(
        request,
        StandInForm,
        act,
        key=Key("families.family", ref, "stand_in"),
        title="代わりに記録する",
        template="desk/stand_in.html",
        context={
            "family": row,
            "case": led(request.viewer).filter(family=row, closed_on=None).first(),
            "back": onwards,
        },
        said="代わりに記録できるようにしました。担当と統括支援員に伝えました。",
    )


@page("GET", "POST", need=Need.WRITE)
def change_lead(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """担当を替える: the coordinator's and the lead's page. What the lead still has to do is listed before saving."""
    row = row_or_404(led(request.viewer), ref)
    if not may_change_lead(request.viewer, row):
        raise Http404

    def act(given: dict[str, Any]) -> str:
        cases.change_lead(request.viewer, case=row, **given)
        return reverse("desk:family", args=[row.family.ref])

    return posting.handle(
        request,
        partial(ChangeLeadForm, posts=caseworkers(request.viewer).exclude(pk=row.lead_id)),
        act,
        key=Key("cases.case", ref, "lead"),
        title="主担当を替える",
        template="desk/change_lead.html",
        context={"case": row, "duties": handed_on(request.viewer, row, [row.lead])},
        said="主担当を替えました。前の担当と新しい担当に伝えました。",
    )


@page("GET", "POST", need=Need.WRITE)
def deputy(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """副担当を決める: the coordinator's and the lead's page."""
    row = row_or_404(led(request.viewer), ref)
    if not may_change_lead(request.viewer, row):
        raise Http404
    beside = list(handing.beside(request.viewer, row))

    def act(given: dict[str, Any]) -> str:
        cases.set_deputy(request.viewer, case=row, **given)
        return reverse("desk:family", args=[row.family.ref])

    return posting.handle(
        request,
        partial(DeputyForm, posts=caseworkers(request.viewer).exclude(pk=row.lead_id)),
        partial(_carry_out, act),
        key=Key("cases.case", ref, "deputy"),
        title="副担当を決める",
        template="desk/deputy.html",
        context={"case": row, "beside": beside},
        said="副担当を決めました。本人に伝えました。",
    )


@page("POST", need=Need.WRITE)
def end_deputy(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The second worker steps back."""
    row = row_or_404(deputies(request.viewer).filter(until=None), ref)
    if not may_change_lead(request.viewer, row.case):
        raise Http404
    cases.end_deputy(request.viewer, deputy=row)
    messages.success(request, "副担当を終えました。チームの一員として記録を読み続けられます。")
    return redirect("desk:family", row.case.family.ref)


@page("GET", "POST", need=Need.DECIDE)
def hand_over(request: ViewerRequest) -> HttpResponse:
    """担当をまとめて引き継ぐ: one worker's families, each with its duties, to others; below it the letters to print."""
    former = handing.leader(request.viewer, request.POST.get("former") or request.GET.get("from", ""))
    if former is None and request.method == "POST":
        raise Http404
    if former is None:
        return render(request, "desk/hand_over_whose.html", {"leads": handing.leaders(request.viewer)})
    carried = handing.carried(request.viewer, former)

    def act(given: dict[str, Any]) -> str:
        cases.hand_over(request.viewer, former=former, **given)
        return f"{reverse('desk:hand_over')}?from={former.pk}"

    return posting.handle(
        request,
        partial(HandOverForm, former=former, carried=carried, posts=caseworkers(request.viewer)),
        partial(_carry_out, act),
        key=Key("accounts.post", "", f"hand_over.{former.pk}"),
        title="担当をまとめて引き継ぐ",
        template="desk/hand_over.html",
        context={"former": former, "done": handing.lately(request.viewer, former)},
        said="引き継ぎました。前の担当と新しい担当に伝えました。家族へのお知らせを、下から印刷できます。",
    )


def _carry_out(act: Any, given: dict[str, Any]) -> str:
    try:
        path: str = act(given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return path


@page(need=Need.LETTER)
def letter(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """担当が替わるお知らせ, as PDF, for the family."""
    row = row_or_404(lead_changes(request.viewer), ref)
    return answer(request, exports.letter(row), reverse("desk:family", args=[row.case.family.ref]))
