"""What the family page, its card and its chronology show."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.matrix import READERS
from tomoni.access.models import Dossier
from tomoni.access.queries import seal_on
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.accounts.rules import as_uuid
from tomoni.calendar import Day, now, today
from tomoni.cases.models import Case, Duty
from tomoni.cases.queries import (
    lead_changes,
    levels,
    may_change_lead,
    overtaken,
    reasons_on,
    statuses_on,
    timeline,
)
from tomoni.cases.queries import of_family as cases_of
from tomoni.closing.queries.returning import left_behind
from tomoni.contacts.queries import good_news, own_words
from tomoni.contacts.queries import of_family as contacts_of
from tomoni.desk.queries.circle import around
from tomoni.desk.queries.frame import named
from tomoni.desk.queries.handing import beside
from tomoni.desk.queries.met import last_met
from tomoni.desk.queries.today import Line, state
from tomoni.families.models import Family, Member
from tomoni.families.queries import relatives
from tomoni.intake.queries.known import way_to
from tomoni.intake.queries.past import Heard
from tomoni.intake.queries.sheets import referrals
from tomoni.practice import current as current_pack
from tomoni.resources.models import Organisation
from tomoni.resources.queries import organisations
from tomoni.ui.links import Link

PER_PAGE = 25


def families(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Families open to the viewer at this level, with their dossiers."""
    return Family.objects.all().visible_to(viewer, level).select_related("dossier__team_to_ask")


def card(viewer: Viewer, family: Family) -> dict[str, Any]:
    """Name, kana, birth, number and the team to ask: nothing else."""
    members = (
        Member.objects.all().visible_to(viewer, Level.CARD).standing().filter(family=family, valid_until=None)
    )
    people = [m.person for m in members.select_related("person").order_by("order")]
    may_open = viewer.standing.own >= Level.READ
    return {"family": family, "people": people, "team": family.dossier.team_to_ask, "may_open": may_open}


def of(viewer: Viewer, family: Family, level: Level) -> dict[str, Any]:
    """People first, then the circle, their words, what is next, and the newest records."""
    found = relatives(viewer, family)
    seen = {last.person.pk: last for last in last_met(viewer, [r.person for r in found])}
    cases = list(cases_of(viewer, family))
    running = next((case for case in cases if case.is_open), None)
    due = Duty.objects.all().visible_to(viewer).open().filter(family=family).order_by("due_at")
    return {
        "family": family,
        "may_write": level == Level.WRITE,
        "people": [(named(r), seen[r.person.pk]) for r in found],
        "cases": cases,
        "case": running,
        "insight": cases[0] if cases and viewer.role in READERS else None,
        **coming_back(viewer, family, ended=any(not case.is_open for case in cases)),
        "seal_link": seal_link(viewer, family),
        "may_change_lead": running is not None and may_change_lead(viewer, running),
        "around": around(viewer, family, running) if running else None,
        **_standing(viewer, running),
        **_workers(viewer, running),
        "words": own_words(viewer, family),
        "good": good_news(viewer, Q(contact__family=family))[:3],
        "duties": [
            Line(duty, state(duty.due_at, now()))
            for duty in due.select_related("child", "family", "holder__user")
        ],
        "contacts": contacts_of(viewer, family)[:5],
    }


def coming_back(viewer: Viewer, family: Family, *, ended: bool) -> dict[str, Any]:
    """What ended engagements left, held against the newest call that is not settled."""
    if not ended:
        return {"past": None}
    call = referrals(viewer).filter(family=family, outcome="").first()
    heard = Heard(f"{call.complaint}\n{call.whereabouts}", call.own) if call else Heard("", own=False)
    past = left_behind(viewer, [family], heard).get(family.pk)
    return {"past": past, "call": call, "may_call": call is None and bool(way_to(viewer, family))}


def seal_link(viewer: Viewer, family: Family) -> Link | None:
    """Where the family is sealed, or its seal taken off, for those who may."""
    if not decide(viewer, Need.SEAL, family):
        return None
    if seal_on(family.dossier):
        return Link("封について見る・封を解く", reverse("desk:unseal", args=[family.ref]))
    return Link("この家庭に封をする", reverse("desk:seal", args=[family.ref]))


