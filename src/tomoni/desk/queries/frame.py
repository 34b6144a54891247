"""What stands above every page of a family."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from tomoni.access.viewer import Viewer
from tomoni.calendar import today
from tomoni.cases.queries import of_family
from tomoni.families.models import Family
from tomoni.families.queries import Relative, relatives
from tomoni.people.models import Person
from tomoni.ui.links import Link, with_current

TABS = (
    ("あらまし", "desk:family"),
    ("記録", "desk:records"),
    ("家族と関係", "families:table"),
    ("受付と会議", "intake:family"),
    ("アセスメント", "assessment:sheet"),
    ("プラン", "plans:sheet"),
    ("共有と同意", "sharing:family"),
    ("だれが見たか", "desk:looks"),
)


@dataclass(frozen=True)
class Named:
    """A member with age and grade as texts."""

    person: Person
    relation: str
    age: str
    grade: str
    school: str


def named(relative: Relative) -> Named:
    """The texts of one member today."""
    day = today()
    birth = relative.person.birth
    found = birth.school_year_on(day) if birth else None
    school = relative.enrolment.organisation.name if relative.enrolment else ""
    relation = relative.member.get_relation_display()
    return Named(
        relative.person, relation, relative.person.age_text(day), found.name if found else "", school
    )


def fill(viewer: Viewer, family: Family, path: str) -> dict[str, Any]:
    """Members, lead and tabs."""
    cases = list(of_family(viewer, family)[:1])
    return {
        "relatives": [named(r) for r in relatives(viewer, family)],
        "lead": cases[0].lead if cases else None,
        "closed": family.dossier.closed_at is not None,
        "tabs": tabs(family, path),
    }


def tabs(family: Family, path: str) -> list[Link]:
    """The family's pages that exist, the current one marked."""
    links = []
    for label, page in TABS:
        try:
            links.append(Link(label, reverse(page, args=[family.ref])))
        except NoReverseMatch:
            continue
    return with_current(links, path)
