"""Answers that operators write: drafted by one, approved by another, live until replaced or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, NotFound
from core.program import Program
from core.texts import DEFAULT_LANGUAGE
from db.models.articles import ArticleVersion, CuratedArticle
from db.queries import articles as rows
from membership import audits, notices, staff, wordings
from membership.wordings import Wording

State = Literal["draft", "published", "replaced", "withdrawn", "declined"]
WRITERS: tuple[staff.Role, ...] = ("owner", "manager", "operator", "approver", "agent")
APPROVERS: tuple[staff.Role, ...] = ("owner", "manager", "approver")
_PAGE, _HISTORY = 8, 20


class ArticleGone(NotFound):
    key = "articles-gone"


class DraftChanged(Conflict):
    key = "articles-draft-changed"


class NothingLive(Conflict):
    key = "articles-nothing-live"


class OwnDraft(Forbidden):
    key = "articles-own-draft"


class NotApprover(Forbidden):
    key = "articles-not-approver"


@dataclass(frozen=True, slots=True)
class Version:
    """One wording with its history; `number` counts within its article."""

    number: int
    state: str
    wording: Wording
    origin: str
    written_by: int
    written_at: datetime
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """An article as operators see it: what members get now, and what waits."""

    id: int
    subject: str
    language: str
    live: Version | None
    draft: Version | None
    newest: Version

    @property
    def name(self) -> str:
        """The id under which it is indexed and cited."""
        return article_name(self.subject, self.language)


@dataclass(frozen=True, slots=True)
class Live:
    """What the index takes: one published article, with its id."""

    name: str
    language: str
    wording: Wording


def article_name(subject: str, language: str) -> str:
    """Return the FAQ id of a subject's version in a language, as pages of the folder are named."""
    return subject if language == DEFAULT_LANGUAGE else f"{subject}.{language}"


def draft(
    session: Session,
    *,
    wording: Wording,
    language: str,
    subject: str | None,
    origin: str,
    by: int,
    program: Program,
    now: datetime,
) -> Card:
    """Keep a wording as the article's draft, in place of one not decided yet; raises what `wordings.checked` does.

    Without a subject a new article begins; with one, its version in `language` is written or edited.
    """
    clean = wordings.checked(wording, language=language, program=program, now=now)
    if subject is not None and not rows.known(session, subject):
        raise ArticleGone
    article = rows.begin(session, subject=subject, language=language)
    rows.add_version(
        session,
        article,
        title=clean.title,
        alternates=list(clean.alternates),
        answer=clean.answer,
        tiers=list(clean.tiers),
        valid_until=clean.valid_until,
        origin=origin[:32],
        written_by=by,
        written_at=now,
    )
    _note(session, "articles.draft", article, article.newest, by, now)
    return _card(session, article)


def submit(session: Session, *, article_id: int, number: int, operators: Sequence[int], now: datetime) -> int:
    """Ask everybody who may approve this draft, and return how many they are; once a version."""
    article, waiting = _waiting(session, article_id, number)
    people = _others(session, waiting.written_by, operators)
    for telegram_id in people:
        notices.tell_chat(
            session,
            chat_id=telegram_id,
            text="articles-asked",
            key=f"article:{article.id}:{number}:ask:{telegram_id}",
            values={"title": waiting.title},
            buttons=[[notices.Button("articles-look", data=f"article:show:{article.id}:{number}")]],
            now=now,
        )
    return len(people)


def approve(
    session: Session, *, article_id: int, number: int, by: int, operators: Sequence[int], now: datetime
) -> Card:
    """Publish the draft that was looked at; raises ArticleGone, DraftChanged, NotApprover, OwnDraft.

    Nobody approves their own words, unless nobody else here may approve; the audit log says which it was.
    """
    article, waiting = _waiting(session, article_id, number)
    _may_decide(session, by, operators)
    alone = waiting.written_by == by
    if alone and _others(session, by, operators):
        raise OwnDraft
    if article.live is not None:
        rows.end(session, article.id, article.live, "replaced")
    rows.settle(session, waiting, "published", by, now)
    article.live = number
    _note(session, "articles.publish", article, number, by, now, reason="alone" if alone else None)
    _answer_author(session, article, waiting, "articles-approved", by, now)
    return _card(session, article)


