"""Phase 4: asking others, concretely: what to look at, when to call, whom, until when (guideline phase 4, p. 31)."""

from django.db import models

from tomoni.accounts.models import Post
from tomoni.cases.models import Case, Statement
from tomoni.people.models import Person
from tomoni.plans.models import Goal
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
        return PassedOn(
            family, self.organisation, recipient, self.look_at, self.text or self.look_at, self.consent
        )
