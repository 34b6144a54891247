"""How a case stands, as dated facts: legal status, reason, involvement, margin."""

from tomoni.access.acting import action
from tomoni.access.factual import state_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.cases.models import Case, FamilyReason, Involvement, Margin, Status
from tomoni.people.models import Person


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
