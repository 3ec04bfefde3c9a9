"""Whether a line in a group is a question to the room at all."""

from __future__ import annotations

import re

from knowledge.normalise import readable

SURE = 0.9  # the probability from which on an answer is given unasked
_SHORTEST, _LONGEST = 4, 80  # characters
_QUESTION = re.compile(
    r"[?？]\s*$|(?:吗|嘛|呢|么|没有?|不)[~～。!\s]*$|怎么|如何|什么时候|几点|多少|哪里|哪儿|有没有|能不能|可不可以|为什么|"
    r"^(?:what|when|where|how|why|which|who|can|could|do|does|is|are|will|anyone know)\b"
)
# Said to somebody, or about the talk itself.
_TO_SOMEBODY = re.compile(
    r"^(?:你|您|@|老师|亲|群主|楼上|哥|姐|兄弟)|你们?(?:觉得|说|呢|去|吃|喝|在|今天|明天)|\b(?:you guys|do you think|are you coming)\b"
)


def is_question(text: str) -> bool:
    """Say whether a line has the form of a question that anybody could answer; a few microseconds."""
    plain = readable(text)
    if not _SHORTEST <= len(plain) <= _LONGEST or "\n" in plain:
        return False
    return bool(_QUESTION.search(plain)) and not _TO_SOMEBODY.search(plain)
