"""Phase 4: asking others, concretely: what to look at, when to call, whom, until when (guideline phase 4, p. 31)."""

from django.db import models

from tomoni.access.facts import Fact
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent


class Request(Fact):
    """Somebody is asked to do or to watch something for the family. Fact; it ends with ``valid_until``.

    Exactly one of ``organisation``, ``person`` and ``name`` is asked. ``call_whom`` answers their calls. ``told`` is what
    the family was told about it and said.
    """

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

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "依頼"

    def __str__(self) -> str:
        return self.look_at

    @property
    def asked(self) -> str:
        """Who is asked."""
        if self.organisation:
            return self.organisation.name
        return f"{self.person.name}さん" if self.person else self.name
