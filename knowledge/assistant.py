"""The assistant: one question in, one typed answer out, with a model or without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog

from core.errors import NotFound
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from knowledge.access import ModelAccess
from knowledge.article import Article
from knowledge.asking import Answer, Asker, Mode, Source
from knowledge.errors import AgentFailed, EmbedderMismatch, IndexEmpty, KnowledgeError
from knowledge.index import ArticleIndex, IndexReport, Judged
from knowledge.intents import Intent, understand
from knowledge.normalise import LONGEST, key, terms
from knowledge.privacy import mask
from knowledge.retrieval import Asked
from knowledge.sources import gather
from knowledge.tools.account import AccountTool, Desk
from knowledge.turn import Passage, Spent, Watch
from knowledge.writer import Writer
from membership import conversations
from membership.usages import Caps

log = structlog.get_logger(__name__)
T = TypeVar("T")

CURATED = "curated"
_CHOICES, _PASSAGES = 3, 4


class Assistant:
    """Answers members from the FAQ and their own account; `program` may be replaced while it runs.

    Blocking work (Chroma, embedding, imports) runs on its own threads, so that the event loop never waits.
    """

    def __init__(
        self,
        *,
        index: ArticleIndex,
        db: Database,
        program: Program,
        catalogue: Catalogue,
        access: ModelAccess | None = None,
        faq: Path | None = None,
    ) -> None:
        self.program = program
        self._faq = faq
        self._index = index
        self._db = db
        self._catalogue = catalogue
        self._writer = Writer(access, db, self._aside) if access is not None else None
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="knowledge")

    @property
    def has_model(self) -> bool:
        """Whether answers may take seconds, because a model is asked."""
        return self._writer is not None

    @property
    def caps(self) -> Caps | None:
        """How many tokens a day the model may use; None when there is no model."""
        return self._writer.caps if self._writer is not None else None

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
        await self._aside(self._index.close)
        self._threads.shutdown(wait=False)

    async def index(self, folder: Path | None = None) -> IndexReport:
        """Bring the index up to all its sources; answers go on from the old one meanwhile.

        Pages are read from `folder`, or else from where the assistant was told, or from the program.
        """
        pages = folder or self._faq or self.program.faq
        return await self._aside(lambda: self._index.hold(gather(pages)))

    async def ready(self) -> bool:
        """Say whether an FAQ has been indexed with the embedder of today."""
        try:
            await self._aside(self._index.articles)
        except (IndexEmpty, EmbedderMismatch):
            return False
        return True

    async def refresh(self) -> bool:
        """Take over an index that another process has published on a shared Chroma server."""
        return await self._aside(self._index.refresh)

    async def answer(
        self,
        question: str,
        *,
        asker: Asker,
        now: datetime,
        model: bool = True,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer one question of any length and script; never raises for what was asked.

        Without `model` none is asked even if there is one; `watch` sees what it writes as far as it may be seen.
        """
        texts = self._catalogue[asker.language]
        if not terms(question):
            return Answer("clarify", texts("answers-empty"), "courtesy")
        if len(question) > LONGEST:
            return Answer("clarify", texts("answers-too-long"), "courtesy")
        intent = understand(question)
        if intent is not None and (plain := self._plain(intent, asker, texts)) is not None:
            return plain
        masked = mask(question)
        spent = Spent()
        writer = self._writer if model else None
        answer = await self._answer(masked, intent, asker, texts, writer, watch, spent, now)
        await self._remember(masked, answer, asker, now)
        return replace(answer, spent=(spent.tokens_in, spent.tokens_out))

    async def choose(self, article_id: str, *, asker: Asker, now: datetime) -> Answer:
        """Answer with the article that the asker picked from a choice, if they may still read it."""
        texts = self._catalogue[asker.language]
        today = now.astimezone(self.program.time_zone).date()
        articles = await self._aside(self._index.articles) if await self.ready() else ()
        for article in articles:
            if article.id == article_id and article.is_for(asker.tier) and article.holds_on(today):
                return _from_article(article, 1.0, "extractive", texts)
        return _unknown(texts)

    def _plain(self, intent: Intent, asker: Asker, texts: Texts) -> Answer | None:
        """Answer what needs neither article nor account, or may not be answered here."""
        if intent.kind == "person":
            return Answer("handoff", texts("answers-person"), "courtesy", handoff=True)
        if intent.kind == "courtesy":
            name = self.program.brand.assistant_name.in_(asker.language)
            said = texts("answers-hello", assistant=name) if intent.courtesy == "hello" else None
            return Answer("answer", said or texts(f"answers-{intent.courtesy}"), "courtesy")
        if intent.kind == "others":
            return Answer("refuse", texts("answers-only-own"), "account")
        if asker.member_id is None:
            return Answer("refuse", texts("answers-join-first"), "account")
        if not asker.private:
            return Answer("refuse", texts("answers-private-only"), "account", private_only=True)
        return None

    async def _answer(
        self,
        question: str,
        intent: Intent | None,
        asker: Asker,
        texts: Texts,
        writer: Writer | None,
        watch: Watch | None,
        spent: Spent,
        now: datetime,
    ) -> Answer:
        try:
            judged = await self._search(question, asker, now)
        except KnowledgeError as error:
            # The account can be told without an FAQ, and a person can always be fetched.
            log.warning("answering without the FAQ", reason=str(error))
            judged = None
        if judged is not None and (article := _curated(question, judged)) is not None:
            return _from_article(article, 1.0, "curated", texts)
        if writer is not None:
            try:
                return await self._from_model(writer, question, asker, texts, watch, spent, now)
            except AgentFailed as error:
                log.warning("model not used for this answer", reason=str(error))
        if intent is not None and intent.tool is not None:
            return await self._from_account(intent.tool, question, asker, texts, now)
        return _unknown(texts) if judged is None else _from_faq(judged, texts)

    async def _from_account(
        self, tool: AccountTool, question: str, asker: Asker, texts: Texts, now: datetime
    ) -> Answer:
        desk = self._desk(question, asker, texts, now)
        if desk is None:
            return Answer("refuse", texts("answers-join-first"), "account")
        try:
            told = await tool.answer(desk)
        except NotFound:
            return Answer("refuse", texts("answers-join-first"), "account")
        return Answer("answer", told.text, "account", receipts=told.receipts)

    async def _from_model(
        self,
        writer: Writer,
        question: str,
        asker: Asker,
        texts: Texts,
        watch: Watch | None,
        spent: Spent,
        now: datetime,
    ) -> Answer:
        async def search(query: str) -> Sequence[Passage]:
            judged = await self._search(mask(query), asker, now)
            return [
                Passage(_source(hit.article, hit.score), f"{hit.article.title}\n{hit.article.answer}")
                for hit in judged.found.hits[:_PASSAGES]
            ]

        return await writer.write(
            question,
            asker=asker,
            search=search,
            desk=self._desk(question, asker, texts, now) if asker.private else None,
            program=self.program,
            texts=texts,
            watch=watch,
            spent=spent,
            now=now,
        )

    async def _remember(self, question: str, answer: Answer, asker: Asker, now: datetime) -> None:
        """Keep a turn, masked, so that the next question may lean on it; after a restart, too."""
        if asker.talk is None:
            return
        kept = await self._db.write(
            conversations.remember,
            chat_id=asker.talk.chat_id,
            telegram_id=asker.talk.telegram_id,
            member_id=asker.member_id,
            question=question,
            answer=mask(answer.text),
            now=now,
        )
        if self._writer is not None and answer.mode == "agent":
            self._writer.outline(kept, asker=asker, program=self.program, now=now)

    def _desk(self, question: str, asker: Asker, texts: Texts, now: datetime) -> Desk | None:
        if asker.member_id is None:
            return None
        return Desk(self._db, self.program, texts, asker.member_id, now, question)

    async def _search(self, question: str, asker: Asker, now: datetime) -> Judged:
        today = now.astimezone(self.program.time_zone).date()
        asked = Asked(asker.language, asker.tier, today)
        return await self._aside(lambda: self._index.search(question, asked))

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _curated(question: str, judged: Judged) -> Article | None:
    """Return the article that an operator wrote for exactly this question, which overrides all else."""
    asked = key(question)
    for hit in judged.found.hits[:_CHOICES]:
        if CURATED in hit.article.tags and asked in {key(text) for text in hit.article.questions}:
            return hit.article
    return None


def _from_faq(judged: Judged, texts: Texts) -> Answer:
    zone = judged.calibration.zone(judged.found)
    hits = judged.found.hits
    if zone == "answer":
        return _from_article(hits[0].article, judged.probability, "extractive", texts)
    if zone == "handoff":
        return _unknown(texts)
    choices = tuple(_source(hit.article, hit.score * judged.probability) for hit in hits[:_CHOICES])
    lines = [texts("answers-did-you-mean")]
    lines += [
        texts("answers-choice", number=number, title=choice.title) for number, choice in enumerate(choices, 1)
    ]
    return Answer("clarify", "\n".join(lines), "extractive", choices=choices, handoff=True)


def _from_article(article: Article, score: float, mode: Mode, texts: Texts) -> Answer:
    text = texts("answers-from-faq", answer=article.answer, title=article.title)
    return Answer("answer", text, mode, sources=(_source(article, score),))


def _unknown(texts: Texts) -> Answer:
    return Answer("handoff", texts("answers-unknown"), "extractive", handoff=True)


def _source(article: Article, score: float) -> Source:
    return Source(article.id, article.title, round(min(1.0, score), 4))
