"""Secrets at rest: a blind index to find a phone number by, and sealing for what must be read again."""

from __future__ import annotations

import hmac
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Any, Self

from core.errors import BadSettings

KEY_FILE = "secret.key"
SHORTEST_KEY = 32
_VERSION = b"\x01"  # names the key and the way of sealing, so that either can be changed later
_NONCE = 12


class SealBroken(ValueError):
    """A sealed value was made with another key, or was changed since."""


class Vault:
    """Blinds and seals with keys derived from one secret; losing the secret loses what is sealed."""

    def __init__(self, secret: bytes) -> None:
        # An HMAC a purpose: the secret is long and random, so no slow derivation is needed.
        self._blinding = hmac.digest(secret, b"guanjia blind index", "sha256")
        self._sealing = hmac.digest(secret, b"guanjia seal", "sha256")
        self._passing = hmac.digest(secret, b"guanjia password", "sha256")

    @classmethod
    def open_at(cls, data: Path, secret: str | None = None) -> Self:
        """Take the secret that was set, or else the one kept under `data`, made at first use (0600)."""
        if secret is None:
            return cls(_kept(data / KEY_FILE))
        if len(secret) < SHORTEST_KEY:
            raise BadSettings(f"GUANJIA_SECRET_KEY: expected at least {SHORTEST_KEY} characters")
        return cls(secret.encode())

    def blind(self, kind: str, value: str) -> str:
        """Return a stand-in by which equal values are found, and which tells nobody the value."""
        return hmac.digest(self._blinding, f"{kind}\0{value}".encode(), "sha256").hex()[:40]

    def blind_phone(self, number: str) -> str:
        """Return the stand-in of a phone number, however it was written; raises ValueError for what is none."""
        return self.blind("phone", phone(number))

    def password(self, purpose: str) -> str:
        """Return 64 characters that all processes with this secret agree on, and nobody else can know."""
        return hmac.digest(self._passing, purpose.encode(), "sha256").hex()

    def seal(self, text: str) -> bytes:
        """Encrypt `text` (AES-256-GCM); the same text never looks the same twice."""
        nonce = secrets.token_bytes(_NONCE)
        sealed: bytes = self._cipher().encrypt(nonce, text.encode(), _VERSION)
        return _VERSION + nonce + sealed

    def open(self, sealed: bytes) -> str:
        """Return the text that was sealed; raises SealBroken."""
        from cryptography.exceptions import InvalidTag

        if sealed[:1] != _VERSION:
            raise SealBroken("sealed in a way that this version does not know")
        try:
            opened: bytes = self._cipher().decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], _VERSION)
        except (InvalidTag, ValueError):
            raise SealBroken("sealed with another GUANJIA_SECRET_KEY, or damaged") from None
        return opened.decode()

    def _cipher(self) -> Any:
        # Imported late: the library takes a while to load, and most commands seal nothing.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._sealing)


def phone(number: str) -> str:
    """Return a phone number as `+` and digits; a bare Chinese mobile number gets +86. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", number).strip().removeprefix("tel:")
    for mark in " -().":
        plain = plain.replace(mark, "")
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if len(plain) == 11 and plain[0] == "1" and plain[1] in "3456789":
        plain = "+86" + plain
    digits = plain.removeprefix("+")
    if not plain.startswith("+") or not (digits.isascii() and digits.isdigit()) or not 7 <= len(digits) <= 15:
        raise ValueError("expected a phone number with its country, such as +8613800000000")
    return plain


def _kept(file: Path) -> bytes:
    """Read the secret of this installation; the first process that asks makes it, whole or not at all."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        made = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)  # unlike a rename, this never replaces the secret of a quicker process
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept = file.read_text().strip()
    if len(kept) < SHORTEST_KEY:
        raise BadSettings(f"{file}: expected a secret of at least {SHORTEST_KEY} characters; restore it")
    return kept.encode()
