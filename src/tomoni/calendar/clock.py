"""The only clock: everything that asks for the time asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

TOKYO = ZoneInfo("Asia/Tokyo")


class _Door:
    """The moment at which the clock stands still, if it does; one for the whole process."""

    moment: datetime | None = None


def now() -> datetime:
    """The present moment in Japan, with its time zone.

    The optional setting ``TOMONI_CLOCK_OFFSET`` (a ``timedelta``) moves the clock of a demo or a training, so that a
    town made some weeks ago still looks lived in. It is never set where real families are on record.
    """
    if _Door.moment is not None:
        return _Door.moment
    offset: timedelta = getattr(settings, "TOMONI_CLOCK_OFFSET", timedelta())
    return datetime.now(TOKYO) + offset


def today() -> date:
    """The present day in Japan."""
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """The clock stands at ``moment`` inside the block; the innermost block counts.

    Only ``town`` on a demo database and tests open this door: a journal written under a set clock would not be true.
    It holds for every thread of the process, so that a server under test tells the same time as its test.
    A moment without time zone raises ``ValueError``.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    before, _Door.moment = _Door.moment, moment.astimezone(TOKYO)
    try:
        yield
    finally:
        _Door.moment = before
