from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from db.engine import Database
from membership import audits, notices, staff

BOSS, MANAGER, CLERK = 1, 2, 3
FIXED = (BOSS,)


async def grant(db: Database, now: datetime, **given: Any) -> staff.Changed:
    values: dict[str, Any] = {
        "by": BOSS,
        "telegram_id": CLERK,
        "role": "clerk",
        "name": "小陈",
        "store": "南街店",
    }
    return await db.write(staff.grant, **(values | given), operators=FIXED, now=now)


async def roles(db: Database, telegram_id: int) -> frozenset[str]:
    return await db.read(staff.roles_of, telegram_id=telegram_id, operators=FIXED)


async def test_the_settings_operators_are_owners_and_nobody_else_is_anything(db: Database) -> None:
    assert await roles(db, BOSS) == {"owner"}
    assert await roles(db, CLERK) == frozenset()


async def test_a_role_is_given_once_noted_and_told(db: Database, now: datetime) -> None:
    given = await asyncio.gather(*(grant(db, now) for _ in range(4)))
    assert sorted(one.new for one in given) == [False, False, False, True]
    assert await roles(db, CLERK) == {"clerk"}
    assert await db.read(staff.store_of, telegram_id=CLERK) == "南街店"
    (*_, deed) = await db.read(audits.of_subject, subject=f"telegram:{CLERK}")
    assert (deed.actor, deed.action, deed.after) == (
        f"telegram:{BOSS}",
        "staff.grant",
        {"role": "clerk", "store": "南街店"},
    )
    assert "小陈" not in str(deed)
    told = await db.write(notices.arm, limit=9, now=now)
    assert [(one.chat_id, one.text) for one in told] == [(CLERK, "staff-you-are")]


async def test_a_clerk_is_moved_by_giving_the_role_again(db: Database, now: datetime) -> None:
    await grant(db, now)
    assert not (await grant(db, now, store="北街店")).new
    assert await db.read(staff.store_of, telegram_id=CLERK) == "北街店"


@pytest.mark.parametrize("role", ["owner", "manager"])
async def test_a_manager_makes_no_manager_and_no_owner(db: Database, now: datetime, role: str) -> None:
    await grant(db, now, telegram_id=MANAGER, role="manager")
    with pytest.raises(staff.NotAllowed):
        await grant(db, now, by=MANAGER, role=role)
    assert (await grant(db, now, by=MANAGER)).new


@pytest.mark.parametrize("who", [BOSS, MANAGER])
async def test_nobody_changes_their_own_rights(db: Database, now: datetime, who: int) -> None:
    await grant(db, now, telegram_id=MANAGER, role="manager")
    with pytest.raises(staff.OwnRights):
        await grant(db, now, by=who, telegram_id=who, role="approver")
    with pytest.raises(staff.OwnRights):
        await db.write(staff.revoke, by=who, telegram_id=who, role="manager", operators=FIXED, now=now)


async def test_a_clerk_gives_nothing(db: Database, now: datetime) -> None:
    await grant(db, now)
    with pytest.raises(staff.NotAllowed):
        await grant(db, now, by=CLERK, telegram_id=9)
    assert await roles(db, 9) == frozenset()


async def test_a_right_that_was_taken_away_gives_nothing_any_more(db: Database, now: datetime) -> None:
    await grant(db, now, telegram_id=MANAGER, role="manager")
    taken = await db.write(
        staff.revoke, by=BOSS, telegram_id=MANAGER, role="manager", operators=FIXED, now=now
    )
    assert taken.new
    assert taken.colleague.roles == ()
    with pytest.raises(staff.NotAllowed):
        await grant(db, now, by=MANAGER)
    again = await db.write(
        staff.revoke, by=BOSS, telegram_id=MANAGER, role="manager", operators=FIXED, now=now
    )
    assert not again.new
    assert [one.action for one in await db.read(audits.of_subject, subject=f"telegram:{MANAGER}")] == [
        "staff.revoke",
        "staff.grant",
    ]


async def test_an_owner_by_the_settings_stays_one(db: Database, now: datetime) -> None:
    await grant(db, now, telegram_id=MANAGER, role="owner")
    with pytest.raises(staff.SetElsewhere):
        await db.write(staff.revoke, by=MANAGER, telegram_id=BOSS, role="owner", operators=FIXED, now=now)


async def test_what_is_no_role_or_no_store_is_refused(db: Database, now: datetime) -> None:
    with pytest.raises(staff.RoleUnknown):
        await grant(db, now, role="king")
    with pytest.raises(staff.StoreWrong):
        await grant(db, now, store="店" * 65)
    assert await roles(db, CLERK) == frozenset()


async def test_the_roster_names_everybody_with_all_their_roles(db: Database, now: datetime) -> None:
    await grant(db, now)
    await grant(db, now, role="agent", store=None)
    people = await db.read(staff.roster, operators=FIXED)
    assert [(one.telegram_id, one.roles, one.store, one.fixed) for one in people] == [
        (BOSS, ("owner",), None, True),
        (CLERK, ("agent", "clerk"), "南街店", False),
    ]
    assert people[1].name == "小陈"
