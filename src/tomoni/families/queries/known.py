"""Whether the centre knew these people before: asked before a family is taken in a second time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, Precision
from tomoni.families.models import Family, Member
from tomoni.families.rules import together
from tomoni.people.choices import Sex
from tomoni.people.models import Person
from tomoni.people.queries import persons as visible_persons
from tomoni.people.queries import traits
from tomoni.search.compare import Score, Traits, same_person_score
from tomoni.search.fold import Name
from tomoni.search.queries import find_homes

FOUND = 20  # families for each name told
BORN = 200  # families with a birth on the same day


class Described(Protocol):
    """Somebody as described on a form."""

    @property
    def name(self) -> str: ...
    @property
    def kana(self) -> str: ...
    @property
    def birth(self) -> Day | None: ...
    @property
    def expected_on(self) -> Day | None: ...
    @property
    def sex(self) -> str: ...


@dataclass(frozen=True)
class Match:
    """A person of a known family who may be the one on a line of the form, and why."""

    line: int
    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """A family that was known before, if the matches are right."""

    family: Family
    matches: list[Match]


@dataclass(frozen=True)
class Known:
    """Families to ask about; and whether a sealed one matches, of which only the coordinator can tell."""

    offers: list[Offer]
    ask_coordinator: bool


def known_before(viewer: Viewer, people: Sequence[Described]) -> Known:
    """Families the viewer may know of whose members may be these people, with the reasons. A name alone never suffices;
    names and births together do, or the names of several of one family.
    """
    described = {line: person for line, person in enumerate(people) if not person.expected_on}
    sought, shut = _candidates(viewer, described)
    known = traits(viewer, {pk for pks in sought.values() for pk in pks})
    scores: dict[int, list[tuple[int, int, Score]]] = defaultdict(list)
    dossiers = dict(_dossiers(viewer, known))
    for line, person in described.items():
        told = Traits((Name(person.name, person.kana),), person.birth, _known_sex(person.sex))
        for pk in sought[line] & known.keys():
            if pk in dossiers and _name_agrees(told, known[pk]):
                scores[dossiers[pk]].append((line, pk, same_person_score(told, known[pk])))
    likely = {dossier: matches for dossier, found in scores.items() if (matches := together(found))}
    return Known(_offers(viewer, likely), shut)


def _name_agrees(one: Traits, other: Traits) -> bool:
    """Twins of two families share their birth, too."""
    return same_person_score(Traits(one.names), Traits(other.names)).value > 0


def _candidates(viewer: Viewer, people: dict[int, Described]) -> tuple[dict[int, set[int]], bool]:
    """For each line the keys of persons found by name, by reading and by day of birth; and whether one is sealed."""
    sought, shut = {}, False
    for line, person in people.items():
        refs = []
        for text in filter(None, dict.fromkeys((person.name, person.kana))):
            found = find_homes(viewer, text, kinds=("person",), limit=FOUND)
            refs += [hit.ref for hit in found.hits]
            shut = shut or found.ask_coordinator
        visible = visible_persons(viewer, Level.CARD)
        sought[line] = set(visible.filter(ref__in=refs).values_list("pk", flat=True))
        if person.birth and person.birth.precision is Precision.DAY:
            sought[line] |= born_on(viewer, person.birth)
    return sought, shut


def born_on(viewer: Viewer, birth: Day) -> set[int]:
    """Keys of persons born on this day, in the first ``BORN`` families that have one."""
    born = visible_persons(viewer, Level.CARD).filter(birth=birth)
    homes = born.order_by("dossier").values_list("dossier", flat=True).distinct()[:BORN]
    return set(born.filter(dossier__in=list(homes)).values_list("pk", flat=True))


def _dossiers(viewer: Viewer, known: dict[int, Traits]) -> list[tuple[int, int]]:
    rows = visible_persons(viewer, Level.CARD).filter(pk__in=list(known))
    return list(rows.values_list("pk", "dossier_id"))


def _offers(viewer: Viewer, likely: dict[int, list[tuple[int, int, Score]]]) -> list[Offer]:
    """Only what is shown is fetched as rows, and so stands in the journal as looked at."""
    pks = [pk for matches in likely.values() for _, pk, _ in matches]
    members = Member.objects.all().visible_to(viewer, Level.CARD).standing().filter(person__in=pks)
    rows = {m.person_id: m for m in members.select_related("person", "family__dossier__team_to_ask")}
    offers = []
    for matches in likely.values():
        there = [(line, rows[pk], score) for line, pk, score in matches if pk in rows]
        if there:
            found = [Match(line, member.person, score.reasons) for line, member, score in there]
            offers.append(Offer(there[0][1].family, found))
    return offers


def _known_sex(sex: str) -> str:
    return "" if sex == Sex.UNKNOWN else sex
