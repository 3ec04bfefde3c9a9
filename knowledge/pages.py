"""An article as a page of an FAQ folder, as `articles.load_articles` reads it back."""

from __future__ import annotations

from typing import Any

import yaml

from knowledge.article import Article


def page_of(article: Article) -> str:
    """Return the text of `<id>.md`: front matter, then the answer."""
    head: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "alternates": list(article.alternates),
        "lang": article.lang,
        "tags": list(article.tags),
        "tiers": list(article.tiers),
        "valid_until": article.valid_until,
    }
    told = yaml.safe_dump(
        {key: value for key, value in head.items() if value}, allow_unicode=True, sort_keys=False, width=1_000
    )
    return f"---\n{told}---\n{article.answer}\n"
