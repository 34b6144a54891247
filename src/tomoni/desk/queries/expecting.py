"""Who expects a child (K2): women with a standing 特定妊婦, and the mothers of unborn children a running case is about."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.cases.models import Case, CaseChild, Status
from tomoni.cases.rules import EXPECTANT
from tomoni.families.choices import ParentKind, Relation
from tomoni.families.models import Member, ParentLink
from tomoni.people.choices import Sex
from tomoni.people.models import Person

# Whose child an unborn one is, by what both are to whom the family was entered for.
MOTHER_OF = {
    Relation.SELF: Relation.MOTHER,
    Relation.SIBLING: Relation.MOTHER,
    Relation.CHILD: Relation.SELF,
}
LAST = "9999"


@dataclass
class Expecting:
    """A woman, the case she or her unborn child is in, and when the (next) birth is expected.

    Where no mother is on record the unborn child stands for itself, so that nobody is lost.
    """

    person: Person
    case: Case
    days: list[Day] = field(default_factory=list)

    @property
    def expected_on(self) -> Day | None:
        """The nearest day of those expected."""
        return min(self.days, default=None)


def expecting(viewer: Viewer) -> list[Expecting]:
    """The nearest birth first, those without a day last."""
    statuses = list(standing_today(viewer, [EXPECTANT]).select_related("person", *_CASE))
    about = list(unborn_subjects(viewer).select_related("person", *_CASE))
    dossiers = {row.person.dossier_id for row in (*statuses, *about)}
    mothers = _mothers(viewer, dossiers)
    found = {row.person_id: Expecting(row.person, row.case) for row in statuses}
    for row in about:
        for woman in mothers.get(row.person_id, [row.person]):
            found.setdefault(woman.pk, Expecting(woman, row.case))
    for child in _unborn(viewer, dossiers):
        for woman in mothers.get(child.pk, [child]):
            if woman.pk in found:
                found[woman.pk].days.append(child.expected_on)
    return sorted(found.values(), key=_order)


_CASE = ("case__family", "case__lead__user", "case__lead__team")


def _order(row: Expecting) -> tuple[str, str, int]:
    day = row.expected_on
    return (day.to_text() if day else LAST, row.person.kana, row.person.pk)


def standing_today(viewer: Viewer, kinds: Any) -> Any:
    """Statuses of these kinds that are true today, in running cases."""
    day = Day(today())
    rows = Status.objects.all().visible_to(viewer).standing().filter(kind__in=kinds, case__closed_on=None)
    return rows.exclude(valid_from__gt=day).exclude(valid_until__lt=day)


def unborn_subjects(viewer: Viewer) -> Any:
    """Unborn children running cases are about."""
    rows = CaseChild.objects.all().visible_to(viewer).standing().filter(case__closed_on=None)
    rows = rows.filter(person__birth=None, person__death=None).exclude(person__expected_on=None)
    return rows.exclude(valid_until__lt=Day(today()))


def _unborn(viewer: Viewer, dossiers: set[int]) -> list[Person]:
    rows = Person.objects.all().visible_to(viewer).filter(dossier__in=dossiers, birth=None, death=None)
    return list(rows.exclude(expected_on=None))


def _mothers(viewer: Viewer, dossiers: set[int]) -> dict[int, list[Person]]:
    """The mother of each unborn child: by the parent link, else by what both are in the family."""
    mothers: dict[int, list[Person]] = defaultdict(list)
    links = ParentLink.objects.all().visible_to(viewer).standing()
    for link in links.filter(dossier__in=dossiers, kind=ParentKind.BIRTH).select_related("parent"):
        if link.parent.sex != Sex.MALE:
            mothers[link.child_id].append(link.parent)
    members = Member.objects.all().visible_to(viewer).standing().filter(dossier__in=dossiers)
    people = list(members.filter(valid_until=None).select_related("person"))
    for child in people:
        if child.person_id not in mothers and child.person.unborn:
            sought = MOTHER_OF.get(Relation(child.relation))
            found = [
                each.person
                for each in people
                if each.family_id == child.family_id and each.relation == sought and _woman(each.person)
            ]
            if found:
                mothers[child.person_id] = found[:1]
    return dict(mothers)


def _woman(person: Person) -> bool:
    return not person.unborn and person.sex != Sex.MALE
