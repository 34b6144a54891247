"""Pure rules of the office: what a user name looks like, which roles are handed out here."""

import re
import unicodedata
from datetime import date

from tomoni.accounts.choices import STAFF, Role

# Families and guests have no pages of their own yet: nobody gives them a post from here.
APPOINTED = tuple(role for role in Role if role in STAFF or role == Role.ADMIN)
# Who keeps records shares them with a team; without one nobody could stand in.
WITH_TEAM = frozenset({Role.PRACTITIONER, Role.MATERNAL_HEALTH})
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def as_username(text: str) -> str:
    """The name as it is kept: ``Ｓａｔｏ`` typed with the Japanese keyboard on is ``sato``."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> bool:
    """Latin letters and digits, with dots, hyphens and underscores within; 2 to 60 of them."""
    return bool(_USERNAME.fullmatch(text))


def revocable(role: str, since: date | None, on: date) -> bool:
    """Whether a post can be taken back on that day: before it begins, an administrator's on its first day too."""
    return since is not None and (on < since or (on == since and role == Role.ADMIN))
