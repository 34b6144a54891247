"""Persons, their other names, how to reach them, where they live, what must stay hidden, their school, and doubles."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from tomoni.access.facts import Fact
from tomoni.access.models import DossierModel
from tomoni.access.protected import ProtectedField
from tomoni.calendar import Day
from tomoni.calendar.fields import DayField
from tomoni.people.choices import AddressKind, NameKind, PointKind, ProtectionKind, Sex
from tomoni.resources.models import Organisation

# From this age on a child is asked in its own right; our own thinking, the guideline names no age.
SPEAKS_FROM = 3


class Person(DossierModel):
    """A person as one family's dossier knows them. Plain row; name and kana as typed, never normalised.

    An unborn child has ``expected_on`` and no ``birth``. ``dossier`` is the family's.
    """

    name = models.CharField("氏名", max_length=200)
    kana = models.CharField("ふりがな", max_length=200, blank=True)
    birth = DayField("生年月日", null=True, blank=True)
    expected_on = DayField("出産予定日", null=True, blank=True)
    death = DayField("死亡日", null=True, blank=True)
    sex = models.CharField("性別", max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    note = models.TextField("備考", blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "人"

    def __str__(self) -> str:
        return self.name

    @property
    def unborn(self) -> bool:
        """Expected and not yet born."""
        return self.birth is None and self.expected_on is not None

    def speaks_on(self, on: date) -> bool:
        """Whether one can ask the person on that day: born, living, and not younger than three as far as we know."""
        birth: Day | None = self.birth
        ages = birth.ages_on(on) if birth else None
        return not self.unborn and self.death is None and (ages is None or ages[1] >= SPEAKS_FROM)

    def age_text(self, on: date) -> str:
        """Age for people: 生後12日, 1歳6か月, 8歳, 約8歳, 出生前, 年齢不明."""
        if self.unborn:
            return "出生前"
        birth: Day | None = self.birth
        return birth.age_text(on) if birth else "年齢不明"


class PersonName(Fact):
    """Another name of a person: former, common, in another script. Fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="other_names")
    kind = models.CharField("種類", max_length=10, choices=NameKind.choices)
    name = models.CharField("氏名", max_length=200)
    kana = models.CharField("ふりがな", max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "別の氏名"

    def __str__(self) -> str:
        return self.name


class ContactPoint(Fact):
    """A telephone number or the like. Exactly one of ``value`` and ``hidden`` is filled. Fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = models.CharField("種類", max_length=10, choices=PointKind.choices)
    value = models.CharField("番号など", max_length=200, blank=True)
    hidden = ProtectedField("番号など（秘匿）", blank=True)
    note = models.CharField("かけてよい時間など", max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "連絡先"
        constraints = [
            models.CheckConstraint(condition=Q(value="") ^ Q(hidden=""), name="people_point_one_value")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value or self.hidden}"


class Address(Fact):
    """Where a person lives, is registered or stays. Exactly one of ``text`` and ``hidden`` is filled. Fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    kind = models.CharField("種類", max_length=10, choices=AddressKind.choices)
    text = models.CharField("住所", max_length=300, blank=True)
    hidden = ProtectedField("住所（秘匿）", blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "住所"
        constraints = [
            models.CheckConstraint(condition=Q(text="") ^ Q(hidden=""), name="people_address_one_text")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text or self.hidden}"


class Protection(Fact):
    """Address, telephone and school of a person are kept from somebody (相手方). Fact; support measures end after a year
    unless renewed (住民基本台帳事務処理要領 第5-10).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="protections")
    kind = models.CharField("根拠", max_length=20, choices=ProtectionKind.choices)
    against = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="相手方（登録のある人）"
    )
    against_text = ProtectedField("相手方", blank=True, telling=False)
    ends_on = models.DateField("期限")

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "秘匿の申し出"

    def __str__(self) -> str:
        return self.get_kind_display()


class Enrolment(Fact):
    """School or nursery of a child. The grade follows from the birth and moves up each April by itself. Fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="所属")
    class_name = models.CharField("組", max_length=40, blank=True)
    class_year = models.PositiveSmallIntegerField("組の年度", null=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "所属"

    def __str__(self) -> str:
        return f"{self.person_id}: {self.organisation_id}"


class SamePerson(DossierModel):
    """Two rows are one person, from a day on and until parted again. Rows never move; reads resolve. Plain row."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="same_as")
    other = models.ForeignKey(Person, models.PROTECT, related_name="kept_as")
    since = models.DateTimeField("統合日時")
    until = models.DateTimeField("解除日時", null=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "同じ人"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="people_same_two_rows"),
            models.UniqueConstraint(fields=["other"], condition=Q(until=None), name="people_same_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} = {self.other_id}"
