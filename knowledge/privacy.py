"""Personal data in a text that leaves the house: masked before a model or an embedding server sees it."""

from __future__ import annotations

import re

from membership.members import NUMBER_DIGITS

# `\b` does not fire beside Chinese characters, so look-arounds say where a number ends.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}(?![A-Za-z])"
)
# Of mainland China, then Taiwan's, then passports.
_IDENTITY = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)|(?<![A-Za-z0-9])(?:[A-Za-z][1289]\d{8}|[EeGg][A-Za-z]?\d{7,8})(?!\d)"
)
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)\d{1,3}[ -]?)?(?:1[3-9]\d[ .–—-]?\d{4}[ .–—-]?\d{4}|09\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)"
    r"|(?<!\d)(?:\+|00)\d{1,3}(?:[ -]?\d{2,4}){2,5}(?!\d)"
)
# A member's number is as long as a date: only the word before it tells them apart.
_MEMBER = re.compile(
    rf"((?:会员|會員|卡号|卡號|member(?:ship)?)\D{{0,14}})(?<!\d)\d{{{NUMBER_DIGITS}}}(?!\d)", re.IGNORECASE
)
_WIDE = str.maketrans("０１２３４５６７８９＠＋－", "0123456789@+-")
_MASKS = (
    (_EMAIL, "[email]"),
    (_IDENTITY, "[id]"),
    (_PHONE, "[phone]"),
    (_CARD, "[card]"),
    (_MEMBER, r"\1[number]"),
)
# What stands for a personal number can be no part of an answer.
MASKED = re.compile(r"\[(?:email|id|phone|card|number)\]")


def mask(text: str) -> str:
    """Return `text` with e-mail addresses, phone, card, identity and member numbers replaced by what they were."""
    text = text.translate(_WIDE)
    for what, shown in _MASKS:
        text = what.sub(shown, text)
    return text
