"""Opening and leading a case, its dated facts, duties, and the lines of the chronology."""

from collections.abc import Iterable
from datetime import date, datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused, close_dossier, end_grant, give, open_dossier, reopen_dossier
from tomoni.access.choices import Basis, Level, Need
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.models import DossierModel, Grant
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import Day, fiscal_year, now, today
from tomoni.cases.models import (
    Case,
    CaseChild,
    Duty,
    FamilyReason,
    Involvement,
    Margin,
    Status,
    TimelineEntry,
    TimelinePerson,
)
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import current as current_pack
from tomoni.resources.models import Organisation
from tomoni.search.actions import put
from tomoni.tenancy.numbers import next_number


def pointer(row: DossierModel) -> str:
    """How rows point at each other across folders: ``label:ref``."""
    return f"{row._meta.label_lower}:{row.ref}"


@action("cases.open_case")
def open_case(
    viewer: Viewer, *, family: Family, children: Iterable[Person], phase: str, lead: Post | None = None
) -> Case:
    """A new engagement with the family; a family that was closed opens again. The lead is the viewer unless said."""
    if family.dossier.closed_at:
        reopen_dossier(viewer, dossier=family.dossier)
    require(viewer, Need.WRITE, family)
    lead = lead or viewer.post
    number = f"{fiscal_year(today())}-{next_number(f'case {fiscal_year(today())}'):04d}"
    dossier = open_dossier(viewer, kind="case", team=lead.team)
    case = Case(
        municipality=viewer.tenant, dossier=dossier, family=family, number=number, phase=phase, lead=lead
    )
    case.pack, case.opened_on = current_pack().key, today()
    case.save()
    put(dossier, "case", case.ref, label=number, names=[], kana=[], numbers=[number])
    for child in children:
        add_child(viewer, case=case, child=child)
    assign(viewer, case=case, lead=lead)
    return case


@action("cases.add_child")
def add_child(viewer: Viewer, *, case: Case, child: Person) -> CaseChild:
    """The case is about this child (or woman) too."""
    if child.dossier_id != case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    return state_fact(viewer, fact=CaseChild(case=case, dossier=case.dossier, person=child))


@action("cases.assign")
def assign(viewer: Viewer, *, case: Case, lead: Post) -> Case:
    """Who leads from now on: family and case dossier are the lead's and the lead's team's. The team's hold stays."""
    require(viewer, Need.WRITE, case)
    previous = case.lead_id
    case.lead = lead
    case.save(update_fields=["lead"])
    for dossier in (case.dossier, case.family.dossier):
        held = (
            Grant.objects.for_system("who leads").at(now()).filter(dossier=dossier, basis=Basis.RESPONSIBLE)
        )
        if previous != lead.pk:
            for grant in held.filter(post=previous):
                end_grant(viewer, grant=grant)
        if not held.filter(post=lead).exists():
            give(viewer, dossier=dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=lead)
    return case


@action("cases.enter_phase")
def enter_phase(viewer: Viewer, *, case: Case, phase: str) -> Case:
    """Where the case is on the circle. Any phase can be entered; only the pack's phases exist."""
    require(viewer, Need.WRITE, case)
    if phase not in {p.id for p in current_pack().phases}:
        raise Refused("実践モデルにあるフェーズを選んでください。")
    case.phase = phase
    case.save(update_fields=["phase"])
    return case


@action("cases.close_case")
def close_case(viewer: Viewer, *, case: Case, on: date | None = None) -> Case:
    """The engagement ends. The family's dossier closes with its last open case."""
    require(viewer, Need.WRITE, case)
    case.closed_on = on or today()
    case.save(update_fields=["closed_on"])
    close_dossier(viewer, dossier=case.dossier)
    if not Case.objects.for_system("any case left").filter(family=case.family, closed_on=None).exists():
        close_dossier(viewer, dossier=case.family.dossier)
    return case


@action("cases.set_status")
def set_status(
    viewer: Viewer, *, case: Case, person: Person, kind: str, reason: str = "", since: Day | None = None
) -> Status:
    """A legal status of a child or woman from that day on; an earlier one ends the day before it is replaced."""
    status = Status(case=case, dossier=case.dossier, person=person, kind=kind, reason=reason)
    status.valid_from = since or Day(today())
    return state_fact(viewer, fact=status)


