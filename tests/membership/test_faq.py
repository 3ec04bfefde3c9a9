from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from db.engine import Database
from db.models.notices import Notice
from membership import faq


async def told(db: Database) -> list[dict[str, object]]:
    return await db.read(
        lambda session: [
            row.values for row in session.scalars(select(Notice).where(Notice.text == "faq-alarm"))
        ]
    )


async def test_a_finding_is_told_once_until_it_has_gone_and_come_back(db: Database, now: datetime) -> None:
    async def night(number: int, *findings: str) -> int:
        at = now + timedelta(days=number)
        return await db.write(faq.report, findings=findings, chat_ids=(-100, 7), now=at)

    assert await night(0, "a: 12 个月 ≠ expiry: 18 个月", "b: ¥5 ≠ delivery: ¥6") == 2
    assert len(await told(db)) == 2
    assert await night(1, "a: 12 个月 ≠ expiry: 18 个月", "b: ¥5 ≠ delivery: ¥6") == 0
    assert await night(2, "b: ¥5 ≠ delivery: ¥6", "c: 3 ≠ 4") == 1
    assert {str(one["findings"]) for one in await told(db)} == {
        "· a: 12 个月 ≠ expiry: 18 个月\n· b: ¥5 ≠ delivery: ¥6",
        "· c: 3 ≠ 4",
    }
    assert await night(3, "a: 12 个月 ≠ expiry: 18 个月", "b: ¥5 ≠ delivery: ¥6", "c: 3 ≠ 4") == 1


async def test_a_hundred_findings_are_one_message_that_can_be_read(db: Database, now: datetime) -> None:
    many = [f"x{number}: 1 ≠ 2" for number in range(100)]
    assert await db.write(faq.report, findings=many, chat_ids=(-100,), now=now) == 100
    (one,) = await told(db)
    assert one["count"] == 100
    assert str(one["findings"]).count("\n") <= 12
