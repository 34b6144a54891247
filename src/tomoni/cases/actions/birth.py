"""A child is born: what was told of the woman's pregnancy goes over to the child."""

from typing import Any

from django.urls import reverse

from tomoni.access.acting import action
from tomoni.access.choices import Need
from tomoni.access.decide import decide
from tomoni.access.factual import end_fact
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions.opening import add_child
from tomoni.cases.models import CaseChild, Status
from tomoni.cases.rules import EXPECTANT
from tomoni.families.models import ParentLink
from tomoni.jobs.actions import notify
from tomoni.people import actions as people
from tomoni.people.models import Person
from tomoni.people.rules import in_order

TO_LOOK_AT = "出生が記録されました。特定妊婦の区分と、ケースの対象を確かめてください。"


@action("cases.record_birth")
def record_birth(viewer: Viewer, *, person: Person, birth: Day, **told: Any) -> Person:
    """The expected child is born. Its mother's 特定妊婦 ends on that day, and her case is from then on about the child too;
    the lead is told where the viewer may not write to it. A case about the unborn goes on: it is the same person.
    """
    born = people.record_birth(viewer, person=person, birth=birth, **told)
    for status in _expecting(born):
        if decide(viewer, Need.WRITE, status.case) and in_order(status.valid_from, birth):
            _pass_on(viewer, status, born)
        else:
            path = reverse("desk:course", args=[status.case.family.ref])
            dossier = status.case.dossier
            notify([status.case.lead], about=dossier, kind="birth", text=TO_LOOK_AT, path=path)
    return born


def _expecting(born: Person) -> list[Status]:
    """The mother's running 特定妊婦: by the parent link, or hers who alone in the family has it."""
    family = Person.objects.for_system("who is of the family").filter(dossier=born.dossier_id)
    rows = Status.objects.for_system("who expected the child").standing()
    rows = rows.filter(kind=EXPECTANT, valid_until=None, person__in=family.values("pk"))
    found = list(rows.select_related("case__family", "case__dossier", "case__lead", "dossier"))
    links = ParentLink.objects.for_system("whose child it is").standing().filter(child=born)
    parents = set(links.values_list("parent_id", flat=True))
    linked = [row for row in found if row.person_id in parents]
    return linked or (found if len({row.person_id for row in found}) == 1 else [])


def _pass_on(viewer: Viewer, status: Status, born: Person) -> None:
    end_fact(viewer, fact=status, on=born.birth)
    there = CaseChild.objects.for_system("already in it?").standing().filter(case=status.case, person=born)
    if not there.filter(valid_until=None).exists():
        add_child(viewer, case=status.case, child=born, since=born.birth)
