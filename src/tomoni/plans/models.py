"""Phase 3: the サポートプラン (児福法10条1項4号, 母子保健法9条の2第2項), made together with the family."""

from typing import ClassVar

from django.db import models

from tomoni.access.events import Event
from tomoni.access.models import DossierModel
from tomoni.accounts.models import Post
from tomoni.assessment.models import Fit, Need
from tomoni.calendar import now
from tomoni.cases.models import Case, HangingStatement
from tomoni.people.models import Person
from tomoni.plans.rules import WITH_REASON
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent

LOOK_AT = "小さな一歩には「次に何を見るか」を書いてください。どうなったことを、次に一緒に確かめますか。"


class Plan(DossierModel):
    """One plan of a case, from the first talk about it to its end. Plain row: what is agreed is entered as it is agreed.

    ``review_on`` is when family and centre look at it together; the duty to do so is opened with it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField("番号")
    concern = models.CharField("おもな困りごと・テーマ", max_length=200, blank=True)
    agreed_on = models.DateField("合意した日", null=True)
    agreed_by = models.CharField("合意した人", max_length=200, blank=True)
    starts_on = models.DateField("取り組む期間のはじめ", null=True)
    until = models.DateField("取り組む期間のおわり", null=True)
    review_on = models.DateField("次に見直す日", null=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="作成者")
    made_at = models.DateTimeField("作成日時", default=now)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "サポートプラン"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="plans_plan_number")]

    def __str__(self) -> str:
        return self.concern or f"プラン{self.number}"


class PlanStatus(HangingStatement):
    """How far the plan has come (``plan_statuses``), with the reason where one is asked for. Fact."""

    hangs_on = "plan"
    within_case = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="statuses")
    kind = models.CharField("状態", max_length=20)
    reason = models.TextField("理由", blank=True)

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "プランの状態"

    def __str__(self) -> str:
        return self.kind

    def lacks(self) -> str:
        if self.kind not in codes("plan_statuses"):
            return "プランの状態を選んでください。"
        told = self.kind not in WITH_REASON or self.reason
        return "" if told else "そうなったわけを書いてください。本人のことばがあれば、そのまま残します。"


class Voice(HangingStatement):
    """A worry, a hope, what matters, in one person's own words; without ``person`` the family's together. Fact."""

    hangs_on = "plan"
    coded = {"kind": "plan_voices"}

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="voices")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれのことば"
    )
    kind = models.CharField("種類", max_length=20)
    text = models.TextField("ことば")

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "プランの声"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        return "" if self.text else "本人のことばを書いてください。"


class Goal(HangingStatement):
    """A long picture, or a small step towards it that says what we will look at next time (視点3-3). Fact.

    ``sign`` is how we shall know that it came nearer; ``closes`` marks a sign at which the engagement can end.
    """

    hangs_on = "plan"
    within_case = True
    coded = {"horizon": "goal_horizons"}

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    horizon = models.CharField("長さ", max_length=10)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの目標")
    text = models.TextField("目標")
    look_at = models.TextField("次に何を見るか", blank=True)
    sign = models.TextField("近づいたしるし", blank=True)
    closes = models.BooleanField("終結の目安にする", default=False)

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "目標"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text:
            return "目標を、できるだけ本人や家族のことばで書いてください。"
        far = self.horizon != "short" or self.look_at
        return "" if far else LOOK_AT


class Levels(HangingStatement):
    """Five sentences, agreed with the family, for how far a goal may come: from ``far`` (−2) by ``hoped`` (0, what we hope for) to
    ``beyond`` (+2). Goal attainment scaling (Kiresuk & Sherman 1968) knows no others. Fact.
    """

    hangs_on = "goal"
    within_case = True
    STEPS: ClassVar[dict[int, str]] = {-2: "far", -1: "nearly", 0: "hoped", 1: "more", 2: "beyond"}

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="levels")
    far = models.TextField("望みからは遠いところ")
    nearly = models.TextField("望みまであと少しのところ")
    hoped = models.TextField("いま望んでいるところ")
    more = models.TextField("望みを少しこえたところ")
    beyond = models.TextField("望みをずっとこえたところ")
    agreed_with = models.CharField("だれと決めたか", max_length=200)

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "目標の五つの段"

    def __str__(self) -> str:
        return self.hoped

    def lacks(self) -> str:
        if not all(self.sentences.values()):
            return "五つの段を、それぞれ一つの文で書いてください。その場にいれば、どの段かがだれにでも分かる文にします。"
        if len(set(self.sentences.values())) < len(self.STEPS):
            return "同じ文の段があります。段どうしのちがいが分かるように書いてください。"
        return (
            ""
            if self.agreed_with
            else "だれと決めたかを書いてください。段は、家族と一緒に決めたものだけを使います。"
        )

    @property
    def sentences(self) -> dict[int, str]:
        """By level, from far to beyond."""
        return {level: getattr(self, name) for level, name in self.STEPS.items()}


class Aim(HangingStatement):
    """A goal answers a need of the assessment. Fact."""

    hangs_on = "goal"

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="aims")
    need = models.ForeignKey(Need, models.PROTECT, related_name="aims")

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "目標とニーズ"

    def __str__(self) -> str:
        return f"目標「{self.goal}」とニーズ「{self.need}」の結びつき"


class Step(HangingStatement):
    """Who does what for a goal: child, family, the centre or others (``step_actors``), with the care that it asks for. Fact.

    ``fit`` is the strength or resource of the assessment that it puts to use.
    """

    hangs_on = "goal"
    within_case = True
    coded = {"by": "step_actors"}

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    by = models.CharField("だれが", max_length=20)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="家族のだれが"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("登録のない人・所", max_length=100, blank=True)
    text = models.TextField("すること")
    care = models.CharField("配慮すること", max_length=300, blank=True)
    fit = models.ForeignKey(
        Fit, models.PROTECT, null=True, related_name="steps", verbose_name="活かす強み・資源"
    )

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "取組"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text:
            return "だれが何をするかを書いてください。"
        named = self.by != "others" or self.organisation or self.name
        return "" if named else "どの機関、だれが取り組むのかを書いてください。"


class Given(Event):
    """The plan was handed over to somebody, on paper or on the screen; signing is consent to share, not to the plan (E11).

    An event, never edited. ``signed`` is None where sharing was not asked about; else ``consent`` says with whom.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="given")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="渡した人")
    at = models.DateTimeField("渡した日時")
    signed = models.BooleanField("署名", null=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, related_name="+", verbose_name="共有の同意"
    )
    answer = models.TextField("渡したときのことば", blank=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="渡した職員")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "プランの手渡し"

    def __str__(self) -> str:
        return f"{self.person.name}さんへのプランの手渡し"
