"""A living case on stage: the family it is about, and what has happened so far, by the keys of the script."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tomoni.access.actions import give
from tomoni.access.choices import Basis, Level
from tomoni.access.choices import Need as Right
from tomoni.access.decide import decide
from tomoni.access.factual import retract_fact
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import Fit, Need, Strength
from tomoni.cases.models import Case as CaseRow
from tomoni.contacts.models import Contact as ContactRow
from tomoni.families.actions import (
    NewPerson,
    add_household,
    end_union,
    join_partners,
    link_parent,
    move_in,
    take_in,
)
from tomoni.families.choices import UnionEnd
from tomoni.families.models import Family, ParentLink
from tomoni.intake.models import Referral as ReferralRow
from tomoni.outcomes.models import Review
from tomoni.people.actions import (
    add_address,
    add_contact_point,
    add_name,
    change_person,
    enrol,
    protect,
)
from tomoni.people.choices import NameKind
from tomoni.people.models import Person as PersonRow
from tomoni.plans.models import Goal, Levels, Plan
from tomoni.support.models import Request, Use
from tomoni.town.actions.founding import Place
from tomoni.town.offsets import prose
from tomoni.town.script import Case, Couple, Person

UNBORN = "（おなかの赤ちゃん）"
GROWN_UP = 18


@dataclass
class Circle:
    """What was stated on the way round the circle, by the keys of the script."""

    needs: dict[str, Need] = field(default_factory=dict)
    strengths: dict[str, Strength] = field(default_factory=dict)
    fits: dict[str, Fit] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    levels: dict[str, Levels] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)


@dataclass
class Stage:
    """Everything the events of one case need."""

    place: Place
    case: Case
    today: date
    family: Family | None = None
    row: CaseRow | None = None
    people: dict[str, PersonRow] = field(default_factory=dict)
    referrals: dict[str, ReferralRow] = field(default_factory=dict)
    contacts: dict[str, ContactRow] = field(default_factory=dict)
    last_referral: ReferralRow | None = None
    circle: Circle = field(default_factory=Circle)

    @property
    def home(self) -> Family:
        """The family, once it was taken in."""
        assert self.family is not None
        return self.family

    @property
    def running(self) -> CaseRow:
        """The case, once one has begun."""
        assert self.row is not None
        return self.row

    def rest(self) -> None:
        """The case is closed: nothing runs until somebody calls again."""
        self.row = self.last_referral = None
        self.family = Family.objects.for_system("town: as it was closed").get(pk=self.home.pk)
        rows = PersonRow.objects.for_system("town: as it was closed").in_bulk(
            [p.pk for p in self.people.values()]
        )
        self.people = {key: rows[row.pk] for key, row in self.people.items()}

    def receiver(self, key: str) -> Viewer:
        """Who takes a call; a family that was closed opens by that."""
        closed = self.home.dossier.closed_at
        return self.place.worker((key,), self.case.workers[0]) if closed else self.worker(key)

    def worker(self, *keys: str) -> Viewer:
        """Who writes: the first of these who may keep records, with a hold on the family."""
        viewer = self.place.worker(keys, self.case.workers[0])
        self._let_in(viewer)
        return viewer

    def _let_in(self, viewer: Viewer) -> None:
        """A colleague who helps is given a hold by the lead, as in life."""
        lead = Viewer.wearing(self.row.lead) if self.row else self.place.staff[self.case.workers[0]]
        for owner in filter(None, (self.family, self.row)):
            if not decide(viewer, Right.WRITE, owner):
                give(
                    lead, dossier=owner.dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=viewer.post
                )

    def says(self, text: str, moment: datetime) -> str:
        """Prose as it reads on that day."""
        return prose(text, moment.date(), self.case.births(self.today))

    def family_members(self, keys: tuple[str, ...]) -> list[PersonRow]:
        """Those of the keys who are family."""
        return [self.people[key] for key in keys if key in self.people]

    def name_of(self, key: str) -> str:
        """The name of anybody the script names, with office where there is one."""
        if key in self.people:
            return self.people[key].name
        if key in self.place.callers:
            caller, organisation = self.place.callers[key]
            return f"{caller.name}（{organisation.name}）"
        if key in self.place.staff:
            return self.place.staff[key].user.name
        return next((other.name for other in self.case.others if other.key == key), key)

    def names(self, keys: tuple[str, ...]) -> str:
        """Several names, as they stand in a record."""
        return "、".join(self.name_of(key) for key in keys)

    def named(self, key: str) -> dict[str, Any]:
        """Who that is, as statements say it: a member of the family, an organisation, or a name; nobody for no key."""
        return {"person": self.people[key]} if key in self.people else self.outside(key)

    def outside(self, key: str) -> dict[str, Any]:
        """The organisation, or the name alone; nobody for no key."""
        organisation = self.place.organisations.get(key)
        if key in self.place.callers:
            organisation = self.place.callers[key][1]
        if organisation:
            return {"organisation": organisation}
        return {"name": self.name_of(key)} if key else {}

    def side(self, key: str, on: date) -> str:
        """Whose hands these are, as steps say it: child, family or others."""
        if key not in self.people:
            return "others"
        years = self.case.births(self.today)[key].age_on(on)
        return "child" if years is not None and years < GROWN_UP else "family"


def raise_curtain(stage: Stage, moment: datetime) -> None:
    """The family as the script knows it is taken in, at the moment of the first event."""
    lead = stage.worker(stage.case.workers[0])
    lines = [_line(stage, person, moment.date()) for person in _ordered(stage.case)]
    stage.family, rows = take_in(lead, persons=lines, label=f"{stage.case.family_name}さんの家庭")
    stage.people = {person.key: row for person, row in zip(_ordered(stage.case), rows, strict=True)}
    for person in stage.case.persons:
        _tell_of(lead, stage, person)
    _settle_homes(lead, stage)
    _relate(lead, stage, moment.date())


def _ordered(case: Case) -> list[Person]:
    """Children first, then who cares for them."""
    rank = {"self": 0, "sibling": 1, "mother": 2, "father": 3}
    return sorted(case.persons, key=lambda person: rank.get(person.relation, 4))


def _line(stage: Stage, person: Person, on: date) -> NewPerson:
    birth = person.birth.day(stage.today)
    unborn = birth.earliest > on
    return NewPerson(
        name=UNBORN if unborn else person.name,
        kana="" if unborn else person.kana,
        birth=None if unborn else birth,
        expected_on=birth if unborn else None,
        relation=person.relation,
        sex="unknown" if unborn else person.sex,
        lives_here=False,
    )


def _tell_of(lead: Viewer, stage: Stage, person: Person) -> None:
    row = stage.people[person.key]
    notes = [person.work, person.health, f"ことば：{person.language}" if person.language else "", person.note]
    changes = {"note": "。".join(note for note in notes if note)}
    if person.died:
        changes["death"] = person.died.day(stage.today)  # type: ignore[assignment]
    change_person(lead, person=row, **changes)
    for name in person.former_names:
        add_name(lead, person=row, kind=NameKind.FORMER, name=name)
    if person.phone:
        add_contact_point(lead, person=row, value=person.phone, hide="phone" in person.protected)
    if person.school:
        enrol(lead, person=row, organisation=stage.place.organisations[person.school])


def _settle_homes(lead: Viewer, stage: Stage) -> None:
    for home in stage.case.households:
        household = add_household(lead, family=stage.home, label=home.name)
        where = f"{stage.place.municipality.name}{home.address}" if home.address else home.elsewhere
        members = stage.family_members(home.members)
        if home.protected:
            from_whom = stage.people[home.against] if home.against else None
            text = "" if from_whom else "離婚した父"
            protect(lead, persons=members, kind=home.protected, against=from_whom, against_text=text)
        for person in members:
            if not person.death:
                move_in(lead, household=household, person=person)
            if where:
                add_address(lead, person=person, text=where)


def _relate(lead: Viewer, stage: Stage, on: date) -> None:
    """Parents and couples as the script says; what the intake form took for granted and is not so is taken back."""
    told = {
        (p.key, row.child) for row in stage.case.parents for p in stage.case.persons if p.key in row.parents
    }
    keys = {row.pk: key for key, row in stage.people.items()}
    standing = (
        ParentLink.objects.for_system("town: as the script says")
        .standing()
        .filter(dossier=stage.home.dossier)
    )
    taken = {(keys[link.parent_id], keys[link.child_id]): link for link in standing}
    for pair, link in taken.items():
        if pair not in told:
            retract_fact(lead, fact=link)
    for parent, child in sorted(told - taken.keys()):
        link_parent(lead, parent=stage.people[parent], child=stage.people[child])
    for couple in stage.case.unions:
        if couple.since.day(stage.today).earliest <= on:  # a later one is an event of its own
            _join(lead, stage, couple)


def _join(lead: Viewer, stage: Stage, couple: Couple) -> None:
    one, two, since = stage.people[couple.a], stage.people[couple.b], couple.since.day(stage.today)
    union = join_partners(lead, one=one, two=two, kind=couple.kind, since=since)
    if couple.until:
        end_union(lead, union=union, end=UnionEnd(couple.end), on=couple.until.day(stage.today))
