from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.posts import Post
from membership import checkins, groups, leaderboards, posts
from tests.builders import a_group, a_member


async def test_meeting_a_group_twice_at_once_makes_one(db: Database, program: Program, now: datetime) -> None:
    cards = await asyncio.gather(*(a_group(db, program, now=now, chat_id=-42) for _ in range(4)))
    assert len({card.group_id for card in cards}) == 1
    assert cards[0].active


async def test_a_group_that_removed_the_bot_keeps_its_settings_for_its_return(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    await db.write(groups.speak, chat_id=group.chat_id, language="en")
    await db.write(groups.leave, chat_id=group.chat_id)
    assert not (await db.read(groups.card, chat_id=group.chat_id)).active
    back = await a_group(db, program, now=now, chat_id=group.chat_id, title="New name")
    assert (back.group_id, back.active, back.language, back.title) == (
        group.group_id,
        True,
        "en",
        "New name",
    )


async def test_a_removed_group_is_not_posted_to(db: Database, program: Program, now: datetime) -> None:
    group = await a_group(db, program, now=now)
    await db.write(checkins.open_post, group_id=group.group_id, program=program, now=now)
    await db.write(groups.leave, chat_id=group.chat_id)
    assert await db.read(posts.due, program=program, now=now) == ()
    await a_group(db, program, now=now, chat_id=group.chat_id)
    assert len(await db.read(posts.due, program=program, now=now)) == 1


async def test_a_language_that_we_do_not_speak_is_refused(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    with pytest.raises(groups.GroupLanguageUnknown):
        await db.write(groups.speak, chat_id=group.chat_id, language="fr")


async def test_an_unknown_chat_has_no_card_and_no_language(db: Database) -> None:
    assert await db.read(groups.language, chat_id=-9) is None
    with pytest.raises(groups.GroupUnknown):
        await db.read(groups.card, chat_id=-9)


async def test_topic_and_switches_are_kept(db: Database, program: Program, now: datetime) -> None:
    group = await a_group(db, program, now=now)
    await db.write(groups.post_in, chat_id=group.chat_id, topic_id=7)
    await db.write(groups.switch_task, chat_id=group.chat_id, on=False)
    card = await db.write(groups.switch_board, chat_id=group.chat_id, on=False)
    assert (card.topic_id, card.daily_task, card.weekly_board) == (7, False, False)


async def test_a_migrated_group_keeps_its_check_ins_and_posts_anew(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    member = await a_member(db, program, now=now)
    await db.write(
        checkins.check_in, member_id=member.member_id, group_id=group.group_id, program=program, now=now
    )
    (post_id,) = await db.read(posts.due, program=program, now=now)
    sheet = await db.write(posts.claim, post_id=post_id, program=program, now=now)
    assert sheet is not None
    await db.write(posts.settle, sheet=sheet, outcome="sent", message_id=5, now=now)
    # The new chat's first update may come before the old one's last: both orders end in one group.
    await a_group(db, program, now=now, chat_id=-1_000_555)
    for _ in range(2):
        await db.write(groups.move, chat_id=group.chat_id, to_chat_id=-1_000_555, now=now)
    card = await db.read(groups.card, chat_id=-1_000_555)
    assert card.group_id == group.group_id
    with pytest.raises(groups.GroupUnknown):
        await db.read(groups.card, chat_id=group.chat_id)
    later = now + timedelta(seconds=5)
    (again,) = await db.read(posts.due, program=program, now=later)
    sheet = await db.write(posts.claim, post_id=again, program=program, now=later)
    assert sheet is not None
    assert (sheet.chat_id, sheet.message_id, sheet.shown) == (-1_000_555, None, 1)


async def test_migration_gives_the_new_chats_check_ins_to_the_old_group(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    twin = await a_group(db, program, now=now, chat_id=-1_000_556)
    member = await a_member(db, program, now=now)
    await db.write(
        checkins.check_in, member_id=member.member_id, group_id=twin.group_id, program=program, now=now
    )
    await db.write(groups.move, chat_id=group.chat_id, to_chat_id=twin.chat_id, now=now)
    board = await db.read(
        leaderboards.board,
        window="day",
        chat_id=twin.chat_id,
        member_id=member.member_id,
        program=program,
        now=now,
    )
    assert [place.member_id for place in board.places] == [member.member_id]
    assert await db.read(_posts, group_id=group.group_id) == ["checkins"]


async def test_strangers_are_shown_the_way_in_once_a_minute(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    chat = groups.Chat(group.chat_id, group.title, None)

    async def invite(at: datetime) -> int | None:
        return await db.write(groups.invite, chat=chat, program=program, now=at)

    taps = await asyncio.gather(*(invite(now) for _ in range(5)))
    assert sorted(taps, key=str) == [group.group_id, None, None, None, None]
    assert await invite(now + groups.INVITE_EVERY) == group.group_id


def _posts(session: Session, *, group_id: int) -> list[str]:
    return list(session.execute(select(Post.kind).where(Post.group_id == group_id)).scalars())
