"""Levels on many dossiers at once, for lists: the answer of ``decide.standing_on`` without asking once for each."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet

from tomoni.access.choices import SHARED, Basis, Level
from tomoni.access.matrix import SEALERS
from tomoni.access.models import Dossier, Grant, GrantQuerySet, Seal, SealKeeper, UnkeptSeal
from tomoni.access.reach import other_level, sealed_against
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.tenancy.context import current
from tomoni.tenancy.prepared import NOW, Among, Slot, prepared

OWN = (Basis.RESPONSIBLE, Basis.TEAM)
UNKEPT = timedelta(
    days=7
)  # what ends a keeper's post by mistake, or only for a night, is mended within a week
Held = tuple[str, int]  # basis and level of a grant


class Place(Protocol):
    """A dossier, or as much of it as decides who may open it."""

    @property
    def pk(self) -> int: ...
    @property
    def closed_at(self) -> datetime | None: ...


class Holding(NamedTuple):
    """A post, as far as grants are held by it."""

    pk: int
    team_id: int | None
    holder_ref: UUID | None


def shut_out(viewer: Viewer) -> set[int]:
    """Ids of the dossiers of the municipality in context that are sealed against the viewer, with those within them."""
    return {pk for (pk,) in _sealed(post=viewer.post.pk)}


@prepared
def _sealed() -> QuerySet[Any]:
    sealed = sealed_against(Slot("post", BigIntegerField())).values_list("dossier_id")
    within = Dossier.objects.for_system("who is shut out").filter(within__in=sealed)
    return sealed.union(within.values_list("pk"))


def not_shut_out(posts: Iterable[Post], dossier: Dossier) -> list[Post]:
    """Those of the posts that keep every seal on the dossier, or on the one it lies within; all where there is none."""
    around = [pk for pk in (dossier.pk, dossier.within_id) if pk]
    seals = Seal.objects.for_system("who is shut out").at(now()).filter(dossier__in=around)
    kept: dict[int, set[int]] = {pk: set() for pk in seals.values_list("pk", flat=True)}
    keepers = SealKeeper.objects.for_system("who may open").filter(seal__in=kept) if kept else ()
    for keeper in keepers:
        kept[keeper.seal_id].add(keeper.post_id)
    return [post for post in posts if all(post.pk in each for each in kept.values())]


def readers(posts: Iterable[Post], dossier: Dossier) -> list[Post]:
    """Those of the posts, all in office, that can open the dossier; in one query for the grants."""
    grants = list(Grant.objects.for_system("who can be told").at(now()).filter(dossier=dossier))

    def level(post: Post) -> Level:
        mine = [g for g in grants if g.post_id == post.pk or (g.team_id and g.team_id == post.team_id)]
        return _level(Viewer.wearing(post), dossier, [(g.basis, g.level) for g in mine])

    return [post for post in not_shut_out(posts, dossier) if level(post) >= Level.READ]


def held(viewer: Viewer, *dossiers: Dossier) -> list[Grant]:
    """The grants in force on these dossiers that the viewer's post holds, on any basis."""
    grants = Grant.objects.for_system("who may see this").at(now()).held_by(viewer.post)
    return list(grants.filter(dossier__in=[d.pk for d in dossiers]))


def owned(grants: Iterable[Grant]) -> list[Grant]:
    """Those of them by which a post is responsible, itself or through its team."""
    return [grant for grant in grants if grant.basis in OWN]


def opened_until(grants: Iterable[Grant]) -> datetime | None:
    """When the last emergency opening among them ends; None when there is none."""
    return max((g.until for g in grants if g.basis == Basis.BREAK_GLASS and g.until), default=None)


def seal_on(dossier: Dossier) -> Seal | None:
    """The seal in force on the dossier. Only its keepers come so far as to ask."""
    seals = Seal.objects.for_system("is it sealed").at(now()).filter(dossier=dossier)
    return seals.order_by("since", "pk").first()


