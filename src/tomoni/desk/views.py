"""今日, lists and registers, the family's own pages, and the emergency door."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tomoni.access.actions import Refused, review_break_glass
from tomoni.access.actions import break_glass as open_in_emergency
from tomoni.access.choices import Level, Need
from tomoni.access.decide import standing_on
from tomoni.access.models import BreakGlass
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import now
from tomoni.cases.actions import meet_duty, put_off_duty
from tomoni.cases.models import Duty
from tomoni.desk.forms import EmergencyForm, LaterForm, ReviewForm
from tomoni.desk.queries import family_page, finding, registers, rows
from tomoni.desk.queries import looks as looking
from tomoni.desk.queries import today as todays
from tomoni.families.models import Family

PER_PAGE = 30
SCOPES = (
    ("mine", "わたしの担当"),
    ("team", "チーム"),
    ("all", "読める家庭すべて"),
    ("closed", "終結した家庭"),
)


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
    return render(request, "desk/families.html", {"page": shown, "scope": scope, "scopes": SCOPES})


@page(need=Need.READ)
def children(request: ViewerRequest) -> HttpResponse:
    """こども台帳 (K2), always true because it is only a view of the records."""
    return render(request, "desk/children.html", {"page": registers.children(request.viewer, request.GET)})


@page(need=Need.READ)
def pregnancies(request: ViewerRequest) -> HttpResponse:
    """妊婦台帳 (K2)."""
    return render(
        request, "desk/pregnancies.html", {"page": registers.pregnancies(request.viewer, request.GET)}
    )


@page(need=Need.DECIDE)
def caseload(request: ViewerRequest) -> HttpResponse:
    """Who carries how much, shown in order to relieve; coordinator and head only."""
    return render(request, "desk/caseload.html", {"loads": rows.caseload(request.viewer, now())})


@page(need=Need.CARD)
def family(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The family page; at card level only the card, with the way to ask or, in an emergency, to open."""
    row = row_or_404(
        Family.objects.all().visible_to(request.viewer, Level.CARD).select_related("dossier"), ref
    )
    level, reason = standing_on(request.viewer, row.dossier)
    if level < Level.READ:
        return render(request, "desk/card.html", family_page.card(request.viewer, row))
    return render(request, "desk/family.html", family_page.of(request.viewer, row, level, reason))


@page(need=Need.READ)
def records(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The chronology (C6), filtered by person, agency, phase and kind."""
    row = row_or_404(Family.objects.all().visible_to(request.viewer).select_related("dossier"), ref)
    return render(request, "desk/records.html", family_page.chronology(request.viewer, row, request.GET))


@page(need=Need.READ)
def looks(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """だれが見たか."""
    row = row_or_404(Family.objects.all().visible_to(request.viewer).select_related("dossier"), ref)
    shown = Paginator(looking.of(request.viewer, row), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/looks.html", {"family": row, "page": shown})


@page("GET", "POST", need=Need.WRITE)
def break_glass(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """緊急閲覧: category and reason, then 24 hours."""
    row = row_or_404(
        Family.objects.all().visible_to(request.viewer, Level.CARD).select_related("dossier"), ref
    )
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            family_page.open_all(request.viewer, row, open_in_emergency, form.answers())
            return redirect("desk:family", ref)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
    status = 422 if form.errors else 200
    return render(request, "desk/break_glass.html", {"family": row, "form": form}, status=status)


@page(need=Need.SEAL)
def emergencies(request: ViewerRequest) -> HttpResponse:
    """Emergency openings to look at."""
    return render(request, "desk/emergencies.html", {"emergencies": todays.emergencies(request.viewer)})


@page("GET", "POST", need=Need.SEAL)
def review_emergency(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What the coordinator says about an emergency opening, with what was looked at."""
    waiting = BreakGlass.objects.for_system("review list of the coordinator").filter(reviewed_at=None)
    emergency = row_or_404(waiting.select_related("grant__dossier", "grant__post__user"), ref)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review_break_glass(request.viewer, emergency=emergency, **form.answers())
            messages.success(request, "確認を記録しました。")
            return redirect("desk:emergencies")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    shown = {
        "emergency": emergency,
        "form": form,
        "lines": looking.of_dossier(request.viewer, emergency.grant.dossier),
    }
    return render(request, "desk/review_emergency.html", shown, status=422 if form.errors else 200)


@page("POST", need=Need.WRITE)
def duty_done(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A promise was kept. A safety check is met only by the record of who saw the child."""
    duty = row_or_404(Duty.objects.all().visible_to(request.viewer).open().exclude(kind="safety_check"), ref)
    meet_duty(request.viewer, duty=duty)
    messages.success(request, "済みにしました。")
    return redirect("desk:today")


@page("GET", "POST", need=Need.WRITE)
def duty_later(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Later, with a reason. The 48-hour check cannot be put off: it is the law's."""
    duty = row_or_404(Duty.objects.all().visible_to(request.viewer).open().exclude(kind="safety_check"), ref)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        put_off_duty(request.viewer, duty=duty, **form.answers())
        messages.success(request, "期日を改めました。もとの期日も記録に残っています。")
        return redirect("desk:today")
    return render(
        request, "desk/duty_later.html", {"duty": duty, "form": form}, status=422 if form.errors else 200
    )
