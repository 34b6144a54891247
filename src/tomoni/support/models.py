"""Phase 4: talking with those who can help, together with the family; asking them, concretely: what to look at, when to call,
whom, until when (guideline phase 4, p. 31); what was used, and how it was for the family after the third time (p. 32).
"""

from typing import ClassVar

from django.db import models

from tomoni.accounts.models import Post
from tomoni.assessment.models import Fit
from tomoni.calendar import today
from tomoni.cases.models import Case, HangingStatement, Statement
from tomoni.people.models import Person
from tomoni.plans.models import Goal, Step
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent, PassedOn

VAGUE = "「見守り」だけでは、何を見ればよいかが伝わりません。見てほしいことを、ようすや場面で書いてください。"
BARE = {"", "見守り", "見守って", "見守りを", "様子見", "見守ってください"}


class Request(Statement):
    """Somebody is asked to do or to watch something for the family. Fact; it ends with ``valid_until``.

    Exactly one of ``organisation``, ``person`` and ``name`` is asked. ``call_whom`` answers their calls. ``told`` is what
    the family was told about it and said.
    """

    within_case = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="requests", verbose_name="目標")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="家族の中の人"
    )
    name = models.CharField("登録のない人・所", max_length=100, blank=True)
    text = models.TextField("お願いすること", blank=True)
    look_at = models.TextField("見てほしいこと")
    call_when = models.TextField("連絡がほしいとき")
    call_whom = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="連絡を受ける職員")
    until = models.DateField("いつまで")
    told = models.TextField("家族への説明と返事", blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+", verbose_name="同意")

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "依頼"

    def __str__(self) -> str:
        return self.look_at

    def lacks(self) -> str:
        if sum(map(bool, (self.organisation, self.person, self.name))) != 1:
            return "機関、家族の中の人、名前のどれか一つで、だれにお願いするのかを書いてください。"
        if self.consent and (self.consent.family_id != self.case.family_id or not self.consent.given):
            return "この家庭の同意から選んでください。"
        if self.look_at.rstrip("。").removesuffix("をお願いします").removesuffix("お願いします") in BARE:
            return VAGUE
        return "" if self.call_when else "どんなようすのときに連絡がほしいかを書いてください。"

    @property
    def asked(self) -> str:
        """Who is asked."""
        if self.organisation:
            return self.organisation.name
        return f"{self.person.name}さん" if self.person else self.name

    @property
    def passed_on(self) -> PassedOn:
        """What whoever is asked was told by it."""
        recipient, family = "" if self.organisation else self.asked, self.case.family
        asked = (self.text, f"見てほしいこと：{self.look_at}", f"連絡がほしいとき：{self.call_when}")
        what, purpose = "\n".join(filter(None, asked)), self.goal.text if self.goal else "お願いのため"
        return PassedOn(family, self.organisation, recipient, what, purpose, self.consent)


class OfResource(Statement):
    """Abstract: an occasion with somebody or some place that can help, exactly one of organisation, person and name."""

    ends: ClassVar[bool] = False
    within_case = True

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("登録のない人・所", max_length=100, blank=True)

    class Meta(Statement.Meta):
        abstract = True

    def lacks(self) -> str:
        if bool(self.organisation) == bool(self.name):
            return "機関か、登録のない人・所の名前のどちらか一つで、だれ・どこのことかを書いてください。"
        to_come = self.valid_from and self.valid_from.earliest > today()
        return "まだ来ていない日です。実際にあった日を書いてください。" if to_come else ""

    @property
    def who(self) -> str:
        """Who or where."""
        return self.organisation.name if self.organisation else self.name


class Talk(OfResource):
    """A talk with a resource together with the family (視点4-2): what the family wished, what the resource can do, where the
    two differ, what was agreed. Fact; it has no end. ``fit`` or ``step`` is what it is about.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="talks")
    fit = models.ForeignKey(
        Fit, models.PROTECT, null=True, related_name="talks", verbose_name="どの結びつきについて"
    )
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, related_name="talks", verbose_name="どの取組について"
    )
    there = models.CharField("家族からだれが", max_length=200)
    wished = models.TextField("家族の望み")
    can_do = models.TextField("できること")
    difference = models.TextField("ちがい", blank=True)
    agreed = models.TextField("決めたこと", blank=True)

    class Meta(OfResource.Meta):
        verbose_name = verbose_name_plural = "力になる人・所との話し合い"

    def __str__(self) -> str:
        return f"{self.who}：{self.wished}"

    def lacks(self) -> str:
        if wrong := super().lacks():
            return wrong
        if not self.there:
            return "家族のだれと一緒に話したかを書いてください。家族のいない話し合いは、会議や経過記録に書きます。"
        if not self.wished or not self.can_do:
            return "家族が望んだことと、相手ができることを、それぞれ書いてください。"
        said = self.difference or self.agreed
        return "" if said else "決めたことか、望みとできることのちがいを書いてください。"


class Use(OfResource):
    """A service or an offer was used once, on that day. Fact; it has no end. The third time, the family is asked how it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="uses")
    text = models.TextField("ようす", blank=True)

    class Meta(OfResource.Meta):
        verbose_name = verbose_name_plural = "使った日"

    def __str__(self) -> str:
        return self.who


class Feedback(HangingStatement):
    """How what was used is for one person of the family, in that person's words (視点4-9). Fact; it has no end.

    ``unheard`` is why somebody could not be asked yet.
    """

    ends: ClassVar[bool] = False
    hangs_on = "use"
    coded = {"go_on": "feedback_wishes"}

    use = models.ForeignKey(Use, models.PROTECT, related_name="feedback")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="だれのことば")
    good = models.TextField("合っていること", blank=True)
    other = models.TextField("変えたいこと・いやなこと", blank=True)
    go_on = models.CharField("これから", max_length=20, blank=True)
    unheard = models.CharField("聞けなかったわけ", max_length=200, blank=True)

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "三度めのあとに聞いたこと"

    def __str__(self) -> str:
        return self.good or self.other or self.unheard or self.person.name

    def lacks(self) -> str:
        said = self.good or self.other or self.go_on or self.unheard
        return "" if said else "聞いたことばか、これからどうしたいか、聞けなかったわけを書いてください。"
