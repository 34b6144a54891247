"""だれが見たか: who looked at a family's records, and when; and what was done behind an emergency door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator

from tomoni.access.models import BreakGlass
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.cases.models import Case
from tomoni.desk.queries.frame import TABS
from tomoni.families.models import Family
from tomoni.journal.queries import Line, lines, numbered, numbers

KINDS = {
    "look": "読んだ", "write": "書いた", "reveal": "秘匿情報を表示した", "search": "検索で見つけた", "deny": "開けなかった",
    "office": "封が引き継がれた",
}  # fmt: skip
ENTRIES = 100  # of the journal, on one page; those of one post within a minute are one line
OPENING = "緊急閲覧を始めた"
SCREENS = {
    **{page: label for label, page in TABS},
    "desk:break_glass": OPENING,
    "desk:seal": "封をする",
    "desk:unseal": "封を解く",
    "desk:today": "今日",
    "desk:chain": "ニーズから変化までのつながり",
    "desk:stand_in": "代わりに担当する",
    "desk:change_lead": "主担当を替える",
    "desk:deputy": "副担当を決める",
    "desk:end_deputy": "副担当を終える",
    "desk:hand_over": "担当をまとめて引き継ぐ",
    "desk:letter": "担当が替わるお知らせ",
    "desk:duty_later": "約束を延ばす",
    "desk:search": "検索",
    "desk:families": "家庭の一覧",
    "desk:children": "こども台帳",
    "desk:pregnancies": "妊婦台帳",
    "desk:caseload": "チームと担当",
    "desk:emergencies": "緊急閲覧と封",
    "desk:review_emergency": "緊急閲覧の確認",
    "people:person": "人のページ",
    "contacts:detail": "経過記録",
    "contacts:body": "けがの図",
    "contacts:file": "記録に添えたもの",
    "contacts:reveal_file": "記録に添えたもの（秘匿）",
    "intake:referral": "受付票",
    "intake:print": "受付票の印刷",
    "plans:print": "プランの印刷",
}
# For screens without a line of their own: what the pages of their folder are about.
FOLDERS = {
    "people": "人のページ",
    "families": "家族と関係",
    "cases": "ケース",
    "sharing": "共有と同意",
    "contacts": "経過記録",
    "meetings": "会議",
    "intake": "受付",
    "assessment": "アセスメント",
    "plans": "プラン",
    "support": "支援",
    "monitoring": "支援",
    "outcomes": "見直しと終結",
    "closing": "見直しと終結",
    "insight": "実践の手がかり",
}
ELSEWHERE = "その他の画面"


@dataclass(frozen=True)
class Look:
    """What one post did within one minute: read, wrote, revealed …; several entries are one line with their number."""

    at: datetime
    post: Post | None
    kind: str
    times: int
    emergency: bool


@dataclass(frozen=True)
class Use:
    """What was done while an emergency held the door open: when, on which screen, how often within the minute."""

    at: datetime
    what: str
    times: int


def of(viewer: Viewer, family: Family, page: str | None = None) -> Page[Any]:
    """A page of all looks at the family's dossiers, newest first. The view has checked that the viewer reads them."""
    cases = Case.objects.all().visible_to(viewer).filter(family=family)
    dossiers = [family.dossier_id, *(case.dossier_id for case in cases)]
    shown: Page[Any] = Paginator(numbers(viewer.tenant.pk, dossiers), ENTRIES).get_page(page)
    shown.object_list = _told(numbered(viewer.tenant.pk, shown.object_list))
    return shown


def _told(found: list[Line]) -> list[Look]:
    posts = Post.objects.filter(pk__in={line.post_id for line in found}).select_related("user", "team")
    by_key = {post.pk: post for post in posts}
    return [_look(list(group), by_key) for _, group in groupby(found, key=_minute)]


def _minute(line: Line) -> tuple[str, int | None, str]:
    return line.at.isoformat(timespec="minutes"), line.post_id, line.kind


def _look(group: list[Line], posts: dict[int, Post]) -> Look:
    first = group[0]
    emergency = any(line.what == "access.break_glass" for line in group)
    kind = KINDS.get(first.kind, first.kind)
    return Look(first.at, posts.get(first.post_id or 0), kind, len(group), emergency)


def after_opening(viewer: Viewer, emergency: BreakGlass) -> list[Use]:
    """All that the post did with the dossier while the emergency held it open, in order."""
    grant = emergency.grant
    assert grant.post is not None
    assert grant.until is not None
    found = lines(viewer.tenant.pk, [grant.dossier_id], by=(grant.post.user_id, grant.post.pk))
    # The journal's moments are cut to the millisecond.
    first, last = grant.since - timedelta(milliseconds=1), grant.until
    return list(_uses(line for line in reversed(found) if first < line.at < last))


def _uses(found: Iterable[Line]) -> Iterable[Use]:
    for _, group in groupby(found, key=lambda line: (line.at.isoformat(timespec="minutes"), screen(line))):
        entries = list(group)
        yield Use(entries[0].at, screen(entries[0]), len(entries))


def screen(line: Line) -> str:
    """The screen on which somebody looked, or what else was done, in words for people."""
    if line.what == "access.break_glass":
        return OPENING
    if line.kind != "look":
        return KINDS.get(line.kind, ELSEWHERE)
    return SCREENS.get(line.what) or FOLDERS.get(line.what.partition(":")[0], ELSEWHERE)
