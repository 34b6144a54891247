"""Phase 4, every change: asking others."""

from datetime import date
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import mark, meet_duty, open_duty, pointer
from tomoni.cases.models import Case, Duty
from tomoni.people import actions as told_anew
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent
from tomoni.support.models import Request

VAGUE = "「見守り」だけでは、何を見ればよいかが伝わりません。見てほしいことを、ようすや場面で書いてください。"


@action("support.ask")
def ask(
    viewer: Viewer,
    *,
    case: Case,
    look_at: str,
    call_when: str,
    until: date,
    call_whom: Post | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    name: str = "",
    text: str = "",
    goal: Goal | None = None,
    told: str = "",
    consent: Consent | None = None,
) -> Request:
    """Ask somebody: what to look at, when to call, whom, until when. By then it is the lead's to look whether it still fits."""
    row = Request(case=case, dossier=case.dossier, organisation=organisation, person=person, goal=goal)
    row.name, row.text, row.look_at, row.call_when = (
        name.strip(),
        text.strip(),
        look_at.strip(),
        call_when.strip(),
    )
    row.call_whom, row.until, row.told, row.consent = call_whom or viewer.post, until, told.strip(), consent
    row.valid_from = Day(today())
    require(viewer, Right.WRITE, row)
    if not case.is_open:
        raise Refused("終結したケースでは依頼できません。新しい連絡は受付から始めてください。")
    _check(row)
    if until < today():
        raise Refused("いつまでの依頼かは、今日以降の日にしてください。")
    state_fact(viewer, fact=row)
    where: dict[str, Any] = {"family": case.family, "case": case, "source": row}
    mark(viewer, kind="request", title=f"依頼：{row.asked}", at=now(), organisation=organisation, **where)
    open_duty(viewer, kind="request", text=f"依頼を見直す（{row.asked}）", due_at=close_of(until), **where)
    return row


@action("support.correct")
def correct(viewer: Viewer, *, fact: Request, **changes: Any) -> Request:
    """A corrected request beside the old one; its duty moves with its end."""
    require(viewer, Right.WRITE, fact)
    kept = {f.name: getattr(fact, f.name) for f in fact._meta.concrete_fields if f.name not in {"id", "ref"}}
    _check(Request(**{**kept, **changes}))
    row = told_anew.correct(viewer, fact=fact, **changes)
    case = row.case
    for duty in (
        Duty.objects.for_system("the request's own").open().filter(kind="request", source=pointer(fact))
    ):
        meet_duty(viewer, duty=duty, by=row)
        text, due = f"依頼を見直す（{row.asked}）", close_of(row.until)
        open_duty(viewer, kind="request", text=text, due_at=due, family=case.family, case=case, source=row)
    return row


def _check(row: Request) -> None:
    if sum(map(bool, (row.organisation, row.person, row.name))) != 1:
        raise Refused("機関、家族の中の人、名前のどれか一つで、だれにお願いするのかを書いてください。")
    if row.person and row.person.dossier_id != row.case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if row.goal and row.goal.plan.case_id != row.case_id:
        raise Refused("このケースの目標から選んでください。")
    if row.consent and row.consent.family_id != row.case.family_id:
        raise Refused("この家庭の同意から選んでください。")
    bare = row.look_at.rstrip("。").removesuffix("をお願いします").removesuffix("お願いします")
    if bare in {"", "見守り", "見守って", "見守りを", "様子見", "見守ってください"}:
        raise Refused(VAGUE)
    if not row.call_when:
        raise Refused("どんなようすのときに連絡がほしいかを書いてください。")
