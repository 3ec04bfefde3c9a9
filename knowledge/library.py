"""The library that answers come from: what is published, how it follows its sources, and searching it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import structlog

from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from knowledge.article import Article
from knowledge.articles import BadArticles
from knowledge.asking import Asker
from knowledge.contradictions import Contradiction
from knowledge.curation import Curation, Exact, curated_first, curation
from knowledge.embedders import Embedder
from knowledge.errors import EmbedderMismatch, IndexEmpty, KnowledgeError
from knowledge.index import ArticleIndex, IndexReport, Judged
from knowledge.passages import relevant
from knowledge.privacy import mask
from knowledge.retrieval import Asked
from knowledge.sources import Sources, gather, stamp
from membership import articles

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Library:
    """All articles of one installation: pages, the program's rules and what operators wrote; `program` may change.

    Blocking work (Chroma, embedding, imports) runs on its own threads, so that the event loop never waits.
    """

    def __init__(
        self,
        *,
        index: ArticleIndex,
        db: Database,
        program: Program,
        catalogue: Catalogue,
        faq: Path | None = None,
    ) -> None:
        self.program = program
        self._faq = faq
        self._index = index
        self._db = db
        self._catalogue = catalogue
        self._exact: Exact | None = None
        # The sources as they were indexed last, and as they were when a page was found faulty.
        self._held: tuple[Any, ...] | None = None
        self._faulty: tuple[Any, ...] | None = None
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="knowledge")

    @property
    def embedder(self) -> Embedder:
        """What the index is embedded by; it may block on the network."""
        return self._index.embedder

    async def close(self) -> None:
        await self.aside(self._index.close)
        self._threads.shutdown(wait=False)

    async def index(self, folder: Path | None = None) -> IndexReport:
        """Bring the index up to all its sources; answers go on from the old one meanwhile.

        Pages are read from `folder`, or else from where the assistant was told, or from the program.
        """
        if folder is not None:
            self._faq = folder
        state = await self._state()
        by_operators = await curation(self._db)
        try:
            report = await self.aside(lambda: self._index.hold(self._sources(by_operators).published()))
        except BadArticles:
            self._faulty = state
            raise
        self._held, self._faulty = state, None
        return report

    async def catch_up(self) -> bool:
        """Index anew if operators, a page or the program have changed something since; say whether they had.

        Pages that were faulty are read again when something has changed, not before.
        """
        if await self._state() in (self._held, self._faulty):
            return False
        await self.index()
        return True

    async def publish(self) -> bool:
        """Bring the index up to what operators just decided; False when that must wait for the next try."""
        try:
            await self.catch_up()
        except (KnowledgeError, BadArticles) as error:
            log.warning("articles not indexed yet", reason=str(error)[:200])
            return False
        return self._faulty is None

    async def contradictions(self) -> tuple[Contradiction, ...]:
        """Hold all that is written against the rules; raise BadArticles when the folder is faulty."""
        by_operators = await curation(self._db)
        return await self.aside(lambda: self._sources(by_operators).contradictions())

    async def contradicted(self, article: Article) -> tuple[Contradiction, ...]:
        """Hold one article that is not published yet against the rules; nothing when the folder is faulty."""
        try:
            found = await self.aside(lambda: self._sources(Curation((article,), {})).contradictions())
        except BadArticles:
            return ()
        return tuple(one for one in found if one.article == article.id)

    def _sources(self, by_operators: Curation) -> Sources:
        pages = self._faq or self.program.faq
        return gather(pages, program=self.program, catalogue=self._catalogue, by_operators=by_operators)

    async def _state(self) -> tuple[Any, ...]:
        pages = await self.aside(lambda: stamp(self._faq or self.program.faq, self.program))
        return (pages, *await self._db.read(articles.state))

    async def ready(self) -> bool:
        """Say whether an FAQ has been indexed with the embedder of today."""
        try:
            await self.aside(self._index.articles)
        except (IndexEmpty, EmbedderMismatch):
            return False
        return True

    async def refresh(self) -> bool:
        """Take over an index that another process has published on a shared Chroma server."""
        return await self.aside(self._index.refresh)

    async def articles(self) -> tuple[Article, ...]:
        """Return what is published; nothing when nothing has been indexed."""
        try:
            return await self.aside(self._index.articles)
        except KnowledgeError:
            return ()

    async def look(self, question: str, asked: Asked) -> Judged | None:
        """Return what would be found for a question; None when nothing can be searched."""
        try:
            return await self.aside(lambda: self._index.search(mask(question), asked))
        except KnowledgeError:
            return None

    async def exactly(self, question: str, asker: Asker, now: datetime) -> Article | None:
        """Return what an operator wrote for exactly this question, which overrides all but a person and privacy."""
        try:
            published = await self.aside(self._index.articles)
        except KnowledgeError:
            return None
        if self._exact is None or self._exact.published is not published:
            self._exact = await self.aside(lambda: Exact(published))
        today = now.astimezone(self.program.time_zone).date()
        return self._exact.find(question, Asked(asker.language, asker.tier, today))

    async def search(self, question: str, asker: Asker, now: datetime) -> Judged:
        today = now.astimezone(self.program.time_zone).date()
        asked = Asked(asker.language, asker.tier, today)
        judged = await self.aside(lambda: self._index.search(question, asked))
        found = curated_first(judged.found)
        hits = tuple(replace(hit, article=relevant(hit.article, question)) for hit in found.hits)
        return replace(judged, found=replace(found, hits=hits))

    async def aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
