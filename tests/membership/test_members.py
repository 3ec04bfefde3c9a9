from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.members import Member
from membership import coupons, members
from membership.members import Ref
from tests.builders import a_member
from tests.conftest import NOW


def _count(session: Session) -> int:
    return session.execute(select(func.count(Member.id))).scalar_one()


async def test_two_first_taps_at_once_make_one_member_with_one_coupon(db: Database, program: Program) -> None:
    joined = await asyncio.gather(*(a_member(db, program, now=NOW, telegram_id=7_001) for _ in range(6)))
    assert len({one.member_id for one in joined}) == 1
    assert sum(one.new for one in joined) == 1
    assert await db.read(_count) == 1
    found = await db.read(coupons.open_coupons, member_id=joined[0].member_id, now=NOW)
    assert [one.template for one in found] == [program.welcome_coupon]


async def test_joining_agrees_to_the_topics_that_the_welcome_names(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    topics = await db.read(members.topics, member_id=joined.member_id, program=program)
    assert [(one.topic, one.granted) for one in topics] == [(topic.id, True) for topic in program.topics]


async def test_a_topic_can_be_turned_off_and_on_again(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    for granted in (False, True, False):
        await db.write(
            members.choose_topic,
            member_id=joined.member_id,
            topic="campaigns",
            granted=granted,
            message_id=1,
            program=program,
            now=NOW,
        )
        topics = await db.read(members.topics, member_id=joined.member_id, program=program)
        assert {one.topic: one.granted for one in topics}["campaigns"] is granted
    with pytest.raises(members.TopicUnknown):
        await db.write(
            members.choose_topic,
            member_id=joined.member_id,
            topic="adverts",
            granted=True,
            message_id=1,
            program=program,
            now=NOW,
        )


async def test_who_is_behind_an_update_is_known_by_the_account(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW, telegram_id=7_001, language_code="zh-TW")
    viewer = await db.read(members.recognise, telegram_id=7_001, language_code="en", operators=(7_001,))
    assert (viewer.member_id, viewer.number) == (joined.member_id, joined.number)
    assert (viewer.language, viewer.tier, viewer.operator) == ("zh-Hant", program.tiers[0].id, True)
    stranger = await db.read(members.recognise, telegram_id=7_002, language_code="en", operators=())
    assert (stranger.joined, stranger.language, stranger.operator) == (False, "en", False)


async def test_a_language_that_we_do_not_speak_is_refused(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    assert await db.write(members.speak, member_id=joined.member_id, language="en") == "en"
    with pytest.raises(members.LanguageUnknown):
        await db.write(members.speak, member_id=joined.member_id, language="fr")


async def test_the_same_ref_always_leads_to_the_same_member(db: Database, program: Program) -> None:
    refs = [Ref("number", "m1"), Ref("card", "9"), Ref("number", "m1")]
    first = await db.write(members.resolve, refs=refs, program=program, now=NOW)
    again = await asyncio.gather(
        *(
            db.write(members.resolve, refs=[*refs, Ref("card", "new")], program=program, now=NOW)
            for _ in range(4)
        )
    )
    assert len(set(first.values())) == 2
    assert all(one.items() >= first.items() for one in again)
    assert len({one[Ref("card", "new")] for one in again}) == 1
    with pytest.raises(members.MemberUnknown):
        await db.read(members.find, ref=Ref("card", "unknown"))


async def test_a_refusal_never_repeats_a_phone(db: Database) -> None:
    with pytest.raises(members.MemberUnknown) as refused:
        await db.read(members.find, ref=Ref("phone", "abcdef"))
    assert "abcdef" not in str(refused.value)


async def test_numbers_tell_neither_order_nor_size(db: Database, program: Program) -> None:
    numbers = [(await a_member(db, program, now=NOW)).number for _ in range(8)]
    assert len(set(numbers)) == 8
    assert all(len(number) == members.NUMBER_DIGITS and number.isdigit() for number in numbers)
    assert numbers != sorted(numbers)


async def test_profiling_is_on_until_it_is_turned_off(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    assert await db.read(members.is_personal, member_id=joined.member_id)
    await db.write(members.profiling, member_id=joined.member_id, personal=False)
    assert not await db.read(members.is_personal, member_id=joined.member_id)
