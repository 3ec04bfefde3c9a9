from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.webhooks import Delivery
from membership import orders, points, refunds, tickets, webhooks
from membership.earning import Line
from membership.members import Ref
from membership.orders import Order
from membership.refunds import Refund
from tests.builders import a_member

VAULT = Vault(b"w" * 32)


def deliveries(session: Session) -> list[tuple[int, str, dict[str, Any]]]:
    return [
        (row.endpoint_id, row.key, json.loads(row.body))
        for row in session.execute(select(Delivery).order_by(Delivery.id)).scalars()
    ]


async def an_endpoint(
    db: Database, *kinds: str, url: str = "https://crm.example.com/in", **given: Any
) -> int:
    values: dict[str, Any] = {"inside": False, "now": datetime.fromisoformat("2026-11-18T04:00:00+00:00")}
    added = await db.write(webhooks.add, url=url, kinds=kinds, vault=VAULT, **(values | given))
    return added.endpoint_id


async def test_an_event_is_queued_once_for_each_endpoint_that_wants_its_kind(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    everything = await an_endpoint(db, "*", url="https://a.example.com/")
    family = await an_endpoint(db, "points.*", url="https://b.example.com/")
    await an_endpoint(db, "tier.changed", url="https://c.example.com/")
    event: dict[str, Any] = {
        "kind": "points.earned",
        "member_id": member.member_id,
        "key": "order:pos:1:earn",
    }
    for _ in range(2):
        await db.write(webhooks.emit, **event, data={"points": 28}, now=now)
    told = await db.read(deliveries)
    assert [(endpoint, key) for endpoint, key, _ in told] == [
        (everything, "order:pos:1:earn"),
        (family, "order:pos:1:earn"),
    ]
    assert told[0][2] == {
        "type": "points.earned",
        "timestamp": "2026-11-18T04:00:00.000Z",
        "data": {"member": member.number, "points": 28},
    }


async def test_nothing_is_written_while_nobody_listens(db: Database, program: Program, now: datetime) -> None:
    member = await a_member(db, program, now=now)
    queued = await db.write(
        webhooks.emit, kind="member.joined", member_id=member.member_id, data={}, key="join", now=now
    )
    assert queued == 0
    assert await db.read(deliveries) == []


async def test_an_event_dies_with_the_transaction_that_it_tells_about(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await an_endpoint(db, "*")

    def undone(session: Session) -> None:
        webhooks.emit(session, kind="member.joined", member_id=member.member_id, data={}, key="join", now=now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await db.write(undone)
    assert await db.read(deliveries) == []


async def test_a_batch_of_events_is_told_apart_by_key(db: Database, program: Program, now: datetime) -> None:
    members = [await a_member(db, program, now=now) for _ in range(3)]
    await an_endpoint(db, "order.taken")
    events = [
        webhooks.Event("order.taken", one.member_id, {"total_minor": place}, f"order:pos:{place}")
        for place, one in enumerate(members)
    ]
    assert await db.write(webhooks.emit_many, events=[*events, events[0]], now=now) == 3
    assert [body["data"]["member"] for _, _, body in await db.read(deliveries)] == [
        one.number for one in members
    ]


async def test_a_kind_that_is_not_documented_is_refused(db: Database, now: datetime) -> None:
    with pytest.raises(ValueError, match=r"points\.gained"):
        await db.write(webhooks.emit, kind="points.gained", member_id=None, data={}, key="1", now=now)


async def test_what_happens_to_a_member_is_told_once_and_without_who_they_are(
    db: Database, program: Program, now: datetime
) -> None:
    await an_endpoint(db, "*")
    member = await a_member(db, program, now=now, name="陈晓")
    ref = Ref("number", member.number)
    line = (Line("latte", 1, 10_000),)
    order = Order("pos", "T-1", ref, now, "CNY", "jingan", line)
    old = Order("pos", "T-0", ref, now - timedelta(days=30), "CNY", None, line)
    refund = Refund("pos", "R-1", "T-1", now, 4_000)
    spend: dict[str, Any] = {
        "member_id": member.member_id,
        "amount": 20,
        "key": "spend:1",
        "source": "redeem:cup",
    }
    given: dict[str, Any] = {"program": program, "now": now}
    for _ in range(2):
        await db.write(orders.take_in, orders=[old, order], **given)
        await db.write(refunds.take_in, refunds=[refund], **given)
        await db.write(points.spend, **spend, **given)
    ticket = await db.write(
        tickets.open_ticket, telegram_id=1, member_id=member.member_id, question="我叫陈晓", **given
    )
    await db.write(tickets.resolve, ticket_id=ticket.ticket_id, agent_id=5, agent_name="A", now=now)
    told = await db.read(deliveries)
    assert sorted(body["type"] for _, _, body in told) == [
        "coupon.issued",
        "member.joined",
        "order.refunded",
        "order.taken",
        "points.earned",
        "points.reversed",
        "points.spent",
        "ticket.closed",
        "ticket.opened",
    ]
    assert {body["data"]["member"] for _, _, body in told} == {member.number}
    assert "陈晓" not in str(told)
    reversed_ = next(body for _, _, body in told if body["type"] == "points.reversed")
    assert reversed_["data"]["points"] == -40
