"""What is stated of a case day by day: whom it is about, legal status, reason, involvement, the family's own margin."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.accounts.locking import onward
from tomoni.cases import actions
from tomoni.cases.forms import (
    ChildForm,
    InvolvementForm,
    MarginForm,
    PhaseForm,
    ReasonForm,
    RhythmForm,
    StatusForm,
    UsualForm,
)
from tomoni.cases.models import CaseChild, FamilyReason, Involvement, Margin, Rhythm, Status
from tomoni.cases.queries import usual_kinds, usual_now, with_family
from tomoni.cases.rules import span_of
from tomoni.cases.telling import Kind, Telling, same
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.people.actions import correct
from tomoni.people.forms import BornForm
from tomoni.people.views.sheets import person_or_404, sheet
from tomoni.practice import codes

SINCE = {"since": "valid_from"}
KEPT = {**same("level", "reason", "agreed_with"), **SINCE}
KINDS = {
    "casechild": Kind("対象のこども・妊産婦", ChildForm, CaseChild, actions.add_child,
                      {"child": "person", **SINCE}, names=("person",), correct=actions.correct_child,
                      door="対象の人を加える"),
    "status": Kind("区分", StatusForm, Status, actions.set_status, {**same("person", "kind", "reason"), **SINCE},
                   names=("person",), correct=actions.correct_status, door="区分を決める"),
    "familyreason": Kind("かかわる理由", ReasonForm, FamilyReason, actions.set_reason,
                         {**same("kind", "attitude", "text"), **SINCE}, correct=actions.correct_reason),
    "involvement": Kind("関与度", InvolvementForm, Involvement, actions.set_involvement, KEPT, correct=correct,
                        door="関与度を決める"),
    "margin": Kind("家族の余力", MarginForm, Margin, actions.set_margin, KEPT, correct=correct, door="家族の余力を決める"),
    "rhythm": Kind("連絡のリズム", RhythmForm, Rhythm, actions.set_rhythm, same("organisation", "every", "reason"),
                   names=("organisation",), correct=actions.correct_rhythm, end=actions.end_rhythm, retract=actions.retract_rhythm,
                   door="リズムを決める"),
}  # fmt: skip
TELLING = Telling("cases", KINDS, "あゆみ", "desk:course")


@page("GET", "POST", need=Need.WRITE)
def enter(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Forward, back or anywhere on the circle: nothing blocks but the law. One comes back to where one was."""
    case = row_or_404(with_family(request.viewer), ref)
    form = partial(PhaseForm, viewer=request.viewer, case=case)
    act = partial(actions.enter_phase, request.viewer, case=case)
    back = onward(request, request.GET.get("next") or reverse("desk:family", args=[case.family.ref]))
    shown = {"back": back, "back_label": "もとのページ"}
    return TELLING.form(
        request, case, "enter", "フェーズを変える", form, act, case=case, context=shown, onward=back
    )


@page("GET", "POST", need=Need.WRITE)
def born(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The expected child is born."""
    row = person_or_404(request, ref)
    return sheet(
        request,
        row,
        "born",
        "出生を記録する",
        BornForm,
        lambda given: actions.record_birth(request.viewer, person=row, **given),
    )


@page("GET", "POST", need=Need.WRITE)
def add(request: ViewerRequest, ref: UUID, kind: str) -> HttpResponse:
    """A level from a day on, and why."""
    case = row_or_404(with_family(request.viewer), ref)
    return TELLING.add(request, case, kind, {"case": case})


@page("GET", "POST", need=Need.DECIDE)
def rhythms(request: ViewerRequest) -> HttpResponse:
    """ふだんのリズム: how often each thing comes again, from which source, and as the municipality set it."""

    def act(given: dict[str, Any]) -> str:
        actions.set_usual(request.viewer, **given)
        return reverse("cases:rhythms")

    meetings = {code.rhythm for code in codes("meeting_kinds")}
    said = (
        "次の会議の目安を、これで数えます。"
        if request.POST.get("kind") in meetings
        else "これから決まる期日に使います。"
    )
    own = usual_now()
    rows = [
        (kind, span_of(own[kind.id].every) if kind.id in own else kind.every, own.get(kind.id))
        for kind in usual_kinds()
    ]
    return posting.handle(
        request,
        UsualForm,
        act,
        key=Key("cases.usualrhythm", "", "rhythms"),
        title="ふだんのリズム",
        template="cases/rhythms.html",
        context={"rows": rows, "meetings": meetings},
        said=f"リズムを改めました。{said}",
    )
