"""Several questions in one message: told apart, so that each gets its own answer."""

from __future__ import annotations

import re

from knowledge.normalise import terms

AT_ONCE = 3  # answered in one message; the rest on request
MOST = 12
_LONGEST = 160
_SHORTEST = 3  # terms; less is an afterthought of the question before
_WORDS = re.compile(r"(?:[\u3400-\u9fff]{2}|[a-zA-Z]+)")
_WHOLE = 3  # words, or pairs of characters: "什么时候?" belongs to the question before
_MARK = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[.、)）:：]|[-*•·]|第[一二三四五六七八九十]+[,，、:：]|q\d{0,2}[.:：])\s*",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:(?<=[\s;；。?？!！])|^)(?=[(（]?\d{1,2}[.、)）]\s*\D)")
_ENDS = re.compile(r"(?<=[?？])\s*")
_ASKS = re.compile(
    r"[?？]|吗|嗎|呢|么|麼|怎|如何|什|甚|多少|几|幾|哪|谁|誰|为啥|為啥|能不能|有没有|有沒有|可以|"
    r"\b(?:what|when|where|how|why|which|who|can|could|do|does|is|are|will|my)\b",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, ...]:
    """Return the questions of a message, at most MOST; one alone if it is one, or if its parts belong together."""
    lines = [line for line in text.splitlines() if terms(line)]
    if len(lines) == 1:
        lines = [part for part in _INLINE.split(text) if terms(part)]
    numbered = sum(bool(_MARK.match(line)) for line in lines) > 1
    if len(lines) == 1:
        lines = [part for part in _ENDS.split(text) if terms(part)]
        if not all(len(_WORDS.findall(part)) >= _WHOLE for part in lines):
            return (text,)
    parts = [_MARK.sub("", line).strip() for line in lines]
    whole = all(len(part) <= _LONGEST and len(terms(part)) >= _SHORTEST for part in parts)
    if len(parts) < 2 or not whole:
        return (text,)
    if numbered or all(_ASKS.search(part) for part in parts):
        return tuple(parts[:MOST])
    return (text,)
