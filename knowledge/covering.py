"""Which topics of the program an article answers, and what is published when it and the program both do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.article import Article
from knowledge.lexical import Lexicon
from knowledge.normalise import key, terms
from knowledge.topics.articles import UNPUBLISHED

_ALIKE = 0.9  # cosine from which on two questions ask the same


class Covering:
    """What is written, seen beside what the program says by itself."""

    def __init__(self, written: Sequence[Article], generated: Sequence[Article]) -> None:
        self._generated = generated
        self._lexicon = Lexicon(generated)
        self._by_topic: dict[str, list[Article]] = {}
        self._asked = {
            (one.lang, key(text)) for one in written if _for_everybody(one) for text in one.questions
        }
        self.topics: dict[str, tuple[str, ...]] = {}
        for article in written:
            covers = self._covers(article)
            self.topics[article.id] = tuple(dict.fromkeys((*covers, *article.about)))
            for topic in covers:
                self._by_topic.setdefault(topic, []).append(article)

    def _covers(self, article: Article) -> tuple[str, ...]:
        """Return what an article says that it covers, or else the topics whose own questions it answers."""
        if article.covers is not None or article.about or not self._generated:
            return article.covers or ()
        found: dict[str, None] = {}
        for question in article.questions:
            strings = self._lexicon.score(terms(question)).strings
            best = int(strings.argmax()) if len(strings) else 0
            if strings[best] >= _ALIKE:
                found.setdefault((self._generated[self._lexicon.owners[best]].covers or ("",))[0])
        return tuple(found)

    def beside(self) -> tuple[Article, ...]:
        """Return what the program says where nothing is written.

        A topic that is written about in other languages only joins those as one more version of the same article, so
        that nobody is asked to choose between the two.
        """
        return tuple(shown for article in self._generated if (shown := self._shown(article)) is not None)

    def _shown(self, article: Article) -> Article | None:
        (topic,) = article.covers or ("",)
        if topic in UNPUBLISHED:
            return None
        written = [one for one in self._by_topic.get(topic, ()) if _for_everybody(one)]
        taken = (article.lang, key(article.title)) in self._asked
        if taken or any(one.lang == article.lang for one in written):
            return None
        # A question that is written about leads there alone.
        alternates = [text for text in article.alternates if (article.lang, key(text)) not in self._asked]
        name = f"{written[0].subject}.{article.lang}" if written else article.id
        return None if name in self.topics else replace(article, id=name, alternates=tuple(alternates))


def _for_everybody(article: Article) -> bool:
    return not (article.tiers or article.valid_from or article.valid_until)
