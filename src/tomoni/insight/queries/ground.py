"""What every clue of a case stands on: for whom we read, when the case began, whose voice is whose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Min, Q
from django.urls import reverse

from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, now, today
from tomoni.cases.models import Case, CaseChild, Duty, TimelineEntry
from tomoni.families.choices import Relation
from tomoni.families.models import Member, Stay
from tomoni.insight.choices import KINDS
from tomoni.insight.rules import Clue, Record, Situation
from tomoni.intake.models import Referral
from tomoni.people.models import Person
from tomoni.people.rules import Versions, threads
from tomoni.practice import Pack

OF_AGE = 18
CHILDREN = {Relation.SELF, Relation.SIBLING, Relation.CHILD}
PARENTS = {Relation.SELF, Relation.MOTHER, Relation.FATHER, Relation.PARTNER, Relation.SPOUSE}


def day_of(moment: datetime) -> date:
    """The day of a moment, here."""
    return moment.astimezone(TOKYO).date()


@dataclass(frozen=True)
class Ground:
    """A case read for a viewer. ``began`` is the first call that led to it; ``members`` are those, too, who left since."""

    viewer: Viewer
    case: Case
    began: date
    members: tuple[Member, ...]

    def rows(self, model: Any, way: str, *names: str) -> Any:
        """Rows of the case that the viewer may read; ``way`` leads from the row to the case."""
        found = model.objects.all().visible_to(self.viewer).filter(**{way: self.case})
        return found.select_related(*names).order_by("pk")

    def told(self, model: Any, way: str = "case", *names: str) -> Versions[Any]:
        """Facts of the case as they stand, found by any of their versions."""
        return Versions(threads(self.rows(model, way, *names))[0])

    def within(self, at: str) -> Q:
        """Rows of the case, and of its family while it ran, which belong to no case."""
        first = datetime.combine(self.began, time.min, TOKYO)
        span = Q(**{f"{at}__gte": first})
        if self.case.closed_on:
            span &= Q(**{f"{at}__lte": datetime.combine(self.case.closed_on, time.max, TOKYO)})
        return Q(family=self.case.family_id) & span

    def voice(self, person: int | None, on: date, nobody: str = "") -> str:
        """Whose voice a person's was on that day: who is grown up now spoke as a child; ``nobody`` where the record names
        none.
        """
        known = next((member for member in self.members if member.person_id == person), None)
        return nobody if person is None else _voice(known, on) if known else "relative"

    def teller(self, row: Any, on: date) -> str:
        """Whose voice a record carries that names a person, an organisation or somebody else; ours when it names nobody."""
        others = row.organisation_id or row.name
        return "others" if others else self.voice(row.person_id, on, "centre")

    def clue(self, kind: str, row: Any, on: date, marks: Iterable[object] = (), **more: Any) -> Clue:
        """What a record shows. It is found on the page of its kind unless ``path`` says where, as one ``of`` another kind
        where it is a part, under ``text``; what is no mark among ``marks`` falls away.
        """
        path, beside = more.pop("path", "") or self.page(kind), more.pop("beside", ())
        record = Record(on, more.pop("of", kind), str(row.ref), str(more.pop("text", row)), path)
        kept = frozenset(mark for mark in marks if isinstance(mark, str) and mark)
        return Clue(kind, on, (record, *beside), marks=kept, **more)

    def page(self, kind: str, anchor: str = "") -> str:
        """The page of the family where records of this kind stand, for this case."""
        address = reverse(KINDS[kind].page, args=[self.case.family.ref])
        return f"{address}?case={self.case.ref}{anchor}"


def stand_on(viewer: Viewer, case: Case) -> Ground:
    """The ground of a case."""
    referrals = Referral.objects.all().visible_to(viewer).filter(case=case)
    called = referrals.aggregate(first=Min("received_at"))["first"]
    began = min(case.opened_on, day_of(called)) if called else case.opened_on
    members = Member.objects.all().visible_to(viewer).standing().filter(family=case.family)
    found = tuple(members.select_related("person").order_by("order", "pk"))
    return Ground(viewer, case, began, found)


def situation(ground: Ground, pack: Pack) -> Situation:
    """What holds for the whole case today, or on its last day."""
    on = min(today(), ground.case.closed_on or today())
    asked = frozenset(person.pk for person in _household(ground) if person.speaks_on(on))
    there = (each for each in ground.members if each.valid_until is None and each.person.speaks_on(on))
    voices = frozenset(_voice(member, on) for member in there)
    duties = Duty.objects.all().visible_to(ground.viewer).open().filter(case=ground.case, due_at__lt=now())
    overdue = frozenset(duties.order_by().values_list("kind", flat=True))
    return Situation(_reached(ground, pack), voices, asked, overdue)


def _reached(ground: Ground, pack: Pack) -> frozenset[str]:
    """Every phase up to the farthest one the case ever was in; all of them once it closed."""
    lines = TimelineEntry.objects.all().visible_to(ground.viewer).filter(case=ground.case)
    known = {ground.case.phase, *lines.order_by().values_list("phase", flat=True).distinct()}
    numbers = {phase.id: phase.number for phase in pack.phases}
    farthest = max((numbers[phase] for phase in known if phase in numbers), default=0)
    return frozenset(p for p, number in numbers.items() if number <= farthest or not ground.case.is_open)


def _household(ground: Ground) -> list[Person]:
    """Those who live in one home with a child (or woman) the case is about; without a home, those alone."""
    viewer, case = ground.viewer, ground.case
    about = CaseChild.objects.all().visible_to(viewer).standing().filter(case=case)
    subjects = {row.person_id: row.person for row in about.select_related("person")}
    stays = (
        Stay.objects.all()
        .visible_to(viewer)
        .standing()
        .filter(household__family=case.family, valid_until=None)
    )
    found = list(stays.select_related("person").order_by("pk"))
    homes = {stay.household_id for stay in found if stay.person_id in subjects}
    return list({**subjects, **{s.person_id: s.person for s in found if s.household_id in homes}}.values())


def _voice(member: Member, on: date) -> str:
    """A child's until it is of age, then a parent's or a relative's; where no birth is known, the relation tells."""
    birth: Day | None = member.person.birth
    ages = birth.ages_on(on) if birth else None
    grown = ages[1] >= OF_AGE if ages else member.relation not in CHILDREN
    if not grown:
        return "child"
    return "parent" if member.relation in PARENTS else "relative"
