"""Answers that operators write: what is live, what waits for approval, and all that ever was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class CuratedArticle(Row):
    """One subject in one language; `live` is the number of the version that members get, if any is."""

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("subject", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    live: Mapped[int | None]
    newest: Mapped[int]


class ArticleVersion(Row):
    """One wording: draft → published → (replaced | withdrawn), or draft → declined; its text never changes."""

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    alternates: Mapped[list[Any]]
    answer: Mapped[str] = mapped_column(Text)
    tiers: Mapped[list[Any]]
    valid_until: Mapped[date | None] = mapped_column(Date)
    origin: Mapped[str] = mapped_column(String(32))
    written_by: Mapped[int]
    written_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class ArticleAlternate(Row):
    """One more way to ask what an article answers, by the id of the article, wherever that was written."""

    __tablename__ = "article_alternates"
    __table_args__ = (UniqueConstraint("article", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[int]
    added_at: Mapped[datetime]
