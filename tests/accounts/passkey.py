"""A passkey made of software: what a browser and a security key answer together (WebAuthn level 2, §6)."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from struct import pack

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Passkey:
    """One key for one site. ``origin`` is what the browser's address bar says."""

    origin: str = "http://localhost"
    site: str = "localhost"
    number: bytes = b"tomoni-test-passkey"
    secret: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    used: int = 0

    def made(self, options: dict[str, dict[str, str]]) -> str:
        """The answer to ``creation_options``, for the hidden field."""
        point = self.secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + pack(">H", len(self.number)) + self.number + cbor.encode(public)
        statement = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(PRESENT_AND_VERIFIED | WITH_KEY) + attested,
        }
        response = {
            "attestationObject": text(cbor.encode(statement)),
            "clientDataJSON": self._said("create", options),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def used_for(self, options: dict[str, dict[str, str]], user_handle: bytes = b"") -> str:
        """The answer to ``request_options``."""
        self.used += 1
        data, said = self._data(PRESENT_AND_VERIFIED), self._client_data("get", options)
        signature = self.secret.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        response = {
            "authenticatorData": text(data),
            "clientDataJSON": text(said),
            "signature": text(signature),
            "userHandle": text(user_handle),
        }
        return self._answer(response, {})

    def _answer(self, response: dict[str, str], extensions: dict[str, object]) -> str:
        number = text(self.number)
        credential = {"id": number, "rawId": number, "type": "public-key", "response": response}
        return json.dumps({**credential, "clientExtensionResults": extensions})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + pack(">I", self.used)

    def _said(self, kind: str, options: dict[str, dict[str, str]]) -> str:
        return text(self._client_data(kind, options))

    def _client_data(self, kind: str, options: dict[str, dict[str, str]]) -> bytes:
        said = {
            "type": f"webauthn.{kind}",
            "challenge": options["publicKey"]["challenge"],
            "origin": self.origin,
        }
        return json.dumps(said).encode()
