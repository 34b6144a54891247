"""Duties: opened, met, put off."""

from datetime import datetime

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.models import Case, Duty
from tomoni.cases.rules import pointer
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.tenancy.models import TenantModel


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
    source: TenantModel | None = None,
    need: Need = Need.WRITE,
) -> Duty:
    """Somebody must do this by then. Without a holder it is the lead's, or the viewer's where there is no case."""
    owner = case or family
    require(viewer, need, owner)
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


@action("cases.due_again")
def due_again(viewer: Viewer, *, duty: Duty) -> Duty:
    """What met the duty was a mistake: it is to be done after all, by the same day. The lead's where there is a case."""
    require(viewer, Need.WRITE, duty)
    kept = {f.name: getattr(duty, f.name) for f in duty._meta.concrete_fields if f.name not in {"id", "ref"}}
    again = Duty(**{**kept, "done_at": None, "done_by": ""})
    again.holder = duty.case.lead if duty.case else duty.holder
    again.save()
    return again


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
