"""Reading a day as people type it: 和暦 or 西暦, whole or half known."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError

from tomoni.calendar.eras import ERAS, Era, era_called, year_name

EXAMPLES = "R6.4.1、令和6年4月1日、2024/4/1、令和6年4月、令和6年ごろ、不明"
FIRST_YEAR, LAST_YEAR = ERAS[0].first.year, 2100
_OUTSIDE = f"明治元年（{FIRST_YEAR}年）から{LAST_YEAR}年までの日付を入力してください。年を確かめてください。"


class Precision(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    UNKNOWN = "unknown"


class DayError(ValidationError, ValueError):
    """A day that cannot be taken as typed; its text (Japanese) says what to type. Forms show it as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="day")

    def __str__(self) -> str:
        return str(self.message)


_UNKNOWN = {"不明", "不詳", "ふめい", "わからない", "分からない", "?"}
_RELATIVE = {"今日": 0, "本日": 0, "きょう": 0, "昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2}
_TAIL = re.compile(r"(\([月火水木金土日](曜日?)?\)|生(まれ)?)+$")
_ABOUT = re.compile(r"(ごろ|ころ|頃|くらい|ぐらい|前後)$")
_DASHES = str.maketrans("‐‑‒–—―−ー・,、。", "--------....")
_PARTS = r"(?P<year>{year})(?:年|[./-]|$)(?:(?P<month>\d{{1,2}})(?:月|[./-]|$)(?:(?P<day>\d{{1,2}})日?)?)?"
_SOLID = r"(?P<year>{year})(?P<month>\d\d)(?P<day>\d\d)"
_ERA = rf"(?P<era>{'|'.join(sign for era in ERAS for sign in (era.name, era.letter))})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _ERA + _SOLID.format(year=r"\d\d"),
        _ERA + _PARTS.format(year=r"\d{1,2}|元"),
        _SOLID.format(year=r"\d{4}"),
        _PARTS.format(year=r"\d{4}"),
    )
)


def read(text: str, today: date | None = None) -> tuple[date | None, Precision] | None:
    """What ``text`` says: the (first) day and how exactly it is known; None for an empty text.

    A day that does not exist, an era that had ended or not begun, or anything not understood raises ``DayError``.
    ``today`` is needed to understand 今日 and 昨日.
    """
    text = "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    if not text:
        return None
    if text in _UNKNOWN:
        return None, Precision.UNKNOWN
    if today and text in _RELATIVE:
        return today - timedelta(days=_RELATIVE[text]), Precision.DAY
    text = _TAIL.sub("", text)
    bare = _ABOUT.sub("", text)
    for form in _FORMS:
        if found := form.fullmatch(bare):
            first, precision = _checked(found)
            return (first, precision) if bare == text else _loosened(first, precision)
    raise DayError(f"日付として読み取れません。次のように入力してください（例：{EXAMPLES}）。")


def _checked(found: re.Match[str]) -> tuple[date, Precision]:
    """The first day of what was typed, once it is sure that such a day, month or year exists."""
    parts = found.groupdict()
    era = era_called(parts["era"]) if parts.get("era") else None
    number = 1 if parts["year"] == "元" else int(parts["year"])
    year = number + (era.first.year - 1 if era else 0)
    if number == 0 or not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayError(_OUTSIDE)
    month, day = (int(parts[name]) if parts[name] else None for name in ("month", "day"))
    first = _existing(year, month, day)
    precision = Precision.DAY if day is not None else Precision.MONTH if month is not None else Precision.YEAR
    if era:
        _within(era, first, precision)
    return first, precision


def _existing(year: int, month: int | None, day: int | None) -> date:
    if month is None:
        return date(year, 1, 1)
    if not 1 <= month <= 12:
        raise DayError(f"{month}月はありません。月は1から12で入力してください。")
    length = monthrange(year, month)[1]
    if day is not None and not 1 <= day <= length:
        name = wording(date(year, month, length), Precision.MONTH)
        raise DayError(f"{month}月{day}日はありません。{name}は{length}日までです。日を確かめてください。")
    return date(year, month, day or 1)


def first_day(day: date, precision: Precision) -> date:
    """The first day of the month or year of ``day``; ``DayError`` outside the years that can be kept."""
    if last_day(day, precision) < ERAS[0].first or day.year > LAST_YEAR:
        raise DayError(_OUTSIDE)
    if precision is Precision.DAY:
        return day
    return day.replace(day=1) if precision is Precision.MONTH else day.replace(month=1, day=1)


def last_day(first: date, precision: Precision) -> date:
    """The last day of the day, month or year that begins with ``first``."""
    if precision is Precision.DAY:
        return first
    if precision is Precision.MONTH:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31)


def _within(era: Era, first: date, precision: Precision) -> None:
    """Refuse a day, month or year that does not touch the era it was typed with."""
    first, last = first_day(first, precision), last_day(first, precision)
    if first <= era.last and last >= era.first:
        return
    span = (
        f"{era.name}は元年{era.first.month}月{era.first.day}日からです"
        if last < era.first
        else f"{era.name}は{era.year_of(era.last)}年{era.last.month}月{era.last.day}日までです"
    )
    raise DayError(f"{span}。「{wording(last, precision)}」ではありませんか。確かめて入力してください。")


def wording(day: date, precision: Precision) -> str:
    """令和6年4月1日, 令和6年4月 or 令和6年, in the era of ``day``."""
    month = f"{day.month}月" if precision in (Precision.DAY, Precision.MONTH) else ""
    return year_name(day) + month + (f"{day.day}日" if precision is Precision.DAY else "")


def _loosened(first: date, precision: Precision) -> tuple[date, Precision]:
    if precision is not Precision.YEAR:
        last = last_day(first, precision)
        year, month = wording(last, Precision.YEAR), wording(last, Precision.MONTH)
        raise DayError(f"「ごろ」は年だけにつけられます。「{year}ごろ」または「{month}」と入力してください。")
    return first, Precision.ABOUT
