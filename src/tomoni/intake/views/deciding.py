"""Deciding on a referral (B7): the meeting, the decision, what follows."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import now
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.intake import actions
from tomoni.intake.forms import deciding as forms
from tomoni.intake.queries import sheets
from tomoni.intake.rules import ACCEPTED, outcomes
from tomoni.meetings import queries as meetings
from tomoni.practice import codes

STILL_ON = timedelta(hours=3)


@page("GET", "POST", need=Need.WRITE)
def agenda(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """受理会議にかける: a meeting already called, or a new one."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)
    coming = list(meetings.coming(request.viewer, now() - STILL_ON, forms.INTAKE_MEETINGS)[:10])

    def act(given: dict[str, Any]) -> str:
        item = actions.bring_to_meeting(request.viewer, referral=row, **given)
        return reverse("meetings:meeting", args=[item.meeting.ref])

    return posting.handle(
        request,
        partial(forms.AgendaForm, viewer=request.viewer, coming=coming),
        act,
        key=Key("intake.referral", ref, "agenda"),
        title="受理会議にかける",
        template="intake/agenda.html",
        context={"referral": row},
        said="議題にのせました。",
    )


@page("GET", "POST", need=Need.DECIDE)
def decide(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The meeting's decision: first which one, then why and what follows, on a page of its own."""
    item = row_or_404(meetings.decidable(request.viewer), ref)
    row = _about(request, item.subject)
    sheet = sheets.sheet(request.viewer, row)
    offered = outcomes(is_notice=row.is_notice, own=row.own)
    outcome = request.GET.get("outcome", "")
    settled = bool(row.outcome) or hasattr(item, "decision")
    if outcome not in offered or (settled and request.method == "GET"):
        return _choose(request, {"item": item, "sheet": sheet, "offered": offered})

    def act(given: dict[str, Any]) -> str:
        actions.decide_referral(request.viewer, item=item, **given)
        return reverse("intake:referral", args=[row.ref])

    return posting.handle(
        request,
        partial(
            forms.verdict(outcome, carried_out=sheet.may_write),
            viewer=request.viewer,
            sheet=sheet,
            outcome=outcome,
        ),
        act,
        key=Key("meetings.agendaitem", ref, outcome),
        title="受理の決定を記録する",
        template="intake/decide.html",
        context={"item": item, "sheet": sheet, "outcome": outcome},
        said="決定を記録しました。",
    )


def _about(request: ViewerRequest, subject: str) -> Any:
    """The referral an agenda item is about."""
    kind, _, ref = subject.partition(":")
    if kind != "intake.referral":
        raise Http404
    return row_or_404(sheets.referrals(request.viewer), UUID(ref))


def _choose(request: ViewerRequest, context: dict[str, Any]) -> HttpResponse:
    listing = codes("acceptance")
    context["offered"] = [listing.get(code) for code in context["offered"]]
    return render(request, "intake/outcomes.html", context)


@page("GET", "POST", need=Need.WRITE)
def carry_out(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What follows from a decision that somebody without the right to write has made."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)
    made = sheets.sheet(request.viewer, row).decided
    if not made:
        raise Http404
    decision = made[-1]

    def act(given: dict[str, Any]) -> str:
        actions.carry_out(request.viewer, decision=decision, **given)
        return reverse("intake:referral", args=[ref])

    return _follow(request, row, decision.outcome, act, "carry_out", {"decision": decision})


@page("GET", "POST", need=Need.WRITE)
def begin(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A consultation goes on to assessment; no meeting is needed."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE).filter(is_notice=False), ref)

    def act(given: dict[str, Any]) -> str:
        actions.begin(request.viewer, referral=row, **given)
        return reverse("intake:referral", args=[ref])

    return _follow(request, row, ACCEPTED[1], act, "begin", {})


@page("GET", "POST", need=Need.WRITE)
def leave(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A consultation brought by others ends without a case; a family's own never does."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE).filter(is_notice=False), ref)
    offered = [code for code in outcomes(is_notice=False, own=row.own) if code not in ACCEPTED]
    if row.own:
        raise Http404
    outcome = request.GET.get("outcome", "")
    if outcome not in offered:
        return _choose(request, {"sheet": sheets.sheet(request.viewer, row), "offered": offered})

    def act(given: dict[str, Any]) -> str:
        actions.leave(request.viewer, referral=row, outcome=outcome, **given)
        return reverse("intake:referral", args=[ref])

    return _follow(request, row, outcome, act, "leave", {})


def _follow(
    request: ViewerRequest, row: Any, outcome: str, act: Any, purpose: str, context: dict[str, Any]
) -> HttpResponse:
    if row.outcome and request.method == "GET":
        return redirect("intake:referral", row.ref)
    sheet = sheets.sheet(request.viewer, row)
    return posting.handle(
        request,
        partial(forms.consequence(outcome), viewer=request.viewer, sheet=sheet, outcome=outcome),
        act,
        key=Key("intake.referral", row.ref, purpose),
        title=codes("acceptance").label(outcome),
        template="intake/follow.html",
        context={**context, "sheet": sheet, "outcome": outcome},
        said="記録しました。",
    )
