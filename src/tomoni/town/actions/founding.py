"""Founding the demo town: municipality, teams, staff, organisations and the people who log in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tomoni.access.matrix import WRITERS
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, add_months, frozen
from tomoni.jobs.actions import mark_read
from tomoni.jobs.models import Notice
from tomoni.office.actions import add_team, enrol
from tomoni.office.actions.founding import establish, seat_administrator
from tomoni.office.actions.people import new_user
from tomoni.office.actions.posts import seat
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality
from tomoni.town.script import Caller, Town

# The day from which the law has known the centres (児童福祉法第10条の2, in force from 1 April 2024).
OPENED = date(2024, 4, 1)


@dataclass
class Place:
    """The town once it stands: who works there, by the keys of the script, and whom one can call."""

    municipality: Municipality
    administrator: Viewer
    staff: dict[str, Viewer] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    callers: dict[str, tuple[Caller, Organisation]] = field(default_factory=dict)

    def worker(self, keys: tuple[str, ...], otherwise: str) -> Viewer:
        """The first of these who may keep records; else the one named."""
        able = (self.staff[key] for key in keys if key in self.staff and self.staff[key].role in WRITERS)
        return next(able, self.staff[otherwise])


def found(script: Town, day: date) -> Place:
    """The town without families, long before that day. It is marked as a demo: every page says so."""
    opened = min(OPENED, add_months(day, -36))
    with frozen(datetime.combine(opened, time(8, 30), TOKYO)):
        town = script.town
        municipality = establish(
            code=town.code, name=town.name, name_kana=town.kana, prefecture=town.prefecture, demo=True
        )
        with tenant(municipality):
            place = Place(municipality, _first(municipality, script))
            _add_staff(place, script)
            _add_organisations(place, script)
    return place


def _first(municipality: Municipality, script: Town) -> Viewer:
    """The administrator, who takes on all others."""
    member = next(member for member in script.staff if member.role == Role.ADMIN)
    user = new_user(member.key, member.name, member.kana)
    return Viewer.wearing(seat_administrator(municipality, user, member.title))


def _add_staff(place: Place, script: Town) -> None:
    teams = {
        team.key: add_team(place.administrator, name=team.name, phone=team.phone) for team in script.teams
    }
    for member in script.staff:
        if member.role == Role.ADMIN:
            place.staff[member.key] = place.administrator
            continue
        post, _ = enrol(
            place.administrator,
            username=member.key,
            name=member.name,
            name_kana=member.kana,
            role=member.role,
            team=teams[member.team],
            title=member.title,
        )
        place.staff[member.key] = Viewer.wearing(post)
    for notice in Notice.objects.for_system("town: who was taken on was read about at the time"):
        mark_read(notice)


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
        held = caller[1].ref if caller and row.role == Role.AGENCY else getattr(person, "ref", None)
        user = new_user(row.user, name, "")
        post = Post(user=user, municipality=place.municipality, role=row.role, title=row.label)
        post.holder_ref = held
        seat(place.administrator, post)
