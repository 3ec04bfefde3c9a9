"""Personal data in a text that leaves the house: masked before a model or an embedding server sees it."""

from __future__ import annotations

import re

# `\b` does not fire beside Chinese characters, so look-arounds say where a number ends.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}(?![A-Za-z])"
)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)\d{1,3}[ -]?)?(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|09\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)"
    r"|(?<!\d)(?:\+|00)\d{1,3}(?:[ -]?\d{2,4}){2,5}(?!\d)"
)
_MASKS = ((_EMAIL, "[email]"), (_IDENTITY, "[id]"), (_PHONE, "[phone]"), (_CARD, "[card]"))


def mask(text: str) -> str:
    """Return `text` with e-mail addresses, phone, card and identity numbers replaced by what they were."""
    for what, shown in _MASKS:
        text = what.sub(shown, text)
    return text
