"""Phase 1: how a family comes in, whether each child was seen, what was explained, who takes over what is not accepted."""

from django.db import models
from django.db.models import Q

from tomoni.access.models import DossierModel
from tomoni.access.protected import ProtectedField
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.resources.models import Organisation
from tomoni.sharing.models import Consent, PassedOn
from tomoni.tenancy.models import TenantModel


class IntakeRules(TenantModel):
    """The municipality's own limits. 48 clock hours is the guideline's rule (児童相談所運営指針); shorter is allowed."""

    safety_check_hours = models.PositiveSmallIntegerField("安全確認までの時間", default=48)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "受付の決まり"
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="intake_rules_once"),
            models.CheckConstraint(
                condition=Q(safety_check_hours__gte=1, safety_check_hours__lte=48),
                name="intake_rules_within_48_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.safety_check_hours}時間"


class Referral(DossierModel):
    """受付票: who turned to us, by which door, about which children, with what. Plain row.

    ``is_notice`` (通告, 児福法25条・虐待防止法6条) starts the clock; a consultation starts none, and where it is ``own``, the
    child's or family's, it is never refused. Whatever identifies the notifier is protected (虐待防止法7条): in a small town
    the school or the neighbourhood is enough. So a 通告 has ``caller_door``, ``caller_route`` and ``caller_agency`` under
    cover, and never an open ``door``.
    """

    family = models.ForeignKey(Family, models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="referrals")
    number = models.CharField("受付番号", max_length=20)
    received_at = models.DateTimeField("受付日時")
    received_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="受付者")
    door = models.CharField("入口", max_length=40, blank=True)
    route = models.CharField("経路", max_length=40, blank=True)
    method = models.CharField("方法", max_length=30)
    is_notice = models.BooleanField("通告", default=False)
    own = models.BooleanField("本人・家族からの相談", default=False)
    anonymous = models.BooleanField("匿名", default=False)
    caller_name = ProtectedField("相談者・通告者", blank=True)
    caller_contact = ProtectedField("連絡先", blank=True)
    caller_relation = ProtectedField("こどもとの関係", blank=True, telling=False)
    caller_door = ProtectedField("通告の入口", blank=True, telling=False)
    caller_route = ProtectedField("通告の経路", blank=True, telling=False)
    caller_agency = ProtectedField("通告した機関", blank=True, telling=False)
    wants_result = models.BooleanField("結果の連絡を希望", default=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="相手機関"
    )
    consultation_kind = models.CharField("相談種別", max_length=40, blank=True)
    harm_kind = models.CharField("心配の種類", max_length=40, blank=True)
    complaint = models.TextField("主訴・内容")
    whereabouts = models.CharField("こどもの今いる所", max_length=200, blank=True)
    safety_due_at = models.DateTimeField("安全確認の期限", null=True)
    outcome = models.CharField("受理の結果", max_length=40, blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "受付票"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="intake_referral_number"),
            models.CheckConstraint(
                condition=Q(is_notice=False) | Q(door="", route="", organisation=None),
                name="intake_notice_under_cover",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReferralChild(DossierModel):
    """A child (or woman) a referral is about. Plain row."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="children")
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "受付票のこども"
        constraints = [models.UniqueConstraint(fields=["referral", "person"], name="intake_child_once")]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.person_id}"


class SafetyCheck(DossierModel):
    """A child was seen after a 通告: by whom, when, where, how. One row for each child and sight. Plain row.

    Either one of us (``seen_by``) or an agency for us (``agency``).
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="safety_checks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="safety_checks")
    seen_at = models.DateTimeField("確認した日時")
    seen_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name="確認した職員"
    )
    agency = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="確認した機関"
    )
    place = models.CharField("場所", max_length=30)
    how = models.CharField("方法", max_length=200)
    result = models.TextField("ようす")
    late_reason = models.CharField("期限を過ぎた理由", max_length=300, blank=True)
    recorded_at = models.DateTimeField("記録日時", default=now)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "安全確認"
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by__isnull=False, agency=None) | Q(seen_by=None, agency__isnull=False),
                name="intake_seen_by_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.person_id}"


class Explanation(DossierModel):
    """What was explained to one person and when (B5): items of the practice pack, how it was taken. Plain row."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="explanations")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="explanations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="explanations")
    at = models.DateTimeField("日時")
    items = models.JSONField("説明したこと")
    response = models.TextField("受けとめ・質問", blank=True)
    by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="説明した人")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "説明"

    def __str__(self) -> str:
        return f"{self.family_id}: {self.person_id}"


class Handover(DossierModel):
    """What is not accepted goes to local support: to whom, with whose consent, and when we look back. Plain row."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="handover")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="引き継ぐ先"
    )
    what = models.TextField("お願いすること")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+", verbose_name="同意")
    look_back_on = models.DateField("振り返る日")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "引継ぎ"

    def __str__(self) -> str:
        return f"{self.referral_id}"

    @property
    def passed_on(self) -> PassedOn:
        """What whoever takes over was told by it."""
        return PassedOn(self.referral.family, self.organisation, "", self.what, "引継ぎ", self.consent)
