"""Which dossiers a viewer reaches, as one SQL condition: the matrix, the grants and the seals together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import BigIntegerField, DateTimeField, Exists, F, OuterRef, Q
from django.db.models.lookups import In, IsNull

from tomoni.access.choices import SHARED, Basis, Level
from tomoni.access.compiled import Ask, Column, Compiled, there
from tomoni.access.matrix import Standing
from tomoni.access.viewer import Viewer
from tomoni.tenancy.context import current
from tomoni.tenancy.prepared import NOW, Slot

if TYPE_CHECKING:
    from tomoni.access.models import Dossier, GrantQuerySet

NOTHING = Q(pk__in=[])
# What of a dossier a condition asks about.
PK, WITHIN = Column("pk", BigIntegerField()), Column("within", BigIntegerField())
CLOSED = Column("closed", DateTimeField())
IS_OPEN, IS_CLOSED, NEVER = Q(IsNull(CLOSED, True)), Q(IsNull(CLOSED, False)), Q(In(PK, []))


def other_level(viewer: Viewer) -> Level:
    """What the post may see of other teams; a municipality may open reading to its caseworkers."""
    standing = viewer.standing
    if standing.other == Level.CARD and standing.own == Level.WRITE and viewer.tenant.open_to_other_teams:
        return Level.READ
    return standing.other


class _Who(NamedTuple):
    """All of a viewer on which a condition hangs, and where it is asked."""

    tenant: int
    pk: int
    team_id: int | None
    holder_ref: UUID | None
    standing: Standing
    other: Level

    @classmethod
    def of(cls, viewer: Viewer) -> "_Who":
        post = viewer.post
        return cls(current().pk, post.pk, post.team_id, post.holder_ref, viewer.standing, other_level(viewer))


def condition(viewer: Viewer, level: Level, path: str = "") -> Q:
    """Rows whose dossier (at ``path``) is open to the viewer at this level or more. Another tenant's viewer: nothing."""
    if viewer.tenant.pk != current().pk or level == Level.NONE or not viewer.post.held_today:
        return NOTHING
    return _about(_Reached(_Who.of(viewer), level), path)


def unsealed(viewer: Viewer, path: str = "") -> Q:
    """Rows whose dossier (at ``path``) no seal shuts for the viewer."""
    return _about(_Unsealed(_Who.of(viewer)), path)


def _about(ask: Ask, path: str) -> Q:
    columns = {"pk": F(f"{path}pk"), "within": F(f"{path}within"), "closed": F(f"{path}closed_at")}
    return Q(Compiled(ask, **columns))


@dataclass(frozen=True)
class _Unsealed:
    """No seal on the dossier, or on the one it lies within, shuts the viewer out."""

    who: _Who

    def condition(self) -> Q:
        """See the class."""
        around = Q(dossier=PK) | Q(dossier=WITHIN)
        return ~Q(there(sealed_against(self.who.pk).filter(around)))


@dataclass(frozen=True)
class _Reached:
    """The dossier is open to the viewer at this level or more."""

    who: _Who
    level: Level

    def condition(self) -> Q:
        """See the class."""
        return self._held() & _Unsealed(self.who).condition()

    def _held(self) -> Q:
        standing, other, level = self.who.standing, self.who.other, self.level
        held = NEVER
        if standing.shared >= level:
            held |= self._granted(basis__in=SHARED, level__gte=level)
        if min(other, standing.closed) >= level:
            held |= IS_CLOSED
        elif standing.closed >= level:
            held |= IS_CLOSED & self._granted(basis__in=(Basis.RESPONSIBLE, Basis.TEAM))
        if other >= level:
            return held | IS_OPEN
        return held | IS_OPEN & self._theirs()

    def _theirs(self) -> Q:
        standing, level = self.who.standing, self.level
        bases = [Basis.RESPONSIBLE] if standing.own >= level else []
        bases += [Basis.TEAM] if standing.team >= level else []
        return self._granted(basis__in=bases) if bases else NEVER

    def _granted(self, **what: object) -> Q:
        grants = apps.get_model("access.Grant").objects.for_system("who may see this")
        return Q(there(grants.at(NOW).held_by(self.who).filter(dossier=PK, **what)))


def sealed_against(post: int | Slot) -> "GrantQuerySet":
    """Seals in force whose keepers do not include the post; for a prepared query."""
    keepers = apps.get_model("access.SealKeeper").objects.for_system("who may open").filter(post=post)
    seals = apps.get_model("access.Seal").objects.for_system("who is shut out").at(NOW)
    found: GrantQuerySet = seals.filter(~Exists(keepers.filter(seal=OuterRef("pk"))))
    return found


def is_shut(viewer: Viewer, dossier: "Dossier") -> bool:
    """Whether the dossier, or the one it lies within, is sealed against the viewer."""
    asked = apps.get_model("access.Dossier").objects.for_system("is it shut").filter(pk=dossier.pk)
    return not asked.filter(unsealed(viewer)).exists()
