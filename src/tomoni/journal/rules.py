"""How the chain is made: canonical text and the hash that ties an entry to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(body: Mapping[str, Any]) -> str:
    """JSON text with sorted keys and no spaces: the same facts give the same bytes."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: str, municipality_id: int, seq: int, body: str) -> str:
    """The hash of an entry: SHA-256 over the forerunner's hash, the tenant, the number and the text."""
    return hashlib.sha256(f"{previous}\n{municipality_id}\n{seq}\n{body}".encode()).hexdigest()
