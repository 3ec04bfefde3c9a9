"""A long article is one hit, and answers with the passage that the question is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from knowledge.article import Article
from knowledge.normalise import readable, terms

WHOLE = 3_000  # characters that still go into one message of Telegram (4,096) beside title and question
PASSAGE = 1_200
_HEADING = re.compile(r"#{1,6} .+|[^。！？.!?]{1,40}[:：]")
_SENTENCE = re.compile(r"(?<=[。！？.!?])")


def relevant(article: Article, question: str) -> Article:
    """Return the article, or one whose answer is the passage nearest to the question if the whole is too long."""
    if len(article.answer) <= WHOLE:
        return article
    parts = passages(article.answer)
    bags = [set(terms(part)) for part in parts]
    seen = Counter(term for bag in bags for term in bag)
    asked = set(terms(readable(question)))
    scores = [sum(1 / seen[term] for term in asked & bag) for bag in bags]
    return replace(article, answer=parts[scores.index(max(scores))])


def passages(text: str) -> list[str]:
    """Cut a text between paragraphs into parts of at most PASSAGE characters; a heading stays with what follows."""
    parts: list[str] = []
    for piece in _pieces(text):
        heading = bool(_HEADING.fullmatch(piece))
        room = parts and len(parts[-1]) + 1 + len(piece) <= PASSAGE
        if room and not heading:
            parts[-1] += "\n" + piece
        else:
            parts.append(piece)
    return parts


def _pieces(text: str) -> Iterator[str]:
    for line in (line.strip() for line in text.splitlines()):
        if len(line) <= PASSAGE:
            yield from [line] if line else []
            continue
        held = ""
        for sentence in _SENTENCE.split(line):
            for start in range(0, len(sentence), PASSAGE):
                part = sentence[start : start + PASSAGE]
                if len(held) + len(part) > PASSAGE:
                    yield held
                    held = ""
                held += part
        if held:
            yield held
