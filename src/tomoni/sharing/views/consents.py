"""Consent pages of a family: what was asked, asking, the receipt, taking back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.accounts.rules import as_uuid
from tomoni.calendar import today
from tomoni.cases.telling import TakeBackForm
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.models import Family
from tomoni.families.queries import families
from tomoni.sharing import actions, queries
from tomoni.sharing.forms import AskForm, like
from tomoni.sharing.rules import is_minor

NOT_WITHDRAWN = "この返事は、なかったことになります。本人の気持ちが変わったときは、取り消さずに「取りやめを記録する」を選びます。"


@page(need=Need.READ)
def family(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """共有と同意: every member with the answers given, and what was passed on."""
    row = row_or_404(families(request.viewer).select_related("dossier"), ref)
    may_write = decide(request.viewer, Need.WRITE, row).allowed
    shown = {"family": row, "asked": queries.asked(request.viewer, row), "may_write": may_write}
    shown |= {"told": queries.told(request.viewer, row), "untold": queries.untold(request.viewer, row)}
    return render(request, "sharing/family.html", shown)


@page("GET", "POST", need=Need.WRITE)
def ask(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One person's yes or no, in their words. ``?like=`` asks the same of somebody else."""
    row = row_or_404(families(request.viewer, Level.WRITE).select_related("dossier"), ref)
    people = queries.askable(request.viewer, row)
    return posting.handle(
        request,
        partial(AskForm, viewer=request.viewer, people=people),
        partial(_record, request, row),
        key=Key("families.family", ref, "consent"),
        title=f"同意の記録（{row.label}）",
        template="sharing/ask.html",
        context={"family": row},
        initial=partial(_beginning, request, row),
        said="同意の記録を保存しました。",
    )


def _beginning(request: ViewerRequest, family: Family) -> dict[str, Any]:
    ref = as_uuid(request.GET.get("like", ""))
    earlier = queries.consents(request.viewer).filter(family=family, ref=ref).first() if ref else None
    return like(earlier) if earlier else {}


def _record(request: ViewerRequest, family: Family, given: dict[str, Any]) -> str:
    try:
        consent = actions.record_consent(request.viewer, family=family, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return reverse("sharing:receipt", args=[consent.ref])


@page(need=Need.READ)
def receipt(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What was agreed, on one sheet for the person."""
    consent = row_or_404(queries.consents(request.viewer), ref)
    may_write = decide(request.viewer, Need.WRITE, consent).allowed
    answer, child = queries.answer(consent), is_minor(consent.person.birth, today())
    shown = {"answer": answer, "consent": consent, "may_write": may_write}
    shown |= {"told": f"receipt.{answer.standing}", "readers": "child" if child else "family"}
    return render(request, "sharing/receipt.html", shown)


@page("POST", need=Need.WRITE)
def withdraw(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The yes is taken back; it ends at once."""
    consent = row_or_404(queries.consents(request.viewer, Level.WRITE).filter(given=True), ref)
    actions.withdraw_consent(request.viewer, consent=consent)
    messages.success(request, "取りやめを記録しました。この同意では、今からは伝えません。")
    return redirect("sharing:family", consent.family.ref)


@page("GET", "POST", need=Need.WRITE)
def take_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """It was never answered so: entered for the wrong person, or the wrong answer."""
    consent = row_or_404(queries.consents(request.viewer, Level.WRITE), ref)
    back = reverse("sharing:family", args=[consent.family.ref])
    heading = "同意の記録を取り消す"
    shown = {"family": consent.family, "heading": heading, "back": back, "back_label": "共有と同意"}
    return posting.handle(
        request,
        TakeBackForm,
        lambda given: (actions.retract_consent(request.viewer, consent=consent, **given), back)[1],
        key=Key("sharing.consent", ref, "take_back"),
        title=f"{consent.family.label}：{heading}",
        template="cases/form.html",
        context={
            **shown,
            "row": f"{consent.person.name}さん　{consent}",
            "retracting": True,
            "follows": NOT_WITHDRAWN,
        },
        said="取り消しました。取り消した記録も残っています。",
    )
