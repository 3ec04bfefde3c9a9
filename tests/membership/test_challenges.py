from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Challenge, Program
from db.engine import Database
from db.models.posts import Post
from membership import challenges, checkins, coupons, groups, orders, points
from membership.earning import Line
from membership.groups import GroupCard
from tests.builders import a_group, a_member, an_order

TEN = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai


def only(program: Program, *names: str) -> Program:
    """The program with these tasks alone."""
    return program.model_copy(update={"challenges": {name: program.challenges[name] for name in names}})


async def a_task(db: Database, program: Program, name: str, now: datetime = TEN) -> tuple[GroupCard, int]:
    """A group with the task `name` posted today."""
    group = await a_group(db, program, now=now)
    await db.write(challenges.open_due, program=only(program, name), now=now)
    return group, await db.read(_post_id, group_id=group.group_id)


async def available(db: Database, member_id: int, now: datetime) -> int:
    return (await db.read(points.balance, member_id=member_id, now=now)).available


def test_the_pool_holds_what_can_be_completed_in_chat_and_is_longer_than_the_rest(program: Program) -> None:
    ways = {task.id: challenges.way_of(task) for task in challenges.pool(program)}
    assert {"quiz", "checkin", "order", "proof"} == set(ways.values())
    assert "answer-a-neighbour" not in ways
    assert "twenty-one-days" not in ways
    assert len(ways) > program.groups.task_rest_days


def test_no_task_comes_back_before_it_has_rested(program: Program) -> None:
    pool = challenges.pool(program)
    last: dict[str, date] = {}
    for offset in range(60):
        day = date(2026, 1, 1) + timedelta(days=offset)
        task = challenges.pick(pool, last, day, program.groups.task_rest_days)
        assert task is not None
        assert task.id not in last or (day - last[task.id]).days > program.groups.task_rest_days
        last[task.id] = day


def test_a_pool_that_is_too_small_gives_the_task_that_rested_longest(program: Program) -> None:
    pool = challenges.pool(program)[:3]
    day = date(2026, 1, 10)
    last = {task.id: day - timedelta(days=back) for task, back in zip(pool, (1, 3, 2), strict=True)}
    picked = challenges.pick(pool, last, day, 7)
    assert picked is not None
    assert picked.id == pool[1].id
    assert challenges.pick((), {}, day, 7) is None


async def test_each_group_gets_one_task_a_day_at_its_hour(db: Database, program: Program) -> None:
    await a_group(db, program, now=TEN)

    async def opened(now: datetime) -> int:
        return await db.write(challenges.open_due, program=program, now=now)

    assert await opened(TEN - timedelta(seconds=1)) == 0
    assert await opened(TEN) == 1
    assert await opened(TEN + timedelta(minutes=1)) == 0
    assert await opened(TEN + timedelta(days=1)) == 1


async def test_two_ticks_at_once_open_one_task(db: Database, program: Program) -> None:
    await a_group(db, program, now=TEN)
    opened = await asyncio.gather(
        *(db.write(challenges.open_due, program=program, now=TEN) for _ in range(4))
    )
    assert sum(opened) == 1


@pytest.mark.parametrize(
    ("late", "count"),
    [
        (timedelta(hours=3), 1),
        (timedelta(hours=9, minutes=59), 1),
        (timedelta(hours=13), 0),
        (timedelta(hours=15), 0),
    ],
    ids=["after lunch", "in the evening", "at night", "the next day before its hour"],
)
async def test_a_missed_task_is_made_up_for_by_day_but_not_at_night(
    db: Database, program: Program, late: timedelta, count: int
) -> None:
    await a_group(db, program, now=TEN)
    assert await db.write(challenges.open_due, program=program, now=TEN + late) == count


async def test_groups_that_turned_tasks_off_or_removed_the_bot_get_none(
    db: Database, program: Program
) -> None:
    off, gone = await a_group(db, program, now=TEN), await a_group(db, program, now=TEN)
    await db.write(groups.switch_task, chat_id=off.chat_id, on=False)
    await db.write(groups.leave, chat_id=gone.chat_id)
    assert await db.write(challenges.open_due, program=program, now=TEN) == 0


async def test_an_hour_before_the_days_start_belongs_to_the_end_of_that_day(
    db: Database, program: Program
) -> None:
    late = program.model_copy(
        update={
            "day_start": time(5),
            "groups": program.groups.model_copy(update={"daily_task_at": time(1)}),
        }
    )
    await a_group(db, late, now=TEN)
    at_one = datetime(2026, 11, 18, 1, 0, tzinfo=program.time_zone).astimezone(UTC)
    assert await db.write(challenges.open_due, program=late, now=at_one - timedelta(minutes=1)) == 0
    assert await db.write(challenges.open_due, program=late, now=at_one) == 1


async def test_a_right_answer_pays_once_however_often_it_is_tapped(db: Database, program: Program) -> None:
    _, post = await a_task(db, program, "guess-origin")
    member = await a_member(db, program, now=TEN)
    taps = await asyncio.gather(
        *(
            db.write(
                challenges.answer,
                post_id=post,
                member_id=member.member_id,
                message_id=1,
                choice=1,
                program=program,
                now=TEN,
            )
            for _ in range(6)
        )
    )
    assert all(tap.right for tap in taps)
    assert sorted(tap.done.new for tap in taps if tap.done) == [False] * 5 + [True]
    assert await available(db, member.member_id, TEN) == 5


