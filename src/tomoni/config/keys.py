"""The key file made at set-up: the web secret, the field keys and the hashing key. It never enters the database."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tomoni.config.env import Misset


@dataclass(frozen=True)
class KeyRing:
    """Field keys by id (32 bytes each), the id used for new values, and the key of keyed hashes."""

    current: str
    field_keys: dict[str, bytes]
    hash_key: bytes


def make(path: Path) -> bool:
    """Write a new key file, readable by its owner only; an existing one is never touched. True when made."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f"k{secrets.token_hex(4)}"  # no two installations call different keys by one name
    content = {
        "secret": secrets.token_urlsafe(50),
        "current": name,
        "field": {name: b64encode(secrets.token_bytes(32)).decode()},
        "hash": b64encode(secrets.token_bytes(32)).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    return True


def secret_key(path: Path) -> str:
    """The web secret; without a key file a throw-away one, so that set-up itself can start. ``Misset`` when it is damaged."""
    if not path.exists():
        return secrets.token_urlsafe(50)
    return _ring(path)[0]


def ring(path: Path) -> KeyRing:
    """The field keys of a key file. FileNotFoundError tells to run the set-up; ``Misset`` that the file is damaged."""
    return _ring(path)[1]


@lru_cache(maxsize=4)
def _ring(path: Path) -> tuple[str, KeyRing]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = {name: b64decode(value, validate=True) for name, value in content["field"].items()}
        found = KeyRing(content["current"], keys, b64decode(content["hash"], validate=True))
        AESGCM(keys[found.current])
        return str(content["secret"]), found
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Misset(f"鍵ファイルが壊れています: {path}。保管してある鍵の控えを戻してください。") from error


def seal(plain: str, bound_to: bytes) -> str:
    """Encrypt a text: ``key id:base64(nonce + ciphertext)``.

    ``bound_to`` names the place the text belongs to; moved elsewhere it no longer opens.
    """
    name, _, blob = seal_bytes(plain.encode(), bound_to).partition(b":")
    return f"{name.decode()}:{b64encode(blob).decode()}"


def unseal(sealed: str, bound_to: bytes) -> str:
    """The text; raises InvalidTag when it belongs elsewhere or was tampered with, KeyError when its key is gone."""
    name, _, encoded = sealed.partition(":")
    return unseal_bytes(name.encode() + b":" + b64decode(encoded), bound_to).decode()


def seal_bytes(plain: bytes, bound_to: bytes) -> bytes:
    """Encrypt with the current field key (AES-256-GCM): key id, ``:``, nonce and ciphertext. For files."""
    keys = ring(settings.TOMONI_KEYS_FILE)
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(keys.field_keys[keys.current]).encrypt(nonce, plain, bound_to)
    return keys.current.encode() + b":" + nonce + sealed


def unseal_bytes(sealed: bytes, bound_to: bytes) -> bytes:
    """What was sealed; raises as ``unseal`` does."""
    name, _, blob = sealed.partition(b":")
    key = ring(settings.TOMONI_KEYS_FILE).field_keys[name.decode()]
    return AESGCM(key).decrypt(blob[:12], blob[12:], bound_to)
