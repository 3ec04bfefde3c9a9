"""The assistant: one question in, one typed answer out, with a model or without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
from knowledge.turn import Passage, TurnContext
from membership import conversations
from membership.conversations import Recalled

if TYPE_CHECKING:
    from knowledge.agent import Agent

log = structlog.get_logger(__name__)
T = TypeVar("T")

CURATED = "curated"
_CHOICES, _PASSAGES = 3, 4
_LEANT = 0.6  # the share of the best passage's common terms from which on a passage counts as used
_LANGUAGES = {"zh-Hans": "Simplified Chinese", "zh-Hant": "Traditional Chinese (Taiwan)", "en": "English"}


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
        self._access = access
        self._agent: Agent | None = None
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="knowledge")

    @property
    def has_model(self) -> bool:
        """Whether answers may take seconds, because a model is asked."""
        return self._access is not None

    async def close(self) -> None:
        if self._agent is not None:
            await self._agent.close()
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

    async def answer(self, question: str, *, asker: Asker, now: datetime) -> Answer:
        """Answer one question of any length and script; never raises for what was asked."""
        texts = self._catalogue[asker.language]
        if not terms(question):
            return Answer("clarify", texts("answers-empty"), "courtesy")
        if len(question) > LONGEST:
            return Answer("clarify", texts("answers-too-long"), "courtesy")
        intent = understand(question)
        if intent is not None and (plain := self._plain(intent, asker, texts)) is not None:
            return plain
        masked = mask(question)
        answer = await self._answer(masked, intent, asker, texts, now)
        await self._remember(masked, answer, asker, now)
        return answer

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
        self, question: str, intent: Intent | None, asker: Asker, texts: Texts, now: datetime
    ) -> Answer:
        try:
            judged = await self._search(question, asker, now)
        except KnowledgeError as error:
            # The account can be told without an FAQ, and a person can always be fetched.
            log.warning("answering without the FAQ", reason=str(error))
            judged = None
        if judged is not None and (article := _curated(question, judged)) is not None:
            return _from_article(article, 1.0, "curated", texts)
        if self._access is not None:
            try:
                return await self._from_model(question, asker, texts, now)
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

    async def _from_model(self, question: str, asker: Asker, texts: Texts, now: datetime) -> Answer:
        agent = await self._loaded_agent()

        async def search(query: str) -> Sequence[Passage]:
            judged = await self._search(mask(query), asker, now)
            return [
                Passage(_source(hit.article, hit.score), f"{hit.article.title}\n{hit.article.answer}")
                for hit in judged.found.hits[:_PASSAGES]
            ]

        drafted = await agent.draft(
            question,
            context=TurnContext(search, self._desk(question, asker, texts, now) if asker.private else None),
            earlier=(await self._recalled(asker, now)).turns,
            values={
                "assistant": self.program.brand.assistant_name.in_(asker.language),
                "brand": self.program.brand.name.in_(asker.language),
                "language": _LANGUAGES[asker.language],
                "today": now.astimezone(self.program.time_zone).strftime("%Y-%m-%d (%A)"),
            },
        )
        text = drafted.text
        sources = () if drafted.handed_over else _cited(text, drafted.passages)
        if sources:
            text = texts("answers-from-faq", answer=text, title=sources[0].title)
        return Answer(
            "handoff" if drafted.handed_over else "answer",
            text,
            "agent",
            sources=sources,
            receipts=drafted.receipts,
            handoff=drafted.handed_over,
            prompt_version=drafted.prompt_version,
        )

    async def _recalled(self, asker: Asker, now: datetime) -> Recalled:
        if asker.talk is None:
            return Recalled("", ())
        talk = asker.talk
        return await self._db.read(
            conversations.recall, chat_id=talk.chat_id, telegram_id=talk.telegram_id, now=now
        )

    async def _remember(self, question: str, answer: Answer, asker: Asker, now: datetime) -> None:
        """Keep a turn, masked, so that the next question may lean on it; after a restart, too."""
        if asker.talk is None:
            return
        await self._db.write(
            conversations.remember,
            chat_id=asker.talk.chat_id,
            telegram_id=asker.talk.telegram_id,
            member_id=asker.member_id,
            question=question,
            answer=mask(answer.text),
            now=now,
        )

    def _desk(self, question: str, asker: Asker, texts: Texts, now: datetime) -> Desk | None:
        if asker.member_id is None:
            return None
        return Desk(self._db, self.program, texts, asker.member_id, now, question)

    async def _search(self, question: str, asker: Asker, now: datetime) -> Judged:
        today = now.astimezone(self.program.time_zone).date()
        asked = Asked(asker.language, asker.tier, today)
        return await self._aside(lambda: self._index.search(question, asked))

    async def _loaded_agent(self) -> Agent:
        if self._agent is None:
            self._agent = await self._aside(self._load_agent)
        return self._agent

    def _load_agent(self) -> Agent:
        # Importing LangChain takes seconds; without a model nobody pays for it.
        from knowledge.agent import Agent

        if self._access is None:
            raise AgentFailed("no model is set up")
        return Agent(self._access)

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


def _cited(text: str, passages: Sequence[Passage]) -> tuple[Source, ...]:
    """Return the sources of the passages that an answer leans on, the most leant on first."""
    said = set(terms(text))
    shared = {passage.source: len(said & set(terms(passage.text))) for passage in passages}
    most = max(shared.values(), default=0)
    leant_on = [source for source, count in shared.items() if count and count >= _LEANT * most]
    return tuple(sorted(leant_on, key=lambda source: -shared[source])[:_CHOICES])


def _unknown(texts: Texts) -> Answer:
    return Answer("handoff", texts("answers-unknown"), "extractive", handoff=True)


def _source(article: Article, score: float) -> Source:
    return Source(article.id, article.title, round(min(1.0, score), 4))
