"""Several questions in one message: told apart, so that each gets its own answer."""

from __future__ import annotations

import re

from knowledge.normalise import terms

AT_ONCE = 3  # answered in one message; the rest on request
MOST = 12
_LONGEST = 160
_SHORTEST = 3  # terms; less is an afterthought of the question before
_WORDS = re.compile(r"(?:[\u3400-\u9fff]{2}|[a-zA-Z]+)")
_WHOLE = 2  # words, or pairs of characters; English ones need another
# What has no subject of its own belongs to the question before: "什么时候?", "and how much?"
_LEANS = re.compile(
    r"(?:那|还有|還有|and |but |so )?(?:什么时候|什麼時候|什么|什麼|为(?:什么|啥).{0,3}?|為(?:什麼|啥).{0,3}?|有什么.{0,3}?|有什麼.{0,3}?|怎么(?:办|弄|用|样)?|怎麼(?:辦|弄|用|樣)?|多少钱?|多少錢?|"
    r"多久|在哪里?|在哪裡|哪里|哪裡|哪儿|谁|誰|可以吗|可以嗎|能吗|能嗎|行吗|行嗎|对吗|對嗎|是吗|是嗎|有吗|有嗎|"
    r"why|when|where|how(?: much| many| long| so)?|what|which|who|really|right|is it|can i|is that so)"
    r"(?: (?:is that|then|exactly|ever))?[呢啊呀吗嗎]?[?？!！。. ]*",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[.、)）:：]|[-*•·]|第[一二三四五六七八九十]+[,，、:：]|q\d{0,2}[.:：])\s*",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:(?<=[\s;；。?？!！])|^)(?=[(（]?\d{1,2}[.、)）]\s*\D)")
_ENDS = re.compile(
    r"(?<=[?？;；])\s*|[,，、。]\s*(?=(?:另外|顺便|順便|还有(?!多少|几分|没)|還有(?!多少|幾點數|沒)))|[,，]\s*(?=also\b)",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^(?:另外|(?:顺便|順便)(?:再)?(?:问|問)?(?:一下|下)?|also|还有(?=哪|怎|可|能|年卡)|還有(?=哪|怎|可|能|年卡))[,，:： ]*",
    re.IGNORECASE,
)
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
        if not all(_stands_alone(part) for part in lines):
            return (text,)
    parts = [_ALSO.sub("", _MARK.sub("", line).strip()).strip(";； ") for line in lines]
    whole = all(len(part) <= _LONGEST and len(terms(part)) >= _SHORTEST for part in parts)
    if len(parts) < 2 or not whole:
        return (text,)
    if numbered or all(_ASKS.search(part) for part in parts):
        return tuple(parts[:MOST])
    return (text,)


def _stands_alone(part: str) -> bool:
    """Say whether a question names what it is about."""
    words = _WORDS.findall(part)
    return len(words) >= (_WHOLE + part.isascii()) and not _LEANS.fullmatch(part.strip())
