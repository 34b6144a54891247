"""The script of the demo town: ``content/town.yaml`` and one file per living case, read into frozen rows. No database.

**Times** are told from today (``offsets``): ``-31w wed 08:40`` is the Wednesday 31 weeks before this one, ``-3d 09:00``
three days ago, ``+1w fri 10:30`` is to come. Births and lasting things are ages (``7y2m``, ``about 68y``), a school
class with birthday (``小5/09-02``) or a moment. Prose names no month; where the season matters it says
``{season:春|夏|秋|冬}``, and ``offsets.prose`` chooses by the day of the event.

**A case** has ``persons`` (family, wherever they live), ``others`` (known by name, not family; ``hidden`` ones must never
be shown), ``households``, ``unions``, ``parents``, ``ties`` and a ``timeline`` in the order of time. People are named by key:
of the case, of the town's staff, or of an organisation's ``contacts``. Codes are those of ``tomoni/content``.

**Events**: ``referral`` (受付票; ``notice`` is a 通告 and starts the clock) · ``explained`` · ``safety_check`` (``of`` a
referral) · ``first_interview`` · ``meeting`` (agenda, result, reasons; ``borderline`` says why it belongs in the casebook) ·
``contact`` · ``correction`` (``of`` a contact, passage counted from 1) · ``status`` (of one child or woman) · ``involvement``
· ``margin`` · ``duty`` · ``handover_out`` (not accepted: who takes over, with whose consent) · ``life_event`` (with
``school``: the child changes there).

**Round the circle**: ``assessment`` (any of ``wishes``, ``strengths``, ``needs`` with their ``views`` and ``fits``, later
``views`` and ``fits`` naming their ``need``, ``supporters``; a ``summary`` holds a round) · ``plan`` (the first with its
``id`` begins it, later ones add ``voices`` and ``goals``, or say ``status`` with ``reason``, ``agreed``, ``given``) ·
``request`` · ``talk`` (together with the family) · ``used`` (a service, once) · ``heard`` (how it is for one person) ·
``observation`` (a contact has its own in ``observed``) · ``review`` (``of`` a plan) ·
``voiced`` (one voice by itself, ``of`` a review) · ``decided`` (``of`` a review, by head or coordinator) ·
``closing`` (``of`` a review decided to close, with ``signs`` and ``remaining``; the
next ``referral`` opens the family again). **Keys** tie them within a case: a need's fit names a strength, a goal the needs
it answers, a step the fit it uses, an observation the goal or request, ``attained`` the goal: every need can be followed
from strength to change. Whoever sees or rates is named in ``by``; without it, it is the practitioner's (of a wish or a
voice: the family's together). ``who`` is anybody: family, staff, an organisation, a caller or another.

**A passage** is one paragraph: ``fact``, ``quote`` or ``opinion``, its ``source`` (本人 self, 家族 family, 第三者 third_party,
関係機関 agency, 職員 staff), ``by`` whom (left out only for what staff saw or think), ``about`` whom; ``good`` marks a
small good change, ``protected`` what could betray a notifier or an address, ``interpreted`` words through an interpreter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from tomoni.calendar import Day
from tomoni.town.offsets import Since
from tomoni.town.reading import CONTENT, read
from tomoni.town.timeline import Event

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the family; ``relation`` is to the child (or woman) the family is entered for."""

    key: str
    relation: str
    name: str
    kana: str
    sex: str
    birth: Since
    died: Since | None = None
    former_names: tuple[str, ...] = ()
    school: str = ""
    work: str = ""
    phone: str = ""
    health: str = ""
    language: str = ""
    note: str = ""
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Somebody who is not family: a friend, a neighbour; ``hidden`` when nobody may learn who it is."""

    key: str
    name: str
    kana: str
    relation: str
    phone: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who lives together; ``protected`` says why the address is hidden, ``against`` from whom."""

    key: str
    name: str
    members: tuple[str, ...]
    district: str = ""
    address: str = ""
    elsewhere: str = ""
    protected: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """Two who are or were together."""

    a: str
    b: str
    kind: str
    since: Since
    until: Since | None = None
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parents:
    """Whose child somebody is."""

    child: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What holds a person to another or to an organisation."""

    of: str
    to: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One living case; ``kind`` is a reason of the practice pack."""

    key: str
    kind: str
    title: str
    synopsis: str
    way_in: str
    attitude: str
    workers: tuple[str, ...]
    family_name: str
    persons: tuple[Person, ...]
    others: tuple[Other, ...]
    households: tuple[Household, ...]
    unions: tuple[Couple, ...]
    parents: tuple[Parents, ...]
    ties: tuple[Tie, ...]
    timeline: tuple[Event, ...]

    def events(self, kind: type[E]) -> Iterator[E]:
        """The events of one kind, in order."""
        return (event for event in self.timeline if isinstance(event, kind))

    def births(self, today: date) -> dict[str, Day]:
        """When each of the family was born, for ``offsets.prose``."""
        return {person.key: person.birth.day(today) for person in self.persons}


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The centre as its visitors know it."""

    name: str
    nickname: str
    phone: str
    hours: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A municipality next door, invented too."""

    name: str
    kana: str
    prefecture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """The town itself; ``notice`` says that it is invented, ``based_on`` whose size it has."""

    code: str
    name: str
    kana: str
    prefecture: str
    prefecture_kana: str
    postcode: str
    population: int
    children: int
    notice: str
    based_on: str
    centre: Centre
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A part of the town (字)."""

    key: str
    name: str
    kana: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of the town's office."""

    key: str
    name: str
    function: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One who works for the town; ``families`` when a coordinator carries families too."""

    key: str
    name: str
    kana: str
    team: str
    role: str
    title: str
    profession: str
    families: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person to call at an organisation."""

    key: str
    name: str
    kana: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A school, a clinic, a group …: in a district of the town or ``elsewhere``."""

    key: str
    name: str
    kana: str
    kind: str
    phone: str
    contacts: tuple[Caller, ...]
    district: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """Somebody who can log in; ``who`` is staff, a caller or ``case/person``."""

    user: str
    who: str
    role: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The town, its offices, its organisations, who can log in, and its ``living`` cases in the order of telling."""

    town: Municipality
    districts: tuple[District, ...]
    teams: tuple[Team, ...]
    staff: tuple[Staff, ...]
    organisations: tuple[Organisation, ...]
    people_who_log_in: tuple[LogIn, ...]
    living: tuple[str, ...]


@cache
def town() -> Town:
    """The town of ``content/town.yaml``; a file that does not keep the schema raises ``reading.ScriptError``."""
    return read(Town, CONTENT / "town.yaml", "town")


@cache
def cases() -> tuple[Case, ...]:
    """The living cases, in the town's order; a file that does not keep the schema raises ``reading.ScriptError``."""
    return tuple(read(Case, CONTENT / "cases" / f"{key}.yaml", "case") for key in town().living)
