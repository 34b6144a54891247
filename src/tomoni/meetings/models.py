"""Meetings of the centre, what is on their agenda and what was decided."""

from typing import Any, ClassVar, Self

from django.db import models

from tomoni.access.choices import Audience
from tomoni.access.models import DossierModel
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.tenancy.guard import GuardedQuerySet
from tomoni.tenancy.models import TenantModel


class MeetingQuerySet(GuardedQuerySet):
    """That a meeting takes place is known to all staff; what it is about hangs on each item's dossier."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All for staff of the municipality, none for others."""
        queryset = self.opened(f"viewer {viewer.post.pk}")
        here = viewer.audience == Audience.STAFF and viewer.tenant.pk == viewer.post.municipality_id
        return queryset if here else queryset.none()


class Meeting(TenantModel):
    """受理会議, 支援方針会議 …: when, where, who came. Plain row without case content."""

    kind = models.CharField("種類", max_length=40)
    at = models.DateTimeField("日時")
    place = models.CharField("場所", max_length=100, blank=True)
    convened_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="招集者")

    objects: ClassVar[Any] = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "会議"

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Attendance(TenantModel):
    """Who took part in a meeting. Plain row."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "出席"
        constraints = [models.UniqueConstraint(fields=["meeting", "post"], name="meetings_attended_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.post_id}"


class AgendaItem(DossierModel):
    """One family's matter at a meeting: what it is about, what the worker proposes. Plain row."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    family = models.ForeignKey(Family, models.PROTECT, related_name="agenda_items")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="agenda_items")
    subject = models.CharField("もとの記録", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("順")
    topic = models.CharField("議題", max_length=200)
    proposal = models.TextField("担当の案", blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "議題"

    def __str__(self) -> str:
        return self.topic


class Decision(DossierModel):
    """What a meeting decided about an item, why, and by whose authority. Plain row, never edited.

    ``borderline`` decisions gather in the local casebook (不受理, 淡い関与, 終結).
    """

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision")
    outcome = models.CharField("決定", max_length=40)
    reason = models.TextField("理由")
    family_wish = models.TextField("家族の希望", blank=True)
    borderline = models.BooleanField("事例集に残す", default=False)
    learned = models.TextField("判断で迷った点", blank=True)
    decided_at = models.DateTimeField("決定日時")
    decided_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="決定した人")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "決定"

    def __str__(self) -> str:
        return self.outcome
