"""More ways to ask what an article answers, added by operators to any article, written in a folder or here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Invalid
from db.queries import articles as rows
from membership import audits, wordings

MOST = 200


class PhrasingWrong(Invalid):
    key = "articles-phrasing-wrong"


class PhrasingsTooMany(Invalid):
    key = "articles-phrasings-many"


def add(session: Session, *, article: str, phrases: Sequence[str], by: int, now: datetime) -> int:
    """Add phrasings to an article by its id, each once; return how many are new. Raises PhrasingWrong, …TooMany."""
    clean = list(dict.fromkeys(wordings.phrase(one) for one in phrases))
    if not clean or any(
        not wordings.says_something(one) or len(one) > wordings.LONGEST_TITLE for one in clean
    ):
        raise PhrasingWrong(most=wordings.LONGEST_TITLE)
    if rows.alternates_of(session, article) + len(clean) > MOST:
        raise PhrasingsTooMany(most=MOST)
    new = sum(
        rows.add_alternate(session, article=article, text=one, added_by=by, added_at=now) for one in clean
    )
    if new:
        _note(session, "articles.phrase", article, new, by, now)
    return new


def drop(session: Session, *, article: str, phrase: str, by: int, now: datetime) -> bool:
    """Take an added phrasing away; return whether it was there."""
    gone = rows.drop_alternate(session, article, wordings.phrase(phrase))
    if gone:
        _note(session, "articles.unphrase", article, 1, by, now)
    return gone


def added(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Return all that was added, by the id of the article."""
    found: dict[str, list[str]] = defaultdict(list)
    for article, text in rows.alternates(session):
        found[article].append(text)
    return {article: tuple(texts) for article, texts in found.items()}


def _note(session: Session, action: str, article: str, count: int, by: int, now: datetime) -> None:
    audits.record(
        session,
        actor=f"telegram:{by}",
        action=action,
        subject=f"article:{article}",
        origin="chat",
        after={"phrasings": count},
        now=now,
    )
