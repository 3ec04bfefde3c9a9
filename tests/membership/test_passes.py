from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.passes import Pass
from membership import passes
from tests.builders import a_member

CLERK = 9
SECOND = timedelta(seconds=1)


async def shown(db: Database, vault: Vault, member_id: int, now: datetime) -> passes.Shown:
    return await db.write(passes.show, member_id=member_id, vault=vault, now=now)


async def use(db: Database, vault: Vault, typed: str, now: datetime) -> int:
    return (await db.write(passes.use, typed=typed, clerk=CLERK, vault=vault, now=now))[1]


@pytest.fixture
async def member(db: Database, program: Program, now: datetime) -> int:
    return (await a_member(db, program, now=now)).member_id


async def test_a_code_opens_once_however_many_scan_it(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    code = (await shown(db, vault, member, now)).code
    outcomes = await asyncio.gather(*(use(db, vault, code, now) for _ in range(6)), return_exceptions=True)
    assert outcomes.count(member) == 1
    assert sum(isinstance(one, passes.PassUsed) for one in outcomes) == 5


@pytest.mark.parametrize(("after", "good"), [(59, True), (60, False), (61, False)])
async def test_a_code_is_good_for_sixty_seconds(
    db: Database, vault: Vault, member: int, now: datetime, after: int, *, good: bool
) -> None:
    code = (await shown(db, vault, member, now)).code
    if good:
        assert await use(db, vault, code, now + after * SECOND) == member
    else:
        with pytest.raises(passes.PassOver):
            await use(db, vault, code, now + after * SECOND)


async def test_a_process_whose_clock_is_behind_takes_a_fresh_code(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    code = (await shown(db, vault, member, now)).code
    assert await use(db, vault, code, now - 3 * SECOND) == member


async def test_a_new_code_ends_the_one_before_and_names_its_picture(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    first = await shown(db, vault, member, now)
    await db.write(passes.placed, pass_id=first.pass_id, message_id=77)
    second = await shown(db, vault, member, now + SECOND)
    assert (first.stale, second.stale) == ((), (77,))
    with pytest.raises(passes.PassOver):
        await use(db, vault, first.code, now + SECOND)
    assert await use(db, vault, second.code, now + SECOND) == member
    assert (await shown(db, vault, member, now + SECOND)).stale == ()


async def test_a_code_may_be_read_out_and_is_stored_nowhere(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    code = (await shown(db, vault, member, now)).code

    def dump(session: Session) -> str:
        return str(session.execute(select(Pass.__table__)).all())

    assert code.replace("-", "") not in await db.read(dump)
    assert await use(db, vault, f" {code.lower().replace('-', ' ')} ", now) == member


async def test_another_secrets_code_is_unknown(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    elsewhere = Vault(b"another installation's secret, of 42 bytes")
    code = (await shown(db, elsewhere, member, now)).code
    for typed in (code, "", "👾", "ABCD-EFGH"):
        with pytest.raises(passes.PassUnknown):
            await use(db, vault, typed, now)


async def test_codes_that_opened_nothing_are_forgotten_after_a_day(
    db: Database, vault: Vault, member: int, now: datetime
) -> None:
    used = (await shown(db, vault, member, now)).code
    await use(db, vault, used, now)
    await shown(db, vault, member, now)
    assert await db.write(passes.forget, limit=9, now=now + timedelta(hours=23)) == 0
    assert await db.write(passes.forget, limit=9, now=now + timedelta(hours=25)) == 1
    with pytest.raises(passes.PassUsed):
        await use(db, vault, used, now + timedelta(days=9))
