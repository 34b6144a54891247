"""The 受付票 and the lists of intake."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.decide import may_ever
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.reveal import reveal as reveal_field
from tomoni.calendar import now
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.queries import families
from tomoni.intake import actions
from tomoni.intake.forms.later import CompleteForm, RulesForm
from tomoni.intake.models import Referral
from tomoni.intake.queries import choosing, lists, sheets
from tomoni.intake.queries.known import coming_back, way_to
from tomoni.meetings import queries as meetings
from tomoni.ui.picks import Pick

PER_PAGE = 30


@page(need=Need.READ)
def referral(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """受付票. What identifies the caller stays masked."""
    row = row_or_404(sheets.referrals(request.viewer), ref)
    return _sheet(request, row)


@page("POST", need=Need.REVEAL)
def reveal(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The same page with one protected fact in clear, for this once; the look is journaled."""
    row = row_or_404(sheets.referrals(request.viewer), ref)
    field = request.POST.get("field", "")
    if field not in sheets.PROTECTED:
        raise Http404
    return _sheet(request, row, {field: reveal_field(request.viewer, row, field)})


def _sheet(request: ViewerRequest, row: Referral, revealed: dict[str, str] | None = None) -> HttpResponse:
    shown = sheets.sheet(request.viewer, row)
    context = {
        "sheet": shown,
        "moment": now(),
        "minors": sheets.minors(shown.members),
        "waiting": actions.waiting_to_be_carried_out(row),
        "revealed": revealed or {},
        "may_reveal": may_ever(request.viewer, Need.REVEAL),
        "may_decide": may_ever(request.viewer, Need.DECIDE),
        **coming_back(request.viewer, shown),
    }
    return render(request, "intake/referral.html", context)


@page(need=Need.READ)
def printed(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """受付票 on paper; the caller is masked always."""
    row = row_or_404(sheets.referrals(request.viewer), ref)
    shown = {"sheet": sheets.sheet(request.viewer, row), "moment": now()}
    return render(request, "intake/print.html", shown)


@page("GET", "POST", need=Need.WRITE)
def complete(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What was not asked in the first minutes."""
    row = row_or_404(sheets.referrals(request.viewer, Level.WRITE), ref)

    def act(given: dict[str, Any]) -> str:
        facts = {name: value for name, value in given.items() if name != "children"}
        actions.complete(request.viewer, referral=row, children=given.get("children", ()), **facts)
        return reverse("intake:referral", args=[ref])

    return posting.handle(
        request,
        partial(CompleteForm, viewer=request.viewer, sheet=sheets.sheet(request.viewer, row)),
        act,
        key=Key("intake.referral", ref, "complete"),
        title="受付票に書き足す",
        template="intake/complete.html",
        context={"referral": row},
        row=row,
        initial=partial(_written, row),
    )


def _written(row: Referral) -> dict[str, Any]:
    """What is there already, the caller left out."""
    names = ("consultation_kind", "harm_kind", "route", "whereabouts", "wants_result")
    organisation = Pick(row.organisation.name, row.organisation.ref) if row.organisation else ""
    told = {"own": "own" if row.own else "other", "organisation": organisation}
    return {**{name: getattr(row, name) for name in names}, **told}


@page(need=Need.READ)
def family(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """受付と会議 of one family."""
    row = row_or_404(families(request.viewer).select_related("dossier"), ref)
    context = {
        "family": row,
        "referrals": sheets.of_family(request.viewer, row),
        "items": meetings.of_family(request.viewer, row),
        "case": choosing.running_case(request.viewer, row),
        "may_write": bool(way_to(request.viewer, row)),
    }
    return render(request, "intake/family.html", context)


@page(need=Need.READ)
def unseen(request: ViewerRequest) -> HttpResponse:
    """Children not yet seen after a 通告, of all the viewer may read."""
    shown = Paginator(lists.unseen(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "rows": lists.unseen_rows(list(shown)), "moment": now()}
    return render(
        request, "intake/unseen.html", {**context, "may_write": may_ever(request.viewer, Need.WRITE)}
    )


@page(need=Need.READ)
def undecided(request: ViewerRequest) -> HttpResponse:
    """Referrals on which nothing is decided yet."""
    shown = Paginator(lists.undecided(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/undecided.html", {"page": shown, **_tabs(request)})


def _tabs(request: ViewerRequest) -> dict[str, bool]:
    """What the viewer may begin from the lists."""
    return {
        "may_write": may_ever(request.viewer, Need.WRITE),
        "may_decide": may_ever(request.viewer, Need.DECIDE),
    }


@page("GET", "POST", need=Need.DECIDE)
def rules(request: ViewerRequest) -> HttpResponse:
    """受付の決まり: within how many hours each child has to be seen here."""

    def act(given: dict[str, Any]) -> str:
        actions.set_rules(request.viewer, **given)
        return reverse("intake:rules")

    hours = actions.safety_hours(request.viewer)
    return posting.handle(
        request,
        RulesForm,
        act,
        key=Key("intake.intakerules", "", "rules"),
        title="受付の決まり",
        template="intake/rules.html",
        context={"hours": hours},
        initial=lambda: {"safety_check_hours": hours},
        said="受付の決まりを改めました。これから受ける通告に使います。",
    )
