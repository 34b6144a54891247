"""今日, lists and registers, the family's own pages, and the emergency door."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.actions import break_glass as open_in_emergency
from tomoni.access.actions import review_break_glass
from tomoni.access.actions import seal as put_seal
from tomoni.access.actions import unseal as take_off_seal
from tomoni.access.choices import Level, Need
from tomoni.access.decide import may_ever, standing_on
from tomoni.access.matrix import READERS
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.queries import seal_on
from tomoni.accounts.choices import STAFF, Role
from tomoni.calendar import now
from tomoni.cases.actions import meet_duty, put_off_duty
from tomoni.cases.telling import opened
from tomoni.desk.forms import EmergencyForm, LaterForm, ReviewForm, SealForm
from tomoni.desk.queries import chain as chains
from tomoni.desk.queries import course as courses
from tomoni.desk.queries import family_page, finding, registers, rows, sealing
from tomoni.desk.queries import looks as looking
from tomoni.desk.queries import today as todays
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.jobs.actions import mark_read
from tomoni.practice import codes
from tomoni.ui.forms import Form

PER_PAGE = 30
SCOPES = (
    ("mine", "わたしの担当"),
    ("team", "チーム"),
    ("all", "読める家庭すべて"),
    ("closed", "終結した家庭"),
)


def start(request: HttpRequest) -> HttpResponse:
    """``/``: everybody begins where their hat belongs."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer is None:
        return redirect("accounts:hats" if request.user.is_authenticated else "account_login")
    if viewer.role in STAFF:
        return redirect("desk:today")
    return redirect("office:people" if viewer.role == Role.ADMIN else "portal:home")


@page(need=Need.READ)
def today(request: ViewerRequest) -> HttpResponse:
    """今日: the one list."""
    return render(request, "desk/today.html", {"today": todays.of(request.viewer)})


@page(need=Need.CARD)
def search(request: ViewerRequest) -> HttpResponse:
    """Search over everything the viewer may see."""
    words = request.GET.get("q", "")
    return render(request, "desk/search.html", {"words": words, "found": finding.find(request.viewer, words)})


@page(need=Need.READ)
def families(request: ViewerRequest) -> HttpResponse:
    """家庭: own, the team's, or all the viewer reads."""
    scope = request.GET.get("scope", "mine")
    chosen = {"mine": scope == "mine", "team": scope == "team", "closed": scope == "closed"}
    shown = Paginator(rows.listed(request.viewer, **chosen), PER_PAGE).get_page(request.GET.get("page"))
    shown.object_list = rows.rows(request.viewer, shown.object_list)
    context = {
        "page": shown,
        "scope": scope,
        "scopes": SCOPES,
        "may_write": may_ever(request.viewer, Need.WRITE),
        "may_decide": may_ever(request.viewer, Need.DECIDE),
    }
    return render(request, "desk/families.html", context)


@page(need=Need.READ)
def children(request: ViewerRequest) -> HttpResponse:
    """こども台帳 (K2), always true because it is only a view of the records."""
    page_of = registers.children(request.viewer, request.GET)
    context = {"page": page_of, "asked": request.GET, "statuses": codes("statuses").choices()}
    return render(request, "desk/children.html", context)


@page(need=Need.READ)
def pregnancies(request: ViewerRequest) -> HttpResponse:
    """妊婦台帳 (K2)."""
    return render(
        request, "desk/pregnancies.html", {"page": registers.pregnancies(request.viewer, request.GET)}
    )


@page(need=Need.DECIDE)
def caseload(request: ViewerRequest) -> HttpResponse:
    """Who carries how much, shown in order to relieve; coordinator and head only."""
    context = {
        "loads": rows.caseload(request.viewer, now()),
        "unled": rows.unled(request.viewer),
        "may_change": request.viewer.role == Role.COORDINATOR,
    }
    return render(request, "desk/caseload.html", context)


