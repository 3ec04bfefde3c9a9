"""Answers that a model writes: what one turn may use and cost, and what is kept of it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from core.background import Background
from core.program import Program
from core.texts import Texts
from db.engine import Database
from knowledge.access import ModelAccess
from knowledge.asking import Answer, Asker, Source
from knowledge.errors import AgentFailed
from knowledge.normalise import terms
from knowledge.privacy import mask
from knowledge.tools.account import Desk
from knowledge.turn import Drafted, Passage, Spent, TurnContext, Watch
from membership import conversations, usages
from membership.conversations import Recalled, Remembered

if TYPE_CHECKING:
    from knowledge.agent import Agent

log = structlog.get_logger(__name__)

_CITED = 3
_LEANT = 0.6  # the share of the best passage's common terms from which on a passage counts as used
_LANGUAGES = {"zh-Hans": "Simplified Chinese", "zh-Hant": "Traditional Chinese (Taiwan)", "en": "English"}


class Writer:
    """Lets a model write, within the caps of the day; raises AgentFailed when others must answer."""

    def __init__(
        self, access: ModelAccess, db: Database, load: Callable[[Callable[[], Agent]], Awaitable[Agent]]
    ) -> None:
        self.caps = access.caps
        self._access = access
        self._db = db
        self._load = load
        self._loading = asyncio.Lock()
        self._agent: Agent | None = None
        self._background = Background()

    async def close(self) -> None:
        await self._background.drain(self._access.call_seconds)
        if self._agent is not None:
            await self._agent.close()

    async def write(
        self,
        question: str,
        *,
        asker: Asker,
        search: Callable[[str], Awaitable[Sequence[Passage]]],
        desk: Desk | None,
        program: Program,
        texts: Texts,
        watch: Watch | None,
        spent: Spent,
        now: datetime,
    ) -> Answer:
        """Answer a masked question; what the turn uses is counted in `spent` and for the asker, however it ends."""
        await self._check(asker, program, now)
        agent = await self._loaded()
        context = TurnContext(search, desk, spent=spent)
        try:
            drafted = await agent.draft(
                question,
                context=context,
                earlier=await self._recalled(asker, now),
                values=_values(asker, program, now),
                watch=watch,
            )
        except AgentFailed as error:
            await self._spend(asker, spent, program, now)
            if context.action == "handoff":
                # The model wanted a person before it broke off: a person it is.
                log.warning("model broke off after handing over", reason=str(error))
                return Answer("handoff", texts("answers-person"), "agent", handoff=True)
            raise
        except asyncio.CancelledError:
            self._background.start(self._spend(asker, spent, program, now), name="count a stopped turn")
            raise
        await self._spend(asker, spent, program, now)
        return _answer(drafted, texts)

    def outline(self, kept: Remembered, *, asker: Asker, program: Program, now: datetime) -> None:
        """Have the outline of a long talk worded better, beside whatever else goes on."""
        if kept.outline is not None and self._agent is not None:
            self._background.start(
                self._summarise(self._agent, kept, kept.outline, asker, program, now), name="summarise a talk"
            )

    async def _summarise(
        self,
        agent: Agent,
        kept: Remembered,
        outline: str,
        asker: Asker,
        program: Program,
        now: datetime,
    ) -> None:
        context = TurnContext(_nothing, None)
        try:
            await self._check(asker, program, now)
            summary = await agent.summarise(outline, context=context)
        except AgentFailed as error:
            log.info("the outline of a talk stays as it is", reason=str(error))
        else:
            await self._db.write(
                conversations.summarise,
                conversation_id=kept.conversation_id,
                count=kept.count,
                summary=mask(summary),
            )
        await self._spend(asker, context.spent, program, now)

    async def _check(self, asker: Asker, program: Program, now: datetime) -> None:
        reached = await self._db.read(
            usages.exhausted, telegram_id=_person(asker), caps=self.caps, program=program, now=now
        )
        if reached is not None:
            raise AgentFailed(f"the cap of the day is reached: {reached}")

    async def _spend(self, asker: Asker, spent: Spent, program: Program, now: datetime) -> None:
        if spent.calls:
            cost = math.ceil(
                spent.tokens_in * self._access.price_in + spent.tokens_out * self._access.price_out
            )
            await self._db.write(
                usages.spend,
                telegram_id=_person(asker),
                calls=spent.calls,
                tokens_in=spent.tokens_in,
                tokens_out=spent.tokens_out,
                cost=cost,
                program=program,
                now=now,
            )

    async def _recalled(self, asker: Asker, now: datetime) -> Recalled:
        if asker.talk is None:
            return Recalled("", ())
        talk = asker.talk
        return await self._db.read(
            conversations.recall, chat_id=talk.chat_id, telegram_id=talk.telegram_id, now=now
        )

    async def _loaded(self) -> Agent:
        async with self._loading:
            if self._agent is None:
                self._agent = await self._load(self._make)
            return self._agent

    def _make(self) -> Agent:
        # Importing LangChain takes seconds; without a model nobody pays for it.
        from knowledge.agent import Agent

        return Agent(self._access)


async def _nothing(_query: str) -> Sequence[Passage]:
    return ()


def _person(asker: Asker) -> int:
    """Return under whom a turn is counted; the command line is nobody, and counts for all only."""
    return asker.talk.telegram_id if asker.talk is not None else usages.NOBODY


def _values(asker: Asker, program: Program, now: datetime) -> dict[str, str]:
    return {
        "assistant": program.brand.assistant_name.in_(asker.language),
        "brand": program.brand.name.in_(asker.language),
        "language": _LANGUAGES[asker.language],
        "today": now.astimezone(program.time_zone).strftime("%Y-%m-%d (%A)"),
    }


def _answer(drafted: Drafted, texts: Texts) -> Answer:
    text = drafted.text
    sources = _cited(text, drafted.passages) if drafted.action == "answer" else ()
    if sources:
        text = texts("answers-from-faq", answer=text, title=sources[0].title)
    return Answer(
        drafted.action,
        text,
        "agent",
        sources=sources,
        receipts=drafted.receipts,
        handoff=drafted.action == "handoff",
        prompt_version=drafted.prompt_version,
        proposals=drafted.proposals if drafted.action == "answer" else (),
    )


def _cited(text: str, passages: Sequence[Passage]) -> tuple[Source, ...]:
    """Return the sources of the passages that an answer leans on, the most leant on first."""
    said = set(terms(text))
    shared = {passage.source: len(said & set(terms(passage.text))) for passage in passages}
    most = max(shared.values(), default=0)
    leant_on = [source for source, count in shared.items() if count and count >= _LEANT * most]
    return tuple(sorted(leant_on, key=lambda source: -shared[source])[:_CITED])
