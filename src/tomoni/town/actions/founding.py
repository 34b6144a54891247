"""Founding the demo town: municipality, teams, staff, organisations and the people who log in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tomoni.access.matrix import WRITERS
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality
from tomoni.town.script import Caller, Town


@dataclass
class Place:
    """The town once it stands: who works there, by the keys of the script, and whom one can call."""

    municipality: Municipality
    staff: dict[str, Viewer] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    callers: dict[str, tuple[Caller, Organisation]] = field(default_factory=dict)

    def worker(self, keys: tuple[str, ...], otherwise: str) -> Viewer:
        """The first of these who may keep records; else the one named."""
        able = (self.staff[key] for key in keys if key in self.staff and self.staff[key].role in WRITERS)
        return next(able, self.staff[otherwise])


def found(script: Town) -> Place:
    """The town without families. The municipality is marked as a demo: every page says so."""
    town = script.town
    municipality = Municipality.objects.create(
        code=town.code, name=town.name, name_kana=town.kana, prefecture=town.prefecture, demo=True
    )
    place = Place(municipality)
    with tenant(municipality):
        _add_staff(place, script)
        _add_organisations(place, script)
    return place


def _add_staff(place: Place, script: Town) -> None:
    teams = {t.key: Team.objects.create(municipality=place.municipality, name=t.name) for t in script.teams}
    for member in script.staff:
        user = User.objects.create(username=member.key, name=member.name, name_kana=member.kana)
        post = Post.objects.create(
            user=user,
            municipality=place.municipality,
            role=member.role,
            team=teams[member.team],
            title=member.title,
        )
        place.staff[member.key] = Viewer.wearing(post)


def _add_organisations(place: Place, script: Town) -> None:
    founder = next(viewer for viewer in place.staff.values() if viewer.role == Role.COORDINATOR)
    districts = {district.key: district.name for district in script.districts}
    for row in script.organisations:
        where = f"{place.municipality.name}{districts[row.district]}" if row.district else row.elsewhere
        called = "、".join(f"{caller.name}（{caller.title}）" for caller in row.contacts)
        organisation = add_organisation(
            founder,
            name=row.name,
            name_kana=row.kana,
            kind=row.kind,
            address=where,
            phone=row.phone,
            person_to_call=called[:100],
        )
        place.organisations[row.key] = organisation
        place.callers |= {caller.key: (caller, organisation) for caller in row.contacts}


def add_guests(place: Place, script: Town, persons: Mapping[str, object]) -> None:
    """Those who log in without being staff: agencies, families, children, guests. ``persons`` by ``case/person``."""
    for row in script.people_who_log_in:
        if row.who in place.staff:
            continue
        caller = place.callers.get(row.who)
        person = persons.get(row.who)
        name = caller[0].name if caller else getattr(person, "name", row.label)
        user = User.objects.create(username=row.user, name=name)
        held = caller[1].ref if caller and row.role == Role.AGENCY else getattr(person, "ref", None)
        Post.objects.create(
            user=user, municipality=place.municipality, role=row.role, title=row.label, holder_ref=held
        )
