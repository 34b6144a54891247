"""A case is one engagement with a family, from intake to closing; it can begin again as another case."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from tomoni.access.facts import Fact
from tomoni.access.models import DossierBoundQuerySet, DossierModel
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.rules import SPANS, span_of
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes, current
from tomoni.resources.models import Organisation
from tomoni.tenancy.models import TenantModel


class Case(DossierModel):
    """One engagement with a family. Plain row. ``phase`` is a phase id of the practice pack it is kept under.

    ``lead`` is the worker responsible; an open case always has one.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="cases")
    number = models.CharField("ケース番号", max_length=20)
    pack = models.CharField("実践モデル", max_length=60)
    phase = models.CharField("フェーズ", max_length=20)
    lead = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="主担当")
    opened_on = models.DateField("開始日")
    closed_on = models.DateField("終結日", null=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "ケース"
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="cases_case_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.closed_on is None


class Deputy(DossierModel):
    """A second worker of a case, who writes beside the lead and whom the family knows. Plain row: only ``until`` is set later."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deputies")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="副担当")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "副担当"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "post"], condition=Q(until=None), name="cases_deputy_once"
            )
        ]

    def __str__(self) -> str:
        return self.post.user.name


class LeadChange(DossierModel):
    """The lead was handed from one worker to another (guideline 視点4-7): why, and what to know first. Plain row, never edited.

    ``know_first`` is for the new lead; it never stands on the letter to the family.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="lead_changes")
    former = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="前の主担当")
    lead = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="新しい主担当")
    on = models.DateField("替わった日")
    reason = models.CharField("理由", max_length=150)
    know_first = models.CharField("最初に知っておくこと", max_length=200, blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "担当の交代"

    def __str__(self) -> str:
        return f"{self.former.user.name}から{self.lead.user.name}へ"


class Statement(Fact):
    """Abstract: something stated about a case while it runs, as a fact. ``case`` is its column or the way to it;
    ``coded`` names the list of codes of each column that holds one; what is ``within_case`` cannot have begun before it.
    """

    case: Any
    coded: ClassVar[dict[str, str]] = {}
    within_case: ClassVar[bool] = False

    class Meta(Fact.Meta):
        abstract = True

    def lacks(self) -> str:
        """What it must still say, as a request to whoever writes it; empty when nothing is missing."""
        return ""


class HangingStatement(Statement):
    """Abstract: a statement that hangs on another row (the field named by ``hangs_on``), whose case is its own."""

    hangs_on: ClassVar[str]

    class Meta(Statement.Meta):
        abstract = True

    @property
    def case(self) -> Any:
        """The case of what it hangs on."""
        return getattr(self, self.hangs_on).case


class CaseChild(Fact):
    """A child (or a pregnant woman) the case is about. Fact."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "対象のこども・妊産婦"

    def __str__(self) -> str:
        return self.person.name


class Status(Fact):
    """Legal status of a child or woman (要保護児童・要支援児童・特定妊婦; 児福法6条の3). Fact; never of a household."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="statuses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="statuses")
    kind = models.CharField("区分", max_length=30)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "区分"

    def __str__(self) -> str:
        return f"{self.person.name}：{codes('statuses').label(self.kind)}"


