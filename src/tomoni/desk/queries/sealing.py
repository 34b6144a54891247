"""Seals: who can keep one, and those that a post keeps."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.models import Seal, SealKeeper
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF
from tomoni.accounts.models import Post
from tomoni.calendar import now, today
from tomoni.families.models import Family


@dataclass(frozen=True)
class Kept:
    """A family under seal, as its keepers see it."""

    family: Family
    seal: Seal
    keepers: list[Post]


def colleagues(viewer: Viewer) -> Any:
    """Posts of the staff that can keep a seal beside the viewer's own."""
    held = Post.objects.on(today()).filter(municipality=viewer.tenant, role__in=STAFF)
    return held.exclude(pk=viewer.post.pk).select_related("user", "team").order_by("team", "user", "pk")


def keepers_of(*seals: Seal) -> dict[int, list[Post]]:
    """Who opens these seals, by the seal's id; for pages that only keepers reach."""
    rows = SealKeeper.objects.for_system("told to keepers").filter(seal__in=seals)
    found = defaultdict(list)
    for row in rows.select_related("post__user").order_by("pk"):
        found[row.seal_id].append(row.post)
    return found


def kept(viewer: Viewer) -> list[Kept]:
    """The families whose seal the viewer's post keeps, the longest sealed first."""
    mine = SealKeeper.objects.for_system("whose seals these are").filter(post=viewer.post)
    seals = Seal.objects.for_system("one's own seals").at(now()).filter(pk__in=mine.values("seal"))
    found = list(seals.order_by("since", "pk"))
    families = Family.objects.all().visible_to(viewer, Level.CARD)
    by_dossier = {f.dossier_id: f for f in families.filter(dossier__in=[seal.dossier_id for seal in found])}
    keepers = keepers_of(*found)
    return [Kept(by_dossier[s.dossier_id], s, keepers[s.pk]) for s in found if s.dossier_id in by_dossier]
