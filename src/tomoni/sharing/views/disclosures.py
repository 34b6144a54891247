"""Pages of what was passed on: writing it down, telling the family, the list on paper, the receipt, taking back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.choices import Level, Need
from tomoni.access.models import DossierModel
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.accounts.rules import as_uuid
from tomoni.cases.telling import TakeBackForm
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.models import Family
from tomoni.families.queries import families
from tomoni.people.queries import sheltered
from tomoni.practice import codes
from tomoni.sharing import actions, queries
from tomoni.sharing.forms import PassOnForm, TellForm, anew, begun_by
from tomoni.sharing.models import Disclosure
from tomoni.ui.forms import Form

READERS = ("family", "child")


@page(need=Need.READ)
def disclosures(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """All that was passed on about the family, as a table to print."""
    row = row_or_404(families(request.viewer).select_related("dossier"), ref)
    return render(
        request, "sharing/disclosures.html", {"family": row, "told": queries.told(request.viewer, row)}
    )


@page("GET", "POST", need=Need.WRITE)
def pass_on(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Something was passed on. Behind the ``?``: ``of`` and ``row`` the record that did so, ``again`` one taken back."""
    row = row_or_404(families(request.viewer, Level.WRITE).select_related("dossier"), ref)
    source = _behind(request, row)
    return posting.handle(
        request,
        partial(PassOnForm, viewer=request.viewer, family=row),
        partial(_carry_out, actions.pass_on, row, request, {"family": row, "source": source}),
        key=Key("families.family", ref, f"pass_on.{source.ref}" if source else "pass_on"),
        title=f"伝えたことの記録（{row.label}）",
        template="sharing/pass_on.html",
        context={"family": row, "bases": codes("disclosure_bases")},
        initial=partial(_beginning, request, row, source),
        said="伝えたことを記録しました。",
    )


def _behind(request: ViewerRequest, family: Family) -> DossierModel | None:
    if "of" not in request.GET:
        return None
    found = queries.behind(request.viewer, request.GET["of"], as_uuid(request.GET.get("row", "")))
    if found is None or queries.passes_on(found).family != family:
        raise Http404
    return found


def _beginning(request: ViewerRequest, family: Family, source: DossierModel | None) -> dict[str, Any]:
    if source:
        return begun_by(queries.passes_on(source))
    ref = as_uuid(request.GET.get("again", ""))
    gone = queries.untold(request.viewer, family).filter(ref=ref).first() if ref else None
    return anew(gone) if gone else {}


def _carry_out(act: Any, family: Family, request: ViewerRequest, about: Any, given: dict[str, Any]) -> str:
    try:
        act(request.viewer, **about, **given)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    return _back(family)


def _back(family: Family) -> str:
    return reverse("sharing:family", args=[family.ref]) + "#passed-on"


@page("GET", "POST", need=Need.WRITE)
def tell(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The family was told of it."""
    row = row_or_404(queries.disclosures(request.viewer, Level.WRITE).filter(told_on=None), ref)
    heading, said = "家族に話したことを記録する", "家族に話したことを記録しました。"
    return _about(request, row, heading, TellForm, actions.tell_family, said)


@page("GET", "POST", need=Need.WRITE)
def take_back_disclosure(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Nothing was passed on so."""
    row = row_or_404(queries.disclosures(request.viewer, Level.WRITE), ref)
    heading, said = "伝えたことの記録を取り消す", "取り消しました。取り消した記録も残っています。"
    shown = {"retracting": True, "follows": "正しく書き直すときは、取り消したあとの画面から始められます。"}
    return _about(request, row, heading, TakeBackForm, actions.retract_disclosure, said, **shown)


def _about(
    request: ViewerRequest, row: Disclosure, heading: str, form: type[Form], act: Any, said: str, **shown: Any
) -> HttpResponse:
    family = row.family
    back = {"back": _back(family), "back_label": "共有と同意"}
    return posting.handle(
        request,
        form,
        partial(_carry_out, act, family, request, {"disclosure": row}),
        key=Key("sharing.disclosure", row.ref, act.__name__),
        title=f"{family.label}：{heading}",
        template="cases/form.html",
        context={"family": family, "heading": heading, "row": row, **back, **shown},
        said=said,
    )


@page(need=Need.READ)
def disclosure_receipt(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What was passed on, on one sheet for the family; only where it was told, for the paper would tell it. ``?for=child``."""
    row = row_or_404(queries.disclosures(request.viewer).exclude(told_on=None), ref)
    asked = request.GET.get("for", "")
    readers = asked if asked in READERS else READERS[0]
    shown = {"row": row, "readers": readers}
    shown["guarded"] = sheltered(request.viewer, row.family.dossier)
    return render(request, "sharing/disclosure_receipt.html", shown)
