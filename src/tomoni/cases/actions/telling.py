"""The chronology: a line for every event, written by the action that made it."""

from collections.abc import Iterable
from datetime import datetime

from tomoni.access.acting import action
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case, TimelineEntry, TimelinePerson
from tomoni.cases.rules import pointer
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation


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
    need: Need = Need.WRITE,
) -> TimelineEntry:
    """A line in the chronology for a record just made, in the record's own dossier, by the right that made it."""
    require(viewer, need, source)
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