@action("cases.set_reason")
def set_reason(viewer: Viewer, *, case: Case, kind: str, attitude: str = "", text: str = "") -> FamilyReason:
    """Why the centre is engaged although no legal status applies, and how the family stands to it."""
    row = FamilyReason(case=case, dossier=case.dossier, kind=kind, attitude=attitude, text=text)
    row.valid_from = Day(today())
    return state_fact(viewer, fact=row)


@action("cases.set_involvement")
def set_involvement(
    viewer: Viewer, *, case: Case, level: str, reason: str, agreed_with: str = "", since: Day | None = None
) -> Involvement:
    """The involvement level from that day on, why, and who agreed."""
    row = Involvement(case=case, dossier=case.dossier, level=level, reason=reason, agreed_with=agreed_with)
    row.valid_from = since or Day(today())
    return state_fact(viewer, fact=row)


@action("cases.set_margin")
def set_margin(
    viewer: Viewer, *, case: Case, level: str, reason: str, agreed_with: str = "", since: Day | None = None
) -> Margin:
    """The family's own margin from that day on, why, and in whose view."""
    row = Margin(case=case, dossier=case.dossier, level=level, reason=reason, agreed_with=agreed_with)
    row.valid_from = since or Day(today())
    return state_fact(viewer, fact=row)


@action("cases.open_duty")
def open_duty(
    viewer: Viewer,
    *,
    kind: str,
    text: str,
    due_at: datetime,
    family: Family,
    case: Case | None = None,
    child: Person | None = None,
    holder: Post | None = None,
    source: DossierModel | None = None,
) -> Duty:
    """Somebody must do this by then. Without a holder it is the lead's, or the viewer's where there is no case."""
    owner = case or family
    require(viewer, Need.WRITE, owner)
    if holder and holder.municipality_id != viewer.tenant.pk:
        raise Refused("別の自治体の職員には頼めません。担当者を選び直してください。")
    duty = Duty(
        municipality=viewer.tenant, dossier=owner.dossier, family=family, case=case, child=child, kind=kind
    )
    duty.text, duty.due_at, duty.holder = text, due_at, holder or (case.lead if case else viewer.post)
    duty.source = pointer(source) if source else ""
    duty.save()
    return duty


@action("cases.meet_duty")
def meet_duty(viewer: Viewer, *, duty: Duty, by: DossierModel | None = None) -> Duty:
    """The duty is done, by this record."""
    require(viewer, Need.WRITE, duty)
    duty.done_at, duty.done_by = now(), pointer(by) if by else ""
    duty.save(update_fields=["done_at", "done_by"])
    return duty


@action("cases.put_off_duty")
def put_off_duty(viewer: Viewer, *, duty: Duty, until: datetime, reason: str) -> Duty:
    """Later, with a reason. The first date stays visible."""
    require(viewer, Need.WRITE, duty)
    if not reason.strip():
        raise Refused("延ばす理由を書いてください。あとで見返すときの助けになります。")
    duty.put_off_from, duty.due_at, duty.put_off_reason = (
        duty.put_off_from or duty.due_at,
        until,
        reason.strip(),
    )
    duty.save(update_fields=["put_off_from", "due_at", "put_off_reason"])
    return duty


@action("cases.mark")
def mark(
    viewer: Viewer,
    *,
    source: DossierModel,
    kind: str,
    title: str,
    at: datetime,
    family: Family,
    case: Case | None = None,
    persons: Iterable[Person] = (),
    organisation: Organisation | None = None,
) -> TimelineEntry:
    """A line in the chronology for a record just made, in the record's own dossier."""
    require(viewer, Need.WRITE, source)
    entry = TimelineEntry(
        municipality=viewer.tenant, dossier=source.dossier, family=family, case=case, at=at, kind=kind
    )
    entry.title, entry.source, entry.organisation = title[:200], pointer(source), organisation
    entry.phase = case.phase if case else ""
    entry.save()
    for person in {p.pk: p for p in persons}.values():
        row = TimelinePerson(municipality=viewer.tenant, dossier=entry.dossier, entry=entry, person=person)
        row.save()
    return entry