def decline(
    session: Session, *, article_id: int, number: int, by: int, operators: Sequence[int], now: datetime
) -> Card:
    """Turn a draft down; its own author may, too. Raises ArticleGone, DraftChanged, NotApprover."""
    article, waiting = _waiting(session, article_id, number)
    if waiting.written_by != by:
        _may_decide(session, by, operators)
    rows.settle(session, waiting, "declined", by, now)
    _note(session, "articles.decline", article, number, by, now)
    _answer_author(session, article, waiting, "articles-declined", by, now)
    return _card(session, article)


def withdraw(session: Session, *, article_id: int, by: int, operators: Sequence[int], now: datetime) -> Card:
    """Take an article from members at once; raises ArticleGone, NotApprover, NothingLive."""
    article = rows.held(session, article_id)
    if article is None:
        raise ArticleGone
    _may_decide(session, by, operators)
    if article.live is None:
        raise NothingLive
    number = article.live
    rows.end(session, article.id, number, "withdrawn")
    article.live = None
    _note(session, "articles.withdraw", article, number, by, now)
    return _card(session, article)


def state(session: Session) -> tuple[Any, ...]:
    """Return what changes whenever `published` or the added phrasings do; reads none of their texts."""
    return rows.state(session)


def card(session: Session, *, article_id: int) -> Card:
    """Return one article; raises ArticleGone."""
    article = rows.by_id(session, article_id)
    if article is None:
        raise ArticleGone
    return _card(session, article)


def listed(session: Session, *, page: int = 0) -> tuple[tuple[Card, ...], bool]:
    """Return a page of articles, drafts first, and whether there are more."""
    found = rows.listed(session, _PAGE + 1, page * _PAGE)
    return tuple(_card(session, article) for article, _ in found[:_PAGE]), len(found) > _PAGE


def history(session: Session, *, article_id: int) -> tuple[Version, ...]:
    """Return the newest versions of an article; raises ArticleGone."""
    if rows.by_id(session, article_id) is None:
        raise ArticleGone
    return tuple(_version(one) for one in rows.versions(session, article_id, _HISTORY))


def published(session: Session) -> tuple[Live, ...]:
    """Return all that is live, as the index takes it."""
    return tuple(
        Live(article_name(article.subject, article.language), article.language, _version(version).wording)
        for article, version in rows.live(session)
    )


def _waiting(session: Session, article_id: int, number: int) -> tuple[CuratedArticle, ArticleVersion]:
    article = rows.held(session, article_id)
    if article is None:
        raise ArticleGone
    found = rows.version(session, article_id, number)
    if found is None or found.state != "draft":
        raise DraftChanged
    return article, found


def _may_decide(session: Session, by: int, operators: Sequence[int]) -> None:
    if not staff.roles_of(session, telegram_id=by, operators=operators) & set(APPROVERS):
        raise NotApprover


def _others(session: Session, author: int, operators: Sequence[int]) -> list[int]:
    return [
        one.telegram_id
        for one in staff.roster(session, operators=operators)
        if set(APPROVERS).intersection(one.roles) and one.telegram_id != author
    ]


def _answer_author(
    session: Session, article: CuratedArticle, version: ArticleVersion, text: str, by: int, now: datetime
) -> None:
    if version.written_by != by:
        notices.tell_chat(
            session,
            chat_id=version.written_by,
            text=text,
            key=f"article:{article.id}:{version.number}:{version.state}",
            values={"title": version.title},
            now=now,
        )


def _note(
    session: Session,
    action: str,
    article: CuratedArticle,
    number: int,
    by: int,
    now: datetime,
    reason: str | None = None,
) -> None:
    audits.record(
        session,
        actor=f"telegram:{by}",
        action=action,
        subject=f"article:{article_name(article.subject, article.language)}",
        origin="chat",
        after={"version": number},
        reason=reason,
        now=now,
    )


def _card(session: Session, article: CuratedArticle) -> Card:
    versions = {
        number: rows.version(session, article.id, number)
        for number in {article.live, article.newest}
        if number is not None
    }
    live, newest = versions.get(article.live or 0), versions[article.newest]
    assert newest is not None  # noqa: S101 - an article begins with its first version
    return Card(
        article.id,
        article.subject,
        article.language,
        None if live is None else _version(live),
        _version(newest) if newest.state == "draft" else None,
        _version(newest),
    )


def _version(row: ArticleVersion) -> Version:
    valid: date | None = row.valid_until
    wording = Wording(row.title, tuple(row.alternates), row.answer, tuple(row.tiers), valid)
    return Version(
        row.number,
        row.state,
        wording,
        row.origin,
        row.written_by,
        row.written_at,
        row.decided_by,
        row.decided_at,
    )
