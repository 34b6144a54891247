"""Taking a family in, and stating who belongs to it and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tomoni.access.acting import action
from tomoni.access.actions import Refused, open_dossier
from tomoni.access.choices import Need
from tomoni.access.decide import require, require_role
from tomoni.access.factual import state_fact
from tomoni.access.matrix import WRITERS
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Team
from tomoni.calendar import Day
from tomoni.families.choices import ParentKind, Relation, UnionEnd, UnionKind
from tomoni.families.models import Family, Household, Member, ParentLink, Stay, Union
from tomoni.families.rules import usual_label
from tomoni.people.actions import add_person, correct
from tomoni.people.choices import Sex
from tomoni.people.models import Person
from tomoni.people.rules import clean_name
from tomoni.search.actions import put
from tomoni.tenancy.numbers import next_number

PARENTS = {Relation.MOTHER: Sex.FEMALE, Relation.FATHER: Sex.MALE}
HOME = "いまの家"


@dataclass(frozen=True)
class NewPerson:
    """One line of the intake form: name, kana, birth (or expected day), relation to the child."""

    name: str
    kana: str = ""
    birth: Day | None = None
    relation: str = Relation.SELF
    expected_on: Day | None = None
    sex: str = Sex.UNKNOWN
    lives_here: bool = True


@action("families.take_in")
def take_in(
    viewer: Viewer, *, persons: Sequence[NewPerson], label: str = "", team: Team | None = None
) -> tuple[Family, list[Person]]:
    """A family in one go: one line per person. Parents are linked to the children, all live in one home unless said."""
    require_role(viewer, WRITERS)
    if not persons:
        raise Refused(
            "家族をひとり以上入力してください。名前が分からないときは「不明（小2男児）」のように書けます。"
        )
    dossier = open_dossier(viewer, kind="family", team=team)
    number = f"K{next_number('family'):05d}"
    family = Family(municipality=viewer.tenant, dossier=dossier, number=number)
    family.label = clean_name(label) or usual_label(
        [(clean_name(new.name), new.expected_on is None) for new in persons]
    )
    family.save()
    _index(family)
    home = add_household(viewer, family=family, label=HOME)
    rows = [add_member(viewer, family=family, new=new, home=home) for new in persons]
    _link_parents(viewer, list(zip(persons, rows, strict=True)))
    return family, rows


def _index(family: Family) -> None:
    names, numbers = [family.label], [family.number]
    put(family.dossier, "family", family.ref, label=family.label, names=names, kana=[], numbers=numbers)


@action("families.relabel")
def relabel(viewer: Viewer, *, family: Family, label: str) -> Family:
    """What the family is called in lists."""
    require(viewer, Need.WRITE, family)
    family.label = clean_name(label)
    if not family.label:
        raise Refused("呼び名を書いてください（例：青木さんの家庭）。")
    family.save(update_fields=["label"])
    _index(family)
    return family


@action("families.add_member")
def add_member(viewer: Viewer, *, family: Family, new: NewPerson, home: Household | None = None) -> Person:
    """One more person of the family, with the relation and, if so, in this home."""
    sex = PARENTS.get(Relation(new.relation), new.sex) if new.sex == Sex.UNKNOWN else new.sex
    person = add_person(
        viewer,
        dossier=family.dossier,
        name=new.name,
        kana=new.kana,
        birth=new.birth,
        expected_on=new.expected_on,
        sex=sex,
    )
    order = Member.objects.for_system("next place").filter(family=family).count()
    state(viewer, Member(family=family, person=person, relation=new.relation, order=order))
    if home and new.lives_here:
        move_in(viewer, household=home, person=person)
    return person


def _link_parents(viewer: Viewer, lines: list[tuple[NewPerson, Person]]) -> None:
    """Mother and father of one intake form are taken as the parents of its children, and whoever it is about as the parent
    of those entered as her or his child; the table page corrects it.
    """
    pairs = [(PARENTS, {Relation.SELF, Relation.SIBLING}), ({Relation.SELF}, {Relation.CHILD})]
    for above, below in pairs:
        for parent in (person for new, person in lines if new.relation in above):
            for child in (person for new, person in lines if new.relation in below):
                link_parent(viewer, parent=parent, child=child)


def state(viewer: Viewer, fact: Any) -> Any:
    """A fact in the dossier of its family or person."""
    anchor = (
        getattr(fact, "family", None)
        or getattr(fact, "person", None)
        or getattr(fact, "child", None)
        or fact.one
    )
    fact.dossier = anchor.dossier
    return state_fact(viewer, fact=fact)


@action("families.add_household")
def add_household(viewer: Viewer, *, family: Family, label: str) -> Household:
    """A home of the family."""
    require(viewer, Need.WRITE, family)
    household = Household(
        municipality=viewer.tenant, dossier=family.dossier, family=family, label=clean_name(label) or HOME
    )
    household.save()
    return household


@action("families.rename_household")
def rename_household(viewer: Viewer, *, household: Household, label: str) -> Household:
    """What a home is called."""
    require(viewer, Need.WRITE, household)
    household.label = clean_name(label) or HOME
    household.save(update_fields=["label"])
    return household


@action("families.move_in")
def move_in(
    viewer: Viewer, *, household: Household, person: Person, since: Day | None = None, part_time: bool = False
) -> Stay:
    """The person lives in this home from that day on."""
    require(viewer, Need.WRITE, household)
    _same_dossier(household, person)
    _not_twice(Stay, "この人はすでにこの世帯で暮らしています。", household=household, person=person)
    stay = Stay(household=household, person=person, part_time=part_time, valid_from=since)
    return state(viewer, stay)  # type: ignore[no-any-return]


@action("families.move_out")
def move_out(viewer: Viewer, *, stay: Stay, on: Day) -> Stay:
    """The person lived here until that day."""
    return correct(viewer, fact=stay, valid_until=on)


@action("families.join_partners")
def join_partners(
    viewer: Viewer, *, one: Person, two: Person, kind: str = UnionKind.MARRIED, since: Day | None = None
) -> Union:
    """Two persons of the family are together from that day on."""
    require(viewer, Need.WRITE, one)
    _same_dossier(one, two)
    if one.pk == two.pk:
        raise Refused("ふたりの別の人を選んでください。")
    for first, second in ((one, two), (two, one)):
        _not_twice(Union, "このふたりの、同じ関係がすでにあります。", one=first, two=second, kind=kind)
    return state(viewer, Union(one=one, two=two, kind=kind, valid_from=since))  # type: ignore[no-any-return]


@action("families.end_union")
def end_union(viewer: Viewer, *, union: Union, end: UnionEnd, on: Day) -> Union:
    """They separated, divorced, or one died."""
    return correct(viewer, fact=union, end=end, valid_until=on)


@action("families.link_parent")
def link_parent(
    viewer: Viewer, *, parent: Person, child: Person, kind: str = ParentKind.BIRTH, since: Day | None = None
) -> ParentLink:
    """Somebody is a parent of the child; several links of different kinds may stand at once."""
    require(viewer, Need.WRITE, child)
    _same_dossier(parent, child)
    if parent.pk == child.pk:
        raise Refused("親と子には別の人を選んでください。")
    _not_twice(ParentLink, "同じ親子関係がすでにあります。", parent=parent, child=child, kind=kind)
    _not_twice(ParentLink, "この子は、選んだ親の親として登録されています。", parent=child, child=parent)
    return state(viewer, ParentLink(parent=parent, child=child, kind=kind, valid_from=since))  # type: ignore[no-any-return]


@action("families.link_parents")
def link_parents(
    viewer: Viewer, *, parent: Person, child: Person, kinds: Sequence[str], since: Day | None = None
) -> list[ParentLink]:
    """Several kinds of parenthood between the two at once: 里親 and 普通養子縁組の親, for example."""
    return [link_parent(viewer, parent=parent, child=child, kind=kind, since=since) for kind in kinds]


def _not_twice(model: Any, said: str, **same: Any) -> None:
    """Refuse what is told already and has not ended."""
    rows = model.objects.for_system("told already?").standing().filter(valid_until=None, **same)
    if rows.exists():
        raise Refused(said)


def _same_dossier(*rows: Any) -> None:
    if len({row.dossier_id for row in rows}) != 1:
        raise Refused("別の家庭の人は選べません。先にこの家庭に加えてください。")
