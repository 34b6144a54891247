"""Families and who belongs to them."""

from dataclasses import dataclass
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.families.models import Family, Household, Member, ParentLink, Stay, Union
from tomoni.people.models import Enrolment, Person


def families(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Families open to the viewer at this level, by number."""
    return Family.objects.all().visible_to(viewer, level).order_by("number")


def family_with(viewer: Viewer, dossier_id: int) -> Family:
    """The family of this dossier, which the viewer can read."""
    family: Family = families(viewer).select_related("dossier").get(dossier=dossier_id)
    return family


@dataclass(frozen=True)
class Relative:
    """A member with the person and where the person goes to school."""

    member: Member
    person: Person
    enrolment: Enrolment | None


def relatives(viewer: Viewer, family: Family) -> list[Relative]:
    """The members as they stand today, in the order they were entered."""
    members = Member.objects.all().visible_to(viewer).standing().filter(family=family, valid_until=None)
    found = list(members.select_related("person").order_by("order", "pk"))
    attending = (
        Enrolment.objects.all().visible_to(viewer).standing().filter(person__in=[m.person_id for m in found])
    )
    by_person = {e.person_id: e for e in attending.filter(valid_until=None).select_related("organisation")}
    return [Relative(m, m.person, by_person.get(m.person_id)) for m in found]


@dataclass(frozen=True)
class Relations:
    """All dated relations of a family as they stand, for the table page."""

    households: list[Household]
    stays: list[Stay]
    unions: list[Union]
    parent_links: list[ParentLink]


def relations(viewer: Viewer, family: Family) -> Relations:
    """Households, stays, unions and parent links of the family."""
    stays = Stay.objects.all().visible_to(viewer).standing().filter(household__family=family)
    unions = Union.objects.all().visible_to(viewer).standing().filter(dossier=family.dossier_id)
    links = ParentLink.objects.all().visible_to(viewer).standing().filter(dossier=family.dossier_id)
    homes = Household.objects.all().visible_to(viewer).filter(family=family)
    return Relations(
        list(homes),
        list(stays.select_related("person", "household").order_by("household", "pk")),
        list(unions.select_related("one", "two").order_by("pk")),
        list(links.select_related("parent", "child").order_by("child", "pk")),
    )


def people_of(viewer: Viewer, family: Family, level: Level = Level.READ) -> list[Person]:
    """Everybody who belongs or belonged to the family, in the order they were entered."""
    members = Member.objects.all().visible_to(viewer, level).standing().filter(family=family)
    return list(
        dict.fromkeys(m.person for m in members.select_related("person__dossier").order_by("order", "pk"))
    )
