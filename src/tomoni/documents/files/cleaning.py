"""One way in for every file: its kind from what is in it, then made anew by what knows that kind."""

from collections.abc import Callable
from dataclasses import dataclass

from tomoni.documents.files import images, m4a, mp3, pdfs, wav
from tomoni.documents.files.kinds import Kind, Unfit, kind_of


@dataclass(frozen=True)
class Clean:
    """A file made anew: what can be seen or heard in it is there, what it told besides is not."""

    kind: Kind
    content: bytes


_MADE_ANEW: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": images.jpeg,
    "image/png": images.png,
    "application/pdf": pdfs.rewritten,
    "audio/mpeg": mp3.stripped,
    "audio/mp4": m4a.stripped,
    "audio/wav": wav.stripped,
}


def clean(content: bytes, *, most: int) -> Clean:
    """The file made anew; ``Unfit`` when it is larger than ``most`` bytes, of no kind that is taken, broken, or cannot be
    made harmless.
    """
    if len(content) > most:
        raise Unfit(too_large(most))
    kind = kind_of(content)
    return Clean(kind, _MADE_ANEW[kind.media_type](content))


def too_large(most: int) -> str:
    """What is said of a file larger than this."""
    return f"ファイルが大きすぎます。1つのファイルは {most // 1_000_000}MB までです。写真は小さいサイズで撮り直し、書類は分けてください。"