def unkept() -> GrantQuerySet:
    """For the system: seals in force that nobody in office could take off any more."""
    able = Post.objects.on(today()).filter(role__in=SEALERS)
    keepers = SealKeeper.objects.for_system("who could take it off").filter(post__in=able)
    seals: GrantQuerySet = Seal.objects.for_system("whom a seal is left to").at(now())
    return seals.filter(~Exists(keepers.filter(seal=OuterRef("pk")))).order_by("since", "pk")


def keepers_today(seal: Seal) -> list[Post]:
    """For the system: who keeps the seal and is in office, whether or not they could take it off."""
    kept = SealKeeper.objects.for_system("whom to tell").filter(seal=seal).values("post")
    return list(Post.objects.on(today()).filter(pk__in=kept).order_by("pk"))


def may_inherit(post: Post, seal: Seal) -> bool:
    """Whether a seal that nobody can take off passes to this post, which seals: at once to a later post of somebody who
    kept it and sealed; to somebody whom it may have been meant against only when nobody came back for a week.
    """
    keepers = SealKeeper.objects.for_system("who could take it off").filter(seal=seal)
    if keepers.filter(post__user=post.user_id, post__role__in=SEALERS).exists():
        return True
    waiting = UnkeptSeal.objects.for_system("since when").filter(seal=seal, since__lte=now() - UNKEPT)
    return waiting.exists()


def held_on(dossier: Dossier, basis: Basis) -> GrantQuerySet:
    """For actions: the grants in force on the dossier for this basis, whoever holds them."""
    return Grant.objects.for_system("who holds it").at(now()).filter(dossier=dossier, basis=basis)


def of_team(viewer: Viewer, dossiers: Collection[Dossier], shut: Container[int]) -> set[int]:
    """Ids of those that a caseworker holds itself or through its team, open or closed, in one query."""
    here = viewer.tenant.pk == current().pk and viewer.post.held_today
    if not here or viewer.standing.own < Level.WRITE:
        return set()
    return {grant.dossier_id for grant in owned(held(viewer, *dossiers))} - {
        d.pk for d in dossiers if d.pk in shut
    }


def levels_on(viewer: Viewer, dossiers: Collection[Place], shut: Container[int]) -> dict[int, Level]:
    """The viewer's level on each dossier, by its id, in one query; ``shut`` is what ``shut_out`` says."""
    if viewer.tenant.pk != current().pk or not viewer.post.held_today:
        return {dossier.pk: Level.NONE for dossier in dossiers}
    held: dict[int, list[Held]] = defaultdict(list)
    holder = Holding(viewer.post.pk, viewer.post.team_id, viewer.post.holder_ref)
    for dossier_id, basis, level in _held_on(holder, dossiers=[dossier.pk for dossier in dossiers]):
        held[dossier_id].append((basis, level))
    return {d.pk: Level.NONE if d.pk in shut else _level(viewer, d, held[d.pk]) for d in dossiers}


@prepared
def _held_on(holder: Holding) -> QuerySet[Any]:
    grants = Grant.objects.for_system("who may see this").at(NOW).held_by(holder)
    return grants.filter(Among("dossier_id", "dossiers")).values_list("dossier_id", "basis", "level")


def _level(viewer: Viewer, dossier: Place, held: Iterable[Held]) -> Level:
    """The highest of all ways to a dossier that is not sealed (docs/developer/permissions.md)."""
    standing, other = viewer.standing, other_level(viewer)
    bases = {basis for basis, _ in held}
    ways = [min(Level(level), standing.shared) for basis, level in held if basis in SHARED]
    if dossier.closed_at:
        mine = bases & set(OWN)
        return max(*ways, Level.NONE, standing.closed if mine else min(other, standing.closed))
    ways += [standing.own] if Basis.RESPONSIBLE in bases else []
    ways += [standing.team] if Basis.TEAM in bases else []
    return max(*ways, Level.NONE, other)
