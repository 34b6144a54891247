"""What an answer shows of each family, held against the levels of the matrix; and what must show nowhere."""

import re
from html import unescape

from tests.walk.marks import PHONES, TEXTS
from tests.walk.world import SITUATIONS, SURNAMES, inside

# The matrix of docs/developer/permissions.md, a level for each situation: none, card, read, write. Guests and families see
# nothing of a dossier in this release, whatever was granted: every page about one is the staff's.
LEVELS = {
    "practitioner": "wrcrrnn",
    "maternal_health": "wrcrrnn",
    "coordinator": "wwrrrnn",
    "head": "rrrrrnn",
    "clerk": "ccccrnn",
}
NOBODY = "n" * len(SITUATIONS)
# Marks of tests/walk/marks.py, of 200 families at most, however they are written, also as the search index folds them. Any
# wider, and among millions of digests one would look like a telephone.
_WORDS = "|".join(what.replace("_", "-?") for what in TEXTS)
MARK = re.compile(rf"mk-?\d{{4}}-?(?:{_WORDS})|070-?600[0-{len(PHONES) - 1}]-?0[01]\d\d", re.IGNORECASE)
_STORED = re.compile(MARK.pattern.encode(), re.IGNORECASE)


def level(role: str, situation: str) -> str:
    """n, c, r or w."""
    return LEVELS.get(role, NOBODY)[SITUATIONS.index(situation)]


def too_much(role: str, text: str) -> list[str]:
    """Which situations show more than the post may see: a name without a card, words of the record without reading."""
    found = []
    for situation in SITUATIONS:
        if level(role, situation) == "n" and SURNAMES[situation][0] in text:
            found.append(f"name of {situation}")
        if level(role, situation) in "nc" and inside(situation) in text:
            found.append(f"record of {situation}")
    return found


def marks_in(text: str) -> set[str]:
    """Protected words in a text; entities are read as a browser reads them."""
    return set(MARK.findall(unescape(text)))


def marks_stored(content: bytes) -> set[bytes]:
    """Protected words among bytes, written as UTF-8 or with two bytes for each sign."""
    return set(_STORED.findall(content)) | set(_STORED.findall(content.replace(b"\0", b"")))
