from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.members import Member
from membership import birthdays, coupons, notices
from tests.builders import a_member
from tests.conftest import NOW
from tests.tiering import told


def born(session: Session, *, member_id: int, md: str | None) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(birthday_md=md))


async def a_birthday(db: Database, program: Program, md: str) -> int:
    member = (await a_member(db, program, now=NOW)).member_id
    await db.write(born, member_id=member, md=md)
    return member


async def morning(db: Database, program: Program, now: datetime) -> int:
    """What the job does; returns how many gifts it had to give."""
    after, given = 0, 0
    while (done := await db.write(birthdays.give, after=after, limit=2, program=program, now=now)).count:
        after, given = done.last, given + done.count
    after = 0
    while (done := await db.write(birthdays.greet, after=after, limit=2, program=program, now=now)).count:
        after = done.last
    return given


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """An instant in Shanghai."""
    return datetime(year, month, day, hour, 30, tzinfo=UTC) - timedelta(hours=8)


async def gifts(db: Database, member: int, now: datetime, program: Program) -> int:
    held = await db.read(coupons.open_coupons, member_id=member, now=now)
    return sum(one.template == program.birthday_coupon for one in held)


async def test_the_gift_comes_once_in_the_month_however_often_the_job_runs(
    db: Database, program: Program
) -> None:
    member = await a_birthday(db, program, "12-20")
    for other in ("10-30", "01-15"):
        await a_birthday(db, program, other)
    assert await morning(db, program, at(2026, 12, 1)) == 1
    for day in (1, 2, 15, 31):
        assert await morning(db, program, at(2026, 12, day)) == 0
    assert await gifts(db, member, at(2026, 12, 2), program) == 1
    assert [one.text for one in await told(db)] == ["birthdays-gift"]


async def test_missed_days_are_made_up_for_within_the_month(db: Database, program: Program) -> None:
    member = await a_birthday(db, program, "12-02")
    assert await morning(db, program, at(2026, 12, 31, 23)) == 1
    assert await gifts(db, member, at(2026, 12, 31, 23), program) == 1
    late = await a_birthday(db, program, "12-03")
    assert await morning(db, program, at(2027, 1, 1, 0)) == 0, "the month is over in Shanghai"
    assert await gifts(db, late, at(2027, 1, 1), program) == 0


async def test_gift_and_greeting_of_one_day_are_one_message(db: Database, program: Program) -> None:
    await a_birthday(db, program, "12-01")
    for hour in (9, 10, 11):
        await morning(db, program, at(2026, 12, 1, hour))
    assert [one.text for one in await told(db)] == ["birthdays-gift-today"]


async def test_the_day_itself_is_greeted_with_what_still_waits(db: Database, program: Program) -> None:
    member = await a_birthday(db, program, "12-20")
    await a_birthday(db, program, "12-21")
    await morning(db, program, at(2026, 12, 1))
    await told(db)
    await morning(db, program, at(2026, 12, 20))
    await morning(db, program, at(2026, 12, 20, 12))
    (greeting,) = await told(db)
    assert (greeting.member_id, greeting.text) == (member, "birthdays-today-coupon")
    assert greeting.values["until_at"].startswith("2026-12-31")


async def test_a_day_that_nobody_ran_on_is_greeted_late_and_once(db: Database, program: Program) -> None:
    program = program.model_copy(update={"birthday_coupon": None})
    await a_birthday(db, program, "12-31")
    for day in (1, 2, 3, 4):
        await morning(db, program, at(2027, 1, day))
    assert [one.text for one in await told(db)] == ["birthdays-belated"]
    assert await morning(db, program, at(2027, 1, 5)) == 0


@pytest.mark.parametrize(("before", "after"), [("12-20", "01-05"), ("11-20", "12-01"), ("12-31", "12-01")])
async def test_moving_ones_birthday_brings_no_second_gift(
    db: Database, program: Program, before: str, after: str
) -> None:
    member = await a_birthday(db, program, before)
    assert await morning(db, program, at(2026, int(before[:2]), 1 + 17 * (before == "11-20"))) == 1
    await db.write(born, member_id=member, md=after)
    given = [
        await morning(db, program, at(2026 + (after[:2] < before[:2]), int(after[:2]), day))
        for day in (1, 15, 28)
    ]
    assert given == [0, 0, 0]


async def test_next_year_there_is_another(db: Database, program: Program) -> None:
    await a_birthday(db, program, "01-31")
    assert await morning(db, program, at(2027, 1, 31)) == 1
    assert await morning(db, program, at(2028, 1, 1)) == 1


async def test_who_never_joined_gets_nothing_and_two_jobs_at_once_give_one(
    db: Database, program: Program
) -> None:
    member = await a_birthday(db, program, "12-20")
    first = at(2026, 12, 1)
    await asyncio.gather(
        *(db.write(birthdays.give, after=0, limit=9, program=program, now=first) for _ in range(5))
    )
    assert await gifts(db, member, at(2026, 12, 1), program) == 1
    assert len(await told(db)) == 1
    await db.write(born, member_id=member, md=None)
    assert await morning(db, program, at(2027, 12, 1)) == 0


async def test_what_is_due_in_the_quiet_hours_waits_for_their_end(db: Database, program: Program) -> None:
    await a_birthday(db, program, "12-01")
    await morning(db, program, at(2026, 12, 1, 0))
    assert await db.write(notices.arm, limit=9, now=at(2026, 12, 1, 8)) == ()
    assert len(await db.write(notices.arm, limit=9, now=at(2026, 12, 1, 9))) == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 2, 28), {"02-28", "02-29"}),
        (date(2028, 2, 28), {"02-28"}),
        (date(2028, 2, 29), {"02-29"}),
        (date(2100, 2, 28), {"02-28", "02-29"}),
        (date(2027, 3, 1), {"03-01"}),
    ],
)
def test_the_29th_of_february_is_celebrated_in_every_year(day: date, expected: set[str]) -> None:
    assert set(birthdays.celebrated(day)) == expected
