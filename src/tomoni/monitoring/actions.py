"""Phase 5, every change: observations."""

from tomoni.access.acting import action
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import come_to, state
from tomoni.cases.models import Case
from tomoni.contacts.models import Contact
from tomoni.monitoring.models import Observation
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
    row = Observation(case=case, goal=goal, request=request, person=person)
    row.organisation, row.name, row.kind, row.way = organisation, name.strip(), kind, way
    row.text, row.contact, row.valid_from = text.strip(), contact, seen_on
    state(viewer, row=row)
    if goal or request:
        come_to(viewer, case=case, phase="monitoring")
    return row
