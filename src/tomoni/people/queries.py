"""Reading persons and what is told of them.

Families and cases lie above this folder; what of them points at a person is read through the person's own reverse keys.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, today
from tomoni.people.choices import NameKind, Sex
from tomoni.people.models import Address, ContactPoint, Enrolment, Person, PersonName, Protection, SamePerson
from tomoni.people.rules import Thread, renewal_due, threads
from tomoni.search.compare import Score, Traits, address_key, phone_key, same_person_score
from tomoni.search.fold import Name
from tomoni.search.queries import Hit, find_homes

TOLD: dict[str, Any] = {
    "name": PersonName,
    "phone": ContactPoint,
    "address": Address,
    "school": Enrolment,
    "protection": Protection,
}
CANDIDATES = 20  # families for each text
COMPARED = "compared with another record; what is offered is fetched as rows"
MONTH = timedelta(days=31)


def persons(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Persons open to the viewer at this level."""
    return Person.objects.all().visible_to(viewer, level).select_related("dossier__team_to_ask")


def told(viewer: Viewer, kind: str, level: Level = Level.WRITE) -> Any:
    """Facts of one kind with their person, corrected ones too: actions say when somebody was quicker."""
    return TOLD[kind].objects.all().visible_to(viewer, level).select_related("person__dossier")


def family_of(viewer: Viewer, person: Person) -> Any:
    """The family to which the person belongs, if it is known."""
    members = person.memberships.all().visible_to(viewer, Level.CARD).standing()
    member = members.select_related("family__dossier").order_by("pk").first()
    return member and member.family


@dataclass(frozen=True)
class Joined:
    """Another record of the same person, by which act it was joined, and whether the viewer may open it."""

    same: SamePerson
    person: Person
    readable: bool


def joined(viewer: Viewer, person: Person) -> list[Joined]:
    """The records joined with this one, as far as the viewer may know of them."""
    rows = SamePerson.objects.all().visible_to(viewer, Level.CARD).filter(until=None)
    beside = Q(kept__same_as__other=person, kept__same_as__until=None)
    here = rows.filter(Q(kept=person) | Q(other=person) | beside).distinct()
    other_of = {row.other_id if row.other_id != person.pk else row.kept_id: row for row in here}
    readable = set(persons(viewer).filter(pk__in=other_of).values_list("pk", flat=True))
    found = persons(viewer, Level.CARD).filter(pk__in=other_of).order_by("pk")
    return [Joined(other_of[row.pk], row, row.pk in readable) for row in found]


@dataclass(frozen=True)
class Shelter:
    """A protection of the person: from whom, and whether that one is in the same household or family."""

    thread: Thread[Protection]
    against: Person | None
    near: str
    due: bool

    @property
    def late(self) -> bool:
        """The deadline has passed; nothing is lifted by that."""
        return self.thread.fact.ends_on < today()

    @property
    def over(self) -> bool:
        """Ended on purpose; a passed deadline alone ends nothing."""
        return _over(self.thread.fact)


@dataclass
class Portrait:
    """All that the page of a person shows. ``told`` holds, by kind, what stands; ``withdrawn`` what was taken back."""

    person: Person
    family: Any
    joined: list[Joined]
    told: dict[str, list[Thread[Any]]] = field(default_factory=dict)
    withdrawn: dict[str, list[Any]] = field(default_factory=dict)
    shelters: list[Shelter] = field(default_factory=list)
    statuses: list[Any] = field(default_factory=list)
    may_write: bool = False
    may_reveal: bool = False

    @property
    def records(self) -> list[int]:
        """Keys of all records of this person that are shown here."""
        return [self.person.pk, *(each.person.pk for each in self.joined)]

    @property
    def protected(self) -> bool:
        """Whether a protection stands today."""
        return any(not shelter.over for shelter in self.shelters)


def portrait(viewer: Viewer, person: Person) -> Portrait:
    """The person with everything told, also of records joined with it that the viewer may read."""
    page = Portrait(person, family_of(viewer, person), joined(viewer, person))
    for kind, model in TOLD.items():
        rows = model.objects.all().visible_to(viewer).filter(person__in=page.records)
        rows = rows.select_related("recorded_by__user", *(["organisation"] if kind == "school" else []))
        page.told[kind], page.withdrawn[kind] = threads(rows.order_by("-recorded_at", "-pk"))
    page.shelters = _shelters(viewer, person, page.told.pop("protection"))
    statuses = person.statuses.all().visible_to(viewer).standing()
    page.statuses = list(statuses.order_by("-valid_from", "-pk"))
    page.may_write = decide(viewer, Need.WRITE, person).allowed
    page.may_reveal = decide(viewer, Need.REVEAL, person).allowed
    return page


