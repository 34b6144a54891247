"""秘匿: hiding address and telephone, renewing, ending."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tomoni.access.choices import Need
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import Day, add_months
from tomoni.people import actions, queries
from tomoni.people.actions.protection import PROTECTION_MONTHS
from tomoni.people.choices import ProtectionKind
from tomoni.people.forms import EndForm, ProtectForm, RenewForm
from tomoni.people.views.sheets import person_or_404, sheet


@page("GET", "POST", need=Need.WRITE)
def protect(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """From whom, for whom, until when; everything already written is hidden with the same click."""
    person = person_or_404(request, ref)
    near = queries.at_same_address(request.viewer, person)
    start = {
        "kind": ProtectionKind.SUPPORT_MEASURE,
        "others": [str(each.person.ref) for each in near if each.here],
    }

    def act(given: dict[str, Any]) -> None:
        others = given.pop("others")
        actions.protect(request.viewer, persons=[person, *others], **given)

    return sheet(
        request,
        person,
        "protect",
        "住所・連絡先を秘匿する",
        partial(ProtectForm, viewer=request.viewer, near=near),
        act,
        initial=lambda: dict(start),
        said="秘匿にしました。住所と連絡先は、いま、すべての画面で伏せられました。",
    )


@page("GET", "POST", need=Need.WRITE)
def renew(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Another year."""
    row = row_or_404(queries.told(request.viewer, "protection"), ref)
    again = Day(add_months(row.ends_on, PROTECTION_MONTHS))
    return sheet(
        request,
        row.person,
        f"renew.{ref}",
        "秘匿の期限を延ばす",
        RenewForm,
        lambda given: actions.renew_protection(request.viewer, protection=row, **given),
        initial=lambda: {"ends_on": again},
    )


@page("GET", "POST", need=Need.WRITE)
def finish(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The need for it is over. What is hidden stays hidden until opened one by one."""
    row = row_or_404(queries.told(request.viewer, "protection"), ref)
    return sheet(
        request,
        row.person,
        f"finish.{ref}",
        "秘匿の終わりを記録する",
        EndForm,
        lambda given: actions.end_protection(request.viewer, protection=row, on=given["on"]),
        context={"finishing": True},
        said="秘匿の終わりを記録しました。伏せた内容は、ひとつずつ「表示に戻す」まで伏せたままです。",
    )


@page(need=Need.READ)
def protections(request: ViewerRequest) -> HttpResponse:
    """All protections whose renewal is due."""
    return render(request, "people/protections.html", {"rows": queries.renewals(request.viewer)})
