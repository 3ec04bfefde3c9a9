"""Where articles come from: the folder, what operators keep in the database, what the program's own rules say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.article import Article
from knowledge.articles import load_articles


def gather(folder: Path, *, curated: Sequence[Article] = ()) -> tuple[Article, ...]:
    """Return all articles to publish; a curated one stands in the place of the page that has its id.

    Raises BadArticles, with all faults, when the folder can't be used as it is.
    """
    return joined(load_articles(folder), curated)


def joined(articles: Sequence[Article], also: Sequence[Article]) -> tuple[Article, ...]:
    """Return both, each id once; the later one stands."""
    return tuple({article.id: article for article in (*articles, *also)}.values())