def _shelters(viewer: Viewer, person: Person, found: list[Thread[Protection]]) -> list[Shelter]:
    sought = {thread.fact.against_id for thread in found}
    against = {row.pk: row for row in persons(viewer, Level.CARD).filter(pk__in=sought)}
    housemates, doubles = set(_housemates(viewer, person)), _doubles(viewer, sought)
    family = set(persons(viewer).filter(dossier=person.dossier_id).values_list("pk", flat=True))
    near = {
        pk: "同じ世帯" if doubles[pk] & housemates else "同じ家庭" if doubles[pk] & family else ""
        for pk in sought
    }
    on = today()
    return [
        Shelter(
            thread,
            against.get(thread.fact.against_id),
            near[thread.fact.against_id],
            thread.fact.valid_until is None and renewal_due(thread.fact.ends_on, on),
        )
        for thread in found
    ]


def sheltered(viewer: Viewer, dossier: Dossier) -> list[Person]:
    """Whose whereabouts are kept from somebody today, of those with this dossier."""
    rows = Protection.objects.all().visible_to(viewer).standing().filter(dossier=dossier)
    found = [row for row in rows.select_related("person").order_by("pk") if not _over(row)]
    return list({row.person_id: row.person for row in found}.values())


def _over(row: Protection) -> bool:
    """Ended on purpose; a passed deadline alone ends nothing."""
    return row.valid_until is not None and row.valid_until.latest < today()


def _doubles(viewer: Viewer, pks: set[int | None]) -> dict[int | None, set[int | None]]:
    """Each of these persons with the other records of the same person, as far as the viewer may know of them."""
    found = {pk: {pk} for pk in pks}
    rows = SamePerson.objects.all().visible_to(viewer, Level.CARD).filter(until=None)
    for kept, other in rows.filter(Q(kept__in=pks) | Q(other__in=pks)).values_list("kept_id", "other_id"):
        for pk in {kept, other} & pks:
            found[pk] |= {kept, other}
    return found


def kept_from(viewer: Viewer, family: Collection[Person]) -> set[int]:
    """Keys of those of the family from whom address and telephone of others of it are kept (相手方): nobody is to ask them
    by mistake.
    """
    rows = Protection.objects.all().visible_to(viewer).standing().filter(person__in=family, valid_until=None)
    sought = set(rows.exclude(against=None).values_list("against_id", flat=True))
    found = {pk for each in _doubles(viewer, sought).values() for pk in each} if sought else set[int | None]()
    return {person.pk for person in family if person.pk in found}


def _housemates(viewer: Viewer, person: Person) -> Any:
    """Keys of those who live with the person now."""
    stays = person.stays.model.objects.all().visible_to(viewer).standing().filter(valid_until=None)
    homes = stays.filter(person=person).values_list("household_id", flat=True)
    return stays.filter(household__in=list(homes)).values_list("person_id", flat=True)


@dataclass(frozen=True)
class Near:
    """Somebody of the same family who may need protection too; ``here`` when at the same address as far as we know."""

    person: Person
    here: bool


def at_same_address(viewer: Viewer, person: Person) -> list[Near]:
    """The others of the family, those who live with the person or have the same address marked."""
    places = (
        Address.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(dossier=person.dossier_id, valid_until=None)
    )
    told = places.unshown("who has the same address").values_list("person_id", "text")
    texts = {text for pk, text in told if pk == person.pk and text}
    here = {*_housemates(viewer, person), *places.filter(text__in=texts).values_list("person_id", flat=True)}
    others = persons(viewer, Level.WRITE).filter(dossier=person.dossier_id).exclude(pk=person.pk)
    return [Near(row, row.pk in here) for row in others.order_by("pk")]


