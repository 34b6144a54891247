"""Consent: who agreed that what goes to whom, until when, in whose words. Disclosure: what was passed on, on what basis."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from tomoni.access.events import Event
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation


class Consent(Event):
    """A person's yes or no to sharing, withdrawn at any time. An event: only ``withdrawn_at`` is set later.

    The child's yes is a row of its own beside the parent's.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name="本人")
    given = models.BooleanField("同意した")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="渡す先"
    )
    recipient = models.CharField("渡す先（登録のない人・機関）", max_length=200, blank=True)
    what = models.CharField("渡す内容", max_length=300)
    until = models.DateField("いつまで", null=True)
    words = models.TextField("本人のことば", blank=True)
    asked_at = models.DateTimeField("たずねた日時", default=now)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="たずねた人")
    withdrawn_at = models.DateTimeField("取りやめた日時", null=True)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "同意"

    def __str__(self) -> str:
        return f"{'同意' if self.given else '不同意'}: {self.what}"

    @property
    def passed_on(self) -> "PassedOn":
        """What may be passed on by this yes."""
        return PassedOn(self.family, self.organisation, self.recipient, self.what, "", self)


@dataclass(frozen=True)
class PassedOn:
    """What a record of another folder passed on already (its property ``passed_on``), for the disclosure to begin with."""

    family: Family
    organisation: Organisation | None
    recipient: str
    what: str
    purpose: str
    consent: Consent | None = None


class Disclosure(Event):
    """What was passed on about a family: to whom, which items, what for, on what basis (code list ``disclosure_bases``), and
    whether the family was told. An event: only ``told_on`` and ``told_words`` are set later, once.

    It names what was told of (住所), never what must stay hidden itself. ``source`` points at the record (label, ref) that
    passed it on.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="disclosures")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="伝えた先"
    )
    recipient = models.CharField("伝えた人・登録のない所", max_length=200, blank=True)
    what = models.TextField("伝えたこと")
    purpose = models.TextField("何のために")
    on = models.DateField("伝えた日")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")
    basis = models.CharField("根拠", max_length=30)
    legal = models.CharField("根拠の補足", max_length=300, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, related_name="disclosures", verbose_name="同意"
    )
    told_on = models.DateField("家族に話した日", null=True)
    told_words = models.TextField("家族のことば", blank=True)
    untold_why = models.TextField("まだ話していないわけ", blank=True)
    source = models.CharField("もとの記録", max_length=80, blank=True)

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "伝えたことの記録"
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="consent", consent__isnull=False)
                | (~Q(basis="consent") & Q(consent__isnull=True)),
                name="sharing_consent_named",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=False) | ~Q(untold_why=""), name="sharing_told_or_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom}：{self.what}"

    @property
    def whom(self) -> str:
        """To whom."""
        return "　".join(
            each for each in (self.organisation and self.organisation.name, self.recipient) if each
        )

    @property
    def ground(self) -> str:
        """The basis with its article, for people."""
        code = codes("disclosure_bases").get(self.basis)
        return f"{code.label}（{code.page}）" if code.page else code.label
