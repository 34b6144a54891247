"""Filling a scratch database in bulk, past the actions of the domain. Never reached on a real one."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from tomoni.access.choices import Basis, Level
from tomoni.access.models import Dossier, Grant, Seal
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import Day, now
from tomoni.families.choices import Relation
from tomoni.families.models import Family, Member
from tomoni.people.models import Person
from tomoni.search.actions import Entry, rebuild
from tomoni.tenancy.models import Municipality
from tomoni.town.bench import names

TEAMS, POSTS_PER_TEAM = 5, 8
BATCH = 2000


def municipality() -> Municipality:
    """The invented municipality of the benchmarks."""
    return Municipality.objects.create(code="999997", name="計測町", name_kana="ケイソクチョウ", demo=True)


def posts(place: Municipality) -> list[Post]:
    """Practitioners in five teams."""
    made = []
    for number in range(TEAMS):
        team = Team.objects.create(municipality=place, name=f"{number + 1}係")
        for seat in range(POSTS_PER_TEAM):
            user = User.objects.create(username=f"bench{number}{seat}", name=f"計測 {number}{seat}")
            made.append(Post.objects.create(user=user, municipality=place, role=Role.PRACTITIONER, team=team))
    return made


def dossiers(place: Municipality, held_by: list[Post], count: int, chance: Random) -> list[int]:
    """Dossiers, each held by one post and its team; two in five closed, one in fifty shared, one in two hundred sealed."""
    moment = now() - timedelta(days=1)
    rows = [
        Dossier(municipality=place, kind="family", closed_at=moment if chance.random() < 0.4 else None)
        for _ in range(count)
    ]
    _in_bulk(Dossier, rows)
    _in_bulk(Grant, list(_grants(rows, held_by, chance)))
    sealed = [row for row in rows if chance.random() < 0.005]
    _in_bulk(Seal, [Seal(municipality=place, dossier=row, reason="計測", since=moment) for row in sealed])
    return [row.pk for row in rows]


def _in_bulk(model: type[Model], rows: list[Any]) -> None:
    """Past the house's querysets, which would have each of these rows journaled."""
    QuerySet(model).bulk_create(rows, batch_size=BATCH)


def _grants(rows: list[Dossier], held_by: list[Post], chance: Random) -> Iterator[Grant]:
    since = now() - timedelta(days=100)
    for row in rows:
        post = chance.choice(held_by)
        shared = {"municipality": row.municipality, "dossier": row, "since": since}
        yield Grant(**shared, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=post)
        yield Grant(**shared, basis=Basis.TEAM, level=Level.WRITE, team_id=post.team_id)
        if chance.random() < 0.02:
            yield Grant(**shared, basis=Basis.MEETING, level=Level.READ, post=chance.choice(held_by))


def fill_index(persons: int, dossier_ids: list[int], chance: Random) -> list[Entry]:
    """Index the families of the dossiers with their persons; returns the persons."""
    families = [_family(pk, number, chance) for number, pk in enumerate(dossier_ids)]
    people = [
        _person(dossier_ids[number % len(dossier_ids)], families[number % len(families)][1:], chance)
        for number in range(persons)
    ]
    rebuild("family", (family for family, _, _ in families))
    rebuild("person", people)
    _count_tables()
    return people


def fill_tables(place: Municipality, people: list[Entry], by: Post) -> None:
    """The families and persons behind the index, as a page shows them."""
    homes = {one.dossier_id: f"{one.label.split()[0]}さんの家庭" for one in reversed(people)}
    families = {
        pk: Family(municipality=place, dossier_id=pk, number=f"計-{pk:06}", label=label)
        for pk, label in homes.items()
    }
    _in_bulk(Family, list(families.values()))
    persons = [_row(place, one, number) for number, one in enumerate(people)]
    _in_bulk(Person, persons)
    members = [
        Member(
            municipality=place,
            dossier_id=person.dossier_id,
            family=families[person.dossier_id],
            person=person,
            relation=Relation.OTHER,
            recorded_by=by,
        )
        for person in persons
    ]
    _in_bulk(Member, members)
    _count_tables()


def _row(place: Municipality, one: Entry, number: int) -> Person:
    birth = Day.from_text(f"{1980 + number % 44}-06-01")
    kana = next(iter(one.kana))
    return Person(
        municipality=place, dossier_id=one.dossier_id, ref=one.ref, name=one.label, kana=kana, birth=birth
    )


def _count_tables() -> None:
    """So that the database knows its tables as on a server that has run for a day, and does not get to know them (autovacuum)
    while we measure.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _family(dossier: int, number: int, chance: Random) -> tuple[Entry, names.Pair, str]:
    surname = names.drawn(chance, names.SURNAMES)
    label = f"{surname[0]}さんの家庭"
    entry = Entry(dossier, _ref(chance), label, [label], numbers=[f"{2019 + number % 8}-{number:05}"])
    return entry, surname, names.address(chance)


def _person(dossier: int, family: tuple[names.Pair, str], chance: Random) -> Entry:
    surname, address = family
    name, kana = names.person(chance, surname)
    former = [names.person(chance, names.drawn(chance, names.SURNAMES))] if chance.random() < 0.08 else []
    phones = [names.mobile(chance)] if chance.random() < 0.7 else []
    hidden = chance.random() < 0.03
    return Entry(
        dossier,
        _ref(chance),
        name,
        [name, *(text for text, _ in former)],
        [kana, *(reading for _, reading in former)],
        phones=[] if hidden else phones,
        addresses=[] if hidden else [address],
        hidden=[*phones, address] if hidden else [],
    )


def _ref(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
