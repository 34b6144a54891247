"""Meeting child and family: seen, explained, first interview."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import now
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.intake import actions
from tomoni.intake.forms.seeing import ExplainForm, InterviewForm, SafetyForm
from tomoni.intake.queries import sheets


@page("GET", "POST", need=Need.WRITE)
def safety(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """安全確認: which children, when, who, where, how (B4)."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)
    sheet = sheets.sheet(request.viewer, row)

    def act(given: dict[str, Any]) -> str:
        actions.confirm_safety(request.viewer, referral=row, **given)
        return reverse("intake:referral", args=[ref])

    return posting.handle(
        request,
        partial(SafetyForm, viewer=request.viewer, sheet=sheet),
        act,
        key=Key("intake.referral", ref, "safety"),
        title="安全確認を記録する",
        template="intake/safety.html",
        context={"sheet": sheet, "moment": now()},
        said="安全確認を記録しました。",
    )


@page("GET", "POST", need=Need.WRITE)
def explain(request: ViewerRequest, ref: UUID, person_ref: UUID) -> HttpResponse:
    """説明: what was said to this child or parent, and how it was taken (B5)."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)
    sheet = sheets.sheet(request.viewer, row)
    person = next((each.person for each in sheet.members if each.person.ref == person_ref), None)
    if person is None:
        raise Http404
    to_child = person.pk in sheets.minors(sheet.members)

    def act(given: dict[str, Any]) -> str:
        told = {"items": given["items"], "at": given["at"], "response": given["response"]}
        actions.explain(request.viewer, family=row.family, person=person, referral=row, **told)
        return reverse("intake:referral", args=[ref])

    return posting.handle(
        request,
        partial(ExplainForm, to_child=to_child),
        act,
        key=Key("people.person", person_ref, "explain"),
        title="説明を記録する",
        template="intake/explain.html",
        context={"referral": row, "person": person, "to_child": to_child},
        said="説明を記録しました。",
    )


@page("GET", "POST", need=Need.WRITE)
def interview(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """初回面接: by prompts, in whose words, with the next meeting agreed (B6, B8)."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)
    sheet = sheets.sheet(request.viewer, row)
    people = [each.person for each in sheet.members if not each.person.unborn]

    def act(given: dict[str, Any]) -> str:
        actions.hold_interview(request.viewer, referral=row, **given)
        return reverse("intake:referral", args=[ref])

    return posting.handle(
        request,
        partial(InterviewForm, people=people, has_case=row.case_id is not None),
        act,
        key=Key("intake.referral", ref, "interview"),
        title="初回面接を記録する",
        template="intake/interview.html",
        context={"sheet": sheet},
        said="初回面接を記録しました。",
    )
