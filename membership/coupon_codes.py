"""Coupon codes: the database keeps one half, the other is a keyed checksum that is made when a code is shown.

Whoever steals the tables, a backup or a log of statements can't redeem anything: the second half takes the
installation's secret. Nothing is decrypted to list coupons, and issuing one needs no secret.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from core.crypto import Vault

# No 0 O 1 I L U: a code is read out at the counter. 8 random characters of 30 and 7 keyed ones are 73 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
KEPT_LENGTH = 8
CHECK_LENGTH = 7
CODE_LENGTH = KEPT_LENGTH + CHECK_LENGTH
_GROUP = 5


@dataclass(frozen=True, slots=True)
class Half:
    """The kept half of a code whose other half was right: what an edge with the secret hands to rules without it."""

    kept: str


def new_code(length: int = KEPT_LENGTH) -> str:
    """Return random characters of the alphabet."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown_code(code: str, vault: Vault) -> str:
    """Return what a member shows for the kept half `code`, grouped to be read out: `ABCDE-FGHJK-MNPQR`."""
    whole = code + _check(code, vault)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def kept_half(typed: str, vault: Vault) -> str | None:
    """Return the half that the database keeps of a code as it was typed; None when the other half is wrong."""
    whole = plain(typed)
    code, check = whole[:-CHECK_LENGTH], whole[-CHECK_LENGTH:]
    if not code or not whole.isascii() or not hmac.compare_digest(check, _check(code, vault)):
        return None
    return code


def checked(typed: str, vault: Vault) -> Half | str:
    """Return a typed code as checked; a wrong one stays a text, which redeems nothing."""
    half = kept_half(typed, vault)
    return typed if half is None else Half(half)


def plain(typed: str) -> str:
    """Return a typed code without case, width, spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().replace("-", "").split())


def _check(code: str, vault: Vault) -> str:
    number = int(vault.blind("coupon", code), 16)
    letters = []
    for _ in range(CHECK_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
