"""Telling whether a text takes over a run of the guideline, without having the guideline.

The file ``guideline.fingerprint`` was made once from the guideline's text (試行版, March 2026) by::

    python -m tests.practice.fingerprint guideline.txt > tests/practice/guideline.fingerprint

It holds no sentence, only the first 40 bits of the SHA-256 of every fifth run of 16 characters. A run of 20 characters
always holds one of these whole, so none of 20 or more is missed; some of 16 to 19 are found as well. Spaces,
punctuation and the difference between full and half width do not count.
"""

import sys
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

RUN, STEP, BYTES = 16, 5, 5
FILE = Path(__file__).with_name("guideline.fingerprint")


def bare(text: str) -> str:
    """Letters, digits and signs of writing only, widths made equal."""
    return "".join(
        char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] in "LNM"
    )


def prints(text: str, step: int) -> Iterator[tuple[str, bytes]]:
    """Runs of the text with their short hashes, every ``step`` characters."""
    plain = bare(text)
    for start in range(0, len(plain) - RUN + 1, step):
        run = plain[start : start + RUN]
        yield run, sha256(run.encode()).digest()[:BYTES]


def made_from(source: str) -> str:
    """The content of the fingerprint file for a source."""
    joined = b"".join(sorted({short for _, short in prints(source, STEP)}))
    encoded = b64encode(joined).decode()
    return "".join(f"{encoded[start : start + 100]}\n" for start in range(0, len(encoded), 100))


def known(content: str) -> frozenset[bytes]:
    """The short hashes of a fingerprint file."""
    joined = b64decode(content)
    return frozenset(joined[start : start + BYTES] for start in range(0, len(joined), BYTES))


def taken_over(text: str, source: frozenset[bytes]) -> list[str]:
    """Runs of the text that stand in the source."""
    return [run for run, short in prints(text, 1) if short in source]


if __name__ == "__main__":
    sys.stdout.write(made_from(Path(sys.argv[1]).read_text(encoding="utf-8")))
