"""What an operator may write as an article, and how it is tidied before it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.errors import Invalid
from core.program import Program
from core.texts import LANGUAGES

LONGEST_TITLE = 200
LONGEST_ANSWER = 3_500  # with its source it still fits into one message
MOST_ALTERNATES = 50

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200c\u200e-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LINK = re.compile(
    r"(?:https?://|www\.|(?<![\w@.])(?=[\w-]+\.[a-z]{2,10}/))([^\s/:?#()<>（）「」，。]+)", re.IGNORECASE
)


class TitleWrong(Invalid):
    key = "articles-title-wrong"


class AnswerEmpty(Invalid):
    key = "articles-answer-empty"


class AnswerTooLong(Invalid):
    key = "articles-answer-long"


class AlternatesTooMany(Invalid):
    key = "articles-alternates-many"


class TierUnknown(Invalid):
    key = "articles-tier-unknown"


class DayPassed(Invalid):
    key = "articles-day-passed"


class LanguageUnknown(Invalid):
    key = "articles-language-unknown"


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article says: the question, other ways to ask it, the answer, for whom and until which local day."""

    title: str
    alternates: tuple[str, ...]
    answer: str
    tiers: tuple[str, ...] = ()
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Similar:
    """An article that is indexed already."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Review:
    """What an approver shall know: articles with the same question, the nearest one, hosts not linked to before.

    `numbers` are pairs of what the article says and what the program's rules say instead.
    """

    same: tuple[Similar, ...]
    near: Similar | None
    hosts: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...] = ()


def checked(wording: Wording, *, language: str, program: Program, now: datetime) -> Wording:
    """Return a wording without invisible marks and repetitions.

    Raises LanguageUnknown, TitleWrong, AnswerEmpty, AnswerTooLong, AlternatesTooMany, TierUnknown, DayPassed.
    """
    if language not in LANGUAGES:
        raise LanguageUnknown
    title = phrase(wording.title)
    if not says_something(title) or len(title) > LONGEST_TITLE:
        raise TitleWrong(most=LONGEST_TITLE)
    answer = _visible(wording.answer)
    if not says_something(answer):
        raise AnswerEmpty
    if len(answer) > LONGEST_ANSWER:
        raise AnswerTooLong(most=LONGEST_ANSWER, length=len(answer))
    for tier in wording.tiers:
        if tier not in program.tier_by_id:
            raise TierUnknown(tier=tier)
    if wording.valid_until and wording.valid_until < now.astimezone(program.time_zone).date():
        raise DayPassed
    return replace(wording, title=title, answer=answer, alternates=_phrases(wording.alternates, title))


def phrase(text: str) -> str:
    """Return a question on one line, without marks that nobody sees."""
    return " ".join(_visible(text).split())


def says_something(text: str) -> bool:
    """Return whether there is a letter or digit in it: signs and emoji alone are neither question nor answer."""
    return any(char.isalnum() for char in text)


def hosts(text: str) -> tuple[str, ...]:
    """Return the hosts that a text links to, each once, in lower case."""
    found = _LINK.findall(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(host.lower().removeprefix("www.").strip(".") for host in found))


def _phrases(given: Iterable[str], title: str) -> tuple[str, ...]:
    phrases = dict.fromkeys(phrase(one) for one in given)
    kept = [one for one in phrases if one != title and says_something(one) and len(one) <= LONGEST_TITLE]
    if len(kept) > MOST_ALTERNATES:
        raise AlternatesTooMany(most=MOST_ALTERNATES)
    return tuple(kept)


def _visible(text: str) -> str:
    return _CONTROLS.sub("", _INVISIBLE.sub("", text)).strip()
