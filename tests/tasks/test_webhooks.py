from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.pace import Pace
from core.clock import Clock
from core.crypto import Vault
from core.program import Program
from core.signatures import check, check_time
from core.texts import Catalogue
from db.engine import Database
from db.models.notices import Notice
from db.models.webhooks import Delivery, Endpoint
from membership import deliveries, webhooks
from tasks import webhooks as sending
from tasks.jobs import Duty
from tests.conftest import StandingClock
from tests.tasks.wire import TOKEN, Killed, Mortal, MortalDatabase

OPERATOR = 4711
VAULT = Vault(b"w" * 32)


class Receiver:
    """The other system, as a real HTTP server; `answers` says what it does with the next requests."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int | float | str] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return web.Response(status=200)
        if isinstance(answer, str):
            return web.Response(status=302, headers={"Location": answer})
        return web.Response(status=answer)

    @property
    def ids(self) -> list[str]:
        return [head["webhook-id"] for head, _ in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    one = Receiver()
    app = web.Application()
    app.router.add_post("/in", one.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/in"
    yield one
    await runner.cleanup()


class Post:
    """The sender's side: an endpoint, events for it, and the job run at a time that the test moves."""

    def __init__(self, db: Database, program: Program, clock: StandingClock, catalogue: Catalogue) -> None:
        self.db, self.program, self.clock, self.catalogue = db, program, clock, catalogue
        self.secret = ""
        self.endpoint_id = 0

    async def listen(self, url: str, *kinds: str, inside: bool = True) -> int:
        added = await self.db.write(
            webhooks.add, url=url, kinds=kinds, inside=inside, vault=VAULT, now=self.clock.now()
        )
        self.secret, self.endpoint_id = added.secret, added.endpoint_id
        return added.endpoint_id

    async def tell(self, *keys: str) -> None:
        for key in keys:
            await self.db.write(
                webhooks.emit,
                kind="ticket.opened",
                member_id=None,
                data={"ticket": key},
                key=key,
                now=self.clock.now(),
            )

    async def send(self, *, after: timedelta = timedelta(0), db: Database | None = None) -> None:
        self.clock.offset += after
        now = self.clock.now()
        services = {"vault": VAULT, "operators": (OPERATOR,)}
        given: tuple[Any, ...] = (self.program, self.catalogue, self.clock, now, now, services)
        await sending.send_due(Duty(db or self.db, Bot(TOKEN), Pace(), *given))

    async def states(self) -> list[tuple[str, int]]:
        return await self.db.read(_states)

    async def endpoint(self) -> Endpoint:
        return await self.db.read(_endpoint, endpoint_id=self.endpoint_id)


def _states(session: Session) -> list[tuple[str, int]]:
    return [
        (row.state, row.attempts) for row in session.execute(select(Delivery).order_by(Delivery.id)).scalars()
    ]


def _endpoint(session: Session, *, endpoint_id: int) -> Endpoint:
    return session.execute(select(Endpoint).where(Endpoint.id == endpoint_id)).scalar_one()


def _told(session: Session) -> list[tuple[int, str]]:
    return [(row.chat_id, row.text) for row in session.execute(select(Notice)).scalars()]


@pytest.fixture
def post(db: Database, program: Program, clock: StandingClock, catalogue: Catalogue) -> Post:
    return Post(db, program, clock, catalogue)


async def test_an_event_arrives_signed_and_once(post: Post, receiver: Receiver) -> None:
    await post.listen(receiver.url, "ticket.*")
    await post.tell("t1", "t2")
    await post.send()
    await post.send()
    assert len(receiver.got) == 2
    for head, body in receiver.got:
        check_time(head["webhook-id"], head["webhook-timestamp"], now=Clock().now())
        check(
            [post.secret],
            message_id=head["webhook-id"],
            timestamp=head["webhook-timestamp"],
            signature=head["webhook-signature"],
            body=body,
        )
        assert head["Content-Type"] == "application/json"
    assert await post.states() == [("sent", 1), ("sent", 1)]


async def test_a_failure_is_tried_again_later_with_the_same_id(post: Post, receiver: Receiver) -> None:
    await post.listen(receiver.url)
    await post.tell("t1")
    receiver.answers = [500, 503]
    await post.send()
    await post.send(after=timedelta(seconds=4))
    assert len(receiver.got) == 1
    await post.send(after=timedelta(seconds=1))
    await post.send(after=timedelta(minutes=4))
    assert len(receiver.got) == 2
    await post.send(after=timedelta(minutes=1))
    assert len(set(receiver.ids)) == 1
    assert await post.states() == [("sent", 3)]
    assert (await post.endpoint()).failing_since is None


