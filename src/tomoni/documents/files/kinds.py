"""Which files are taken, and how each is known by its first bytes. A name or a browser's word for the kind proves nothing."""

from dataclasses import dataclass


class Unfit(ValueError):
    """A file that is not taken. The message is for people: what is wrong, and what to do instead."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: how browsers call it, what its name ends in, and what it is to people (``image``, ``paper``, ``sound``)."""

    media_type: str
    suffix: str
    family: str


KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("image/jpeg", "jpg", "image"),
        Kind("image/png", "png", "image"),
        Kind("application/pdf", "pdf", "paper"),
        Kind("audio/mpeg", "mp3", "sound"),
        Kind("audio/mp4", "m4a", "sound"),
        Kind("audio/wav", "wav", "sound"),
    )
}
TAKEN = "写真は JPEG か PNG、書類は PDF、録音は M4A・MP3・WAV にしてから、もう一度選んでください。"
HEIC = (
    "iPhone の写真の形式（HEIC）は受け取れません。iPhone の「設定」→「カメラ」→「フォーマット」を「互換性優先」にして"
    "撮り直すか、写真を JPEG に変えてから選んでください。"
)
VIDEO = "映像や字幕の入ったファイルは受け取れません。録音だけを残すときは、M4A・MP3・WAV にしてから選んでください。"
_PHOTO_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_SIGNS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
    b"ID3": "audio/mpeg",
}


def kind_of(content: bytes) -> Kind:
    """The kind of a file by its first bytes; ``Unfit`` for any other."""
    for sign, media_type in _SIGNS.items():
        if content.startswith(sign):
            return KINDS[media_type]
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return KINDS["audio/wav"]
    if content[4:8] == b"ftyp":
        return _of_boxes(content[8:12])
    if (
        len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    ):  # the start of an MPEG frame, layer 3
        return KINDS["audio/mpeg"]
    raise Unfit(f"このファイルは受け取れない種類です。{TAKEN}" if content else "中身のないファイルです。")


def _of_boxes(brand: bytes) -> Kind:
    """Photographs, films and recordings of telephones are all made of the same boxes; what is in them is asked later."""
    if brand in _PHOTO_BRANDS:
        raise Unfit(HEIC)
    if brand == b"qt  ":
        raise Unfit(VIDEO)
    return KINDS["audio/mp4"]
