"""In which of the three languages a question is written, when that is clear."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from core.texts import Language

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_OTHER = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u3000-\u9fff\uff00-\uffef]")
# A line of product names is no English; one with words like these is.
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "do",
        "does",
        "did",
        "have",
        "has",
        "my",
        "your",
        "you",
        "me",
        "i",
        "we",
        "it",
        "to",
        "for",
        "of",
        "in",
        "on",
        "with",
        "what",
        "when",
        "where",
        "how",
        "why",
        "which",
        "who",
        "can",
        "could",
        "will",
        "would",
        "should",
        "any",
        "there",
        "please",
        "not",
        "get",
        "show",
        "tell",
        "want",
        "need",
        "and",
        "or",
    ]
)
_TYPICAL = 2  # characters of one script that the other does not have


def spoken(text: str, otherwise: Language) -> Language:
    """Return the language that a question is clearly written in, or else `otherwise`."""
    han = _HAN.findall(text)
    words = _LATIN.findall(text.lower())
    if len(han) >= _TYPICAL and len(han) >= len(words):
        return _script(text, otherwise)
    if not han and len(words) > 1 and any(word in _ENGLISH for word in words):
        return "en"
    return otherwise


def is_foreign(text: str) -> bool:
    """Say whether most letters of a text belong to a script that the assistant does not read."""
    letters = [one for one in text if one.isalpha()]
    return bool(letters) and sum(bool(_OTHER.match(one)) for one in letters) * 2 > len(letters)


def _script(text: str, otherwise: Language) -> Language:
    simplified, traditional = (
        sum(one != other for one, other in zip(text, converter.convert(text), strict=False))
        for converter in _converters()
    )
    # Some characters that both write (升, 里) are changed by the way to traditional ones, hardly any by the way back.
    if traditional > simplified or (traditional and otherwise == "zh-Hant"):
        return "zh-Hant"
    if simplified >= _TYPICAL and not traditional:
        return "zh-Hans"
    return "zh-Hans" if otherwise == "en" else otherwise


@lru_cache(maxsize=1)
def _converters() -> tuple[Any, Any]:
    """Return what changes simplified characters only, and what changes traditional ones only."""
    from opencc import OpenCC

    return OpenCC("s2t"), OpenCC("t2s")
