"""What an article is: one answer with the questions that it answers, wherever it was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from core.texts import LANGUAGES


@dataclass(frozen=True, slots=True)
class Article:
    """One answer with the questions that it answers; `source` is where it was read, dates are whole local days.

    `negatives` are questions that look alike and that it does not answer. Of the program's topics (`knowledge.topics`)
    it answers those that it `covers`, in the place of what the program itself says (None: to be found out by its
    questions), and is `about` others; its numbers are held against both, but for those that are its `own`.
    """

    id: str
    title: str
    alternates: tuple[str, ...]
    answer: str
    lang: str
    tags: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    negatives: tuple[str, ...] = ()
    covers: tuple[str, ...] | None = None
    about: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The id without its language: `x`, `x.zh-Hant` and `x.en` are versions of one article."""
        head, _, tail = self.id.rpartition(".")
        return head if head and tail in LANGUAGES else self.id

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.title, *self.alternates)

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def is_for(self, tier: str | None) -> bool:
        return not self.tiers or tier in self.tiers

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)

    def digest(self) -> str:
        """Return a hash of all that matters for searching and answering (not of the place it came from)."""
        told = {name: value for name, value in asdict(self).items() if name != "source"}
        return hashlib.blake2b(
            json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode(), digest_size=16
        ).hexdigest()


def from_json(text: str) -> Article:
    """Read back what `Article.to_json` wrote."""
    given = json.loads(text)
    for name in ("alternates", "tags", "tiers", "negatives", "covers", "about", "own"):
        if given.get(name) is not None:
            given[name] = tuple(given[name])
    for name in ("valid_from", "valid_until"):
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    return Article(**given)
