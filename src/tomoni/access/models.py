"""The unit of access (dossier), who holds it (grant), who is shut out (seal), and the emergency door (break-glass)."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self
from uuid import UUID

from django.db import models
from django.db.models import Expression, Q

from tomoni.access import reach
from tomoni.access.choices import Basis, Emergency, Level
from tomoni.access.collect import Seen, note_seen, seen_in, tells
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post, Team
from tomoni.calendar import now
from tomoni.tenancy.guard import BaseTenantManager, GuardedQuerySet
from tomoni.tenancy.models import TenantModel


class DossierQuerySet(GuardedQuerySet):
    """Dossiers themselves, by what a viewer may do with them."""

    def visible_to(self, viewer: Viewer, level: Level = Level.READ) -> Self:
        """Dossiers on which the viewer has at least this level. Nothing for a viewer of another municipality."""
        return self.opened(f"viewer {viewer.post.pk}").filter(reach.condition(viewer, level))


class Dossier(TenantModel):
    """The unit of access: each family has one, each case has one; every row about them carries it. Plain row.

    A case's dossier lies ``within`` its family's: a seal on the family shuts its cases too, those to come as well.
    """

    kind = models.CharField("種類", max_length=20)
    team_to_ask = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", verbose_name="問い合わせ先"
    )
    closed_at = models.DateTimeField("終結日時", null=True)
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="家庭のまとまり", db_index=False
    )

    objects: ClassVar[models.Manager["Dossier"]] = models.Manager.from_queryset(DossierQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "記録のまとまり"
        indexes = [
            models.Index(fields=["within"], condition=models.Q(within__isnull=False), name="dossier_within")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Holder(Protocol):
    """What of a post decides which grants are its own: a ``Post``, or as much of it as is needed."""

    @property
    def pk(self) -> int: ...
    @property
    def team_id(self) -> int | None: ...
    @property
    def holder_ref(self) -> UUID | None: ...


class GrantQuerySet(GuardedQuerySet):
    """Grants by holder and moment."""

    def at(self, moment: datetime | Expression) -> Self:
        """Grants in force at the moment."""
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)

    def held_by(self, post: Holder) -> Self:
        """Grants of the post itself, its team or the organisation or person it speaks for."""
        holder = Q(post=post.pk)
        if post.team_id:
            holder |= Q(team=post.team_id)
        if post.holder_ref:
            holder |= Q(holder_ref=post.holder_ref)
        return self.filter(holder)


class Grant(TenantModel):
    """Dossier × holder × level × basis × purpose × period. Rows are ended, never edited otherwise."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="grants")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="grants")
    holder_ref = models.UUIDField("本人・機関", null=True)
    level = models.PositiveSmallIntegerField("水準", choices=[(level.value, level.name) for level in Level])
    basis = models.CharField("根拠", max_length=20, choices=Basis.choices)
    purpose = models.CharField("目的", max_length=200, blank=True)
    since = models.DateTimeField("開始")
    until = models.DateTimeField("終了", null=True)

    objects: ClassVar[models.Manager["Grant"]] = models.Manager.from_queryset(GrantQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "閲覧権"
        constraints = [
            models.CheckConstraint(
                name="access_grant_one_holder",
                condition=Q(post__isnull=False, team=None, holder_ref=None)
                | Q(post=None, team__isnull=False, holder_ref=None)
                | Q(post=None, team=None, holder_ref__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["post", "basis"]),
            models.Index(fields=["team", "basis"]),
            # Without statistics SQLite would read all grants of the municipality for each dossier.
            models.Index(fields=["municipality", "dossier"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.dossier_id}"


class Seal(TenantModel):
    """A dossier shut for everybody but the posts listed as keepers (staff's relatives and the like). Ended, not edited."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="seals")
    reason = models.CharField("理由", max_length=200)
    since = models.DateTimeField("開始")
    until = models.DateTimeField("終了", null=True)

    objects: ClassVar[models.Manager["Seal"]] = models.Manager.from_queryset(GrantQuerySet)()

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "封"
        indexes = [models.Index(fields=["municipality", "dossier"])]

    def __str__(self) -> str:
        return f"封 {self.dossier_id}"


class SealKeeper(TenantModel):
    """A post that may still open a sealed dossier, as far as its grants go."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="keepers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "封を開けられる人"
        constraints = [models.UniqueConstraint(fields=["seal", "post"], name="access_keeper_once")]

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.post_id}"


class UnkeptSeal(TenantModel):
    """Since when nobody in office can take the seal off. Plain row, gone as soon as somebody can again."""

    journaled = False

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="unkept")
    since = models.DateTimeField("気づいた日時", default=now)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "解ける職員がいない封"

    def __str__(self) -> str:
        return f"{self.seal_id} {self.since}"


class DossierBoundQuerySet(GuardedQuerySet):
    """Rows that belong to a dossier. A look is when rows, or values other than keys and figures, reach whoever asked for
    a viewer: they are noted for the journal as they arrive, whichever method fetched them.
    """

    _viewer: Viewer | None = None

    def visible_to(self, viewer: Viewer, level: Level = Level.READ) -> Self:
        """Rows of the dossiers on which the viewer has at least this level."""
        queryset = self.opened(f"viewer {viewer.post.pk}")
        queryset = queryset.filter(reach.condition(viewer, level, "dossier__"))
        queryset._viewer = viewer
        return queryset

    def unshown(self, reason: str) -> Self:
        """The same rows for the program alone, to compare and then forget: no look. The reason is for readers."""
        if not reason.strip():
            raise ValueError("unshown needs a reason")
        queryset = self.all()
        queryset._viewer = None
        return queryset

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """What is fetched for a viewer is noted as one, not streamed past the journal."""
        return iter(self) if self._viewer else super().iterator(*args, **kwargs)

    async def aiterator(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        """As ``iterator``."""
        async for row in self if self._viewer else super().aiterator(*args, **kwargs):
            yield row

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Figures are no looks; a text among them (the last name of all) is one."""
        found = super().aggregate(*args, **kwargs)
        if self._viewer and any(isinstance(value, str) for value in found.values()):
            note_seen(self._viewer, self._sources())
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._viewer = self._viewer
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if not fresh or self._viewer is None or not self._result_cache:
            return
        if self._fields is None:  # type: ignore[attr-defined]
            note_seen(self._viewer, seen_in(self._result_cache))
        elif tells(self.query):
            note_seen(self._viewer, self._sources())

    def _sources(self) -> list[Seen]:
        """The rows whose values these are: values do not say it themselves."""
        inner = self.unshown("whose values are these").values("pk")
        rows = self.model.objects.for_system("whose values are these").filter(pk__in=inner)
        return [(self.model._meta.label_lower, *keys) for keys in rows.values_list("pk", "dossier_id")]


class DossierModel(TenantModel):
    """Abstract: a domain row. Where it belongs decides who sees it; seeing it is entered in the journal."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name="記録のまとまり")

    objects: ClassVar[Any] = models.Manager.from_queryset(DossierBoundQuerySet)()
    within_tenant: ClassVar[Any] = BaseTenantManager()

    class Meta(TenantModel.Meta):
        abstract = True


class BreakGlass(TenantModel):
    """An emergency opening of a card for 24 hours: why, and what the coordinator said about it afterwards."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="emergency")
    category = models.CharField("区分", max_length=10, choices=Emergency.choices)
    reason = models.TextField("理由")
    reviewed_at = models.DateTimeField("確認日時", null=True)
    reviewed_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    justified = models.BooleanField("必要だった", null=True)
    remark = models.TextField("確認のことば", blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = verbose_name_plural = "緊急閲覧"

    def __str__(self) -> str:
        return f"緊急閲覧 {self.grant_id}"
