"""Phase 5, every change: observations."""

from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.factual import state_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.cases.models import Case
from tomoni.contacts.models import Contact
from tomoni.monitoring.models import Observation
from tomoni.people import actions as told_anew
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.support.models import Request


@action("monitoring.observe")
def observe(
    viewer: Viewer,
    *,
    case: Case,
    text: str,
    kind: str = "behaviour",
    way: str = "",
    goal: Goal | None = None,
    request: Request | None = None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    seen_on: Day | None = None,
    contact: Contact | None = None,
) -> Observation:
    """What somebody saw or said, with its evidence: on a goal, in answer to a request, or about the family's days."""
    row = Observation(case=case, dossier=case.dossier, goal=goal, request=request, person=person)
    row.organisation, row.name, row.kind, row.way = organisation, name.strip(), kind, way
    row.text, row.contact, row.valid_from = text.strip(), contact, seen_on or Day(today())
    require(viewer, Right.WRITE, row)
    if not case.is_open:
        raise Refused("終結したケースには書き足せません。新しい連絡は受付から始めてください。")
    _check(row)
    return state_fact(viewer, fact=row)


@action("monitoring.correct")
def correct(viewer: Viewer, *, fact: Observation, **changes: Any) -> Observation:
    """A corrected observation beside the old one."""
    require(viewer, Right.WRITE, fact)
    kept = {f.name: getattr(fact, f.name) for f in fact._meta.concrete_fields if f.name not in {"id", "ref"}}
    _check(Observation(**{**kept, **changes}))
    return told_anew.correct(viewer, fact=fact, **changes)


def _check(row: Observation) -> None:
    if not row.text:
        raise Refused("見たこと、聞いたことばを、そのまま書いてください。")
    if sum(map(bool, (row.person, row.organisation, row.name))) > 1:
        raise Refused("だれからの話かは、一つだけ選んでください。")
    if row.person and row.person.dossier_id != row.case.family.dossier_id:
        raise Refused("この家庭の人を選んでください。")
    if row.goal and row.goal.plan.case_id != row.case_id:
        raise Refused("このケースの目標から選んでください。")
    if row.request and row.request.case_id != row.case_id:
        raise Refused("このケースの依頼から選んでください。")
    if row.valid_from and row.valid_from.earliest > today():
        raise Refused("まだ来ていない日です。見た日、聞いた日を書いてください。")