def renewals(viewer: Viewer) -> list[Protection]:
    """Protections the viewer may read that can be renewed by now or are past their deadline, the nearest first."""
    on = today()
    rows = Protection.objects.all().visible_to(viewer).standing()
    rows = rows.filter(valid_until=None, ends_on__lte=on + MONTH).select_related("person")
    return [row for row in rows.order_by("ends_on", "pk") if renewal_due(row.ends_on, on)]


def traits(viewer: Viewer, pks: Iterable[int]) -> dict[int, Traits]:
    """What is known of persons for comparing, as far as the viewer may see it; looked at by the program, shown to nobody."""
    pks = list(pks)
    rows = persons(viewer, Level.CARD).filter(pk__in=pks).unshown(COMPARED)
    known = rows.values_list("pk", "name", "kana", "birth", "sex")
    names = {pk: [Name(name, kana)] for pk, name, kana, _, _ in known}
    others = PersonName.objects.all().visible_to(viewer, Level.CARD).standing().filter(person__in=pks)
    for pk, name, kana, kind in others.unshown(COMPARED).values_list("person_id", "name", "kana", "kind"):
        names[pk].append(Name(name, kana, kind == NameKind.FORMER))
    points = ContactPoint.objects.all().visible_to(viewer).standing().filter(person__in=pks, hidden="")
    phones: dict[int, set[str]] = {}
    for pk, value in points.unshown(COMPARED).values_list("person_id", "value"):
        phones.setdefault(pk, set()).update(filter(None, [phone_key(value)]))
    places = (
        Address.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(person__in=pks, hidden="", valid_until=None)
    )
    lived = places.unshown(COMPARED).values_list("person_id", "text")
    addresses = {pk: address_key(text) for pk, text in lived}
    return {
        pk: Traits(tuple(names[pk]), birth, _known(sex), phones.get(pk, ()), addresses.get(pk, ""))
        for pk, _, _, birth, sex in known
    }


def _known(sex: str) -> str:
    return "" if sex == Sex.UNKNOWN else sex


def alike(viewer: Viewer, one: Person, other: Person) -> Score:
    """What speaks for and against the two being one person."""
    known = traits(viewer, [one.pk, other.pk])
    return same_person_score(known[one.pk], known[other.pk])


def sames(viewer: Viewer) -> Any:
    """Joinings the viewer may undo."""
    return SamePerson.objects.all().visible_to(viewer, Level.WRITE).filter(until=None).select_related("kept")


@dataclass(frozen=True)
class Candidate:
    """Another record that may be of the same person: why, and whether the viewer may join the two."""

    person: Person
    reasons: tuple[str, ...]
    may_join: bool


def candidates(viewer: Viewer, person: Person, *texts: str) -> tuple[list[Candidate], bool]:
    """Records found for any of the texts, the likeliest first; and whether one is sealed, of which only the coordinator
    tells.
    """
    answers = [find_homes(viewer, text, kinds=("person",), limit=CANDIDATES) for text in filter(None, texts)]
    hits = {hit.ref: hit for found in answers for hit in found.hits if hit.ref != person.ref}
    rows = list(persons(viewer, Level.CARD).filter(ref__in=hits))
    known = traits(viewer, [person.pk, *(row.pk for row in rows)])
    scores = {row.pk: same_person_score(known[person.pk], known[row.pk]) for row in rows}
    rows.sort(key=lambda row: (-scores[row.pk].value, row.pk))
    listed = [Candidate(row, scores[row.pk].reasons, _joinable(hits[row.ref])) for row in rows]
    return listed, any(found.ask_coordinator for found in answers)


def _joinable(hit: Hit) -> bool:
    return hit.level >= Level.WRITE


def suggested(viewer: Viewer, hits: Iterable[Hit]) -> list[tuple[Person, str]]:
    """Persons behind suggestions, with what tells namesakes apart: birth and the team to ask."""
    by_ref = {row.ref: row for row in persons(viewer, Level.CARD).filter(ref__in=[hit.ref for hit in hits])}
    found = [by_ref[hit.ref] for hit in hits if hit.ref in by_ref]
    return [(row, "　".join(filter(None, (_born(row), _team(row))))) for row in found]


def _born(person: Person) -> str:
    birth: Day | None = person.birth
    return f"{birth.short()}生" if birth and birth.date else ""


def _team(person: Person) -> str:
    team = person.dossier.team_to_ask
    return team.name if team else ""
