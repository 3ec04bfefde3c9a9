"""What tests need to exist, made through the rules, with overrides by name."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.types import Row
from membership import groups, members, orders, points
from membership.earning import Line
from membership.members import Joined, Ref

_telegram_ids = count(700_001)
_chat_ids = count(-1_001, -1)
_keys = count(1)


async def a_member(db: Database, program: Program, *, now: datetime, **given: Any) -> Joined:
    """A member who has joined by `/start`; returns the rule's own result."""
    values: dict[str, Any] = {
        "telegram_id": next(_telegram_ids),
        "name": "Test",
        "language_code": "zh-hans",
        "source": None,
        "message_id": 1,
    }
    return await db.write(members.join, **(values | given), program=program, now=now)


async def a_group(db: Database, program: Program, *, now: datetime, **given: Any) -> groups.GroupCard:
    """A group chat that the bot was just added to."""
    values: dict[str, Any] = {
        "chat_id": next(_chat_ids),
        "title": "Test group",
        "language_code": "zh-hans",
    }
    return await db.write(groups.enter, chat=groups.Chat(**(values | given)), program=program, now=now)


async def some_points(
    db: Database, program: Program, *, member_id: int, amount: int, now: datetime, **given: Any
) -> points.Earned:
    """Points given to a member, qualifying as much as they are worth unless told otherwise."""
    values: dict[str, Any] = {
        "amount": amount,
        "qualifying": amount,
        "key": f"test:{next(_keys)}",
        "source": "test",
        "at": now,
    }
    grant = points.Grant(member_id, **(values | given))
    return await db.write(points.earn, grant=grant, program=program, now=now)


def an_order(*, number: str, now: datetime, **given: Any) -> orders.Order:
    """An order of one latte by the member with `number`."""
    values: dict[str, Any] = {
        "channel": "pos",
        "ref": f"o{next(_keys)}",
        "member": Ref("number", number),
        "ordered_at": now,
        "currency": "CNY",
        "store": None,
        "lines": (Line("latte", 1, 2_800),),
    }
    return orders.Order(**(values | given))


# What asking alone leaves behind: the record, the memory, and what the model used.
RECORDS = frozenset({"answers", "conversations", "usages"})


async def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables but RECORDS, to compare before and after."""
    return await db.read(_everything)


def _everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in Row.metadata.sorted_tables
        if table.name not in RECORDS
    }
