"""Families, who belongs to them, who lives with whom, who is with whom and whose child one is."""

from django.db import models
from django.db.models import F, Q

from tomoni.access.facts import Fact
from tomoni.access.models import DossierModel
from tomoni.families.choices import ParentKind, Relation, UnionEnd, UnionKind
from tomoni.people.models import Person


class Family(DossierModel):
    """A family as the centre knows it: the unit of everything, whatever comes and goes. Plain row."""

    number = models.CharField("家庭番号", max_length=20)
    label = models.CharField("呼び名", max_length=100)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "家庭"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="families_family_number")
        ]

    def __str__(self) -> str:
        return self.label


class Member(Fact):
    """A person belongs to a family; ``relation`` is to the child or woman it was entered for. Fact."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField("続柄", max_length=20, choices=Relation.choices)
    order = models.PositiveSmallIntegerField("並び", default=0)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "家族の一員"

    def __str__(self) -> str:
        return f"{self.get_relation_display()}"


class Household(DossierModel):
    """A home: those who live together. A family can have several. Plain row."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="households")
    label = models.CharField("呼び名", max_length=60)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "世帯"

    def __str__(self) -> str:
        return self.label


class Stay(Fact):
    """A person lives in a household, from … until …; ``part_time`` for children of two homes. Fact."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    part_time = models.BooleanField("ときどき", default=False)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "同居"

    def __str__(self) -> str:
        return f"{self.household_id}: {self.person_id}"


class Union(Fact):
    """Two persons are or were together. Fact; ``valid_until`` with ``end`` when it is over."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="unions_as_one")
    two = models.ForeignKey(Person, models.PROTECT, related_name="unions_as_two")
    kind = models.CharField("関係", max_length=20, choices=UnionKind.choices)
    end = models.CharField("終わり方", max_length=20, choices=UnionEnd.choices, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "パートナー関係"
        constraints = [models.CheckConstraint(condition=~Q(one=F("two")), name="families_union_of_two")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.one_id}–{self.two_id}"


class ParentLink(Fact):
    """Somebody is a parent of a child, in one of several ways at once. Fact."""

    parent = models.ForeignKey(Person, models.PROTECT, related_name="child_links")
    child = models.ForeignKey(Person, models.PROTECT, related_name="parent_links")
    kind = models.CharField("親子関係", max_length=20, choices=ParentKind.choices)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "親子関係"
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("child")), name="families_parent_of_another")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.parent_id}→{self.child_id}"
