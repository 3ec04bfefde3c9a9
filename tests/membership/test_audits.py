from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from db.engine import Database
from db.models.audits import Audit
from membership import audits


async def _deeds(db: Database, now: datetime, count: int) -> None:
    for number in range(count):
        await db.write(
            audits.record,
            actor="telegram:1",
            action="points.adjust",
            subject=f"member:{number % 2}",
            before={"balance": number},
            after={"balance": number + 1, "note": "补发"},
            reason=" 少记了一杯 ",
            origin="chat",
            now=now + timedelta(seconds=number),
        )


async def test_each_deed_is_chained_to_the_one_before(db: Database, now: datetime) -> None:
    await _deeds(db, now, 3)

    checked = await db.read(audits.check)
    newest = (await db.read(audits.of_subject, subject="member:0"))[0]

    assert (checked.count, checked.broken) == (3, None)
    assert checked.head == newest.digest
    assert newest.reason == "少记了一杯"


@pytest.mark.parametrize(
    "damage",
    [
        update(Audit).where(Audit.id == 2).values(reason="没什么"),
        update(Audit).where(Audit.id == 2).values(after={"balance": 900}),
        delete(Audit).where(Audit.id == 2),
    ],
    ids=["reworded", "other figure", "removed"],
)
async def test_a_changed_or_removed_deed_breaks_the_chain(
    db: Database, now: datetime, damage: object
) -> None:
    await _deeds(db, now, 4)

    def tamper(session: Session) -> None:
        session.execute(damage)  # type: ignore[call-overload]

    await db.write(tamper)
    checked = await db.read(audits.check)

    assert checked.broken in {2, 3}
    assert checked.count == 1


async def test_deeds_at_the_same_time_form_one_chain(db: Database, now: datetime) -> None:
    await asyncio.gather(*(_deeds(db, now, 5) for _ in range(8)))

    checked = await db.read(audits.check)

    assert (checked.count, checked.broken) == (40, None)


def test_a_blank_reason_is_none() -> None:
    with pytest.raises(audits.ReasonMissing):
        audits.needed("  \n")
