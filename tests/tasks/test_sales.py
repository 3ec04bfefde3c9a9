from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram import Bot
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.pace import Pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.redemptions import Redemption
from membership import bargains, groups, partner_codes
from tasks.jobs import Duty
from tasks.notices import send_due
from tasks.partner_codes import alarm
from tasks.redemptions import time_out
from tasks.sales import announce
from tests.builders import a_group, a_member
from tests.conftest import NOW, StandingClock
from tests.membership.test_redemptions import available, redeemed, rich
from tests.membership.test_sales import OPENS
from tests.tasks.wire import TOKEN, Wire

OPERATORS = (31, 32)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def duty(db: Database, program: Program, catalogue: Catalogue, clock: StandingClock, wire: Wire) -> Duty:
    pace = Pace(per_second=2_000)
    return Duty(
        db,
        Bot(TOKEN, session=wire),
        pace,
        program,
        catalogue,
        clock,
        NOW,
        NOW,
        {"operators": OPERATORS},
    )


async def test_a_window_is_told_once_to_each_in_their_language_and_place(
    duty: Duty, wire: Wire, clock: StandingClock
) -> None:
    db, program = duty.db, duty.program
    group = await a_group(db, program, now=NOW, language_code="en")
    await db.write(groups.post_in, chat_id=group.chat_id, topic_id=7)
    chinese = await a_member(db, program, now=NOW, telegram_id=51)
    assert chinese.new
    await a_member(db, program, now=NOW, telegram_id=52, language_code="zh-hant")
    clock.advance(OPENS - timedelta(hours=2) - NOW)
    soon = replace(duty, now=clock.now(), slot=clock.now())
    for _ in range(3):
        await announce(soon)
        await send_due(soon)
    told = {sent.chat_id: sent for sent in wire.arrived}
    assert len(wire.arrived) == len(told) == 3
    assert "Opens 20 Nov 2026 15:00: 100 pieces" in told[group.chat_id].text
    assert told[group.chat_id].message_thread_id == 7
    assert "2026年11月20日 15:00 开抢" in told[51].text
    assert "15:00 開搶" in told[52].text
    buttons = [one.callback_data for row in told[51].reply_markup.inline_keyboard for one in row]
    assert buttons == ["sale:friday-latte", "topic:campaigns:0"]
    assert [one.callback_data for row in told[group.chat_id].reply_markup.inline_keyboard for one in row] == [
        "sale:friday-latte"
    ]


def _claim_more_points(session: Session, *, redemption_id: int) -> None:
    """Make the books disagree: a redemption that says it cost more than was spent on it."""
    session.execute(
        update(Redemption).where(Redemption.id == redemption_id).values(points=Redemption.points + 1)
    )


async def test_more_overdue_redemptions_than_a_batch_all_go_back(
    duty: Duty, wire: Wire, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.redemptions.BATCH", 2)
    db, program = duty.db, duty.program
    members = [await rich(db, program) for _ in range(5)]
    for member in members:
        await redeemed(db, program, member, "tote")
    until = bargains.held_until(program, NOW)
    clock.advance(until - NOW)
    late = replace(duty, now=until, slot=until)
    for _ in range(2):
        await time_out(late)
        await send_due(late)
    assert [await available(db, member, until) for member in members] == [5_000] * 5
    assert len(wire.arrived) == 5
    assert all("1,200 积分已退回" in sent.text for sent in wire.arrived)


async def test_a_redemption_that_can_not_be_given_back_keeps_nobody_elses_points(duty: Duty) -> None:
    db, program = duty.db, duty.program
    members = [await rich(db, program) for _ in range(3)]
    broken, *_ = [await redeemed(db, program, member, "tote") for member in members]
    await db.write(_claim_more_points, redemption_id=broken.redemption_id)
    until = bargains.held_until(program, NOW)
    for _ in range(2):
        with pytest.raises(RuntimeError, match=rf"not given back: {broken.redemption_id}$"):
            await time_out(replace(duty, now=until, slot=until))
    assert [await available(db, member, until) for member in members] == [3_800, 5_000, 5_000]


async def test_operators_are_told_of_low_codes_once(duty: Duty, wire: Wire) -> None:
    await duty.db.write(partner_codes.add, reward="bookshop", codes=["A", "B"], program=duty.program, now=NOW)
    for _ in range(3):
        await alarm(duty)
        await send_due(duty)
    assert sorted(sent.chat_id for sent in wire.arrived) == list(OPERATORS)
    assert all("只剩 2 个" in sent.text for sent in wire.arrived)
