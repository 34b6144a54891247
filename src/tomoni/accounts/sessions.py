"""Sessions: kept encrypted, listed by user, and what time does to them."""

from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tomoni.accounts.models import Session
from tomoni.accounts.rules import State, state
from tomoni.calendar import TOKYO
from tomoni.config.keys import seal, unseal

BEGUN, SEEN, LOCKED, DEVICE = "begun", "seen", "locked", "device"
PLACE = b"accounts.session"


class SessionStore(DatabaseStore):
    """The SESSION_ENGINE. While a second factor is being set up the session holds its secret, hence the encryption."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table, which knows the user."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, with the columns of the list of one's own sessions."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = data.get(SESSION_KEY)
        row.begun, row.seen = _moment(data, BEGUN), _moment(data, SEEN)
        row.device = data.get(DEVICE, "")
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        """To the column."""
        return seal(super().encode(session_dict), PLACE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """From the column. What cannot be opened (a changed key) is an empty session: log in anew."""
        try:
            return super().decode(unseal(str(session_data), PLACE))
        except (InvalidTag, KeyError, ValueError):
            return {}


def begin(session: SessionBase, moment: datetime, device: str) -> None:
    """The clock of a session starts at log-in."""
    session[BEGUN] = session[SEEN] = moment.timestamp()
    session[DEVICE] = device
    session.pop(LOCKED, None)


def touch(session: SessionBase, moment: datetime) -> None:
    """Somebody is there. Written at most once in a fifteenth of the idle time: a minute of fifteen."""
    seen = _moment(session, SEEN)
    if BEGUN not in session:
        session[BEGUN] = moment.timestamp()
    if (
        seen is None or abs(moment - seen) >= _idle() / 15
    ):  # a clock that was ahead must not keep the screen open
        session[SEEN] = moment.timestamp()


def lock(session: SessionBase) -> None:
    """Shut the screen now."""
    session[LOCKED] = True


def unlock(session: SessionBase, moment: datetime) -> None:
    """Open it again, under a new session number."""
    session.pop(LOCKED, None)
    session[SEEN] = moment.timestamp()
    session.cycle_key()


def state_of(session: SessionBase, moment: datetime) -> State:
    """What the session is at the moment; one that never met our clock is new."""
    found = state(
        _moment(session, BEGUN) or moment,
        _moment(session, SEEN) or moment,
        moment,
        _idle(),
        timedelta(hours=settings.TOMONI_SESSION_HOURS),
    )
    return State.LOCKED if found is State.OPEN and session.get(LOCKED) else found


def _idle() -> timedelta:
    return timedelta(minutes=settings.TOMONI_IDLE_MINUTES)


def _moment(data: Any, key: str) -> datetime | None:
    stamp = data.get(key)
    return datetime.fromtimestamp(stamp, TOKYO) if stamp else None
