"""Recordings as WAV: the sound and how it is written, and no other piece of the file (no titles, no places, no machine)."""

from tomoni.documents.files.boxes import chunks, little
from tomoni.documents.files.kinds import Unfit

BROKEN = (
    "録音を開けませんでした。こわれているか、録音ではないものが入っています。別のファイルを選んでください。"
)
_PLAIN = {1, 3, 6, 7, 0xFFFE}  # PCM, floating point, the two telephone laws, and PCM with more channels


def stripped(content: bytes) -> bytes:
    """The recording anew, from its two pieces that are sound."""
    found = dict(reversed(list(chunks(content))))
    how, sound = found.get(b"fmt ", b""), found.get(b"data", b"")
    if not 16 <= len(how) <= 40 or little(how[:2]) not in _PLAIN or not sound:
        raise Unfit(BROKEN)
    pieces = _piece(b"fmt ", how) + _piece(b"data", sound)
    return b"RIFF" + (len(pieces) + 4).to_bytes(4, "little") + b"WAVE" + pieces


def _piece(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
