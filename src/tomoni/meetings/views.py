"""Meetings, their agenda, decisions, and the local casebook."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.choices import Need
from tomoni.access.decide import may_ever
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.calendar import Day, now, today
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.meetings import queries
from tomoni.meetings.actions import conclude, convene, put_on_agenda
from tomoni.meetings.forms import DecisionForm, MeetingForm, PutForm
from tomoni.meetings.rules import BOOK

PER_PAGE = 30
STILL_ON = timedelta(hours=3)
# Matters that other folders decide with what follows from them: kind of record to page.
DECIDED_BY = {"intake.referral": "intake:decide"}
SHOWN_BY = {"intake.referral": "intake:referral"}


@page(need=Need.READ)
def listed(request: ViewerRequest) -> HttpResponse:
    """Meetings to come, or past ones."""
    scope, since = request.GET.get("scope", "coming"), now() - STILL_ON
    find = queries.past if scope == "past" else queries.coming
    shown = Paginator(find(request.viewer, since), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "scope": scope,
        "may_write": may_ever(request.viewer, Need.WRITE),
        "may_decide": may_ever(request.viewer, Need.DECIDE),
        "again": [] if scope == "past" else queries.held_again(request.viewer),
    }
    return render(request, "meetings/list.html", context)


@page("GET", "POST", need=Need.WRITE)
def new(request: ViewerRequest) -> HttpResponse:
    """Call a meeting; ``?kind=`` one whose time it is, on the day by which it comes again."""

    def initial() -> dict[str, Any]:
        asked = request.GET.get("kind", "")
        found = [each for each in queries.held_again(request.viewer) if each.kind.id == asked]
        return {"kind": asked, "at_on": Day(max(found[0].by or today(), today()))} if found else {}

    def act(given: dict[str, Any]) -> str:
        row = convene(request.viewer, **MeetingForm.answers(given))
        return reverse("meetings:meeting", args=[row.ref])

    return posting.handle(
        request,
        partial(MeetingForm, posts=queries.staff(request.viewer)),
        act,
        key=Key("meetings.meeting", "", "new"),
        title="会議をひらく",
        template="meetings/new.html",
        initial=initial,
        said="会議を作りました。議題をのせてください。",
    )


@page(need=Need.READ)
def meeting(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The agenda, as far as the viewer may read it."""
    row = row_or_404(queries.meetings(request.viewer), ref)
    shown = queries.agenda(request.viewer, row)
    matters = [(item, *_doors(item.subject, item.ref)) for item in shown.items]
    context = {
        "agenda": shown,
        "matters": matters,
        "may_decide": may_ever(request.viewer, Need.DECIDE),
        "may_write": may_ever(request.viewer, Need.WRITE),
    }
    return render(request, "meetings/meeting.html", context)


def _doors(subject: str, ref: UUID) -> tuple[str, str]:
    """Where the matter is shown (if it has a page of its own) and where it is decided."""
    kind, _, about = subject.partition(":")
    shown = reverse(SHOWN_BY[kind], args=[about]) if kind in SHOWN_BY else ""
    return shown, reverse(DECIDED_BY.get(kind, "meetings:decide"), args=[ref])


@page("GET", "POST", need=Need.WRITE)
def put(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Put a case on the agenda."""
    row = row_or_404(queries.meetings(request.viewer), ref)

    def act(given: dict[str, Any]) -> str:
        put_on_agenda(request.viewer, meeting=row, family=given["case"].family, **given)
        return reverse("meetings:meeting", args=[ref])

    return posting.handle(
        request,
        partial(PutForm, cases=queries.open_cases(request.viewer)),
        act,
        key=Key("meetings.meeting", ref, "put"),
        title="議題をのせる",
        template="meetings/put.html",
        context={"meeting": row},
        said="議題をのせました。",
    )


@page("GET", "POST", need=Need.DECIDE)
def decide(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Decide a matter; a referral is decided where its consequences are known."""
    item = row_or_404(queries.decidable(request.viewer), ref)
    elsewhere = DECIDED_BY.get(item.subject.partition(":")[0])
    if elsewhere:
        return redirect(elsewhere, ref)
    if hasattr(item, "decision") and request.method == "GET":
        raise Http404

    def act(given: dict[str, Any]) -> str:
        conclude(request.viewer, item=item, **given)
        return reverse("meetings:meeting", args=[item.meeting.ref])

    return posting.handle(
        request,
        DecisionForm,
        act,
        key=Key("meetings.agendaitem", ref, "decide"),
        title="決定を記録する",
        template="meetings/decide.html",
        context={"item": item},
        said="決定を記録しました。",
    )


@page(need=Need.READ)
def casebook(request: ViewerRequest) -> HttpResponse:
    """Borderline decisions, from which the centre learns (B7)."""
    group = request.GET.get("group", "")
    found = queries.casebook(request.viewer, group if group in BOOK else "")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/casebook.html", {"page": shown, "group": group, "groups": BOOK})
