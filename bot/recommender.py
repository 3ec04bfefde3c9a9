"""The recommender at work: the model in use, training it, and picks for one member."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

import structlog

from core.program import Program
from db.engine import Database
from insight import baskets as lines
from insight.model import Model, from_bytes, to_bytes
from insight.reasons import Kind, Reason
from insight.recommender import Pick, days, fit, recommend
from membership import recommendations
from membership.recommendations import Placement, Shown, Taste

log = structlog.get_logger(__name__)
T = TypeVar("T")

CHUNK = 50_000
UNTRAINED = "catalogue"


class Recommender:
    """Holds the model in memory and computes off the event loop, on a thread of its own."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._model: Model | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="recommender")
        # Training takes minutes on a large history; nobody's picks wait for it.
        self._trainer = ThreadPoolExecutor(1, thread_name_prefix="training")

    @property
    def version(self) -> str:
        return self._model.version if self._model else UNTRAINED

    async def load(self) -> bool:
        """Take the newest stored model into use; False when none has been trained yet."""
        stored = await self._db.read(recommendations.newest_model)
        if stored is not None and stored[0] != self.version:
            self._model = await _on(self._worker, lambda: from_bytes(stored[1]))
        return stored is not None

    async def train(self, *, now: datetime) -> str:
        """Learn from all orders and take the new model into use; O(order lines) memory, off the loop."""
        gathered = _Lines()
        after = 0
        while chunk := await self._db.read(recommendations.bought_lines, after=after, limit=CHUNK):
            after = chunk[-1][0]
            gathered.add(chunk)
        model = await _on(self._trainer, lambda: fit(gathered.baskets()))
        body = await _on(self._trainer, lambda: to_bytes(model))
        await self._db.write(recommendations.keep_model, version=model.version, body=body, now=now)
        self._model = model
        log.info("recommender trained", version=model.version, lines=gathered.count)
        return model.version

    async def suggest(
        self,
        *,
        member_id: int,
        count: int,
        placement: Placement,
        program: Program,
        now: datetime,
    ) -> tuple[Shown, ...]:
        """Pick up to `count` products for a member, record that they are shown, and return them."""
        taste = await self._db.read(recommendations.taste, member_id=member_id, program=program, now=now)
        picks = await _on(self._worker, lambda: self._pick(taste, count, program, now))
        return await self._db.write(
            recommendations.show,
            member_id=member_id,
            picks=picks,
            model=self.version,
            placement=placement,
            program=program,
            now=now,
        )

    def close(self) -> None:
        for thread in (self._worker, self._trainer):
            thread.shutdown(wait=False, cancel_futures=True)

    def _pick(self, taste: Taste, count: int, program: Program, now: datetime) -> tuple[Pick, ...]:
        picks: tuple[Pick, ...] = ()
        if self._model is not None:
            picks = recommend(self._model, taste.history, now=now, k=count, exclude=taste.exclude)
        if len(picks) < count:
            picks += _from_catalogue(
                program, {pick.item for pick in picks} | taste.exclude, count - len(picks)
            )
        return picks


async def _on(thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(thread, work)


def _from_catalogue(program: Program, exclude: set[str] | frozenset[str], count: int) -> tuple[Pick, ...]:
    """Pick what is on sale, a category at a time, where nothing is known of anybody's taste."""
    picks: list[Pick] = []
    seen: set[str] = set()
    for product in program.products.values():
        if len(picks) < count and product.id not in exclude and product.category not in seen:
            seen.add(product.category)
            picks.append(Pick(product.id, 0.0, Reason(Kind.COLD)))
    return tuple(picks)


class _Lines:
    """Order lines as columns of codes, gathered chunk by chunk."""

    def __init__(self) -> None:
        self._members: dict[int, int] = {}
        self._items: dict[str, int] = {}
        self._columns: tuple[list[int], list[int], list[float]] = ([], [], [])

    @property
    def count(self) -> int:
        return len(self._columns[0])

    def add(self, chunk: list[tuple[int, int, str, datetime]]) -> None:
        who, what, when = self._columns
        for _, member, item, at in chunk:
            who.append(self._members.setdefault(member, len(self._members)))
            what.append(self._items.setdefault(item, len(self._items)))
            when.append(days(at))

    def baskets(self) -> Any:
        who, what, when = self._columns
        return lines.from_lines(map(str, self._members), self._items, member=who, item=what, time=when)