def lead_beside(viewer: Viewer, family: Family) -> Post | None:
    """Who leads the family's running case, if that is somebody else."""
    running = cases_of(viewer, family).filter(closed_on=None).first()
    return running.lead if running and running.lead != viewer.post else None


def _standing(viewer: Viewer, case: Case | None) -> dict[str, Any]:
    """Statuses, reasons, involvement and margin as they are today."""
    if case is None:
        return {"statuses": [], "reasons": [], "involvement": None, "margin": None}
    involvements, margins = levels(viewer, case)
    day = Day(today())
    return {
        "statuses": statuses_on(viewer, case, day),
        "reasons": reasons_on(viewer, case, day),
        "involvement": involvements[-1] if involvements else None,
        "margin": margins[-1] if margins else None,
    }


def _workers(viewer: Viewer, case: Case | None) -> dict[str, Any]:
    """Who works beside the lead, and who led before."""
    if case is None:
        return {"beside": [], "before": None}
    return {
        "beside": list(beside(viewer, case)),
        "before": lead_changes(viewer, Level.READ).filter(case=case).first(),
        "may_letter": decide(viewer, Need.LETTER, case).allowed,
    }


def chronology(viewer: Viewer, family: Family, asked: QueryDict) -> dict[str, Any]:
    """The lines that match what was asked, a page of them."""
    entries = timeline(viewer, family)
    for name, lookup in (("kind", "kind"), ("phase", "phase"), ("person", "persons__person__ref")):
        if asked.get(name):
            sought = (as_uuid(str(asked[name])) or UUID(int=0)) if name == "person" else asked[name]
            entries = entries.filter(**{lookup: sought})
    agencies = agencies_of(viewer, family)
    if asked.get("organisation"):
        entries = entries.filter(
            organisation__in=[a for a in agencies if str(a.ref) == asked["organisation"]]
        )
    page = Paginator(entries, PER_PAGE).get_page(asked.get("page"))
    refs = [entry.source.partition(":")[2] for entry in page if entry.source.startswith("contacts.contact:")]
    written = {f"contacts.contact:{c.ref}": c for c in contacts_of(viewer, family).filter(ref__in=refs)}
    people = [r.person for r in relatives(viewer, family)]
    over = overtaken(viewer, page)
    lines = [(entry, written.get(entry.source), over.get(entry.pk, "")) for entry in page]
    return {
        "family": family,
        "page": page,
        "lines": lines,
        "people": people,
        "agencies": agencies,
        "asked": asked,
        "kinds": KINDS,
        "phases": current_pack().phases,
    }


def agencies_of(viewer: Viewer, family: Family) -> list[Organisation]:
    """The organisations named in the lines of the family that are open to the viewer."""
    named = timeline(viewer, family).exclude(organisation=None).values_list("organisation", flat=True)
    return list(organisations(viewer).filter(pk__in=set(named)))


KINDS = (
    ("contact", "やりとり"),
    ("correction", "訂正"),
    ("attachment", "添えたもの"),
    ("body", "けがの図"),
    ("referral", "受付"),
    ("safety_check", "安全確認"),
    ("explained", "説明"),
    ("decision", "決定"),
    ("accepted", "受理"),
    ("handover", "引継ぎ"),
    ("wish", "願い"),
    ("assessment", "アセスメント"),
    ("plan", "プラン"),
    ("request", "依頼"),
    ("talk", "話し合い"),
    ("disclosure", "伝えたこと"),
    ("review", "見直し"),
    ("hearing", "見直しのことば"),
    ("phase", "フェーズ"),
    ("closing", "終結"),
    ("lead", "担当"),
)


def open_all(viewer: Viewer, family: Family, opening: Callable[..., Any], answers: dict[str, Any]) -> None:
    """An emergency opens the family's dossier and those of its running cases: half a record helps nobody."""
    cases = Case.objects.all().visible_to(viewer, Level.CARD).filter(family=family, closed_on=None)
    dossiers: list[Dossier] = [family.dossier, *(case.dossier for case in cases.select_related("dossier"))]
    for dossier in dossiers:
        opening(viewer, dossier=dossier, **answers)
