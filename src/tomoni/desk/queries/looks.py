"""だれが見たか: who looked at a family's records, and when."""

from dataclasses import dataclass
from datetime import datetime

from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.journal.queries import Line, lines

KINDS = {
    "look": "閲覧", "write": "記録", "reveal": "秘匿情報の表示", "search": "検索", "deny": "閲覧できなかった",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One entry for people: when, who (name and hat), what."""

    at: datetime
    post: Post | None
    kind: str
    what: str
    emergency: bool


def of(viewer: Viewer, family: Family, limit: int = 200) -> list[Look]:
    """The newest entries on the family's dossiers. The page that shows it has checked that the viewer reads them."""
    cases = Case.objects.all().visible_to(viewer).filter(family=family)
    dossiers = [family.dossier_id, *(case.dossier_id for case in cases)]
    found = lines(viewer.tenant.pk, dossiers, limit)
    posts = {
        p.pk: p
        for p in Post.objects.filter(pk__in={line.post_id for line in found}).select_related("user", "team")
    }
    return [_look(line, posts) for line in found]


def _look(line: Line, posts: dict[int, Post]) -> Look:
    post = posts.get(line.post_id or 0)
    return Look(line.at, post, KINDS.get(line.kind, line.kind), line.what, line.what == "access.break_glass")


def of_dossier(viewer: Viewer, dossier: Dossier) -> list[Line]:
    """Raw lines of one dossier, for the review of an emergency opening."""
    return lines(viewer.tenant.pk, [dossier.pk])
