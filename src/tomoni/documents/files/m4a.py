"""Recordings of telephones (M4A): whatever is not sound or needed to play it is written over with nothing, in place.

In place, because the file counts the bytes from its beginning to each piece of sound.
"""

from collections.abc import Iterator

from tomoni.documents.files.boxes import big
from tomoni.documents.files.kinds import VIDEO, Unfit
from tomoni.documents.files.wav import BROKEN

# Box → the boxes in it that are kept; None: kept as it is.
_SOUND = {
    b"stsd": None,
    b"stts": None,
    b"stsc": None,
    b"stsz": None,
    b"stco": None,
    b"co64": None,
    b"sgpd": None,
    b"sbgp": None,
}
_MEDIA = {b"mdhd": None, b"hdlr": None, b"minf": {b"smhd": None, b"dinf": None, b"stbl": _SOUND}}
_KEPT = {
    b"ftyp": None,
    b"mdat": None,
    b"moov": {b"mvhd": None, b"trak": {b"tkhd": None, b"edts": {b"elst": None}, b"mdia": _MEDIA}},
}
_HERE = b"\0\0\0\x1cdref\0\0\0\0\0\0\0\x01\0\0\0\x0curl \0\0\0\x01"  # the sound is in this file
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_MOST_BOXES = 10_000
PIECES = (
    "細切れに保存された録音は受け取れません。録音アプリで M4A・MP3・WAV として書き出してから選んでください。"
)

Tree = dict[bytes, "Tree | None"]


def stripped(content: bytes) -> bytes:
    """The recording with the same sound at the same places."""
    out = bytearray(content)
    tree: Tree = _KEPT  # type: ignore[assignment]
    kept = _sweep(out, 0, len(out), tree)
    if not {b"ftyp", b"moov", b"mdat", b"hdlr", b"stsd"} <= kept:
        raise Unfit(BROKEN)
    return bytes(out)


def _sweep(out: bytearray, start: int, end: int, tree: Tree) -> set[bytes]:
    """Write over what is not kept between these places; the names of what was."""
    kept: set[bytes] = set()
    for name, at, body, after in _boxes(out, start, end):
        if name == b"moof":
            raise Unfit(PIECES)
        if name not in tree:
            _empty(out, at, body, after)
            continue
        kept.add(name)
        inner = tree[name]
        if inner is not None:
            kept |= _sweep(out, body, after, inner)
        _undate(out, name, body, after)
    return kept


def _boxes(out: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, beginning, content and end of each box between two places; a box that reaches further is a broken file."""
    at = start
    for _ in range(_MOST_BOXES):
        if at == end:
            return
        size, body = big(bytes(out[at : at + 4])), at + 8
        if size == 1:
            size, body = big(bytes(out[at + 8 : at + 16])), at + 16
        elif size == 0 and start == 0:
            size = end - at
        if at + size > end or at + size < body:
            break
        yield bytes(out[at + 4 : at + 8]), at, body, at + size
        at += size
    raise Unfit(BROKEN)


def _empty(out: bytearray, at: int, body: int, after: int) -> None:
    out[at + 4 : at + 8] = b"free"
    out[body:after] = bytes(after - body)


def _undate(out: bytearray, name: bytes, body: int, after: int) -> None:
    """When it was made, and what the machine calls its tracks and programs; a track that is no sound is a film's."""
    if name in _DATED and after - body >= 20:
        long = 16 if out[body] == 1 else 8
        out[body + 4 : body + 4 + long] = bytes(long)
    if name == b"hdlr":
        if out[body + 8 : body + 12] != b"soun":
            raise Unfit(VIDEO)
        out[body + 24 : after] = bytes(after - body - 24)
    if name == b"ftyp":
        out[body:after] = _brands(after - body)
    if name == b"dinf":
        if after - body != len(_HERE):
            raise Unfit(BROKEN)
        out[body:after] = _HERE


def _brands(room: int) -> bytes:
    if room < 8 or room % 4:
        raise Unfit(BROKEN)
    return (b"M4A " + bytes(4) + b"M4A " * (room // 4))[:room]
