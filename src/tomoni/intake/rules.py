"""Calculations of phase 1: no queries, no clock."""

import re
import unicodedata
from datetime import date, datetime

from tomoni.calendar import add_months
from tomoni.calendar.hours import close_of

LOOK_BACK_MONTHS = 3
LONGEST_HOURS = 48  # 児童相談所運営指針: a municipality may be quicker, never slower
LABEL_ROOM = 90  # leaves room for さんの家庭 in the name by which a family is called

# Doors by which the family comes itself: its consultation is never refused (B7).
OWN_DOORS = frozenset({"family", "child", "pregnant", "re_consultation"})
# Who notifies a pregnancy comes herself, though what is heard there may also be a 通告 about another child.
ALWAYS_OWN = OWN_DOORS | {"pregnancy_notification"}
# Here mostly families and children themselves ask (B10), sometimes others: 受付票 asks whose consultation it is.
NIGHT_DESK = "night_desk"
MOSTLY_OWN = frozenset({NIGHT_DESK, "relative", "health_check", "plaza"})
# 本町2丁目8-15, 本町二丁目8番15号: a place in the words of a call. Runs are bounded: a row of ten thousand 一 is told too.
_PLACE = re.compile(
    "[\u3400-\u9fff々ヶケノ]{1,12}?[0-9〇一二三四五六七八九十]{1,6}"
    "(?:(?:丁目|番地?|[‐‑‒–—―−ー-])[0-9〇一二三四五六七八九十]{1,6}|の[0-9]{1,6}){1,6}"
)
_NAMELESS = re.compile("不明|不詳|匿名|名前|[?？]")
ACCEPTED = ("accepted", "consultation")
# Ends without a case. What goes to others on the family's yes; what the law lets go without it (児福法25条の7).
ON_CONSENT = ("not_accepted", "other_agency")
ELSEWHERE = ("information_only", "other_municipality")
GUIDANCE_CENTRE = ("sent_to_guidance_centre", "notified_guidance_centre")
NEEDS_TAKER = ("other_agency", "other_municipality")
PENDING = "pending"


def late(due_at: datetime | None, seen_at: datetime) -> bool:
    """Whether a sight came after the limit."""
    return due_at is not None and seen_at > due_at


def clock(due_at: datetime | None, seen_at: datetime | None, moment: datetime) -> str:
    """How a child's clock stands: ``none``, ``running``, ``late`` (not seen), ``seen`` or ``seen_late``."""
    if seen_at is not None:
        return "seen_late" if late(due_at, seen_at) else "seen"
    if due_at is None:
        return "none"
    return "late" if moment > due_at else "running"


def look_back_moment(on: date, chosen: date | None) -> datetime:
    """When to look back at a hand-over: the chosen day, or three months on, at the close of the office."""
    return close_of(chosen or add_months(on, LOOK_BACK_MONTHS))


def own(door: str) -> bool:
    """Whether the family or child came itself."""
    return door in OWN_DOORS


def own_consultation(*, is_notice: bool, door: str, told: bool | None) -> bool:
    """Whether the child or family itself asks, as it was ``told`` or, untold, as it mostly is by this door (B7). Of a 通告
    nothing tells who it came from, not even this; a child may well be the one who notifies (虐待防止法6条).
    """
    if is_notice:
        return False
    return door in ALWAYS_OWN or (door in MOSTLY_OWN if told is None else told)


def outcomes(*, is_notice: bool, own: bool) -> tuple[str, ...]:
    """How a referral may end: a 通告 by a meeting in any way, a family's own consultation only by going on."""
    if is_notice:
        return ("accepted", *ON_CONSENT, *ELSEWHERE, *GUIDANCE_CENTRE, PENDING)
    return ("consultation",) if own else ("consultation", "other_agency", *ELSEWHERE)


def family_label(name: str) -> str:
    """What a family is called until somebody finds a better word: 佐藤さんの家庭."""
    first = (name.split() or [name])[0]
    return f"{first if len(first) <= LABEL_ROOM else first[:LABEL_ROOM] + '…'}さんの家庭"


def named(name: str) -> bool:
    """Whether this is somebody's name, and no 不明（小2男児） in place of one."""
    return bool(name.strip()) and not _NAMELESS.match(name.strip())


def places_in(words: str) -> list[str]:
    """Addresses down to the house that stand in the words of a call."""
    return list(dict.fromkeys(_PLACE.findall(unicodedata.normalize("NFKC", words))))


def lies_there(address: str, place: str) -> bool:
    """Whether an address ends with this place (keys of ``search.compare``); 東本町 is not 本町."""
    before = address.removesuffix(place)
    return before != address and (not before or before[-1] in "都道府県市区町村郡字")
