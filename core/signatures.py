"""Standard Webhooks: who sent a body, when, and that nobody changed it (standardwebhooks.com, symmetric v1)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets as random
from collections.abc import Iterable
from datetime import datetime, timedelta

PREFIX = "whsec_"
WINDOW = timedelta(minutes=5)
LONGEST_ID = 64
_BYTES = 32
_MOST_SIGNATURES = 8  # in one header: a sender that rotates its keys sends a few
_MOST_DIGITS = 12


class Forged(ValueError):
    """The signature proves nothing; the text says what was expected, never what was missing from a key."""


def new_secret() -> str:
    """Return a fresh secret as it is shown to whoever will sign with it: `whsec_` and base64 of 256 bits."""
    return PREFIX + base64.b64encode(random.token_bytes(_BYTES)).decode()


def sign(secret: str, *, message_id: str, at: datetime, body: bytes) -> str:
    """Return the value of `webhook-signature` for a body; raises ValueError for what is no secret."""
    return "v1," + base64.b64encode(_digest(secret, message_id, str(int(at.timestamp())), body)).decode()


def headers(secret: str, *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers that go with a body."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": sign(secret, message_id=message_id, at=at, body=body),
    }


def check_time(message_id: str, timestamp: str, *, now: datetime) -> None:
    """Raise Forged when the id or the time can't be right; needs no body, so it goes first."""
    if (
        not message_id
        or len(message_id) > LONGEST_ID
        or not message_id.isascii()
        or not message_id.isprintable()
    ):
        raise Forged(f"webhook-id: expected 1 to {LONGEST_ID} printable ASCII characters")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MOST_DIGITS):
        raise Forged("webhook-timestamp: expected whole seconds since 1970")
    if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise Forged(
            "webhook-timestamp: expected a time within five minutes of now; check the sender's clock"
        )


def check(secrets: Iterable[str], *, message_id: str, timestamp: str, signature: str, body: bytes) -> None:
    """Raise Forged unless one of the secrets made one of the signatures given; takes as long either way."""
    given = [
        decoded
        for part in signature.split(" ")[:_MOST_SIGNATURES]
        if part.startswith("v1,") and (decoded := _decoded(part.removeprefix("v1,"))) is not None
    ]
    held = False
    for secret in secrets:
        expected = _digest(secret, message_id, timestamp, body)
        for one in given:
            held |= hmac.compare_digest(expected, one)
    if not held:
        raise Forged("webhook-signature: does not match this channel, id, time and body")


def _digest(secret: str, message_id: str, timestamp: str, body: bytes) -> bytes:
    key = _decoded(secret.removeprefix(PREFIX))
    if not key:
        raise ValueError(f"expected a secret of the form {PREFIX}…")
    return hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, "sha256")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None
