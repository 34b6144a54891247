"""What stands above every page of a family."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from tomoni.access.choices import Basis, Level
from tomoni.access.models import Grant
from tomoni.access.queries import held, opened_until, owned, seal_on
from tomoni.access.viewer import Viewer
from tomoni.calendar import today
from tomoni.cases.queries import of_family
from tomoni.families.models import Family
from tomoni.families.queries import Relative, relatives
from tomoni.people.models import Person
from tomoni.people.queries import sheltered
from tomoni.ui.links import Link, with_current

TABS = (
    ("あらまし", "desk:family"),
    ("記録", "desk:records"),
    ("あゆみ", "desk:course"),
    ("家族と関係", "families:table"),
    ("受付と会議", "intake:family"),
    ("アセスメント", "assessment:sheet"),
    ("プラン", "plans:sheet"),
    ("支援", "monitoring:sheet"),
    ("見直しと終結", "closing:sheet"),
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


@dataclass(frozen=True)
class Helping:
    """How a caseworker who does not lead comes to write: by standing in, or by a new call; or until when it stands in."""

    way: str = ""
    until: datetime | None = None


def fill(viewer: Viewer, family: Family, path: str) -> dict[str, Any]:
    """Members, lead, tabs, seal, protections and emergency, and the way to write for whoever reads as a colleague."""
    cases = list(of_family(viewer, family)[:1])
    lead = cases[0].lead if cases else None
    closed, grants = family.dossier.closed_at is not None, held(viewer, family.dossier)
    return {
        "relatives": [named(r) for r in relatives(viewer, family)],
        "lead": lead,
        "closed": closed,
        "tabs": tabs(family, path),
        "helping": Helping()
        if lead == viewer.post and not closed
        else helping(viewer, grants, closed=closed),
        "opened_until": opened_until(grants),
        "sealed": seal_on(family.dossier) is not None,
        "sheltered": sheltered(viewer, family.dossier),
        "path": path,
    }


def helping(viewer: Viewer, grants: list[Grant], *, closed: bool) -> Helping:
    """For a caseworker who reads the family: what its own and its team's hold on it let it do."""
    own = owned(grants) if viewer.standing.own >= Level.WRITE else []
    if not own or closed:
        return Helping("call" if own else "")
    ends = [grant.until for grant in own if grant.basis == Basis.RESPONSIBLE]
    if not ends:
        return Helping("stand_in" if viewer.standing.team < Level.WRITE else "")
    return Helping(until=max(end for end in ends if end) if all(ends) else None)


def tabs(family: Family, path: str) -> list[Link]:
    """The family's pages that exist, the current one marked; the first holds itself only, though all addresses begin with it."""
    links = []
    for label, page in TABS:
        try:
            links.append(Link(label, reverse(page, args=[family.ref])))
        except NoReverseMatch:
            continue
    return [replace(links[0], current=path == links[0].url), *with_current(links[1:], path)]
