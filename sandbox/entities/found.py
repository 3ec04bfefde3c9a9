"""What Telegram marks by itself: commands, mentions, hashtags, links, addresses, phone numbers."""

from __future__ import annotations

import re
from typing import Final

from sandbox.entities.marks import in_utf16
from sandbox.things import Json

_TOP: Final = (
    "app|cc|cn|co|com|de|dev|edu|fr|gov|hk|info|io|jp|me|mo|net|online|org|ru|sg|shop|store|to|tv|tw|uk|xyz"
)
_TAIL: Final = r"(?:[/?#][\w\-.~:/?#\[\]@!$&'()*+,;=%]*)?"
_PATTERNS: Final = (
    ("url", re.compile(r"(?<![\w@])(?:https?|tg|ftp)://[\w\-.]+(?::\d+)?" + _TAIL, re.ASCII | re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@.\-/])(?:[\w-]+\.)+(?:{_TOP})(?![\w-])(?::\d+)?" + _TAIL, re.ASCII | re.IGNORECASE
        ),
    ),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])", re.ASCII),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?![\w@])", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d])\w{1,255}")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d \-]{5,16}\d(?!\w)", re.ASCII)),
)
_HINT: Final = re.compile(r"[/@#$+.]")


def found(text: str) -> list[Json]:
    """Return the entities that stand in a plain text, in UTF-16 offsets."""
    if not _HINT.search(text):
        return []
    taken: list[tuple[int, int]] = []
    entities: list[Json] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match[0].rstrip(".,;:!?'\")]"))
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            taken.append((start, end))
            entities.append({"type": kind, "offset": start, "length": end - start})
    return in_utf16(text, sorted(entities, key=lambda each: each["offset"]))
