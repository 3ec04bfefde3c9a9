"""The articles that are made from the program, in every language."""

from __future__ import annotations

from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Catalogue
from knowledge.article import Article
from knowledge.topics import checkins, offers, points, terms, tiers
from knowledge.topics.telling import Telling, Topic

GENERATED = "generated"
TOPICS: dict[str, Topic] = {
    **points.TOPICS,
    **tiers.TOPICS,
    **checkins.TOPICS,
    **offers.TOPICS,
    **terms.TOPICS,
}
# What no rule carries out yet is compared with what is written, and promised to nobody.
UNPUBLISHED = frozenset({"makeups"})


def generated(program: Program, catalogue: Catalogue) -> tuple[Article, ...]:
    """Return one article a topic and language; topics without a rule in this program have none."""
    made = []
    for language in LANGUAGES:
        texts = catalogue[language]
        tell = Telling(program, texts)
        for topic, words in TOPICS.items():
            answer = words(tell)
            if answer is None:
                continue
            made.append(
                Article(
                    id=f"program-{topic}" + ("" if language == DEFAULT_LANGUAGE else f".{language}"),
                    title=texts(f"faq-{topic}-title"),
                    alternates=tuple(texts(f"faq-{topic}-asked").splitlines()),
                    answer=answer,
                    lang=language,
                    tags=(GENERATED,),
                    source="program",
                    covers=(topic,),
                )
            )
    return tuple(made)
