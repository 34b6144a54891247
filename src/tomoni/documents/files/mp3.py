"""Recordings as MP3: the frames of sound one after another, and nothing that lies before, between or behind them."""

from tomoni.documents.files.kinds import Unfit
from tomoni.documents.files.wav import BROKEN

# kbit/s by index, MPEG 1 and MPEG 2 (2.5), layer 3; samples a second by index, MPEG 1, 2 and 2.5
_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_FEWEST = 3
_MOST_TAGS = 10


def stripped(content: bytes) -> bytes:
    """The frames alone. ``Unfit`` when they are few, or what lies between them is more than a little."""
    at, frames, strange = _behind_tags(content), [], 0
    body = len(content) - at
    while at < len(content):
        size = _frame(content[at : at + 4])
        if size and at + size <= len(content):
            frames.append(_without_maker(content[at : at + size]))
            at += size
        else:
            at, before = _next(content, at + 1), at
            strange += at - before
    if len(frames) < _FEWEST or strange > max(body // 10, 4096):
        raise Unfit(BROKEN)
    return b"".join(frames)


def _behind_tags(content: bytes) -> int:
    """Where the tags at the beginning (ID3v2) end."""
    at = 0
    for _ in range(_MOST_TAGS):
        if content[at : at + 3] != b"ID3" or len(content) < at + 10:
            break
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size * 128 + (byte & 0x7F)
        at += 10 + size + (10 if content[at + 5] & 0x10 else 0)
    return at


def _frame(head: bytes) -> int:
    """How long the frame with this head is; 0 when it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, pace = (head[1] >> 3) & 3, head[2] >> 4, (head[2] >> 2) & 3
    if version == 1 or rate in {0, 15} or pace == 3:
        return 0
    kbits = _RATES[version == 3][rate]
    return (144_000 if version == 3 else 72_000) * kbits // _SAMPLES[version][pace] + ((head[2] >> 1) & 1)


def _without_maker(frame: bytes) -> bytes:
    """A first frame that carries words about the file instead of sound (Xing, Info, VBRI) becomes silence."""
    if any(sign in frame[:64] for sign in (b"Xing", b"Info", b"VBRI")):
        return frame[:4] + b"\0" * (len(frame) - 4)
    return frame


def _next(content: bytes, at: int) -> int:
    """Where the next frame may begin."""
    found = content.find(b"\xff", at)
    while found >= 0:
        size = _frame(content[found : found + 4])
        if size and (found + size >= len(content) or _frame(content[found + size : found + size + 4])):
            return found
        found = content.find(b"\xff", found + 1)
    return len(content)
