"""Which dossiers a viewer reaches, as one SQL condition: the matrix, the grants and the seals together."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import DateTimeField, Exists, OuterRef, Q, Value

from tomoni.access.choices import SHARED, Basis, Level
from tomoni.access.matrix import Standing
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.tenancy.context import current

if TYPE_CHECKING:
    from tomoni.access.models import Dossier, GrantQuerySet

NOTHING = Q(pk__in=[])


def other_level(viewer: Viewer) -> Level:
    """What the post may see of other teams; a municipality may open reading to its caseworkers."""
    standing = viewer.standing
    if standing.other == Level.CARD and standing.own == Level.WRITE and viewer.tenant.open_to_other_teams:
        return Level.READ
    return standing.other


class Now(Value):
    """The moment at which the database is asked, however long ago the question was put together."""

    def __init__(self) -> None:
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The present moment as a parameter."""
        return Value(now(), output_field=self.output_field).as_sql(*args, **kwargs)


class _Who(NamedTuple):
    """All on which the condition hangs: where it is asked, and what of the viewer counts. It is put together once for each,
    because that takes longer than asking the database.
    """

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
    who = _Who.of(viewer)
    return _reached(who, level, path) & _unsealed(who, path)


@lru_cache(maxsize=4096)
def _reached(who: _Who, level: Level, path: str) -> Q:
    is_open, is_closed = Q(**{f"{path}closed_at": None}), Q(**{f"{path}closed_at__isnull": False})
    reached = NOTHING
    if who.standing.shared >= level:
        reached |= Q(_granted(who, path, basis__in=SHARED, level__gte=level))
    if min(who.other, who.standing.closed) >= level:
        reached |= is_closed
    elif who.standing.closed >= level:
        reached |= is_closed & Q(_granted(who, path, basis__in=(Basis.RESPONSIBLE, Basis.TEAM)))
    if who.other >= level:
        return reached | is_open
    return reached | is_open & _theirs(who, level, path)


def _theirs(who: _Who, level: Level, path: str) -> Q:
    bases = [Basis.RESPONSIBLE] if who.standing.own >= level else []
    bases += [Basis.TEAM] if who.standing.team >= level else []
    return Q(_granted(who, path, basis__in=bases)) if bases else NOTHING


def _granted(who: _Who, path: str, **what: object) -> Exists:
    grants = apps.get_model("access.Grant").objects.for_system("who may see this")
    return Exists(grants.at(Now()).held_by(who).filter(dossier=OuterRef(_key(path)), **what))


def unsealed(viewer: Viewer, path: str = "") -> Q:
    """Rows whose dossier (at ``path``) no seal shuts for the viewer."""
    return _unsealed(_Who.of(viewer), path)


@lru_cache(maxsize=4096)
def _unsealed(who: _Who, path: str) -> Q:
    around = Q(dossier=OuterRef(_key(path))) | Q(dossier=OuterRef(f"{path}within"))
    return ~Q(Exists(_sealed(who.pk).filter(around)))


def sealed_against(viewer: Viewer) -> "GrantQuerySet":
    """Seals in force whose keepers do not include the viewer's post."""
    return _sealed(viewer.post.pk)


def _sealed(post: int) -> "GrantQuerySet":
    keepers = apps.get_model("access.SealKeeper").objects.for_system("who may open").filter(post=post)
    seals = apps.get_model("access.Seal").objects.for_system("who is shut out").at(Now())
    found: GrantQuerySet = seals.filter(~Exists(keepers.filter(seal=OuterRef("pk"))))
    return found


def is_shut(viewer: Viewer, dossier: "Dossier") -> bool:
    """Whether the dossier, or the one it lies within, is sealed against the viewer."""
    around = [pk for pk in (dossier.pk, dossier.within_id) if pk]
    return sealed_against(viewer).filter(dossier__in=around).exists()


def _key(path: str) -> str:
    return f"{path}pk" if path else "pk"
