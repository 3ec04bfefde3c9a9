from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText, TelegramMethod

from core.program import Program
from membership import campaigns, launches, notices, recipients
from tasks.campaigns import show, wake
from tests.builders import a_member
from tests.campaigns import OTHER, an_approved, figures
from tests.tasks.test_recipients import House, house

assert house  # the fixture


def edits(house: House) -> list[EditMessageText]:
    return [one for one in house.wire.arrived if isinstance(one, EditMessageText)]


async def watched(house: House) -> int:
    campaign_id = await house.campaign(members=2)
    await house.db.write(campaigns.watch, campaign_id=campaign_id, chat_id=OTHER, message_id=9)
    return campaign_id


async def test_a_scheduled_campaign_is_sent_when_its_time_has_come(house: House, program: Program) -> None:
    now = house.clock.now()
    await a_member(house.db, program, now=now)
    approved = await an_approved(house.db, program, now=now)
    await house.db.write(
        launches.schedule,
        campaign_id=approved.id,
        at=now + timedelta(hours=1),
        by=OTHER,
        program=program,
        now=now,
    )
    await house.run()
    assert house.wire.arrived == []
    house.clock.advance(timedelta(hours=1))
    await house.run()
    assert len(house.wire.arrived) == 1
    assert (await house.db.read(campaigns.card, campaign_id=approved.id)).state == "finished"


async def test_a_scheduled_campaign_whose_approval_lapsed_is_not_sent(house: House, program: Program) -> None:
    now = house.clock.now()
    await a_member(house.db, program, now=now)
    approved = await an_approved(house.db, program, now=now)
    at = now + timedelta(hours=1)
    await house.db.write(
        launches.schedule, campaign_id=approved.id, at=at, by=OTHER, program=program, now=now
    )
    gone = {name: one for name, one in program.segments.items() if name != "all"}
    fewer = program.model_copy(update={"segments": gone})
    later = House(house.db, fewer, house.duty.catalogue, house.clock)
    house.clock.advance(timedelta(hours=1))
    await later.run()
    assert later.wire.arrived == []
    assert (await house.db.read(campaigns.card, campaign_id=approved.id)).state == "tested"
    told = await house.db.write(notices.arm, limit=20, now=house.clock.now())
    assert any("没有按时开始" in one.values.get("text", "") for one in told if one.chat_id == OTHER)


async def test_a_segment_that_disappears_while_planning_pauses_the_campaign(
    house: House, program: Program
) -> None:
    campaign_id = await house.campaign(members=2)
    gone = {name: one for name, one in program.segments.items() if name != "all"}
    fewer = program.model_copy(update={"segments": gone})
    later = House(house.db, fewer, house.duty.catalogue, house.clock)
    await later.run()
    shown = await house.db.read(campaigns.card, campaign_id=campaign_id)
    assert (shown.state, shown.pause_reason, later.wire.arrived) == ("paused", "segment", [])
    told = await house.db.write(notices.arm, limit=20, now=house.clock.now())
    assert any("没有「all」" in one.values.get("text", "") for one in told if one.chat_id == OTHER)


async def test_the_progress_message_is_edited_only_when_something_has_changed(house: House) -> None:
    campaign_id = await watched(house)
    await show(house.duty)
    await show(house.duty)
    assert len(edits(house)) == 1
    await house.run()
    await show(house.duty)
    await show(house.duty)
    first, last = edits(house)
    assert (last.chat_id, last.message_id) == (OTHER, 9)
    assert "🏁" in (last.text or "")
    assert "共 2 人" in (last.text or "")
    assert first.text != last.text
    assert campaign_id


def refusing(text: str) -> Callable[[TelegramMethod[Any]], Exception | None]:
    def script(method: TelegramMethod[Any]) -> Exception | None:
        return TelegramBadRequest(method, text) if isinstance(method, EditMessageText) else None

    return script


async def test_a_progress_message_that_was_deleted_is_given_up(house: House) -> None:
    await watched(house)
    house.wire.script = refusing("Bad Request: message to edit not found")
    await show(house.duty)
    assert await house.db.read(campaigns.to_show, now=house.clock.now()) == ()
    house.wire.script = None
    await house.run()
    await show(house.duty)
    assert edits(house) == []


async def test_a_message_that_says_it_already_goes_on_being_shown(house: House) -> None:
    await watched(house)
    house.wire.script = refusing("Bad Request: message is not modified")
    await show(house.duty)
    house.wire.script = None
    await house.run()
    await show(house.duty)
    assert len(edits(house)) == 1


async def test_rows_that_lost_their_sender_are_given_up_after_a_while(house: House) -> None:
    campaign_id = await house.campaign(members=1)
    now = house.clock.now()
    program = house.program
    while await house.db.write(recipients.plan, campaign_id=campaign_id, program=program, now=now):
        pass
    (taken,) = await house.db.write(recipients.take, campaign_id=campaign_id, limit=1, now=now)
    await house.db.write(recipients.arm, recipient_id=taken.recipient_id, program=program, now=now)
    house.clock.advance(recipients.LOST_AFTER)
    await house.run()
    assert (await figures(house.db, campaign_id)).sending == 1
    house.clock.advance(timedelta(seconds=1))
    await house.run()
    await house.run()
    assert (await figures(house.db, campaign_id)).unknown == 1
    assert house.wire.arrived == []
    told = await house.db.write(notices.arm, limit=20, now=house.clock.now())
    assert any("结果不明" in one.values.get("text", "") for one in told if one.chat_id == OTHER)


async def test_nothing_to_do_wakes_nobody(house: House) -> None:
    await wake(house.duty)
    assert not house.sender._running
