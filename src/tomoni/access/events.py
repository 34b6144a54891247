"""Events: what took place once. A mistake is taken back with its reason, and stays findable."""

from typing import Any, ClassVar, Self

from django.db import models

from tomoni.access.models import DossierBoundQuerySet, DossierModel
from tomoni.accounts.models import Post
from tomoni.tenancy.guard import BaseTenantManager


class EventQuerySet(DossierBoundQuerySet):
    """Events as they stand, or those that were a mistake."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(retracted_at=None)

    def retracted(self) -> Self:
        """Taken back, the newest first."""
        return self.exclude(retracted_at=None).order_by("-retracted_at")


class Event(DossierModel):
    """Abstract: a plain row that tells what took place. Never edited; when it was a mistake, it is taken back
    (``cases.actions.retract_event``): who did so, when and why stand beside it.
    """

    retracted_at = models.DateTimeField("取消日時", null=True)
    retracted_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name="取り消した人"
    )
    retracted_why = models.TextField("取り消したわけ", blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(EventQuerySet)()
    within_tenant: ClassVar[Any] = BaseTenantManager()

    class Meta(DossierModel.Meta):
        abstract = True
