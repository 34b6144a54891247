"""A JPEG without the pieces that tell of camera, place and maker; its dots are not touched (for pictures inside a PDF)."""

from tomoni.documents.files.boxes import big

_TELLING = {*range(0xE0, 0xF0), 0xFE}
_SCAN, _END = 0xDA, 0xD9
_IN_A_SCAN = {0x00, *range(0xD0, 0xD8)}


class NoJpeg(ValueError):
    """Its pieces do not follow each other as those of a JPEG do."""


def plain(content: bytes) -> bytes:
    """The same picture. The one telling piece that is kept says how colours are mixed (Adobe)."""
    if content[:2] != b"\xff\xd8":
        raise NoJpeg
    out, at = [content[:2]], 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        sign = content[at + 1]
        if sign == _END:
            return b"".join([*out, b"\xff\xd9"])
        after = at + 2 + big(content[at + 2 : at + 4])
        if sign == _SCAN:
            after = _end_of_scan(content, after)
        if sign not in _TELLING or _mixes_colours(content[at:after]):
            out.append(content[at:after])
        at = after
    raise NoJpeg


def _end_of_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1 : at + 2] and content[at + 1] not in _IN_A_SCAN:
            return at
        at += 2
    raise NoJpeg


def _mixes_colours(piece: bytes) -> bool:
    return len(piece) == 16 and piece[1] == 0xEE and piece[4:9] == b"Adobe"
