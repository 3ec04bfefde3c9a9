"""Selects and updates over operators' articles, their versions and added phrasings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.models.articles import ArticleAlternate, ArticleVersion, CuratedArticle
from db.statements import insert_once


def begin(session: Session, *, subject: str | None, language: str) -> CuratedArticle:
    """Return the article of a subject in a language, held until the commit; a new one without a subject gets its own."""
    if subject is None:
        number = (session.execute(select(func.max(CuratedArticle.id))).scalar_one() or 0) + 1
        while (
            insert_once(session, CuratedArticle, subject=f"answer-{number}", language=language, newest=0)
            is None
        ):
            number += 1
        subject = f"answer-{number}"
    else:
        insert_once(session, CuratedArticle, subject=subject, language=language, newest=0)
    return session.execute(
        select(CuratedArticle)
        .where(CuratedArticle.subject == subject, CuratedArticle.language == language)
        .with_for_update()
    ).scalar_one()


def held(session: Session, article_id: int) -> CuratedArticle | None:
    """Return an article, held until the commit, so that two deciders come one after the other."""
    return session.execute(
        select(CuratedArticle).where(CuratedArticle.id == article_id).with_for_update()
    ).scalar_one_or_none()


def by_id(session: Session, article_id: int) -> CuratedArticle | None:
    return session.execute(select(CuratedArticle).where(CuratedArticle.id == article_id)).scalar_one_or_none()


def known(session: Session, subject: str) -> bool:
    return (
        session.execute(
            select(CuratedArticle.id).where(CuratedArticle.subject == subject).limit(1)
        ).scalar_one_or_none()
        is not None
    )


def add_version(session: Session, article: CuratedArticle, **values: Any) -> ArticleVersion:
    """Write the next version; a draft that was not decided yet gives way to it."""
    session.execute(
        delete(ArticleVersion).where(ArticleVersion.article_id == article.id, ArticleVersion.state == "draft")
    )
    article.newest += 1
    version = ArticleVersion(article_id=article.id, number=article.newest, state="draft", **values)
    session.add(version)
    session.flush()
    return version


def version(session: Session, article_id: int, number: int) -> ArticleVersion | None:
    return session.execute(
        select(ArticleVersion).where(ArticleVersion.article_id == article_id, ArticleVersion.number == number)
    ).scalar_one_or_none()


def versions(session: Session, article_id: int, limit: int) -> list[ArticleVersion]:
    return list(
        session.execute(
            select(ArticleVersion)
            .where(ArticleVersion.article_id == article_id)
            .order_by(ArticleVersion.number.desc())
            .limit(limit)
        ).scalars()
    )


def settle(session: Session, version: ArticleVersion, state: str, by: int, at: datetime) -> None:
    version.state, version.decided_by, version.decided_at = state, by, at
    session.flush()


def end(session: Session, article_id: int, number: int, state: str) -> None:
    """Say how a version that was live came to its end; who had approved it stays written."""
    session.execute(
        update(ArticleVersion)
        .where(ArticleVersion.article_id == article_id, ArticleVersion.number == number)
        .values(state=state)
    )


def listed(session: Session, limit: int, after: int) -> list[tuple[CuratedArticle, ArticleVersion]]:
    """Return articles with their newest version, drafts first, then the newest."""
    draft = ArticleVersion.state == "draft"
    found = session.execute(
        select(CuratedArticle, ArticleVersion)
        .join(
            ArticleVersion,
            (ArticleVersion.article_id == CuratedArticle.id)
            & (ArticleVersion.number == CuratedArticle.newest),
        )
        .order_by(draft.desc(), CuratedArticle.id.desc())
        .offset(after)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(CuratedArticle)).scalar_one()


def live(session: Session) -> list[tuple[CuratedArticle, ArticleVersion]]:
    found = session.execute(
        select(CuratedArticle, ArticleVersion)
        .join(
            ArticleVersion,
            (ArticleVersion.article_id == CuratedArticle.id) & (ArticleVersion.number == CuratedArticle.live),
        )
        .order_by(CuratedArticle.id)
    )
    return [(row[0], row[1]) for row in found]


def add_alternate(session: Session, **values: Any) -> bool:
    return insert_once(session, ArticleAlternate, **values) is not None


def drop_alternate(session: Session, article: str, text: str) -> bool:
    done: Any = session.execute(
        delete(ArticleAlternate).where(ArticleAlternate.article == article, ArticleAlternate.text == text)
    )
    return bool(done.rowcount)


def alternates(session: Session) -> list[tuple[str, str]]:
    found = session.execute(
        select(ArticleAlternate.article, ArticleAlternate.text).order_by(ArticleAlternate.id)
    )
    return [(row.article, row.text) for row in found]


def alternates_of(session: Session, article: str) -> int:
    return session.execute(
        select(func.count()).select_from(ArticleAlternate).where(ArticleAlternate.article == article)
    ).scalar_one()


def state(session: Session) -> tuple[Any, ...]:
    """Return what changes whenever an article is published or withdrawn, or a phrasing comes or goes."""
    lives = select(func.count(CuratedArticle.live), func.sum(CuratedArticle.id * CuratedArticle.live))
    decided = select(func.max(ArticleVersion.decided_at))
    added = select(
        func.count(), func.max(ArticleAlternate.id), func.max(ArticleAlternate.added_at)
    ).select_from(ArticleAlternate)
    return tuple(value for one in (lives, decided, added) for value in session.execute(one).one())
