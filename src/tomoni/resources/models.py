"""Organisations of the area and whom to call there."""

from typing import Any, ClassVar, Self

from django.db import models

from tomoni.access.choices import Audience
from tomoni.access.viewer import Viewer
from tomoni.tenancy.guard import GuardedQuerySet
from tomoni.tenancy.models import TenantModel


class OrganisationQuerySet(GuardedQuerySet):
    """Organisations hold nothing about families: all staff of the municipality see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All for staff, none for others."""
        queryset = self.opened(f"viewer {viewer.post.pk}")
        here = viewer.audience == Audience.STAFF and viewer.tenant.pk == viewer.post.municipality_id
        return queryset if here else queryset.none()


class Organisation(TenantModel):
    """A school, nursery, clinic, association … Plain row; ``kind`` is a code of the list ``organisation_kinds``."""

    name = models.CharField("名称", max_length=100)
    name_kana = models.CharField("よみ", max_length=200, blank=True)
    kind = models.CharField("種別", max_length=40)
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    person_to_call = models.CharField("連絡する人", max_length=100, blank=True)
    note = models.TextField("備考", blank=True)
    source = models.CharField("情報の出典", max_length=100, blank=True)
    confirmed_on = models.DateField("最終確認日", null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "機関・団体"
        indexes = [models.Index(fields=["municipality", "kind"])]

    def __str__(self) -> str:
        return self.name
