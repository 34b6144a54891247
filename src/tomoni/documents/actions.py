"""Keeping a file."""

import hashlib
import hmac

from django.conf import settings

from tomoni.config.keys import ring, seal_bytes
from tomoni.documents.models import StoredFile
from tomoni.tenancy.models import Municipality


def store(place: Municipality, content: bytes) -> StoredFile:
    """Keep a cleaned file, within the action that writes the row it belongs to: both are there, or neither."""
    row = StoredFile(municipality=place)
    row.sealed = seal_bytes(content, row.binding)
    row.save()
    return row


def digest(content: bytes) -> str:
    """A keyed digest of a file: it proves what was kept, and tells nobody without the key which file it was."""
    return hmac.new(ring(settings.TOMONI_KEYS_FILE).hash_key, content, hashlib.sha256).hexdigest()
