"""Municipalities, and the base of every table that belongs to one."""

import uuid
from typing import Any, ClassVar

from django.db import models

from tomoni.tenancy.guard import BaseTenantManager, GuardedQuerySet


class Municipality(models.Model):
    """A municipality (or a prefecture's child guidance centre) as a tenant. A plain row, shared by all tenants.

    ``code`` is the national code for local governments, six digits with its check digit.
    """

    code = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    name = models.CharField("名称", max_length=60)
    name_kana = models.CharField("よみ", max_length=120, blank=True)
    prefecture = models.CharField("都道府県", max_length=10, blank=True)
    demo = models.BooleanField("デモ・練習用", default=False)
    open_to_other_teams = models.BooleanField("他チームの記録も読める", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "自治体"

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """Abstract: a row of one municipality, with a ``ref`` for addresses, drafts and exchange.

    ``journaled`` rows may be written inside an action only, and each write is entered in the journal.
    """

    tenant_column: ClassVar[str] = "municipality_id"
    journaled: ClassVar[bool] = True

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="自治体")
    ref = models.UUIDField("参照番号", default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(GuardedQuerySet)()
    within_tenant: ClassVar[Any] = BaseTenantManager()

    class Meta:
        abstract = True
        base_manager_name = "within_tenant"
        default_manager_name = "objects"


class Counter(TenantModel):
    """The last running number given, by kind. Plain row."""

    journaled = False

    kind = models.CharField("種類", max_length=40)
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "通し番号"
        constraints = [models.UniqueConstraint(fields=["municipality", "kind"], name="tenancy_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
