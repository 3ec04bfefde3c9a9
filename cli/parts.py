"""What every command is built from: settings, clock, database, program, texts, assistant, recommender."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from bot.recommender import Recommender
from core.clock import Clock
from core.crypto import Vault
from core.program import Program, load_program
from core.settings import Settings
from core.texts import Catalogue
from db.engine import Database, open_database
from db.migrate import upgrade
from knowledge.access import Choice, LocalAccess, ModelAccess, choose_embedder, model_access
from knowledge.assistant import Assistant
from knowledge.embedders import Embedder
from knowledge.errors import IndexBusy
from knowledge.index import ArticleIndex
from knowledge.store import Store
from membership import versions
from membership.usages import Caps

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """The installation, opened; the database's schema is up to date."""

    settings: Settings
    clock: Clock
    db: Database
    program: Program
    catalogue: Catalogue
    vault: Vault


@asynccontextmanager
async def opened(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Parts]:
    """Load the program, migrate and open the database, note the program's version; close it at the end."""
    program = load_program(settings.program)
    settings.data.mkdir(parents=True, exist_ok=True)
    await upgrade(settings.database)
    db = open_database(settings.database)
    clock = clock or Clock()
    try:
        if await db.read(versions.recall, version=program.version) is None:
            await db.write(versions.record, program=program, now=clock.now())
        yield Parts(settings, clock, db, program, Catalogue(), _vault(settings))
    finally:
        await db.close()


@asynccontextmanager
async def with_assistant(parts: Parts, *, beside: bool = False) -> AsyncIterator[Assistant]:
    """Open the assistant on the index as it stands.

    While another process owns the embedded index, IndexBusy is raised; with `beside` an index of one's own
    is made from the FAQ in force instead, and forgotten at the end.
    """
    settings = parts.settings
    access = access_of(settings)
    embedder = await embedder_of(settings)
    try:
        store = Store(None if settings.chroma_url else settings.data / "chroma", settings.chroma_url)
    except IndexBusy:
        if not beside:
            raise
        store = Store()
    assistant = Assistant(
        index=ArticleIndex(store, embedder),
        db=parts.db,
        program=parts.program,
        catalogue=parts.catalogue,
        access=access,
        faq=settings.faq,
    )
    try:
        yield assistant
    finally:
        await assistant.close()


def access_of(settings: Settings) -> ModelAccess | None:
    """Return how the settings say to reach a model, or None when they name neither key nor address."""
    key = settings.openai_api_key
    return model_access(
        api_key=key.get_secret_value() if key else None,
        base_url=settings.openai_base_url,
        model=settings.model.name,
        fallback=settings.model.fallback,
        embedding=settings.model.embedding,
        embedding_batch=settings.model.embedding_batch,
        seconds=settings.model.timeout_seconds,
        max_tokens=settings.model.max_tokens,
        call_seconds=settings.model.call_seconds,
        failures=settings.model.failures,
        rest_seconds=settings.model.rest_seconds,
        price_in=settings.model.price_in,
        price_out=settings.model.price_out,
        caps=Caps(settings.model.tokens_a_day_each, settings.model.tokens_a_day),
    )


def choice_of(settings: Settings, *, fetch: bool = True) -> Choice:
    """Return the embedder that the settings lead to, and why; `fetch` may take as long as they allow."""
    seconds = settings.embedding_fetch_seconds if fetch else 0.0
    local = LocalAccess(settings.embedding_model, settings.data / "models", seconds)
    return choose_embedder(settings.embedding, access_of(settings), local)


async def embedder_of(settings: Settings) -> Embedder:
    """Choose the embedder without holding up the event loop, and log what was chosen."""
    with ThreadPoolExecutor(1, thread_name_prefix="embedder") as pool:
        choice = await asyncio.get_running_loop().run_in_executor(pool, choice_of, settings)
    log.info("the FAQ's embedder", embedder=choice.embedder.id, why=choice.why)
    return choice.embedder


@asynccontextmanager
async def with_recommender(parts: Parts) -> AsyncIterator[Recommender]:
    """Open the recommender with the newest trained model, if there is one."""
    recommender = Recommender(parts.db)
    try:
        await recommender.load()
        yield recommender
    finally:
        recommender.close()


def _vault(settings: Settings) -> Vault:
    secret = settings.secret_key
    return Vault.open_at(settings.data, secret.get_secret_value() if secret else None)