@page(need=Need.CARD)
def family(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The family page; at card level only the card, with the way to ask or, in an emergency, to open."""
    row = row_or_404(family_page.families(request.viewer, Level.CARD), ref)
    level, _ = standing_on(request.viewer, row.dossier)
    if level < Level.READ:
        return render(request, "desk/card.html", family_page.card(request.viewer, row))
    return render(request, "desk/family.html", family_page.of(request.viewer, row, level))


@page(need=Need.READ)
def records(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The chronology (C6), filtered by person, agency, phase and kind."""
    row = row_or_404(family_page.families(request.viewer), ref)
    return render(request, "desk/records.html", family_page.chronology(request.viewer, row, request.GET))


@page(need=Need.READ)
def course(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """あゆみ: involvement, margin and the support of others over the life of the case, drawn and told."""
    shown = opened(request, ref)
    if shown["case"]:
        shown["shown"] = courses.of(request.viewer, shown["case"])
    return render(request, "desk/course.html", shown)


@page(need=Need.READ)
def chain(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """つながり: every need with what helps, its goals, steps, what was seen and how it changed."""
    shown = opened(request, ref)
    if shown["case"]:
        shown["chains"] = chains.of(request.viewer, shown["case"])
    return render(request, "desk/chain.html", shown)


@page(need=Need.READ)
def looks(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """だれが見たか."""
    row = row_or_404(family_page.families(request.viewer), ref)
    shown = looking.of(request.viewer, row, request.GET.get("page"))
    return render(request, "desk/looks.html", {"family": row, "page": shown})


@page("GET", "POST", need=Need.CARD, roles=READERS)
def break_glass(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """緊急閲覧: category and reason, then 24 hours."""
    row = row_or_404(family_page.families(request.viewer, Level.CARD), ref)

    def act(given: dict[str, Any]) -> str:
        family_page.open_all(request.viewer, row, open_in_emergency, EmergencyForm.answers(given))
        return reverse("desk:family", args=[ref])

    return posting.handle(
        request,
        EmergencyForm,
        act,
        key=Key("families.family", ref, "emergency"),
        title="緊急閲覧",
        template="desk/break_glass.html",
        context={"family": row},
        said="24時間開きました。見たことは記録に残ります。",
    )


@page("GET", "POST", need=Need.SEAL)
def seal(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """封をする: the family and its cases vanish for all but the keepers; whoever seals is one of them."""
    viewer, row = request.viewer, row_or_404(family_page.families(request.viewer, Level.CARD), ref)
    if request.method == "GET" and seal_on(row.dossier):
        return redirect("desk:unseal", ref)

    def act(given: dict[str, Any]) -> str:
        keepers = [viewer.post, *given["keepers"]]
        put_seal(viewer, dossier=row.dossier, reason=given["reason"], keepers=keepers)
        return reverse("desk:family", args=[ref])

    return posting.handle(
        request,
        partial(SealForm, posts=sealing.colleagues(viewer)),
        act,
        key=Key("families.family", ref, "seal"),
        title="封をする",
        template="desk/seal.html",
        context={"family": row, "lead": family_page.lead_beside(viewer, row)},
        said="封をしました。選んだ職員のほかには、この家庭は見えません。",
    )


@page("GET", "POST", need=Need.SEAL)
def unseal(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """封を解く. Only keepers come here: for all others the family is not there."""
    row = row_or_404(family_page.families(request.viewer, Level.CARD), ref)
    found = seal_on(row.dossier)
    if found is None:
        raise Http404

    def act(_: dict[str, Any]) -> str:
        take_off_seal(request.viewer, seal=found)
        return reverse("desk:family", args=[ref])

    return posting.handle(
        request,
        Form,
        act,
        key=Key("families.family", ref, "unseal"),
        title="封を解く",
        template="desk/unseal.html",
        context={"family": row, "seal": found, "keepers": sealing.keepers_of(found)[found.pk]},
        said="封を解きました。ふだんの決まりで見えるようになりました。",
    )


@page(need=Need.SEAL)
def emergencies(request: ViewerRequest) -> HttpResponse:
    """Emergency openings to look at, and the seals one keeps."""
    context = {"emergencies": todays.emergencies(request.viewer), "kept": sealing.kept(request.viewer)}
    return render(request, "desk/emergencies.html", context)


@page("GET", "POST", need=Need.SEAL)
def review_emergency(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What the coordinator says about an emergency opening, with what was looked at."""
    emergency = row_or_404(todays.reviewable(request.viewer), ref)

    def act(given: dict[str, Any]) -> str:
        review_break_glass(request.viewer, emergency=emergency, **ReviewForm.answers(given))
        return reverse("desk:emergencies")

    return posting.handle(
        request,
        ReviewForm,
        act,
        key=Key("access.breakglass", ref, "review"),
        title="緊急閲覧の確認",
        template="desk/review_emergency.html",
        context={
            "emergency": emergency,
            "uses": looking.after_opening(request.viewer, emergency),
        },
        said="確認を記録しました。",
    )


@page("POST", need=Need.WRITE)
def duty_done(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A promise was kept. What a record ends (a child seen, a contact, a review) is not said to be done here."""
    duty = row_or_404(todays.sayable(request.viewer), ref)
    meet_duty(request.viewer, duty=duty)
    messages.success(request, "済みにしました。")
    return redirect("desk:today")


@page("POST")
def notice_read(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One's own notice was taken note of; it leaves the list."""
    mark_read(row_or_404(todays.notices(request.viewer), ref))
    return redirect("desk:today")


@page("GET", "POST", need=Need.WRITE)
def duty_later(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Later, with a reason. The 48-hour check cannot be put off: it is the law's."""
    duty = row_or_404(todays.movable(request.viewer), ref)

    def act(given: dict[str, Any]) -> str:
        put_off_duty(request.viewer, duty=duty, **LaterForm.answers(given))
        return reverse("desk:today")

    return posting.handle(
        request,
        LaterForm,
        act,
        key=Key("cases.duty", ref, "later"),
        title="期日を改める",
        template="desk/duty_later.html",
        context={"duty": duty},
        said="期日を改めました。もとの期日も記録に残っています。",
    )
