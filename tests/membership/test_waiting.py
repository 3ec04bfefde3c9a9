from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.notices import Notice
from db.models.waiting import WaitingRefund
from db.queries import waiting as rows
from ingest.fields import Terms
from ingest.rules import RULES, refunds_that_wait
from membership import audits, waiting
from membership.earning import Line
from membership.members import Ref
from membership.orders import Order, Outcome
from membership.refunds import Refund
from tests.ingest import looks

OPERATOR = 4711


def an_order(ref: str, now: datetime, *, total: int = 10_000) -> Order:
    lines = (Line("latte", 1, total),)
    return Order("pos", ref, Ref("card", "c1"), now - timedelta(hours=1), "CNY", None, lines)


def a_refund(ref: str, order: str, now: datetime, amount: int = 4_000) -> Refund:
    return Refund("pos", ref, order, now, amount)


class Till:
    def __init__(self, db: Database, program: Program, now: datetime) -> None:
        self.db, self.program, self.now = db, program, now
        self.terms = Terms(program, Vault(b"k" * 32), now, "pos")

    async def refund(self, *refunds: Refund) -> list[str]:
        outcomes = await self._write(refunds_that_wait, refunds)
        return [outcome.kind for outcome in outcomes]

    async def order(self, *orders: Order) -> None:
        await self._write(RULES["orders"], orders)

    async def _write(self, rule: Any, things: Any) -> tuple[Outcome, ...]:
        return await self.db.write(rule, things=things, terms=self.terms, now=self.now)


def held(session: Session) -> list[str]:
    return list(session.execute(select(WaitingRefund.ref)).scalars())


async def test_a_refund_before_its_order_is_carried_out_when_the_order_comes(
    db: Database, program: Program, now: datetime
) -> None:
    till = Till(db, program, now)
    assert await till.refund(a_refund("r1", "o1", now)) == ["waiting"]
    assert await till.refund(a_refund("r1", "o1", now)) == ["waiting"]
    assert await till.refund(a_refund("r1", "o1", now, 1)) == ["rejected"]
    await till.order(an_order("o1", now), an_order("o2", now))
    assert await db.read(held) == []
    entries, lots, cached = await db.read(looks.ledger_sums)
    assert entries == lots == cached == 160
    assert await till.refund(a_refund("r1", "o1", now)) == ["duplicate"]


async def test_a_waiting_refund_above_its_order_is_refused_and_written_down(
    db: Database, program: Program, now: datetime
) -> None:
    till = Till(db, program, now)
    await till.refund(a_refund("r1", "o1", now, 10_001))
    await till.order(an_order("o1", now))
    assert (await db.read(looks.ledger_sums))[0] == 100
    deed = (await db.read(audits.of_subject, subject="order:pos:o1"))[0]
    assert deed.action == "waiting.refused"
    assert deed.reason is not None
    assert "expected at most" in deed.reason


async def test_a_refund_that_crossed_its_order_on_the_way_is_caught_up_with(
    db: Database, program: Program, now: datetime
) -> None:
    till = Till(db, program, now)
    await till.order(an_order("o1", now))

    def crossed(session: Session) -> None:
        rows.hold(
            session,
            channel="pos",
            order_ref="o1",
            ref="r1",
            refunded_at=now.isoformat(),
            amount=10_000,
            received_at=now,
        )

    await db.write(crossed)
    assert await db.write(waiting.catch_up, limit=10, program=program, now=now) == 1
    assert await db.write(waiting.catch_up, limit=10, program=program, now=now) == 0
    assert await db.read(looks.ledger_sums) == (0, 0, 0)


async def test_after_a_month_operators_are_told_and_it_waits_no_longer(
    db: Database, program: Program, now: datetime
) -> None:
    till = Till(db, program, now)
    await till.refund(*(a_refund(f"r{n}", f"o{n}", now) for n in range(7)))
    given: dict[str, Any] = {"limit": 100, "operators": (OPERATOR,)}
    soon, late = now + timedelta(days=29), now + timedelta(days=31)
    assert await db.write(waiting.drop, now=soon, **given) == ()
    assert len(await db.write(waiting.drop, now=late, **given)) == 7
    assert await db.write(waiting.drop, now=late, **given) == ()
    assert await db.read(held) == []
    told = await db.read(lambda session: session.execute(select(Notice)).scalars().all())
    assert [(one.chat_id, one.text, one.values["count"]) for one in told] == [
        (OPERATOR, "waiting-dropped", 7)
    ]
    assert told[0].values["orders"].endswith("pos/o4 …")
