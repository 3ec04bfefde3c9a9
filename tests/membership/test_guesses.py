from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from db.engine import Database
from db.models.guesses import Guess
from membership import guesses

MINUTE = timedelta(minutes=1)


def tried(session: Session, *, who: str, typed: str, vault: Vault, now: datetime) -> guesses.Missed:
    """Try a wrong code, as the counter does: weighed and noted in one transaction."""
    guesses.check(session, who=who, now=now)
    return guesses.note(session, who=who, typed=typed, vault=vault, now=now)


async def guess(db: Database, vault: Vault, now: datetime, who: str = "telegram:9") -> guesses.Missed:
    return await db.write(tried, who=who, typed="ABCD-EFGH", vault=vault, now=now)


async def test_the_fifth_wrong_code_locks_out_until_the_first_is_ten_minutes_old(
    db: Database, vault: Vault, now: datetime
) -> None:
    missed = [await guess(db, vault, now + place * MINUTE) for place in range(5)]
    assert [one.left for one in missed] == [4, 3, 2, 1, 0]
    assert missed[-1].minutes == 6
    for at, minutes in ((4 * MINUTE, 6), (9.5 * MINUTE, 1)):
        with pytest.raises(guesses.LockedOut) as refused:
            await guess(db, vault, now + at)
        assert refused.value.values == {"minutes": minutes}
    assert (await guess(db, vault, now + 10 * MINUTE)).left == 0
    with pytest.raises(guesses.LockedOut):
        await guess(db, vault, now + 10.5 * MINUTE)


async def test_a_hundred_at_once_get_five_tries(db: Database, vault: Vault, now: datetime) -> None:
    outcomes = await asyncio.gather(*(guess(db, vault, now) for _ in range(30)), return_exceptions=True)
    assert sum(isinstance(one, guesses.Missed) for one in outcomes) == guesses.MOST
    assert sum(isinstance(one, guesses.LockedOut) for one in outcomes) == 25


async def test_one_persons_mistakes_lock_nobody_else_out(db: Database, vault: Vault, now: datetime) -> None:
    for _ in range(5):
        await guess(db, vault, now)
    assert (await guess(db, vault, now, who="channel:pos")).left == 4


async def test_what_was_tried_is_kept_blinded_and_forgotten_after_ninety_days(
    db: Database, vault: Vault, now: datetime
) -> None:
    await guess(db, vault, now)
    (row,) = await db.read(lambda session: session.execute(select(Guess.__table__)).all())
    assert "ABCD" not in str(row)
    assert row.digest == vault.blind("guess", "ABCDEFGH")
    assert await db.write(guesses.forget, limit=9, now=now + timedelta(days=89)) == 0
    assert await db.write(guesses.forget, limit=9, now=now + timedelta(days=91)) == 1