async def test_after_the_last_attempt_it_is_given_up_and_can_be_sent_again_by_hand(
    post: Post, receiver: Receiver
) -> None:
    await post.listen(receiver.url)
    await post.tell("t1")
    receiver.answers = [500] * (len(deliveries.RETRIES) + 1)
    await post.send()
    for wait in deliveries.RETRIES:
        await post.send(after=wait)
    assert await post.states() == [("failed", len(deliveries.RETRIES) + 1)]
    assert await post.db.write(webhooks.resume, endpoint_id=post.endpoint_id, now=post.clock.now()) == 1
    await post.send()
    assert (await post.states())[0][0] == "sent"
    assert len(set(receiver.ids)) == 1


async def test_an_endpoint_that_fails_for_three_days_is_turned_off_and_operators_are_told(
    post: Post, receiver: Receiver
) -> None:
    await post.listen(receiver.url)
    receiver.answers = [500] * 20
    await post.tell("t1")
    await post.send()
    await post.tell("t2")
    await post.send(after=timedelta(days=2, hours=23))
    assert (await post.endpoint()).off_at is None
    await post.send(after=timedelta(hours=2))
    off = await post.endpoint()
    assert off.off_at is not None
    assert off.off_reason == "answered 500, 3 d"
    assert await post.db.read(_told) == [(OPERATOR, "webhooks-off")]
    seen = len(receiver.got)
    await post.tell("t3")
    await post.send(after=timedelta(days=1))
    assert len(receiver.got) == seen


async def test_410_turns_an_endpoint_off_at_once(post: Post, receiver: Receiver) -> None:
    await post.listen(receiver.url)
    await post.tell("t1", "t2")
    receiver.answers = [410, 410]
    await post.send()
    await post.send(after=timedelta(hours=1))
    assert (await post.endpoint()).off_reason == "410 Gone"
    assert len(receiver.got) == 2
    assert await post.db.read(_told) == [(OPERATOR, "webhooks-off")]


async def test_a_slow_endpoint_costs_one_time_out_and_the_others_nothing(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMES", aiohttp.ClientTimeout(total=0.3))
    await post.listen(receiver.url)
    await post.tell("t1")
    receiver.answers = [1.0]
    await post.send()
    assert await post.states() == [("queued", 1)]
    await post.send(after=timedelta(seconds=5))
    assert await post.states() == [("sent", 2)]
    assert len(set(receiver.ids)) == 1


async def test_a_redirect_is_not_followed(post: Post, receiver: Receiver) -> None:
    await post.listen(receiver.url)
    await post.tell("t1")
    receiver.answers = [receiver.url]
    await post.send()
    assert len(receiver.got) == 1
    assert await post.states() == [("queued", 1)]


async def test_a_name_that_leads_inside_is_not_posted_to(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [{"hostname": "", "host": "127.0.0.1", "port": 0, "family": 2, "proto": 6, "flags": 0}]

    async def lies(*_given: Any, **_more: Any) -> Any:
        return found

    monkeypatch.setattr(aiohttp.DefaultResolver, "resolve", lies)
    await post.listen("https://crm.example.com/in", inside=False)
    await post.tell("t1")
    await post.send()
    assert receiver.got == []
    assert await post.states() == [("queued", 1)]


async def test_whoever_is_killed_at_any_step_leaves_nothing_unsent(
    post: Post, receiver: Receiver, db: Database
) -> None:
    await post.listen(receiver.url)
    for step in range(1, 12):
        await post.tell(f"t{step}")
        mortal = Mortal(step)
        with suppress(Killed):
            await post.send(db=MortalDatabase(db, mortal))
        await post.send(after=deliveries.LEASE)
    assert {state for state, _ in await post.states()} == {"sent"}
    again = len(receiver.ids) - len(set(receiver.ids))
    assert len(set(receiver.ids)) == 11
    assert again > 0, "one of the kills fell between the request and its being written down"


async def test_two_senders_at_once_do_not_send_the_same_thing_twice(post: Post, receiver: Receiver) -> None:
    await post.listen(receiver.url)
    await post.tell(*(f"t{number}" for number in range(30)))
    await asyncio.gather(post.send(), post.send(), post.send())
    assert len(receiver.ids) == len(set(receiver.ids)) == 30


async def test_what_ended_a_month_ago_is_forgotten(
    post: Post, receiver: Receiver, db: Database, clock: StandingClock
) -> None:
    gone = await post.listen(f"{receiver.url}?gone")
    await post.tell("t1")
    await db.write(webhooks.remove, endpoint_id=gone)
    await post.listen(receiver.url)
    await post.tell("t2")
    await post.send()
    assert await db.write(deliveries.prune, limit=10, now=clock.now()) == 1
    later = clock.now() + timedelta(days=31)
    assert await db.write(deliveries.prune, limit=10, now=later) == 1
    assert await db.read(_count) == 0


def _count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Delivery)).scalar_one()
