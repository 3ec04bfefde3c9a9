"""The hourly comparison and the repair of refunds, against the sandbox's own purse over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.methods import AnswerPreCheckoutQuery, GetUpdates
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import stars
from bot.connection import connect
from bot.pace import Pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.notices import Notice
from db.models.payments import Payment
from membership import bills, cards, star_checks, star_refunds, tiers
from sandbox.purse import Payment as Taken
from sandbox.serving import serving
from sandbox.world import World
from tasks import payments as tasks
from tasks.jobs import Duty
from tests.builders import a_member
from tests.conftest import NOW, StandingClock

SANDBOX = "42:SANDBOX"
DESK = -500


@dataclass
class Shop:
    """A sandbox with a buyer in it, and the database of a bot that may have missed things."""

    world: World
    address: str
    http: aiohttp.ClientSession
    bot: Bot
    db: Database
    program: Program
    catalogue: Catalogue
    clock: StandingClock
    buyer: int = 0
    member: int = 0

    def duty(self, slot: Any = None) -> Duty:
        now = self.clock.now()
        return Duty(
            self.db,
            self.bot,
            Pace(),
            self.program,
            self.catalogue,
            self.clock,
            slot or now,
            now,
            {"support": DESK, "operators": ()},
        )

    async def bill(self, kind: str = "once") -> bills.Bill:
        return await self.db.write(
            bills.bill,
            member_id=self.member,
            telegram_id=self.buyer,
            kind=kind,
            program=self.program,
            now=self.clock.now(),
        )

    async def pay(self, bill: bills.Bill) -> str:
        """Let the buyer pay by the bill's own link, and lose the message that tells of it; return the charge."""
        link = await stars.subscription_link(
            self.bot, bill, program=self.program, texts=self.catalogue["zh-Hans"]
        )
        body = {"invoice_link": link, "from_id": self.buyer}
        paying = asyncio.ensure_future(self.http.post(f"{self.address}/sim/payments", json=body))
        updates = await self.bot(GetUpdates(timeout=5))
        asked = next(one.pre_checkout_query for one in updates if one.pre_checkout_query)
        await self.bot(AnswerPreCheckoutQuery(pre_checkout_query_id=asked.id, ok=True))
        charge = str((await (await paying).json())["charge_id"])
        await self.bot(GetUpdates(offset=(await self.bot(GetUpdates()))[-1].update_id + 1))
        return charge

    async def tier(self) -> str:
        now = self.clock.now()
        return (await self.db.read(tiers.standing, member_id=self.member, program=self.program, now=now)).tier

    async def states(self) -> list[str]:
        return await self.db.read(
            lambda session: list(session.scalars(select(Payment.state).order_by(Payment.id)))
        )

    async def told(self) -> list[str]:
        return await self.db.read(texts_of)


def texts_of(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.text).order_by(Notice.id)))


@pytest.fixture
async def shop(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> AsyncIterator[Shop]:
    world = World(SANDBOX, clock, limits=False)
    async with serving(world) as address, aiohttp.ClientSession() as http:
        bot = connect(SANDBOX, api_url=address)
        shop = Shop(world, address, http, bot, db, program, catalogue, clock)
        async with http.post(f"{address}/sim/users", json={"first_name": "Lin", "started": True}) as answer:
            shop.buyer = (await answer.json())["id"]
        shop.member = (await a_member(db, program, now=NOW, telegram_id=shop.buyer)).member_id
        yield shop
        await bot.session.close()


async def test_a_lost_payment_is_found_and_gives_its_card(shop: Shop) -> None:
    await shop.pay(await shop.bill())
    assert await shop.tier() == "basic"
    await tasks.reconcile(shop.duty())
    assert await shop.tier() == "gold"
    assert await shop.told() == ["cards-paid", "payments-compared"]
    await tasks.reconcile(shop.duty())
    assert (await shop.states(), len(await shop.told())) == (["paid"], 2)


async def test_a_lost_subscription_is_found_with_the_period_that_it_is_paid_for(shop: Shop) -> None:
    await shop.pay(await shop.bill("monthly"))
    await tasks.reconcile(shop.duty())
    now = shop.clock.now()
    held = await shop.db.read(cards.card_of, member_id=shop.member, program=shop.program, now=now)
    assert held is not None
    assert (held.renews, held.days_left) == (True, 31)


async def test_a_long_list_is_read_to_its_end_and_later_from_there(shop: Shop) -> None:
    """Gifts and other bots' bills stand between ours."""
    person = shop.world.people[shop.buyer]
    for number in range(450):
        strange = Taken(f"s{number}", shop.buyer, shop.buyer, "XTR", 1, f"other-{number}", 1_700_000_000)
        shop.world.purse.receive(strange, person.user())
    await shop.pay(await shop.bill())
    await tasks.reconcile(shop.duty())
    assert await shop.tier() == "gold"
    assert await shop.states() == ["paid"]
    before = sum(one["method"] == "getStarTransactions" for one in shop.world.requests)
    await tasks.reconcile(shop.duty())
    asked = [one for one in shop.world.requests if one["method"] == "getStarTransactions"][before:]
    assert len(asked) == 3  # the last 201 to 251 rows of 451, not all of them
    assert await shop.db.read(star_checks.starting_point, whole=False) == 251


async def refunding(shop: Shop) -> star_refunds.Refunding:
    await shop.pay(await shop.bill())
    await tasks.reconcile(shop.duty())
    return await shop.db.write(
        star_refunds.begin, receipt="P1", operator_id=7, reason="误买", now=shop.clock.now()
    )


async def test_a_refund_whose_process_died_before_asking_is_asked_again(shop: Shop) -> None:
    await refunding(shop)
    await tasks.repair(shop.duty())
    assert await shop.states() == ["refunding"]  # too early to doubt it
    shop.clock.advance(timedelta(minutes=6))
    await tasks.repair(shop.duty())
    assert await shop.states() == ["refunded"]
    assert (await shop.tier(), shop.world.purse.balance) == ("basic", 0)


async def test_a_refund_whose_process_died_after_asking_is_not_made_twice(shop: Shop) -> None:
    asked = await refunding(shop)
    await shop.bot.refund_star_payment(user_id=shop.buyer, telegram_payment_charge_id=asked.charge)
    shop.clock.advance(timedelta(minutes=6))
    await tasks.repair(shop.duty())
    assert await shop.states() == ["refunded"]
    assert (await shop.tier(), shop.world.purse.balance) == ("basic", 0)


async def test_a_refund_that_only_telegram_knows_of_ends_the_card(shop: Shop) -> None:
    charge = await shop.pay(await shop.bill())
    await tasks.reconcile(shop.duty())
    await shop.bot.refund_star_payment(user_id=shop.buyer, telegram_payment_charge_id=charge)
    await tasks.reconcile(shop.duty())
    assert await shop.states() == ["refunded"]
    assert await shop.tier() == "basic"


async def test_telegram_may_deny_a_refund(shop: Shop) -> None:
    asked = await refunding(shop)
    shop.world.purse.balance = 0
    now = shop.clock.now()
    outcome, error = await stars.give_back(shop.bot, shop.db, asked, program=shop.program, now=now)
    assert (outcome, "BALANCE_TOO_LOW" in error) == ("refused", True)
    assert await shop.states() == ["paid"]
    assert await shop.tier() == "gold"
