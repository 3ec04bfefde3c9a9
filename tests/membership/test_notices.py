from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from core.program import Program
from db.engine import Database
from membership import members, notices
from tests.builders import a_member
from tests.conftest import NOW


async def told(db: Database, *member_ids: int, **given: Any) -> int:
    values: dict[str, Any] = {
        "topic": "points",
        "text": "orders-earned",
        "key": "k",
        "values": {one: {"points": one} for one in member_ids},
        "buttons": [[notices.Button("points-see", data="points")]],
    }
    return await db.write(notices.tell, member_ids=list(member_ids), now=NOW, **(values | given))


async def arm(db: Database, *, limit: int = 10, later: timedelta = timedelta(0)) -> tuple[notices.Due, ...]:
    return await db.write(notices.arm, limit=limit, now=NOW + later)


async def test_each_member_is_told_once_under_one_key(db: Database, program: Program) -> None:
    one, two = [(await a_member(db, program, now=NOW, telegram_id=7_000 + n)).member_id for n in range(2)]
    assert await told(db, one, two) == 2
    assert await told(db, one, two) == 0
    due = await arm(db)
    assert {(notice.member_id, notice.chat_id) for notice in due} == {(one, 7_000), (two, 7_001)}
    assert {notice.values["points"] for notice in due} == {one, two}
    assert due[0].buttons[0][0]["data"] == "points"
    assert await arm(db) == ()


async def test_who_turned_a_topic_off_is_not_told_but_service_always_is(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await db.write(
        members.choose_topic,
        member_id=member,
        topic="points",
        granted=False,
        message_id=1,
        program=program,
        now=NOW,
    )
    assert await told(db, member) == 0
    assert await told(db, member, topic="service") == 1


async def test_who_blocked_the_bot_is_not_written_to_until_they_come_back(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW, telegram_id=7_001)).member_id
    await db.write(members.blocked, telegram_id=7_001, reachable=False)
    assert await told(db, member) == 0
    await a_member(db, program, now=NOW, telegram_id=7_001)
    assert await told(db, member) == 1


async def test_a_notice_waits_for_its_time(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await told(db, member, due_at=NOW + timedelta(hours=1))
    assert await arm(db) == ()
    assert len(await arm(db, later=timedelta(hours=1))) == 1


async def test_many_senders_at_once_never_take_the_same_notice(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for n in range(20):
        await told(db, member, key=f"k{n}")
    batches = await asyncio.gather(*(arm(db, limit=4) for _ in range(8)))
    taken = [notice.notice_id for batch in batches for notice in batch]
    assert len(taken) == len(set(taken))
    while more := await arm(db):
        taken += [notice.notice_id for notice in more]
    assert len(taken) == len(set(taken)) == 20


async def test_what_was_being_sent_at_a_crash_is_unknown_and_not_sent_again(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for n in range(3):
        await told(db, member, key=f"k{n}")
    first, _second = await arm(db, limit=2)
    await db.write(notices.settle, notice_id=first.notice_id, state="sent", message_id=5)
    assert await db.write(notices.recover) == 1
    assert len(await arm(db)) == 1
    assert await arm(db) == ()


async def test_a_notice_is_tried_a_bounded_number_of_times(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await told(db, member)
    states = []
    for attempt in range(notices.ATTEMPTS):
        (notice,) = await arm(db, later=timedelta(minutes=attempt))
        assert notice.attempts == attempt + 1
        states.append(
            await db.write(
                notices.try_later,
                notice_id=notice.notice_id,
                wait=timedelta(minutes=1),
                error="connect",
                now=NOW + timedelta(minutes=attempt),
            )
        )
    assert states == ["queued"] * (notices.ATTEMPTS - 1) + ["failed"]
    assert await arm(db, later=timedelta(days=1)) == ()
