"""How what operators write stands beside what is written in the folder: it comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.engine import Database
from knowledge.article import Article
from knowledge.normalise import key, terms
from knowledge.retrieval import Asked, Findings, readable_by
from membership import articles, phrasings
from membership.wordings import Wording

CURATED = "curated"
_NEXT = 3  # ranks in which a curated article may overtake a written one
_CLOSE = 0.85  # the share of the first score that it needs for that
_ALIKE = 0.5  # the share of common terms from which on two questions are one


@dataclass(frozen=True, slots=True)
class Curation:
    """What operators have published, and the phrasings that they added, by article id."""

    articles: tuple[Article, ...]
    phrasings: Mapping[str, tuple[str, ...]]


async def curation(db: Database) -> Curation:
    """Read what is to be indexed beside the folder."""
    live = await db.read(articles.published)
    written = tuple(article_of(one.name, one.language, one.wording) for one in live)
    return Curation(written, await db.read(phrasings.added))


def article_of(name: str, language: str, wording: Wording) -> Article:
    """Return an operator's wording as the index takes it."""
    return Article(
        id=name,
        title=wording.title,
        alternates=wording.alternates,
        answer=wording.answer,
        lang=language,
        tags=(CURATED,),
        tiers=wording.tiers,
        valid_until=wording.valid_until,
        source="operators",
    )


def applied(written: Sequence[Article], by_operators: Curation) -> tuple[Article, ...]:
    """Return all articles with added phrasings, without written ones that a curated article answers anew.

    A curated article that is for some tiers only, or for a time, replaces nothing: others still need the written one.
    """
    taken: dict[str, set[str]] = defaultdict(set)
    for one in by_operators.articles:
        if not one.tiers and one.valid_until is None:
            taken[one.lang].update(key(text) for text in one.questions)
    kept = [
        replace(one, alternates=tuple(text for text in one.alternates if key(text) not in taken[one.lang]))
        for one in written
        if CURATED in one.tags or key(one.title) not in taken[one.lang]
    ]
    names = {one.id for one in by_operators.articles}
    both = [*(one for one in kept if one.id not in names), *by_operators.articles]
    return tuple(_phrased(one, by_operators.phrasings.get(one.id, ())) for one in both)


def _phrased(article: Article, added: Sequence[str]) -> Article:
    known = {key(text) for text in article.questions}
    fresh = tuple(text for text in added if key(text) not in known)
    return replace(article, alternates=(*article.alternates, *fresh)) if fresh else article


class Exact:
    """The questions of curated articles, looked up as they are asked but for case, width, script and signs."""

    def __init__(self, published: tuple[Article, ...]) -> None:
        self.published = published
        self._by_key: dict[str, list[Article]] = defaultdict(list)
        self._versions: dict[str, list[Article]] = defaultdict(list)
        for one in published:
            if CURATED in one.tags:
                self._versions[one.subject].append(one)
                for text in one.questions:
                    self._by_key[key(text)].append(one)

    def find(self, question: str, asked: Asked) -> Article | None:
        """Return the article for exactly this question in the version that the asker reads best, if they may."""
        for matched in self._by_key.get(key(question), ()):
            versions = [one for one in self._versions[matched.subject] if _allowed(one, asked)]
            for language in readable_by(asked.language):
                for one in versions:
                    if one.lang == language:
                        return one
            if matched in versions:
                return matched
        return None


def curated_first(found: Findings) -> Findings:
    """Let a curated article overtake a written one that answers the same question and scored little better."""
    if not found.hits or CURATED in found.hits[0].article.tags:
        return found
    first = found.hits[0]
    for place, hit in enumerate(found.hits[1:_NEXT], 1):
        close = hit.score >= _CLOSE * first.score and CURATED in hit.article.tags
        if close and _same_question(hit.article, first.article):
            rest = [one for at, one in enumerate(found.hits) if at not in {0, place}]
            # The two say the same to the same question: they are no reason to ask which one was meant.
            runner_up = rest[0].score / first.score if rest else 0.0
            ahead = replace(hit, score=first.score)
            return replace(found, hits=(ahead, replace(first, score=hit.score), *rest), runner_up=runner_up)
    return found


def _same_question(one: Article, other: Article) -> bool:
    mine = [set(terms(text)) for text in one.questions]
    theirs = [set(terms(text)) for text in other.questions]
    return any(
        len(left & right) >= _ALIKE * len(left | right) for left in mine for right in theirs if left or right
    )


def _allowed(article: Article, asked: Asked) -> bool:
    return article.is_for(asked.tier) and (asked.day is None or article.holds_on(asked.day))
