"""Pure rules: when a session locks or ends, what of a form may be kept, what a device is called."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

# Our own hidden fields that must not travel with kept words, and words in the names of fields that hold secrets.
OWN = frozenset({"csrfmiddlewaretoken", "worn", "parked"})
SECRET = frozenset(
    {"password", "password1", "password2", "oldpassword", "passcode", "pin", "otp", "secret", "credential"}
)

SYSTEMS = ("iPad", "iPhone", "Android", "Windows", "Macintosh", "CrOS", "Linux")
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}


class State(Enum):
    """What a session is at a moment."""

    OPEN = "open"
    LOCKED = "locked"
    OVER = "over"


def state(begun: datetime, seen: datetime, moment: datetime, idle: timedelta, most: timedelta) -> State:
    """Over after ``most`` since log-in, whatever happens; locked after ``idle`` without a request."""
    if moment - begun >= most:
        return State.OVER
    return State.LOCKED if moment - seen >= idle else State.OPEN


def is_secret(name: str) -> bool:
    """Whether a field of this name may hold a password or the like: ``pin``, ``new_password``; not ``opinion``."""
    return bool(SECRET & set(re.split(r"[_\-.]", name.lower())))


def worth_keeping(fields: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """What was sent, exactly as it came, without secrets and without the token of the old page."""
    return {name: list(values) for name, values in fields if name not in OWN and not is_secret(name)}


def without_nul(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The same fields without the one character (U+0000) that neither a page nor a database can carry."""
    return {name: [value.replace("\0", "") for value in values] for name, values in fields.items()}


def as_uuid(text: str) -> UUID | None:
    """The UUID that a text is, if it is one: it comes from a browser."""
    try:
        return UUID(text)
    except ValueError:
        return None


def device(agent: str) -> str:
    """``Edge・Windows`` from a browser's user agent; enough to recognise one's own machine, no more."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name.replace("Macintosh", "Mac") for name in SYSTEMS if name in agent), "")
    return "・".join(part for part in (browser, system) if part) or "不明な機器"
