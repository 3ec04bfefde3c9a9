from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from core.program import Program
from db.engine import Database
from membership import checkins, groups, posts
from membership.groups import GroupCard
from tests.builders import a_group, a_member


async def check_in(db: Database, program: Program, group: GroupCard, now: datetime) -> None:
    member = await a_member(db, program, now=now)
    await db.write(
        checkins.check_in, member_id=member.member_id, group_id=group.group_id, program=program, now=now
    )


async def next_sheet(db: Database, program: Program, now: datetime) -> posts.Sheet | None:
    due = await db.read(posts.due, program=program, now=now)
    return await db.write(posts.claim, post_id=due[0], program=program, now=now) if due else None


async def sent_sheet(db: Database, program: Program, now: datetime) -> posts.Sheet:
    sheet = await next_sheet(db, program, now)
    assert sheet is not None
    await db.write(posts.settle, sheet=sheet, outcome="sent", message_id=9, now=now)
    return sheet


async def test_what_was_shown_is_not_due_until_somebody_else_checks_in(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    first = await sent_sheet(db, program, now)
    assert isinstance(first.content, posts.Checkins)
    assert (first.message_id, first.content.count) == (None, 1)
    later = now + timedelta(minutes=1)
    assert await next_sheet(db, program, later) is None
    await check_in(db, program, group, later)
    second = await sent_sheet(db, program, later)
    assert isinstance(second.content, posts.Checkins)
    assert (second.message_id, second.content.count) == (9, 2)


async def test_edits_of_a_group_are_four_seconds_apart(db: Database, program: Program, now: datetime) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    await sent_sheet(db, program, now)
    await check_in(db, program, group, now)
    assert await next_sheet(db, program, now + timedelta(seconds=3.9)) is None
    assert await next_sheet(db, program, now + timedelta(seconds=4)) is not None


async def test_a_check_in_between_claim_and_settling_is_shown_next(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    sheet = await next_sheet(db, program, now)
    assert sheet is not None
    await check_in(db, program, group, now)
    await db.write(posts.settle, sheet=sheet, outcome="sent", message_id=9, now=now)
    again = await next_sheet(db, program, now + posts.EVERY)
    assert again is not None
    assert again.shown == 2


async def test_only_one_of_many_takes_a_post(db: Database, program: Program, now: datetime) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    (post_id,) = await db.read(posts.due, program=program, now=now)
    claims = await asyncio.gather(
        *(db.write(posts.claim, post_id=post_id, program=program, now=now) for _ in range(5))
    )
    assert len([claim for claim in claims if claim is not None]) == 1


async def test_a_sending_with_an_unknown_end_is_held_and_its_message_learnt_from_a_press(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    sheet = await next_sheet(db, program, now)
    assert sheet is not None
    await db.write(posts.settle, sheet=sheet, outcome="unknown", message_id=None, now=now)
    later = now + timedelta(minutes=1)
    assert await next_sheet(db, program, later) is None
    presser = await a_member(db, program, now=now)
    for chat_id, message_id in ((-5, 66), (group.chat_id, 77)):
        await db.write(
            checkins.check_in_at,
            chat=groups.Chat(chat_id, "Test group", None),
            member_id=presser.member_id,
            pressed=(sheet.post_id, message_id),
            program=program,
            now=later,
        )
    known = await db.write(posts.claim, post_id=sheet.post_id, program=program, now=later)
    assert known is not None
    assert known.message_id == 77


async def test_a_sending_that_nobody_confirmed_is_tried_again_after_two_minutes(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    assert await next_sheet(db, program, now) is not None  # and the process dies here
    assert await next_sheet(db, program, now + timedelta(seconds=119)) is None
    assert await next_sheet(db, program, now + posts.HOLD) is not None


async def test_a_deleted_post_comes_back_with_the_next_check_in(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    await sent_sheet(db, program, now)
    later = now + timedelta(minutes=1)
    await check_in(db, program, group, later)
    sheet = await next_sheet(db, program, later)
    assert sheet is not None
    await db.write(posts.settle, sheet=sheet, outcome="gone", message_id=None, now=later)
    evening = later + timedelta(minutes=1)
    assert await next_sheet(db, program, evening) is None
    await check_in(db, program, group, evening)
    anew = await next_sheet(db, program, evening)
    assert anew is not None
    assert (anew.message_id, anew.shown) == (None, 3)


async def test_yesterdays_post_is_closed_with_one_last_edit(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    await sent_sheet(db, program, now)
    tomorrow = now + timedelta(days=1)
    last = await sent_sheet(db, program, tomorrow)
    assert (last.final, last.shown) == (True, 1)
    assert await next_sheet(db, program, tomorrow + timedelta(hours=1)) is None


async def test_yesterdays_post_that_cannot_be_edited_any_more_is_given_up(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    await sent_sheet(db, program, now)
    tomorrow = now + timedelta(days=1)
    last = await next_sheet(db, program, tomorrow)
    assert last is not None
    await db.write(posts.settle, sheet=last, outcome="refused", message_id=None, now=tomorrow)
    assert await next_sheet(db, program, tomorrow + timedelta(hours=1)) is None


async def test_what_was_never_sent_yesterday_is_not_sent_today(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await check_in(db, program, group, now)
    tomorrow = now + timedelta(days=1)
    assert await next_sheet(db, program, tomorrow) is None
    assert await db.read(posts.due, program=program, now=tomorrow) == ()


async def test_a_closed_topic_is_forgotten(db: Database, program: Program, now: datetime) -> None:
    group = await a_group(db, program, now=now)
    await db.write(groups.post_in, chat_id=group.chat_id, topic_id=3)
    await check_in(db, program, group, now)
    sheet = await next_sheet(db, program, now)
    assert sheet is not None
    assert sheet.topic_id == 3
    await db.write(posts.settle, sheet=sheet, outcome="topicless", message_id=None, now=now)
    again = await next_sheet(db, program, now + posts.EVERY)
    assert again is not None
    assert again.topic_id is None
