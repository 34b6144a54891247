"""Facts have two times: when they were true, and when we wrote them down (docs/developer/structure.md)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef

from tomoni.access.models import DossierBoundQuerySet, DossierModel
from tomoni.accounts.models import Post
from tomoni.calendar import ERAS, TOKYO, Day, now
from tomoni.calendar.fields import DayField
from tomoni.tenancy.guard import BaseTenantManager


class FactQuerySet(DossierBoundQuerySet):
    """Facts as they stand today, or as they were on a day."""

    def standing(self) -> Self:
        """Not retracted and not replaced by a later correction."""
        later = self.model.within_tenant.filter(replaces=OuterRef("pk"), retracted_at=None)
        return self.filter(~Exists(later), retracted_at=None)


class Fact(DossierModel):
    """Abstract: true from … until …, recorded at … by …. Rows are never edited; a correction replaces, a mistake is
    retracted. ``valid_from``/``valid_until`` may be half-known days.
    """

    ends: ClassVar[bool] = True  # False for a level: it goes on until the next one takes its place

    valid_from = DayField("いつから", null=True, blank=True)
    valid_until = DayField("いつまで", null=True, blank=True)
    recorded_at = models.DateTimeField("記録日時", default=now)
    recorded_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="訂正前", db_index=False
    )
    retracted_at = models.DateTimeField("取消日時", null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(FactQuerySet)()
    within_tenant: ClassVar[Any] = BaseTenantManager()

    class Meta(DossierModel.Meta):
        abstract = True
        # Few facts replace another: in an index of all of them SQLite sees one value, none, and would rather read the table.
        indexes = [
            models.Index(
                fields=["replaces"], condition=models.Q(replaces__isnull=False), name="%(class)s_replaced"
            )
        ]

    @property
    def told_on(self) -> date:
        """The day from which it is true, as far as that is known; else the day it was written down. A day that can be shown."""
        begun: Day | None = self.valid_from
        if begun is None or begun.date is None:
            return self.recorded_at.astimezone(TOKYO).date()
        return max(begun.earliest, ERAS[0].first)

    def true_on(self, day: Day) -> bool:
        """Whether the fact may have been true on that day, as far as its days are known."""
        begun = self.valid_from is None or self.valid_from.earliest <= day.latest
        lasting = self.valid_until is None or self.valid_until.latest >= day.earliest
        return begun and lasting