async def test_a_wrong_answer_is_the_only_one(db: Database, program: Program) -> None:
    _, post = await a_task(db, program, "guess-origin")
    member = await a_member(db, program, now=TEN)

    async def answer(choice: int) -> challenges.Answer:
        return await db.write(
            challenges.answer,
            post_id=post,
            member_id=member.member_id,
            message_id=1,
            choice=choice,
            program=program,
            now=TEN,
        )

    assert not (await answer(0)).right
    for choice in (0, 1):
        with pytest.raises(challenges.TaskTried):
            await answer(choice)
    assert await available(db, member.member_id, TEN) == 0


async def test_right_and_wrong_tapped_at_once_are_one_answer(db: Database, program: Program) -> None:
    _, post = await a_task(db, program, "guess-origin")
    member = await a_member(db, program, now=TEN)
    taps = await asyncio.gather(
        *(
            db.write(
                challenges.answer,
                post_id=post,
                member_id=member.member_id,
                message_id=1,
                choice=choice,
                program=program,
                now=TEN,
            )
            for choice in (0, 1)
        ),
        return_exceptions=True,
    )
    told_right = any(isinstance(tap, challenges.Answer) and tap.right for tap in taps)
    assert (await available(db, member.member_id, TEN) == 5) == told_right
    assert any(isinstance(tap, challenges.TaskTried) for tap in taps)


async def test_yesterdays_task_is_over(db: Database, program: Program) -> None:
    _, post = await a_task(db, program, "guess-origin")
    member = await a_member(db, program, now=TEN)
    with pytest.raises(challenges.TaskOver):
        await db.write(
            challenges.answer,
            post_id=post,
            member_id=member.member_id,
            message_id=1,
            choice=1,
            program=program,
            now=TEN + timedelta(days=1),
        )
    with pytest.raises(challenges.TaskUnknown):
        await db.write(
            challenges.answer,
            post_id=post + 99,
            member_id=member.member_id,
            message_id=1,
            choice=1,
            program=program,
            now=TEN,
        )


async def test_a_check_in_completes_the_task_that_asks_for_one(db: Database, program: Program) -> None:
    group, _ = await a_task(db, program, "checkin-today")
    member = await a_member(db, program, now=TEN)
    made = [
        await db.write(
            checkins.check_in,
            member_id=member.member_id,
            group_id=group.group_id,
            program=program,
            now=TEN,
        )
        for _ in range(2)
    ]
    assert made[0].task == challenges.Done("checkin-today", 2, new=True)
    assert made[1].task is None
    assert await available(db, member.member_id, TEN) == 1 + 2


async def test_who_checked_in_elsewhere_completes_the_task_by_pressing_in_the_group(
    db: Database, program: Program
) -> None:
    group, _ = await a_task(db, program, "checkin-today")
    member = await a_member(db, program, now=TEN)
    private = await db.write(checkins.check_in, member_id=member.member_id, program=program, now=TEN)
    assert private.task is None
    pressed = await db.write(
        checkins.check_in, member_id=member.member_id, group_id=group.group_id, program=program, now=TEN
    )
    assert (pressed.new, pressed.task) == (False, challenges.Done("checkin-today", 2, new=True))


async def test_a_buying_task_is_met_by_an_order_of_the_day_in_its_category(
    db: Database, program: Program
) -> None:
    _, post = await a_task(db, program, "tea-break")
    member = await a_member(db, program, now=TEN)
    tea = next(product for product in program.products.values() if product.category == "tea")

    async def claim() -> challenges.Done:
        return await db.write(
            challenges.claim_order, post_id=post, member_id=member.member_id, program=program, now=TEN
        )

    with pytest.raises(challenges.TaskUnmet):
        await claim()
    yesterday = an_order(number=member.number, now=TEN - timedelta(days=1), lines=(Line(tea.id, 1, 1_800),))
    await db.write(orders.take_in, orders=[yesterday], program=program, now=TEN)
    with pytest.raises(challenges.TaskUnmet):
        await claim()
    today = an_order(number=member.number, now=TEN, lines=(Line(tea.id, 1, 1_800),))
    await db.write(orders.take_in, orders=[today], program=program, now=TEN)
    assert (await claim()).new
    assert not (await claim()).new


async def test_a_task_with_a_coupon_gives_it_once(db: Database, program: Program) -> None:
    task: Challenge = program.challenges["checkin-today"].model_copy(
        update={"reward_coupon": "free-croissant", "reward_points": 0}
    )
    gift = program.model_copy(update={"challenges": {task.id: task}})
    group = await a_group(db, gift, now=TEN)
    await db.write(challenges.open_due, program=gift, now=TEN)
    member = await a_member(db, gift, now=TEN)
    for _ in range(2):
        await db.write(
            checkins.check_in,
            member_id=member.member_id,
            group_id=group.group_id,
            program=gift,
            now=TEN,
        )
    held = await db.read(coupons.open_coupons, member_id=member.member_id, now=TEN)
    assert [coupon.template for coupon in held].count("free-croissant") == 1


def _post_id(session: Session, *, group_id: int) -> int:
    return session.execute(
        select(Post.id).where(Post.group_id == group_id, Post.kind == "challenge")
    ).scalar_one()
