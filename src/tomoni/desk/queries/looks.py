"""だれが見たか: who looked at a family's records, and when."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.families.models import Family
from tomoni.journal.queries import Line, lines

KINDS = {
    "look": "読んだ", "write": "書いた", "reveal": "秘匿情報を表示した", "search": "検索で見つけた", "deny": "開けなかった",
}  # fmt: skip
NEWEST = 400


@dataclass(frozen=True)
class Look:
    """What one post did within one minute: read, wrote, revealed …; several entries are one line with their number."""

    at: datetime
    post: Post | None
    kind: str
    times: int
    emergency: bool


def of(viewer: Viewer, family: Family) -> list[Look]:
    """The newest looks at the family's dossiers. The page that shows it has checked that the viewer reads them."""
    cases = Case.objects.all().visible_to(viewer).filter(family=family)
    dossiers = [family.dossier_id, *(case.dossier_id for case in cases)]
    found = lines(viewer.tenant.pk, dossiers, NEWEST)
    posts = {
        post.pk: post
        for post in Post.objects.filter(pk__in={line.post_id for line in found}).select_related(
            "user", "team"
        )
    }
    return [_look(list(group), posts) for _, group in groupby(found, key=_minute)]


def _minute(line: Line) -> tuple[str, int | None, str]:
    return line.at.isoformat(timespec="minutes"), line.post_id, line.kind


def _look(group: list[Line], posts: dict[int, Post]) -> Look:
    first = group[0]
    emergency = any(line.what == "access.break_glass" for line in group)
    kind = KINDS.get(first.kind, first.kind)
    return Look(first.at, posts.get(first.post_id or 0), kind, len(group), emergency)


def of_dossier(viewer: Viewer, dossier: Dossier) -> list[Line]:
    """Raw lines of one dossier, for the review of an emergency opening."""
    return lines(viewer.tenant.pk, [dossier.pk])