class FamilyReason(Fact):
    """Why the centre is engaged with the family although no legal status applies (seed guideline 2-2(1)③), and how it
    stands to the engagement (``attitude``: asks itself, others worry, refuses). Fact.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reasons")
    kind = models.CharField("かかわる理由", max_length=40)
    attitude = models.CharField("態様", max_length=40, blank=True)
    text = models.CharField("補足", max_length=300, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "かかわる理由"

    def __str__(self) -> str:
        return current().families.label(self.kind)


class Involvement(Fact):
    """Involvement level (関与度の濃淡) from a day on, with reason and who agreed. Fact."""

    ends = False

    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    level = models.CharField("関与度", max_length=20)
    reason = models.TextField("理由")
    agreed_with = models.CharField("合意した人", max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "関与度"

    def __str__(self) -> str:
        return current().involvement.label(self.level)


class Margin(Fact):
    """The family's own margin (余力) from a day on, with reason and in whose words. Fact."""

    ends = False

    case = models.ForeignKey(Case, models.PROTECT, related_name="margins")
    level = models.CharField("余力", max_length=20)
    reason = models.TextField("理由")
    agreed_with = models.CharField("だれの見方か", max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "余力"

    def __str__(self) -> str:
        return current().margin.label(self.level)


class Rhythm(Statement):
    """How often somebody is in touch with the family, or with one of its resources, also when nothing is wrong
    (guideline 視点5-5), and why so in this case. Fact; without one the family is asked in the usual rhythm.

    ``every`` is an amount and a unit: ``14 days``, ``1 months``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="rhythms")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    every = models.CharField("どのくらいごとに", max_length=20)
    reason = models.TextField("そうするわけ")

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "連絡のリズム"

    def __str__(self) -> str:
        return f"{self.organisation.name if self.organisation else '家族'}：{span_of(self.every)}ごと"

    def lacks(self) -> str:
        if self.every not in SPANS:
            return "どのくらいごとにするかを選んでください。"
        return "" if self.reason else "そうするわけを書いてください。家族に説明するときの土台になります。"


class UsualRhythm(TenantModel):
    """The municipality's own rhythm for a kind of duty, who set it and why. Plain row, never edited: the newest counts;
    without one the practice pack's starting rhythm does.
    """

    kind = models.CharField("種類", max_length=40)
    every = models.CharField("どのくらいごとに", max_length=20)
    reason = models.TextField("そうするわけ")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="決めた人")
    at = models.DateTimeField("日時", default=now)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "ふだんのリズム"

    def __str__(self) -> str:
        return f"{self.kind}：{span_of(self.every)}"


class DutyQuerySet(DossierBoundQuerySet):
    """Duties by state."""

    def open(self) -> Self:
        """Not yet done."""
        return self.filter(done_at=None)


class Duty(DossierModel):
    """The thing somebody must do by a moment: safety check, promise, review, look-back … Plain row.

    ``kind`` comes from the practice pack; ``source``/``done_by`` point at what opened and what met it (label, ref).
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="duties")
    family = models.ForeignKey(Family, models.PROTECT, related_name="duties")
    child = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("種類", max_length=40)
    text = models.CharField("内容", max_length=300)
    holder = models.ForeignKey(Post, models.PROTECT, related_name="duties", verbose_name="する人")
    due_at = models.DateTimeField("期限")
    source = models.CharField("もとの記録", max_length=80, blank=True)
    done_at = models.DateTimeField("済んだ日時", null=True)
    done_by = models.CharField("済ませた記録", max_length=80, blank=True)
    put_off_from = models.DateTimeField("もとの期限", null=True)
    put_off_reason = models.CharField("延ばした理由", max_length=300, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(DutyQuerySet)()

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "すること"
        indexes = [
            models.Index(fields=["holder", "due_at"], condition=Q(done_at=None), name="cases_duty_open")
        ]

    def __str__(self) -> str:
        return self.text


class TimelineEntry(DossierModel):
    """One line of the chronology (C6), written by the action that made the event. Plain row.

    ``source`` points at the record (label, ref); the text itself stays there.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="timeline")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="timeline")
    at = models.DateTimeField("日時")
    kind = models.CharField("種類", max_length=40)
    phase = models.CharField("フェーズ", max_length=20, blank=True)
    title = models.CharField("見出し", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    source = models.CharField("もとの記録", max_length=80)
    recorded_at = models.DateTimeField("記録日時", default=now)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "経過の一行"
        indexes = [models.Index(fields=["family", "-at"], name="cases_timeline_newest")]

    def __str__(self) -> str:
        return self.title


class TimelinePerson(DossierModel):
    """Whom a line of the chronology concerns. Plain row."""

    entry = models.ForeignKey(TimelineEntry, models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "経過の一行の人"
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="cases_timeline_person_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.person_id}"
