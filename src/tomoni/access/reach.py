"""Which dossiers a viewer reaches, as one SQL condition: the matrix, the grants and the seals together."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

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


def condition(viewer: Viewer, level: Level, path: str = "") -> Q:
    """Rows whose dossier (at ``path``) is open to the viewer at this level or more. Another tenant's viewer: nothing."""
    if viewer.tenant.pk != current().pk or level == Level.NONE or not viewer.post.held_today:
        return NOTHING
    return _reached(viewer, level, path) & unsealed(viewer, path)


def _reached(viewer: Viewer, level: Level, path: str) -> Q:
    standing, other = viewer.standing, other_level(viewer)
    is_open, is_closed = Q(**{f"{path}closed_at": None}), Q(**{f"{path}closed_at__isnull": False})
    reached = NOTHING
    if standing.shared >= level:
        reached |= Q(_granted(viewer, path, basis__in=SHARED, level__gte=level))
    if min(other, standing.closed) >= level:
        reached |= is_closed
    elif standing.closed >= level:
        reached |= is_closed & Q(_granted(viewer, path, basis__in=(Basis.RESPONSIBLE, Basis.TEAM)))
    if other >= level:
        return reached | is_open
    return reached | is_open & _theirs(viewer, standing, level, path)


def _theirs(viewer: Viewer, standing: Standing, level: Level, path: str) -> Q:
    bases = [Basis.RESPONSIBLE] if standing.own >= level else []
    bases += [Basis.TEAM] if standing.team >= level else []
    return Q(_granted(viewer, path, basis__in=bases)) if bases else NOTHING


def _granted(viewer: Viewer, path: str, **what: object) -> Exists:
    grants = apps.get_model("access.Grant").objects.for_system("who may see this")
    return Exists(grants.at(now()).held_by(viewer.post).filter(dossier=OuterRef(_key(path)), **what))


def unsealed(viewer: Viewer, path: str = "") -> Q:
    """Rows whose dossier (at ``path``) no seal shuts for the viewer."""
    sealed = sealed_against(viewer)
    around = Q(dossier=OuterRef(_key(path))) | Q(dossier=OuterRef(f"{path}within"))
    return ~Q(Exists(sealed.filter(around)))


def sealed_against(viewer: Viewer) -> "GrantQuerySet":
    """Seals in force whose keepers do not include the viewer's post."""
    keepers = apps.get_model("access.SealKeeper").objects.for_system("who may open").filter(post=viewer.post)
    seals = apps.get_model("access.Seal").objects.for_system("who is shut out").at(now())
    found: GrantQuerySet = seals.filter(~Exists(keepers.filter(seal=OuterRef("pk"))))
    return found


def is_shut(viewer: Viewer, dossier: "Dossier") -> bool:
    """Whether the dossier, or the one it lies within, is sealed against the viewer."""
    around = [pk for pk in (dossier.pk, dossier.within_id) if pk]
    return sealed_against(viewer).filter(dossier__in=around).exists()


def _key(path: str) -> str:
    return f"{path}pk" if path else "pk"
