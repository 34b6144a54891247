"""Noting which key file a database was set up with."""

from tomoni.config.keys import seal
from tomoni.config.models import PLACE, KeyMark


def mark_keys() -> None:
    """Keep a word sealed with the key file of now, once."""
    if not KeyMark.objects.exists():
        KeyMark.objects.create(sealed=seal("ともに", PLACE))
