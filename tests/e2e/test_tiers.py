"""The tier's screens through the whole bot: history, a what-if, benefits claimed by a tap."""

from __future__ import annotations

import pytest

from tests.builders import some_points
from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_gold_member_asks_what_if_claims_a_cup_and_sees_how_they_came_there(people: People) -> None:
    from membership import members, tiers

    who = await people.member()
    parts = people.stage.parts
    now = parts.clock.now()
    member = await parts.db.read(members.find, ref=members.Ref("telegram", str(who)))
    await some_points(parts.db, parts.program, member_id=member, amount=1_600, now=now)
    await parts.db.write(tiers.promote, member_ids=[member], program=parts.program, now=now)
    screen = await people.say(who, "/tier")
    assert "1,600 / 2,500" in screen["text"]
    await people.press(who, screen, "等级记录")
    story = await people.now_reads(screen, who, "达到升级线")
    assert "普通会员 → 金卡会员" in story["text"]

    answer = await people.say(who, "再消费 900 元能升白金吗？")
    assert "1,600 → 2,500" in answer["text"]
    assert "会升到白金会员" in answer["text"]
    assert "1,600 / 2,500" in (await people.say(who, "/tier"))["text"], "nothing was changed by asking"

    listed = await people.say(who, "/benefits")
    toast = await people.press(who, listed, "领取：每月一杯")
    assert "领到了：美式兑换券" in toast["text"]
    again = await people.now_reads(listed, who, "已领 ✅")
    assert "每月一杯" not in str(again["reply_markup"]).replace("燕麦奶", "")
    assert "美式兑换券" in (await people.say(who, "/coupons"))["text"]
