"""Numbers and pieces as files of sound and pictures write them."""

from collections.abc import Iterator


def big(content: bytes) -> int:
    """A number with its highest byte first."""
    return int.from_bytes(content, "big")


def little(content: bytes) -> int:
    """A number with its lowest byte first."""
    return int.from_bytes(content, "little")


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a RIFF file: name and content, as many as are whole."""
    at = 12
    while at + 8 <= len(content):
        size = little(content[at + 4 : at + 8])
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
