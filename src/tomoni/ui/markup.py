"""Small pieces of HTML, made safe: icons, names with their reading, days. For tags, and for Python that builds a cell."""

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from tomoni.calendar import Day, Precision

SPRITE = "ui/icons.svg"
WEEKDAYS = "月火水木金土日"
_GAP = re.compile(r"(\s+)")
_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ffー・\s]+")


@lru_cache
def icons() -> frozenset[str]:
    """The names of the symbols in the sprite."""
    sprite = Path(__file__).parent / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="(\w+)"', sprite.read_text(encoding="utf-8")))


def icon(name: str, label: str = "") -> SafeString:
    """A symbol of the sprite; decoration unless it has a label. ValueError for a name that is not in the sprite."""
    if name not in icons():
        raise ValueError(f"no icon {name!r}: there are {', '.join(sorted(icons()))}")
    seen = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', seen, static(SPRITE), name)


def ruby(written: str, reading: str = "") -> SafeString:
    """A name with its reading above it, part by part when both have the same number of parts.

    The name is shown as it was written. Parts in kana need no reading; a reading is never guessed.
    """
    readings = reading.split()
    if not readings:
        return conditional_escape(written)
    if len(written.split()) != len(readings):
        return _over(written, reading)
    above = iter(readings)
    parts = (_over(part, next(above)) if part.strip() else part for part in _GAP.split(written))
    return format_html_join("", "{}", ((part,) for part in parts))


def _over(written: str, reading: str) -> SafeString:
    if _KANA.fullmatch(written):
        return conditional_escape(written)
    return format_html("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", written, reading)


def day(value: Day | date | None, *, weekday: bool = False, short: bool = False) -> SafeString:
    """A day of the era, with the western year on hover and in print; nothing for None.

    ``weekday`` adds （火） to a day known exactly; ``short`` writes R6.4.1.
    """
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        value = localtime(value).date()  # a moment before nine is yesterday in UTC
    known = value if isinstance(value, Day) else Day(value)
    text = known.short() if short else known.japanese()
    if known.date is None:
        return format_html("<span>{}</span>", text)
    exact = known.precision is Precision.DAY
    text += f"（{WEEKDAYS[known.date.weekday()]}）" if weekday and exact else ""
    machine = "" if known.precision is Precision.ABOUT else known.to_text()
    told = attributes(datetime=machine, title=known.western(), data_western=f"{known.date.year}年")
    return format_html("<time{}>{}</time>", told, text)


def moment(value: datetime | None) -> SafeString:
    """A day and time of the clock in Japan: 令和6年4月1日（月）10:32; nothing for None."""
    if value is None:
        return SafeString("")
    here = localtime(value)
    return format_html("{} {}", day(here.date(), weekday=True), f"{here.hour}:{here:%M}")


def period(start: Day | date | None, end: Day | date | None) -> SafeString:
    """From one day to another; an open side stays open, and one and the same day stands once."""
    if start is not None and start == end:
        return day(start)
    return format_html("{}〜{}", day(start), day(end))


def attributes(**values: object) -> SafeString:
    """HTML attributes of what is there; True gives the bare name, and ``_`` in a name stands for ``-``."""
    said = {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }
    there = {name.rstrip("_").replace("_", "-"): value for name, value in said.items()}
    bare = format_html_join("", " {}", ((name,) for name, value in there.items() if value is True))
    full = format_html_join("", ' {}="{}"', ((n, v) for n, v in there.items() if v is not True))
    return bare + full
