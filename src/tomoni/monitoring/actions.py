"""Phase 5, every change: observations."""

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import come_to, state
from tomoni.cases.models import Case
from tomoni.contacts.models import Contact, Passage
from tomoni.monitoring.models import Observation
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.support.models import Request

HIDDEN = "この文は秘匿になっています。観察は、ほかの職員も読みます。書いてよいことだけを、「支援」の画面から書いてください。"


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
    passage: Passage | None = None,
) -> Observation:
    """What somebody saw or said, with its evidence: on a goal, in answer to a request, or about the family's days. What stands
    in a ``passage`` of a record already is open text of this very case, so that nobody reads it here who could not there; it is
    hidden with the passage.
    """
    if passage:
        contact = _open_record(viewer, passage, case)
    row = Observation(case=case, goal=goal, request=request, person=person)
    row.organisation, row.name, row.kind, row.way = organisation, name.strip(), kind, way
    row.text, row.contact, row.passage, row.valid_from = text.strip(), contact, passage, seen_on
    state(viewer, row=row)
    if goal or request:
        come_to(viewer, case=case, phase="monitoring")
    return row


def _open_record(viewer: Viewer, passage: Passage, case: Case) -> Contact:
    require(viewer, Need.READ, passage)
    rows = Passage.objects.for_system("hidden since?").select_related("contact")
    now_is = rows.select_for_update(of=("self",)).get(
        pk=passage.pk
    )  # whoever hides it waits, and finds the observation
    if now_is.hidden or now_is.contact.case_id != case.pk:
        raise Refused(HIDDEN)
    record: Contact = now_is.contact
    return record
